import { copyFileSync, readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { TerraformResource, TerraformStack } from "cdktf";
import {
  Authentication,
  BfdProfile,
  BgpMeshProps,
  Delivery,
  FirewallChain,
  Gateway,
  GatewayProps,
  HaMode,
  HaPair,
  HaPairProps,
  Inside,
  PairLink,
  Proposal,
  ProvisioningResource,
  Secret,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { HOST_KEY, mesh, siteGateway, soleSite } from "../fixtures/apps";
import { Synthesized, synthesizeStack } from "../fixtures/synth";
import { hasTerraform, terraformOutput } from "../fixtures/terraform";

/** User data of the app's own: a login and the host key. No edit of the network is in it. */
const BOOTSTRAP = "#cloud-config\nssh_authorized_keys: [ssh-ed25519 AAAA]\n";

const VARIABLES = { backbone_psk: "0123456789abcdef", next_psk: "fedcba9876543210" };

/** What a provider makes: new user data takes a new machine. */
class Machine extends TerraformResource {
  constructor(stack: TerraformStack, name: string, address: string) {
    super(stack, `machine-${name}`, { terraformResourceType: "terraform_data" });
    this.addOverride("triggers_replace", BOOTSTRAP);
    this.addOverride("input", address);
  }
  get address(): string {
    return this.getStringAttribute("output");
  }
}

const KEY = Authentication.preSharedKey(Secret.variable("backbone_psk"));

interface Edit {
  readonly c?: Partial<GatewayProps>;
  readonly pair?: Partial<HaPairProps>;
  readonly mesh?: Partial<BgpMeshProps>;
  readonly transmitIntervalMs?: number;
  readonly member?: true;
  readonly more?: (c: Gateway) => void;
}

/** A pair, and two sites of one gateway, all of which are delivered over SSH to machines that the app makes. */
function network(edit: Edit = {}): Synthesized {
  return synthesizeStack((stack) => {
    const props = (name: string, site: number, number = 2) => ({
      address: new Machine(stack, name, `198.51.${site}.${number}`).address,
      delivery: Delivery.ssh({
        hostKey: HOST_KEY,
        resource: ProvisioningResource.TERRAFORM_DATA,
      }),
    });
    const [primary, secondary] = (["a", "b"] as const).map((name, at) =>
      siteGateway(stack, name, 1, 2 + at, props(name, 1, 2 + at)),
    );
    const east = new HaPair(stack, "east", {
      ...{ primary: primary!, secondary: secondary!, asn: 65001 },
      networks: ["10.1.0.0/24", "fd01::/64"],
      pairLink: PairLink.onInterface("eth2"),
      ...edit.pair,
    });
    const c = soleSite(stack, "c", 2, { ...props("c", 2), ...edit.c });
    const d = soleSite(stack, "d", 3, props("d", 3));
    const members = [c, d, ...(edit.member ? [soleSite(stack, "e", 4, props("e", 4))] : [])];
    edit.more?.(c);
    mesh(stack, [east, ...members], {
      bfd: new BfdProfile(stack, "fast", { transmitIntervalMs: edit.transmitIntervalMs ?? 100 }),
      ...edit.mesh,
    });
  });
}

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

(hasTerraform() ? describe : describe.skip)("an edit of a network whose machines run", () => {
  let before: Synthesized;

  const run = (folder: string, ...args: string[]) => terraformOutput(folder, args, VARIABLES);

  /** Terraform's state as it is when all is delivered: nobody is there to log in to. */
  beforeAll(() => {
    before = network();
    const folder = before.folder("net");
    const json = join(folder, "cdk.tf.json");
    const whole = JSON.parse(readFileSync(json, "utf8"));
    for (const one of Object.values<Record<string, unknown>>(whole.resource.terraform_data)) {
      delete one.provisioner;
      delete one.connection;
    }
    writeFileSync(json, JSON.stringify(whole));
    run(folder, "init", "-input=false", "-no-color");
    run(folder, "apply", "-auto-approve", "-input=false", "-no-color");
  }, 120_000);

  /** What Terraform would do: machines that it replaces, and gateways that it delivers to. */
  function planned(edit: Edit): { machines: string[]; delivered: string[] } {
    const folder = network(edit).folder("net");
    copyFileSync(
      join(before.folder("net"), "terraform.tfstate"),
      join(folder, "terraform.tfstate"),
    );
    run(folder, "init", "-input=false", "-no-color");
    run(folder, "plan", "-input=false", "-no-color", "-out=plan");
    const { resource_changes: all } = JSON.parse(run(folder, "show", "-json", "plan")) as {
      resource_changes: readonly Change[];
    };
    const changed = all.filter(({ change }) => change.actions.join() !== "no-op");
    const names = (part: RegExp) =>
      changed.flatMap(({ address }) => part.exec(address)?.[1] ?? []).sort();
    return {
      machines: names(/machine-(\w+)/),
      delivered: names(/\.(\w+?)_ssh_apply/),
    };
  }

  it.each<[string, Edit, string]>([
    ["nothing", {}, ""],
    ["BFD's interval", { transmitIntervalMs: 90 }, "abcd"],
    [
      "a network of a site",
      { more: (c) => c.addInside(Inside.onInterface("eth3", ["10.22.0.1/24"])) },
      "abcd",
    ],
    ["the MTU of an underlay", { c: { underlayMtu: 1400 } }, "abcd"],
    [
      "ESP proposals",
      {
        mesh: {
          vpn: {
            authentication: KEY,
            espProposals: [Proposal.parse("aes128gcm16-ecp256")],
          },
        },
      },
      "abcd",
    ],
    [
      "the key",
      {
        mesh: { vpn: { authentication: Authentication.preSharedKey(Secret.variable("next_psk")) } },
      },
      "abcd",
    ],
    [
      "VTI in place of XFRM",
      {
        mesh: {
          vpn: {
            authentication: KEY,
            interfaceType: TunnelInterface.VTI,
          },
        },
      },
      "abcd",
    ],
    ["the pair's mode", { pair: { mode: HaMode.ACTIVE_ACTIVE } }, "abcd"],
    ["another site", { member: true }, "abcde"],
    ["who may log in to one", { c: { managementFrom: ["192.0.2.0/24"] } }, "c"],
    [
      "a rule of one's firewall",
      {
        more: (c) =>
          c.addFirewallRules({ chain: FirewallChain.FORWARD, rules: ["tcp dport 25 drop"] }),
      },
      "c",
    ],
  ])(
    "of %s replaces no machine, and is delivered to whom it concerns",
    (_, edit, delivered) => {
      const expected = [...delivered];
      expect(planned(edit)).toEqual({
        machines: expected.filter((name) => name === "e"),
        delivered: expected,
      });
    },
    120_000,
  );
});
