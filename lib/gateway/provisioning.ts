import * as path from "path";
import { Construct } from "constructs";
import {
  Fn,
  IResolveContext,
  Lazy,
  NullResource,
  TerraformResource,
  TerraformStack,
} from "../cdktf";
import { besideStack, filledFile, interpolate, lateValues } from "../network/late-text";
import { Network } from "../network/network";
import { GATEWAYS } from "../network/output";
import { GatewayPayload, STAGING, VERIFY } from "../payload/bundle";
import { ProvisioningResource } from "../model/words/provisioning-resource";
import { SshDeliveryProps } from "./delivery";
import { FallbackNullProvider } from "./null-provider";

/** Where an unprivileged login may write; `install` moves it to the staging folder. The login's alone. */
const UPLOAD = ".vpn-gateway";

/**
 * Terraform makes each script writable for all (mode 0777) before it runs it, by default in /tmp. The first one,
 * which makes the folder for the rest, lies where others cannot go: root's home, or the folder of an ordinary
 * login's SSH keys.
 */
const firstScript = (user: string) => (user === "root" ? "./" : ".ssh/") + "vpn-gateway.sh";

/** As Junos' `commit confirmed` has it. */
const CONFIRM_WITHIN_SECONDS = 600;

/** What a confirmation itself may take, of that time. */
const TO_CONFIRM_SECONDS = 30;

/** `terraform_data`, without cdktf's own class, which runs `terraform version` for each resource. */
class TerraformDataResource extends TerraformResource {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
  }
}

