import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** Hosts that speak no routing protocol: they have one router, which either of our two gateways is. */
class VirtualRouter extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const primary = new vpn.Gateway(this, "a", {
      address: "198.51.100.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.2/24", "fd01::2/64"]),
    });
    const secondary = new vpn.Gateway(this, "b", {
      address: "198.51.100.6",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.3/24", "fd01::3/64"]),
    });
    const ours = new vpn.HaPair(this, "ours", {
      primary,
      secondary,
      asn: 65001,
      networks: ["10.1.0.0/24", "fd01::/64"],
      insideRouting: vpn.InsideRouting.vrrp({
        virtualRouterId: 51,
        addresses: ["10.1.0.1", "fd01::1"],
        advertisementIntervalMs: 200,
        segmentConvergenceMs: 400,
      }),
      convergenceBudgetMs: 2000,
    });
    const theirs = new vpn.Gateway(this, "c", {
      address: "203.0.113.2",
      asn: 65002,
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
    });
    new vpn.BgpMesh(this, "backbone", {
      members: [ours, theirs],
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")) },
      bfd: new vpn.BfdProfile(this, "calm", { transmitIntervalMs: 300, receiveIntervalMs: 300 }),
    });

    for (const { gatewayName, userData } of [primary, secondary, theirs]) {
      new TerraformOutput(this, `user_data_${gatewayName}`, { value: userData, sensitive: true });
    }
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new VirtualRouter(app, "vrrp");
app.synth();
