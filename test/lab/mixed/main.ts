import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import { KEY_A, KEY_C } from "../../fixtures/keys";

/**
 * A hub with a VPN of each kind: GRE in transport mode between gateways that know each other's public
 * keys, policies with one on Debian 13, and a VTI.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "mixed");
new LocalBackend(stack, { path: "terraform.tfstate" });

function gateway(id: string, site: number, address: string, more: Partial<vpn.GatewayProps> = {}) {
  const made = new vpn.Gateway(stack, id, {
    address,
    inside: vpn.Inside.onInterface("eth1", [`10.${site}.0.1/24`, `fd0${site}::1/64`]),
    ...more,
  });
  new TerraformOutput(stack, `user_data_${id}`, { value: made.userData, sensitive: true });
  return made;
}

const hub = gateway("hub", 1, "198.51.100.2", { publicKey: KEY_A });
const psk = vpn.Authentication.preSharedKey(vpn.Secret.variable("mixed_psk"));
new vpn.RouteBasedVpn(stack, "transport", {
  left: hub,
  right: gateway("one", 2, "203.0.113.2", { publicKey: KEY_C }),
  authentication: vpn.Authentication.publicKey(),
  interfaceType: vpn.TunnelInterface.GRE,
  pins: { greKey: 7 },
});
new vpn.PolicyBasedVpn(stack, "policies", {
  left: hub,
  right: gateway("two", 3, "203.0.113.6", { platform: vpn.Platform.DEBIAN_13 }),
  authentication: psk,
});
new vpn.RouteBasedVpn(stack, "routes", {
  left: hub,
  right: gateway("three", 4, "203.0.113.10"),
  authentication: psk,
  interfaceType: vpn.TunnelInterface.VTI,
});
app.synth();
