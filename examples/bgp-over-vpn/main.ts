import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-4: one gateway a side; each learns the other side's networks by BGP through the VPN. */
class BgpOverVpn extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      asn: 65001,
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2",
      asn: 65002,
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
      platform: vpn.Platform.DEBIAN_13,
    });
    branch.addInside(vpn.Inside.onInterface("eth2", ["10.3.0.1/24"]));
    new vpn.BgpMesh(this, "wide", {
      members: [office, branch],
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("branch_psk")) },
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new BgpOverVpn(app, "bgp-over-vpn");
app.synth();
