import { App, LocalBackend, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

interface Shape {
  readonly bfdIntervalMs: number;
  readonly esp?: vpn.Proposal;
  readonly ike?: vpn.Proposal;
  readonly interfaceType: vpn.TunnelInterface;
  readonly gre: boolean;
  readonly underlayMtu: number;
  readonly mode: vpn.HaMode;
  readonly secret: string;
  readonly network: boolean;
}

const NOW: Shape = {
  bfdIntervalMs: 100,
  interfaceType: vpn.TunnelInterface.VTI,
  gre: true,
  underlayMtu: 1500,
  mode: vpn.HaMode.ACTIVE_STANDBY,
  secret: "psk",
  network: false,
};

/** What a user may change, by the names that the lab gives as CHANGE. */
const CHANGES: Readonly<Record<string, Partial<Shape>>> = {
  bfd: { bfdIntervalMs: 80 },
  network: { network: true },
  mtu: { underlayMtu: 1400 },
  esp: { esp: vpn.Proposal.esp({ encryption: vpn.Encryption.AES_128_GCM_16 }) },
  ike: { ike: vpn.Proposal.parse("aes128gcm16-prfsha256-ecp256") },
  key: { secret: "new_psk" },
  xfrm: { interfaceType: vpn.TunnelInterface.XFRM },
  gre: { gre: false },
  active: { mode: vpn.HaMode.ACTIVE_ACTIVE },
};

/** MODEL-7, all of it delivered over SSH: changes that a pair makes one gateway after the other. */
class Pairs extends TerraformStack {
  private readonly delivery: vpn.Delivery;

  constructor(scope: Construct, id: string, shape: Shape) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });
    this.delivery = this.overSsh();
    const bfd = new vpn.BfdProfile(this, "fast", {
      transmitIntervalMs: shape.bfdIntervalMs,
      receiveIntervalMs: shape.bfdIntervalMs,
    });
    for (const name of ["psk", "new_psk"])
      new TerraformVariable(this, name, { type: "string", sensitive: true });
    new vpn.BgpMesh(this, "backbone", {
      members: [this.pair("east", 1, ["a", "b"], shape), this.pair("west", 2, ["c", "d"], shape)],
      vpn: {
        authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable(shape.secret)),
        interfaceType: shape.interfaceType,
        espProposals: shape.esp && [shape.esp],
        ikeProposals: shape.ike && [shape.ike],
      },
      gre: shape.gre ? {} : undefined,
      bfd,
    });
  }

  private pair(name: string, site: number, names: [string, string], shape: Shape): vpn.HaPair {
    const uplink = site === 1 ? "198.51.100" : "203.0.113";
    const own = shape.network && site === 1;
    const [primary, secondary] = names.map(
      (id, index) =>
        new vpn.Gateway(this, id, {
          address: `${uplink}.${2 + 4 * index}`,
          inside: vpn.Inside.onInterface(
            "eth1",
            [`10.${site}.0.${index + 2}/24`, `fd0${site}::${index + 2}/64`],
            { routes: own ? [{ prefix: "10.1.9.0/24", via: "10.1.0.10" }] : undefined },
          ),
          underlayMtu: shape.underlayMtu,
          delivery: this.delivery,
        }),
    );
    return new vpn.HaPair(this, name, {
      primary: primary!,
      secondary: secondary!,
      mode: shape.mode,
      pairLink: vpn.PairLink.onInterface("eth2"),
      asn: 65000 + site,
      networks: [`10.${site}.0.0/24`, `fd0${site}::/64`, ...(own ? ["10.1.9.0/24"] : [])],
      insideRouters: [`10.${site}.0.10`, `fd0${site}::10`],
    });
  }

  private overSsh(): vpn.Delivery {
    const variable = (name: string, type = "string") => new TerraformVariable(this, name, { type });
    const hostKey = variable("ssh_host_authority").stringValue;
    return vpn.Delivery.ssh({
      user: "admin",
      hostKey,
      privateKeyPath: variable("ssh_private_key_path").stringValue,
      bastion: {
        host: variable("bastion_host").stringValue,
        port: variable("bastion_port", "number").numberValue,
        user: "root",
        hostKey,
      },
      resource: vpn.ProvisioningResource.TERRAFORM_DATA,
      // Four gateways on two emulated CPUs, under traffic.
      confirmWithinSeconds: 1800,
    });
  }
}

const change = process.env.CHANGE ?? "";
if (change !== "" && !(change in CHANGES)) throw new Error(`no change ${change}`);
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new Pairs(app, "pairs", { ...NOW, ...CHANGES[change] });
app.synth();
