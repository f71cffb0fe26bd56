import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** BGP with others' routers over libreswan: BIRD 2 with BFD, GoBGP without. */
class ForeignBird extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
      asn: 65001,
    });
    const partner = new vpn.ForeignGateway(this, "partner", {
      kind: vpn.PeerKind.LIBRESWAN_BIRD,
      address: "203.0.113.2",
      asn: 65002,
      networks: ["10.2.0.0/24", "fd02::/64"],
    });
    const supplier = new vpn.ForeignGateway(this, "supplier", {
      kind: vpn.PeerKind.LIBRESWAN_GOBGP,
      address: "203.0.113.6",
      asn: 65003,
      networks: ["10.3.0.0/24", "fd03::/64"],
    });
    const psk = (name: string) => vpn.Authentication.preSharedKey(vpn.Secret.variable(name));
    new vpn.BgpMesh(this, "partners", {
      members: [office, partner],
      vpn: { authentication: psk("partner_psk") },
      bfd: new vpn.BfdProfile(this, "steady", { transmitIntervalMs: 500, receiveIntervalMs: 500 }),
    });
    new vpn.BgpMesh(this, "suppliers", {
      members: [office, supplier],
      vpn: { authentication: psk("supplier_psk") },
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new ForeignBird(app, "foreign-bird");
app.synth();
