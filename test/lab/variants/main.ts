import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

/**
 * What the examples leave out: IPv6 outside, vti6, ESP in UDP, keyed GRE over an XFRM interface on
 * Debian 13, a key that gateways fetch by themselves, and a gateway that fetches its payload.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "variants");
new LocalBackend(stack, { path: "terraform.tfstate" });

function gateway(id: string, site: number, platform: vpn.Platform): vpn.Gateway {
  const made = new vpn.Gateway(stack, id, {
    address: `2001:db8:${site}::2`,
    inside: vpn.Inside.onInterface("eth1", [`10.${site}.0.1/24`, `fd0${site}::1/64`]),
    platform,
  });
  // What a store's own client would print.
  const source = vpn.PayloadSource.command(["cat", "/srv/payload"]);
  const value = id === "young" ? made.userDataFrom(source) : made.userData;
  new TerraformOutput(stack, `user_data_${id}`, { value, sensitive: true });
  return made;
}

const hub = gateway("hub", 1, vpn.Platform.DEBIAN_12);
const old = gateway("old", 2, vpn.Platform.DEBIAN_12);
const young = gateway("young", 3, vpn.Platform.DEBIAN_13);
new TerraformOutput(stack, "payload_young", { value: young.payload, sensitive: true });
/** The same on both machines, and a secret to nobody: for this network alone. */
const fetched = vpn.Secret.command(["sha256sum", "/etc/debian_version"]);

new vpn.RouteBasedVpn(stack, "hub-old", {
  left: hub,
  right: old,
  authentication: vpn.Authentication.preSharedKey(fetched),
  interfaceType: vpn.TunnelInterface.VTI6,
});
const inUdp = new vpn.RouteBasedVpn(stack, "hub-young", {
  left: hub,
  right: young,
  authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("variants_psk")),
  forceUdpEncapsulation: true,
});
new vpn.GreOverVti(stack, "gre", { vpn: inUdp, keyed: true });
app.synth();
