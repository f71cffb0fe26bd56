import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

const PODS = "fd99::10";

/** A pair on a VXLAN segment whose hosts, pods say, configure nothing; and a branch of one gateway. */
class RouterAdvertisements extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const member = (name: string, number: number, partner: number) =>
      new vpn.Gateway(this, name, {
        address: `2001:db8:1:${number}::2`,
        inside: vpn.Inside.vxlan({
          vni: 42,
          underlay: "eth1",
          underlayAddresses: [`fd99::${number}/64`],
          peers: [`fd99::${partner}`, PODS],
          addresses: [`fd01::${number}/64`],
          routerAdvertisements: {},
        }),
      });
    const [a, b] = [member("a", 2, 3), member("b", 3, 2)];
    const c = new vpn.Gateway(this, "c", {
      address: "2001:db8:2::2",
      asn: 65002,
      inside: vpn.Inside.onInterface("eth1", ["fd02::1/64"], {
        routerAdvertisements: { defaultRouter: true, maxIntervalSeconds: 4 },
      }),
    });

    const site = { primary: a, secondary: b, asn: 65001, networks: ["fd01::/64"] };
    new vpn.BgpMesh(this, "backbone", {
      members: [new vpn.HaPair(this, "site", site), c],
      vpn: {
        authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("backbone_psk")),
        addressPools: ["fdcd:7076:6e00::/48"],
      },
    });
    for (const { gatewayName, userData: value } of [a, b, c])
      new TerraformOutput(this, `user_data_${gatewayName}`, { value, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new RouterAdvertisements(app, "router-advertisements");
app.synth();
