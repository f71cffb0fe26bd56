import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** A peer that knows no GCM: AES in CBC with SHA-256, whose blocks cost 20 bytes of every packet. */
class AesCbc extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const [left, right] = [1, 2].map((n) => {
      const gateway = new vpn.Gateway(this, `v${n}`, {
        address: `2001:db8:${n}::2`,
        inside: vpn.Inside.onInterface("eth1", [`10.${n}.0.1/24`, `2001:db8:a${n}::1/64`]),
      });
      const { userData: value } = gateway;
      new TerraformOutput(this, `user_data_v${n}`, { value, sensitive: true });
      return gateway;
    });
    new vpn.RouteBasedVpn(this, "v1-v2", {
      left,
      right,
      authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")),
      espProposals: [vpn.Proposal.parse("aes128-sha256-ecp256")],
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new AesCbc(app, "aes-cbc");
app.synth();