/** Uploads a gateway's payload and applies it, again whenever it changes. */
export class Provisioning extends Construct {
  private readonly resource: TerraformResource;
  private readonly before: (() => readonly Provisioning[])[] = [];
  private replaceable = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { gatewayPath: string; host?: string; ssh: SshDeliveryProps },
  ) {
    super(scope, id);
    const data = props.ssh.resource === ProvisioningResource.TERRAFORM_DATA;
    const resource = data ? new TerraformDataResource(this, "apply") : this.nullResource();
    this.resource = resource;
    resource.addOverride(
      data ? "triggers_replace" : "triggers",
      Lazy.anyValue({
        produce: (context) =>
          this.withPayload((payload) => triggers(Network.of(this), context, payload)),
      }),
    );
    resource.addOverride("depends_on", Lazy.anyValue({ produce: () => this.predecessors() }));
    // As late as the payload: what cdktf's functions would throw at has been refused by then.
    const connection = () => this.withPayload(() => this.connection());
    resource.addOverride("connection", Lazy.anyValue({ produce: connection }));
    resource.addOverride(
      "provisioner",
      Lazy.anyValue({
        produce: (context) => this.withPayload((payload) => this.provisioners(context, payload)),
      }),
    );
  }

  /** Another gateway of its site carries the traffic meanwhile: it is drained, and has to serve again. */
  hasPartner(): void {
    this.replaceable = true;
  }

  /** Gateways that are delivered first and have to serve again, or this one is not touched: those of the same stack. */
  follow(others: () => readonly Provisioning[]): void {
    this.before.push(others);
  }

  private predecessors(): string[] | undefined {
    const own = TerraformStack.of(this);
    const names = this.before
      .flatMap((others) => others())
      .filter((one) => one !== this && TerraformStack.of(one) === own)
      .map(({ resource }) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`);
    return names.length > 0 ? [...new Set(names)].sort() : undefined;
  }

  private nullResource(): TerraformResource {
    FallbackNullProvider.in(this);
    return new NullResource(this, "apply");
  }

  /** While the network has problems nothing is written, so nothing is missed (network/output.ts). */
  private withPayload(produce: (payload: GatewayPayload) => unknown): unknown {
    const payload = Network.of(this).payload(this.props.gatewayPath);
    return payload && produce(payload);
  }

  private connection(): object {
    const { host, ssh } = this.props;
    const { bastion } = ssh;
    const key = (file?: string) => (file === undefined ? undefined : Fn.file(file));
    return {
      type: "ssh",
      host: ssh.host ?? host,
      port: ssh.port,
      user: ssh.user ?? "root",
      host_key: ssh.hostKey,
      private_key: key(ssh.privateKeyPath),
      agent: ssh.privateKeyPath === undefined,
      bastion_host: bastion?.host,
      bastion_port: bastion?.port,
      bastion_user: bastion?.user,
      bastion_host_key: bastion?.hostKey,
      bastion_private_key: key(bastion?.privateKeyPath),
    };
  }

  private provisioners(context: IResolveContext, payload: GatewayPayload): object[] {
    const network = Network.of(this);
    const home = path.posix.join(GATEWAYS, payload.name, "payload");
    const filled = payload.files.filter((file) => file.placeholders.length > 0);
    const user = this.props.ssh.user ?? "root";
    const first = firstScript(user);
    // A provisioner's own connection replaces the resource's as a whole.
    const runs = (script_path: string, inline: string[]) => ({
      "remote-exec": { connection: { ...this.connection(), script_path }, inline },
    });
    return [
      runs(first, [
        "umask 077",
        `chmod 0700 ${path.posix.dirname(first)}`,
        `rm -rf ${UPLOAD}`,
        `mkdir ${UPLOAD}`,
      ]),
      { file: { source: besideStack(home), destination: UPLOAD } },
      ...filled.map((file) => ({
        file: {
          content: interpolate(
            context,
            filledFile(`${home}/${file.path}`, lateValues(network, context, file.placeholders)),
          ),
          destination: `${UPLOAD}/payload/${file.path}`,
        },
      })),
      runs(`${UPLOAD}/apply.sh`, installSteps(this.props.ssh, this.replaceable)),
      // By a connection of its own: it shows that the gateway can still be reached.
      runs(first, [`rm -f ${first}`, `${sudo(user)}/usr/local/sbin/vpn-gateway confirm`]),
    ];
  }
}

/** What runs the provisioners again: the payload's own bytes, and the values that fill it. */
function triggers(
  network: Network,
  context: IResolveContext,
  { hash, placeholders }: GatewayPayload,
): object {
  if (placeholders.length === 0) return { payload: hash };
  const values = lateValues(network, context, placeholders).map(({ value }) => value);
  return {
    payload: hash,
    values: interpolate(context, `sha256(jsonencode([${values.join(", ")}]))`),
  };
}

function installSteps(ssh: SshDeliveryProps, replaceable: boolean): string[] {
  const user = ssh.user ?? "root";
  const within = ssh.confirmWithinSeconds ?? CONFIRM_WITHIN_SECONDS;
  const asRoot = sudo(user);
  const parent = path.posix.dirname(STAGING);
  const verify = `${asRoot}python3 ${STAGING}/${VERIFY}`;
  const command = (name: string) => `${asRoot}/usr/local/sbin/vpn-gateway ${name}`;
  const apply = `${asRoot}sh ${STAGING}/apply confirm ${within}`;
  // On its first delivery a gateway has no such command yet, and carries nothing.
  const drained = [
    `${verify} note || :`,
    // One that cannot be drained is brought to what may mend it.
    `[ ! -e /usr/local/lib/vpn-gateway/drain ] || ${command("drain")} || :`,
    `${apply} || { ${command("undrain")}; exit 1; }`,
    `${verify} wait ${within - TO_CONFIRM_SECONDS} || { ${command("rollback")}; exit 1; }`,
    command("undrain"),
  ];
  return [
    "set -eu",
    `rm -f ${firstScript(user)}`,
    `${asRoot}mkdir -p ${parent}`,
    `${asRoot}chmod 0700 ${parent}`,
    `${asRoot}rm -rf ${STAGING}`,
    `${asRoot}cp -r ${UPLOAD}/payload ${STAGING}`,
    `rm -rf ${UPLOAD}`,
    ...(replaceable ? drained : [apply]),
  ];
}

const sudo = (user: string) => (user === "root" ? "" : "sudo -n ");
