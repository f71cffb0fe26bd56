import { App, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-7: two sites with two gateways each; any gateway or any link may fail. */
class HaFullMesh extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const overSsh = this.overSsh();
    const a = new vpn.Gateway(this, "a", {
      address: "198.51.100.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.2/24", "fd01::2/64"]),
    });
    const b = new vpn.Gateway(this, "b", {
      address: "198.51.100.6",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.3/24", "fd01::3/64"]),
    });
    const c = new vpn.Gateway(this, "c", {
      address: "203.0.113.2",
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.2/24", "fd02::2/64"]),
      delivery: overSsh,
    });
    const d = new vpn.Gateway(this, "d", {
      address: "203.0.113.6",
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.3/24", "fd02::3/64"]),
      delivery: overSsh,
    });

    const pairLink = vpn.PairLink.onInterface("eth2");
    const east = new vpn.HaPair(this, "east", {
      primary: a,
      secondary: b,
      pairLink,
      asn: 65001,
      networks: ["10.1.0.0/24", "fd01::/64"],
      insideRouters: ["10.1.0.10", "fd01::10"],
    });
    const west = new vpn.HaPair(this, "west", {
      primary: c,
      secondary: d,
      pairLink,
      asn: 65002,
      networks: ["10.2.0.0/24", "fd02::/64"],
      insideRouters: ["10.2.0.10", "fd02::10"],
    });

    new vpn.BgpMesh(this, "backbone", {
      members: [east, west],
      vpn: {
        authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("backbone_psk")),
        interfaceType: vpn.TunnelInterface.VTI,
      },
      gre: {},
      bfd: new vpn.BfdProfile(this, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
    });

    // East's machines are new: whoever makes them takes this as their user data.
    new TerraformOutput(this, "user_data_a", { value: a.userData, sensitive: true });
    new TerraformOutput(this, "user_data_b", { value: b.userData, sensitive: true });
  }

  /** West's machines run already, behind a bastion; one authority signs their host keys. */
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
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new HaFullMesh(app, "ha-full-mesh");
app.synth();
