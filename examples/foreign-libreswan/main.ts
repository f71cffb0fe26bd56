import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-1 with the opaque other side: a partner's libreswan, set up by its sheet alone. */
class ForeignLibreswan extends TerraformStack {
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
    const partner = new vpn.ForeignGateway(this, "partner", {
      kind: vpn.PeerKind.LIBRESWAN_BIRD,
      address: "203.0.113.2",
      networks: ["10.2.0.0/24", "fd02::/64"],
      description: "The partner's gateway in its own data centre",
    });
    new vpn.RouteBasedVpn(this, "office-partner", {
      left: office,
      right: partner,
      authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("partner_psk")),
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new ForeignLibreswan(app, "foreign-libreswan");
app.synth();
