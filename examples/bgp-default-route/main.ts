import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-2: the branch reaches everything through the center, whose inner router leads to the Internet. */
class BgpDefaultRoute extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const center = new vpn.Gateway(this, "center", {
      address: "198.51.100.2",
      asn: 65001,
      isolation: vpn.Isolation.VRF,
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"], {
        routes: [
          { prefix: "0.0.0.0/0", via: "10.1.0.254" },
          { prefix: "::/0", via: "fd01::fe" },
        ],
      }),
      networks: ["0.0.0.0/0", "::/0", "10.1.0.0/24", "fd01::/64"],
      platform: vpn.Platform.DEBIAN_13,
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2",
      asn: 65002,
      isolation: vpn.Isolation.VRF,
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
    });
    new vpn.BgpMesh(this, "wide", {
      members: [center, branch],
      vpn: {
        authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("branch_psk")),
        interfaceType: vpn.TunnelInterface.VTI,
      },
      gre: {},
    });

    new TerraformOutput(this, "user_data_center", { value: center.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new BgpDefaultRoute(app, "bgp-default-route");
app.synth();
