const { App, TerraformStack } = require("cdktf");
const vpn = require("cdktf-routed-vpn");

const stack = new TerraformStack(new App({ outdir: "required.out" }), "network");
const gateway = (id, address, inside) =>
  new vpn.Gateway(stack, id, { address, inside: vpn.Inside.interface("eth1", [inside]) });
new vpn.RouteBasedVpn(stack, "vpn", {
  left: gateway("office", "198.51.100.2", "10.1.0.1/24"),
  right: gateway("branch", "203.0.113.2", "10.2.0.1/24"),
  authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")),
});
stack.node.root.synth();
