import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

/**
 * What an attacker may try: from the transit, from our LAN, from behind our branch, and as a partner with a key
 * of its own. The branch has no known address: its identity alone says which peer it is.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "hostile");
new LocalBackend(stack, { path: "terraform.tfstate" });

function gateway(id: string, props: vpn.GatewayProps): vpn.Gateway {
  const made = new vpn.Gateway(stack, id, {
    managementFrom: ["192.0.2.0/30", "2001:db8:ffff::/64"],
    ...props,
  });
  new TerraformOutput(stack, `user_data_${id}`, { value: made.userData, sensitive: true });
  return made;
}

const office = new vpn.HaPair(stack, "office", {
  primary: gateway("a", {
    address: "198.51.100.2",
    inside: vpn.Inside.onInterface("eth1", ["10.1.0.2/24", "fd01::2/64"]),
  }),
  secondary: gateway("b", {
    address: "198.51.100.6",
    inside: vpn.Inside.onInterface("eth1", ["10.1.0.3/24", "fd01::3/64"]),
    platform: vpn.Platform.DEBIAN_13,
  }),
  asn: 65001,
  networks: ["10.1.0.0/24", "fd01::/64"],
  convergenceBudgetMs: 10000,
});
const branch = gateway("branch", {
  asn: 65003,
  dynamicAddress: true,
  inside: vpn.Inside.onInterface("eth1", ["10.3.0.1/24", "fd03::1/64"]),
});
const partner = new vpn.ForeignGateway(stack, "partner", {
  kind: vpn.PeerKind.LIBRESWAN_BIRD,
  address: "203.0.113.6",
  asn: 65002,
  networks: ["10.2.0.0/24", "fd02::/64"],
  ttlSecurity: true,
});
const psk = (name: string) => vpn.Authentication.preSharedKey(vpn.Secret.variable(name));
const calm = new vpn.BfdProfile(stack, "calm", {
  transmitIntervalMs: 500,
  receiveIntervalMs: 500,
});
new vpn.BgpMesh(stack, "company", {
  members: [office, branch],
  vpn: { authentication: psk("branch_psk") },
  bfd: calm,
});
new vpn.BgpMesh(stack, "partners", {
  members: [office, partner],
  vpn: { authentication: psk("partner_psk") },
  bfd: calm,
});
app.synth();
