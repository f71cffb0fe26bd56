import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

/**
 * MODEL-7 with prefixIndependentConvergence, and thousands of networks behind west: a failure is to take as
 * long with them as with ten. East's primary runs Debian 13, the others Debian 12.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "many-prefixes");
new LocalBackend(stack, { path: "terraform.tfstate" });

function gateway(id: string, site: number, number: number, address: string): vpn.Gateway {
  const made = new vpn.Gateway(stack, id, {
    address,
    inside: vpn.Inside.onInterface("eth1", [
      `10.${site}.0.${number}/24`,
      `fd0${site}::${number}/64`,
    ]),
    platform: id === "a" ? vpn.Platform.DEBIAN_13 : vpn.Platform.DEBIAN_12,
  });
  new TerraformOutput(stack, `user_data_${id}`, { value: made.userData, sensitive: true });
  return made;
}

const pairLink = vpn.PairLink.onInterface("eth2");
const east = new vpn.HaPair(stack, "east", {
  primary: gateway("a", 1, 2, "198.51.100.2"),
  secondary: gateway("b", 1, 3, "198.51.100.6"),
  pairLink,
  asn: 65001,
  networks: ["10.1.0.0/24", "fd01::/64"],
  insideRouters: ["10.1.0.10", "fd01::10"],
});
const west = new vpn.HaPair(stack, "west", {
  primary: gateway("c", 2, 2, "203.0.113.2"),
  secondary: gateway("d", 2, 3, "203.0.113.6"),
  pairLink,
  asn: 65002,
  networks: ["10.2.0.0/24", "10.64.0.0/12", "fd02::/64", "fd20::/32"],
  insideRouters: ["10.2.0.10", "fd02::10"],
  // The lab announces up to 20,000 of each family.
  maximumPrefixes: 40_000,
});
new vpn.BgpMesh(stack, "backbone", {
  members: [east, west],
  vpn: {
    authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("backbone_psk")),
    interfaceType: vpn.TunnelInterface.VTI,
  },
  gre: {},
  bfd: new vpn.BfdProfile(stack, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
  prefixIndependentConvergence: true,
});
app.synth();
