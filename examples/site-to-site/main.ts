import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-1: one gateway a side, static routes; the office's side is a VXLAN segment. */
class SiteToSite extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.vxlan({
        vni: 4711,
        underlay: "eth1",
        underlayAddresses: ["192.168.1.1/24"],
        addresses: ["10.1.0.1/24", "fd01::1/64"],
      }),
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2",
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
    });
    new vpn.RouteBasedVpn(this, "office-branch", {
      left: office,
      right: branch,
      authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("branch_psk")),
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new SiteToSite(app, "site-to-site");
app.synth();
