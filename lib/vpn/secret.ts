import { Construct } from "constructs";
import { Fn, TerraformStack, TerraformVariable, Token } from "../cdktf";
import { routingKeyName, secretPlaceholderName } from "../model/placeholder";
import { problem } from "../model/problem";
import { SecretIntent, secretIntent } from "../model/vpn";
import { copied } from "../network/given";
import { LateValue, Network } from "../network/network";

/** Where Terraform has a secret from. */
interface Source {
  /** The same for secrets that are the same. */
  readonly origin: string;
  readonly value: LateValue;
}

/**
 * The stack's own variable of that name, else ours. Ours has a construct id apart, since a resource
 * may have the same id as a variable: Terraform keeps their names apart.
 */
function variableOf(stack: TerraformStack, name: string): TerraformVariable {
  const id = `RoutedVpn-secret-${name}`;
  const declared = [name, id].map((one) => stack.node.tryFindChild(one));
  const known = declared.find((one) => one instanceof TerraformVariable);
  if (known) return known as TerraformVariable;
  const variable = new TerraformVariable(stack, id, { type: "string", sensitive: true });
  variable.overrideLogicalId(name);
  return variable;
}

/**
 * Where a secret is found. The secret itself never stands in an app, in synthesized files or in a
 * plan; what stands there is this reference.
 *
 * @example
 * Secret.variable("backbone_psk")
 */
export class Secret {
  /**
   * The value of a Terraform variable. The variable is declared (`sensitive`, type string) in each
   * stack that needs it, unless the stack has one of that name already. Set it with
   * `TF_VAR_<name>` or any other of Terraform's ways.
   *
   * On the gateway: base64 in a file of mode 0600 that only root reads. Over SSH the state
   * holds no more of it than a SHA-256, so give it the entropy of a random key. Handed to a machine as user data it is wherever the machine's provider keeps that.
   *
   * @param name the variable's name
   */
  public static variable(name: string): Secret {
    const value = (stack: TerraformStack) => variableOf(stack, name).stringValue;
    return new Secret({ kind: "terraform", name }, { origin: "variable", value });
  }

  /**
   * A value that Terraform computes, such as an attribute of a secret store's data source.
   *
   * @param name a name for it; another token of the same name is refused at synthesis
   * @param token a Terraform token; a plain string is refused at synthesis
   */
  public static reference(name: string, token: string): Secret {
    if (typeof token !== "string" || !Token.isUnresolved(token))
      return new Secret({ kind: "literal-refused" });
    const intent = { kind: "terraform", name, computed: true } as const;
    return new Secret(intent, { origin: token, value: () => token });
  }

  /**
   * A file that is on the gateway already, put there by other means. Read whenever strongSwan
   * loads its configuration; a trailing newline is not part of the secret.
   *
   * @param path absolute path on the gateway
   */
  public static file(path: string): Secret {
    return new Secret({ kind: "file", path });
  }

  /**
   * A command that prints the secret, run on the gateway as root whenever strongSwan loads its
   * configuration, such as a secret store's client.
   *
   * @param argv the program and its arguments; no shell reads them
   */
  public static command(argv: string[]): Secret {
    return new Secret({ kind: "command", argv: copied(argv) });
  }

  /**
   * The secret itself, for labs alone: it stands readable in everything that is synthesized.
   *
   * @param value at least 8 characters
   */
  public static unsafeLiteral(value: string): Secret {
    return new Secret({ kind: "unsafe-literal", value });
  }

  /** @internal */
  public readonly _intent: SecretIntent;

  private readonly source?: Source;
  /** By stack: an app's constant may be used by another app with a stack of the same name. */
  private readonly texts = new WeakMap<TerraformStack, Map<string, string>>();

  private constructor(intent: SecretIntent, source?: Source) {
    this._intent = intent;
    this.source = source;
  }

  /**
   * Makes the value known to the network and to the stacks whose gateways need it.
   *
   * @internal
   */
  public _bind(vpn: Construct, users: readonly Construct[]): void {
    this.bindAs(vpn, users, "authentication", secretPlaceholderName, (value) =>
      Fn.base64encode(value),
    );
  }

  /**
   * The same for a key of a routing protocol, which stands in a daemon's file as one word: Terraform refuses any
   * other value, so that none adds a line there.
   *
   * @internal
   */
  public _bindKey(site: Construct, users: readonly Construct[], pattern: RegExp): void {
    this.bindAs(site, users, "insideRouting.secret", routingKeyName, (value) =>
      Fn.regex(pattern.source, value),
    );
  }

  private bindAs(
    scope: Construct,
    users: readonly Construct[],
    property: string,
    placeholderName: (name: string) => string,
    encode: (value: string) => string,
  ): void {
    const { source, _intent: intent } = this;
    if (!source || intent.kind !== "terraform") return;
    // A name that is none is refused by the model, and not shown: it may be the secret.
    if (!secretIntent.safeParse(intent).success) return;
    const name = placeholderName(intent.name);
    const encoded = (stack: TerraformStack): string => {
      const known = this.texts.get(stack) ?? new Map<string, string>();
      this.texts.set(stack, known);
      const text = known.get(name) ?? encode(source.value(stack));
      known.set(name, text);
      return text;
    };
    for (const user of users) encoded(TerraformStack.of(user));
    const network = Network.of(scope);
    if (network.addLateValue(name, encoded, source.origin)) return;
    network.addProblem(
      problem(
        scope.node.path,
        property,
        intent.name,
        "a name of one secret; another secret of this app has it",
        "give one of the two another name: Secret.reference(name, token)",
      ),
    );
  }
}
