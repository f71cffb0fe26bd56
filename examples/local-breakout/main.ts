import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-3: what is for the branch goes through the tunnel, what is for one service leaves in clear. */
class LocalBreakout extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      underlayDevice: "eth0",
      isolation: vpn.Isolation.VRF,
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
      localBreakout: { prefixes: ["198.18.0.0/24", "2001:db8:77::/64"] },
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
new LocalBreakout(app, "local-breakout");
app.synth();
