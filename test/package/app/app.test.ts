import { Testing } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

it("a user's test sees what an app synthesizes", () => {
  const synthesized = Testing.synthScope((stack) => {
    const gateway = (id: string, address: string, inside: string) =>
      new vpn.Gateway(stack, id, { address, inside: vpn.Inside.onInterface("eth1", [inside]) });
    new vpn.RouteBasedVpn(stack, "vpn", {
      left: gateway("office", "198.51.100.2", "10.1.0.1/24"),
      right: gateway("branch", "203.0.113.2", "10.2.0.1/24"),
      authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("psk")),
    });
  });
  expect(JSON.parse(synthesized).variable.psk).toMatchObject({ sensitive: true });
});
