// An ES module takes names from a CommonJS package only where Node.js can see them without running it.
import { App, TerraformStack } from "cdktf";
import { Authentication, Gateway, Inside, RouteBasedVpn, Secret } from "cdktf-routed-vpn";

const stack = new TerraformStack(new App({ outdir: "named.out" }), "network");
const gateway = (id, address, inside) =>
  new Gateway(stack, id, { address, inside: Inside.interface("eth1", [inside]) });
new RouteBasedVpn(stack, "vpn", {
  left: gateway("office", "198.51.100.2", "10.1.0.1/24"),
  right: gateway("branch", "203.0.113.2", "10.2.0.1/24"),
  authentication: Authentication.preSharedKey(Secret.variable("psk")),
});
stack.node.root.synth();
