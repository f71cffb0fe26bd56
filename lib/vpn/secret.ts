import { Construct } from "constructs";
import { Fn, TerraformStack, TerraformVariable, Token } from "../cdktf";
import { secretPlaceholderName } from "../model/placeholder";
import { SecretIntent } from "../model/vpn";
import { LateValue, Network } from "../network/network";

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
    return new Secret({ kind: "terraform", name }, (stack) => {
      const declared = stack.node.tryFindChild(name) as TerraformVariable | undefined;
      const variable =
        declared ?? new TerraformVariable(stack, name, { type: "string", sensitive: true });
      return variable.stringValue;
    });
  }

  /**
   * A value that Terraform computes, such as an attribute of a secret store's data source.
   *
   * @param name a name for it, unique among the app's secrets
   * @param token a Terraform token; a plain string is refused at synthesis
   */
  public static reference(name: string, token: string): Secret {
    if (!Token.isUnresolved(token)) return new Secret({ kind: "literal-refused" });
    return new Secret({ kind: "terraform", name }, () => token);
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
    return new Secret({ kind: "command", argv: [...argv] });
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

  private readonly value?: LateValue;
  private readonly encoded = new Map<TerraformStack, string>();

  private constructor(intent: SecretIntent, value?: LateValue) {
    this._intent = intent;
    this.value = value;
  }

  /**
   * Makes the value known to the network and to the stacks whose gateways need it.
   *
   * @internal
   */
  public _bind(users: readonly Construct[]): void {
    const { value, _intent: intent } = this;
    if (!value || intent.kind !== "terraform") return;
    const encoded = (stack: TerraformStack): string => {
      if (!this.encoded.has(stack)) this.encoded.set(stack, Fn.base64encode(value(stack)));
      return this.encoded.get(stack)!;
    };
    for (const user of users) {
      encoded(TerraformStack.of(user));
      Network.of(user).addLateValue(secretPlaceholderName(intent.name), encoded);
    }
  }
}
