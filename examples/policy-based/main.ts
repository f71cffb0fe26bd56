import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** A VPN for a peer that chooses packets by their addresses; the branch's guests are left out of it. */
class PolicyBased extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2",
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
    });
    branch.addInside(vpn.Inside.onInterface("eth2", ["10.3.0.1/24"]));
    new vpn.PolicyBasedVpn(this, "office-branch", {
      left: office,
      right: branch,
      rightSelectors: ["10.2.0.0/24", "fd02::/64"],
      authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("branch_psk")),
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new PolicyBased(app, "policy-based");
app.synth();
