import { ProvisioningResource } from "../model/words/provisioning-resource";
import { given } from "../network/given";

/** A host to reach the gateway through. */
export interface BastionProps {
  /** Name or address. */
  readonly host: string;
  /**
   * The bastion's public host key, or that of the authority which signed it, as known_hosts has it:
   * type and base64. Checked.
   */
  readonly hostKey: string;
  /**
   * SSH port.
   *
   * @default 22
   */
  readonly port?: number;
  /**
   * Login.
   *
   * @default - the gateway's
   */
  readonly user?: string;
  /**
   * File of the private key, read by Terraform where it runs.
   *
   * @default - the gateway's
   */
  readonly privateKeyPath?: string;
}

/** What a new machine can take. */
export interface CloudInitDeliveryProps {
  /**
   * Bytes of user data that the provider takes, before base64; synthesis refuses more, of the text or compressed, as the
   * app hands it on. EC2 takes 16,384, Hetzner 32,768, OpenStack and Azure 65,535, Google Cloud 262,144.
   *
   * @default - any size; a warning names each of these providers that takes less
   */
  readonly userDataLimit?: number;
}

/** How to log in to a gateway that runs already. */
export interface SshDeliveryProps {
  /**
   * The gateway's public host key, or that of the authority which signed it, as known_hosts has it:
   * type and base64. Checked, so that no other machine receives the payload.
   */
  readonly hostKey: string;
  /**
   * Login; one other than root needs sudo without a password.
   *
   * @default "root"
   */
  readonly user?: string;
  /**
   * Name or address to log in to.
   *
   * @default - the gateway's public address
   */
  readonly host?: string;
  /**
   * SSH port.
   *
   * @default 22
   */
  readonly port?: number;
  /**
   * File of the private key, read by Terraform where it runs.
   *
   * @default - the SSH agent is asked
   */
  readonly privateKeyPath?: string;
  /**
   * A host to go through.
   *
   * @default - straight to the gateway
   */
  readonly bastion?: BastionProps;
  /**
   * How long a change waits for its confirmation, in seconds from 60 to 3600. Terraform confirms it by a connection of
   * its own, so that a change which cuts the gateway off is undone by itself: files, daemons and rules are those of the
   * payload before. So is one that fails half-way, at once; and one whose machine starts anew before it is confirmed.
   * The first delivery has nothing to go back to.
   *
   * On the gateway: `vpn-gateway confirm`, `rollback` and `history`; vpn-gateway-rollback.timer while a change waits.
   *
   * @default 600, as `commit confirmed` of Junos has it
   */
  readonly confirmWithinSeconds?: number;
  /**
   * The resource that carries the provisioners.
   *
   * @default ProvisioningResource.NULL_RESOURCE
   */
  readonly resource?: ProvisioningResource;
}

/** How the payload reaches a gateway. Both ways stage the same files and run the same `apply`. */
export class Delivery {
  /**
   * In the user data of a new machine: hand `gateway.userData` to whatever makes it. A change of
   * the network changes the user data, which most providers answer with a new machine.
   */
  public static cloudInit(props: CloudInitDeliveryProps = {}): Delivery {
    return new Delivery(undefined, given(props));
  }

  /** Over SSH to a machine that runs; again whenever the payload changes. */
  public static ssh(props: SshDeliveryProps): Delivery {
    return new Delivery(given(props));
  }

  /** @internal */
  public readonly _ssh?: SshDeliveryProps;
  /** @internal */
  public readonly _cloudInit?: CloudInitDeliveryProps;

  private constructor(ssh?: SshDeliveryProps, cloudInit?: CloudInitDeliveryProps) {
    this._ssh = ssh;
    this._cloudInit = cloudInit;
  }
}
