import { Fn, ref, TerraformStack, Token } from "../cdktf";
import { placeholder } from "../model/placeholder";
import { Network } from "../network/network";

/** Path of a file beside the JSON of the stack that names it. */
export function besideStack(file: string): string {
  return Fn.join("/", [Token.asString(ref("path.module")), file]);
}

/** A file beside the stack's JSON, as Terraform reads it, with every placeholder filled in. */
export function filledFile(
  stack: TerraformStack,
  network: Network,
  file: string,
  placeholders: readonly string[],
): string {
  return placeholders.reduce(
    (text, name) => Fn.replace(text, placeholder(name), network.lateValue(name)(stack)),
    Fn.file(besideStack(file)),
  );
}
