import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** MODEL-6: two routers on each side over plain IPsec; BGP alone notices what fails. */
class HaBothSides extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    new vpn.BgpMesh(this, "backbone", {
      members: [this.side("east", 1, ["a", "b"]), this.side("west", 2, ["c", "d"])],
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")) },
      keepaliveSeconds: 3,
      holdTimeSeconds: 9,
    });
  }

  /** Side n: 10.n.0.0/24 and fd0n::/64; its gateways meet on a link of their own. */
  private side(name: string, n: number, gateways: [string, string]): vpn.HaPair {
    const [primary, secondary] = gateways.map((id, index) => {
      const number = index + 2;
      const gateway = new vpn.Gateway(this, id, {
        address: `198.51.${n}.${4 * index + 2}`,
        inside: vpn.Inside.onInterface("eth1", [`10.${n}.0.${number}/24`, `fd0${n}::${number}/64`]),
      });
      const { userData: value } = gateway;
      new TerraformOutput(this, `user_data_${id}`, { value, sensitive: true });
      return gateway;
    });
    return new vpn.HaPair(this, name, {
      primary,
      secondary,
      pairLink: vpn.PairLink.onInterface("eth2"),
      asn: 65000 + n,
      networks: [`10.${n}.0.0/24`, `fd0${n}::/64`],
      insideRouters: [`10.${n}.0.10`, `fd0${n}::10`],
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new HaBothSides(app, "ha-both-sides");
app.synth();
