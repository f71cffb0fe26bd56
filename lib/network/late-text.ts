import { IResolveContext, TerraformStack, Token } from "../cdktf";
import { placeholder } from "../model/placeholder";
import { Network } from "./network";

/**
 * Terraform expressions are written out here rather than built from cdktf's function tokens: each
 * of those records a stack trace, and a gateway needs about ten.
 */

/** Path of a file beside the JSON of the stack that names it, as the inside of a string. */
export function besideStack(file: string): string {
  return `\${path.module}/${file}`;
}

/** What stands for a placeholder: an expression. */
interface Filling {
  readonly name: string;
  readonly value: string;
}

/** Expression for a file's text with placeholders filled in, in this order: a value may hold the next ones. */
export function filledFile(file: string, fillings: readonly Filling[]): string {
  return fillings.reduce(
    (text, { name, value }) => `replace(${text}, "${placeholder(name)}", ${value})`,
    `file("${besideStack(file)}")`,
  );
}

/** Expressions for the values that placeholders stand for. */
export function lateValues(
  network: Network,
  context: IResolveContext,
  names: readonly string[],
): Filling[] {
  const stack = TerraformStack.of(context.scope);
  return names.map((name) => {
    const late = network.lateValue(name)(stack);
    const value = withBraces(context, () => {
      try {
        return context.resolve(late);
      } catch (error) {
        if (!CIRCULAR.test(String(error)) || !network.addCircular(name, stack.node.path))
          throw error;
        return "";
      }
    });
    return { name, value: `"${String(value)}"` };
  });
}

/**
 * The error with which cdktf refuses that two stacks read outputs of each other. Ours is thrown where
 * cdktf asks for the network (output.ts): it adds a trace to what is thrown here.
 */
const CIRCULAR = /circular dependency/;

/** Expression for data whose texts may hold values that only Terraform knows; it takes all else as it is. */
export function expressionOf(context: IResolveContext, data: unknown): string {
  if (Array.isArray(data)) {
    return `[${data.map((item) => expressionOf(context, item)).join(", ")}]`;
  }
  if (typeof data === "object" && data !== null) {
    const entries = Object.entries(data);
    const members = entries.map(([key, value]) => `"${key}" = ${expressionOf(context, value)}`);
    return `{${members.join(", ")}}`;
  }
  if (typeof data !== "string") return String(data);
  return Token.isUnresolved(data)
    ? `"${String(withBraces(context, () => context.resolve(data)))}"`
    : `"${data.replace(/[\\"]/g, "\\$&").replace(/[$%](?=\{)/g, "$&$&")}"`;
}

/** What is inside a string of an expression has braces of its own, wherever the expression is. */
function withBraces(context: IResolveContext, resolve: () => unknown): unknown {
  const { suppressBraces } = context;
  context.suppressBraces = false;
  const value = resolve();
  context.suppressBraces = suppressBraces;
  return value;
}

/** An expression as a value of Terraform's JSON, or bare where cdktf nests it in another expression. */
export function interpolate(context: IResolveContext, expression: string): string {
  return context.suppressBraces ? expression : `\${${expression}}`;
}
