import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** Three sites of two gateways: a full mesh of 12 tunnels over IPv6, both gateways of a site forward. Inside and outside are apart. */
class ThreeSites extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    new vpn.BgpMesh(this, "mesh", {
      members: [1, 2, 3].map((number) => this.site(number)),
      // Not told otherwise: XFRM interfaces, AES-256-GCM-16, PRF-SHA-384, ECP-384.
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("mesh_psk")) },
      keepaliveSeconds: 2,
      holdTimeSeconds: 6,
      bfd: new vpn.BfdProfile(this, "calm", { transmitIntervalMs: 300, receiveIntervalMs: 300 }),
    });
  }

  /** Site n: 10.n.0.0/24 and 2001:db8:an::/64, where OSPF knows 10.n.9.0/24 and 2001:db8:an:9::/64 too. */
  private site(n: number): vpn.HaPair {
    const [primary, secondary] = [1, 2].map((k) => {
      const gateway = new vpn.Gateway(this, `v${n}-${k}`, {
        address: `2001:db8:${n}:${k}::2`,
        isolation: vpn.Isolation.VRF,
        inside: vpn.Inside.onInterface("eth1", [`10.${n}.0.${k}/24`, `2001:db8:a${n}::${k}/64`]),
      });
      const { userData: value } = gateway;
      new TerraformOutput(this, `user_data_v${n}_${k}`, { value, sensitive: true });
      return gateway;
    });
    return new vpn.HaPair(this, `site${n}`, {
      primary,
      secondary,
      mode: vpn.HaMode.ACTIVE_ACTIVE,
      convergenceBudgetMs: 2000,
      pairLink: vpn.PairLink.onInterface("eth2"),
      // MD5, since FRR 8.4 of Debian 12 has nothing better for OSPFv2; OSPFv3 has HMAC-SHA-256.
      insideRouting: vpn.InsideRouting.ospf({
        helloIntervalSeconds: 1,
        secret: vpn.Secret.variable("ospf_key"),
        md5: true,
      }),
      asn: 65000 + n,
      networks: [
        ...[`10.${n}.0.0/24`, `2001:db8:a${n}::/64`],
        ...[`10.${n}.9.0/24`, `2001:db8:a${n}:9::/64`],
      ],
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new ThreeSites(app, "three-sites");
app.synth();
