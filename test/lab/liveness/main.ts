import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

/**
 * What the examples leave out of liveness and preference: echo on a pair link, between two releases of
 * FRR; a primary that is drained; a secondary that prepends.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "liveness");
new LocalBackend(stack, { path: "terraform.tfstate" });

function gateway(id: string, props: vpn.GatewayProps): vpn.Gateway {
  const made = new vpn.Gateway(stack, id, props);
  new TerraformOutput(stack, `user_data_${id}`, { value: made.userData, sensitive: true });
  return made;
}

function ours(id: string, address: string, number: number, more: Partial<vpn.GatewayProps>) {
  return gateway(id, {
    address,
    inside: vpn.Inside.onInterface("eth1", [`10.1.0.${number}/24`, `fd01::${number}/64`]),
    ...more,
  });
}

const east = new vpn.HaPair(stack, "east", {
  primary: ours("a", "198.51.100.2", 2, { drained: true }),
  secondary: ours("b", "198.51.100.6", 3, { platform: vpn.Platform.DEBIAN_13 }),
  asn: 65001,
  networks: ["10.1.0.0/24", "fd01::/64"],
  insideRouters: ["10.1.0.10", "fd01::10"],
  pairLink: vpn.PairLink.onInterface("eth2"),
  asPathPrepend: 2,
  bfd: new vpn.BfdProfile(stack, "echo", {
    transmitIntervalMs: 300,
    receiveIntervalMs: 300,
    echoIntervalMs: 100,
  }),
  convergenceBudgetMs: 2000,
});
const west = gateway("c", {
  address: "203.0.113.2",
  asn: 65002,
  inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
});
new vpn.BgpMesh(stack, "mesh", {
  members: [east, west],
  vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")) },
  bfd: new vpn.BfdProfile(stack, "calm", { transmitIntervalMs: 300, receiveIntervalMs: 300 }),
  analyzeDoubleFailures: true,
});
app.synth();
