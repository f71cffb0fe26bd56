import { App, LocalBackend, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** Two gateways that are delivered over SSH: what the lab file does to them has to be undone by themselves. */
class Changes extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const delivery = this.overSsh();
    const near = new vpn.Gateway(this, "near", {
      address: "198.51.100.2",
      asn: 65001,
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
      delivery,
    });
    const far = new vpn.Gateway(this, "far", {
      address: "203.0.113.2",
      asn: 65002,
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
      platform: vpn.Platform.DEBIAN_13,
      delivery,
    });
    new vpn.BgpMesh(this, "wide", {
      members: [near, far],
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")) },
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
      confirmWithinSeconds: 300,
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new Changes(app, "changes");
app.synth();
