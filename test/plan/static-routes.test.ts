import { TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { refusal, synthesizeStack } from "../fixtures/synth";

/** One office with two partners. */
function twoPartners(stack: TerraformStack, second: string[]): void {
  const left = siteGateway(stack, "office", 1, 2);
  const partner = (id: string, number: number, networks: string[]) =>
    new vpn.RouteBasedVpn(stack, `office-${id}`, {
      left,
      right: new vpn.ForeignGateway(stack, id, { address: `203.0.113.${number}` }),
      authentication: preSharedKey(`${id}_psk`),
      routes: vpn.RouteExchange.staticRoutes(networks),
    });
  partner("first", 1, ["10.9.0.0/24"]);
  partner("second", 2, second);
}

describe("static routes", () => {
  it("are refused where two tunnels would have the same prefix: the kernel takes it once", () => {
    const message = refusal((stack) => twoPartners(stack, ["10.9.0.0/24"]));
    expect(message).toContain('net/office: routes is "10.9.0.0/24"');
    expect(message).toContain("xfrm-first and xfrm-second both have it");
  });

  it("may be parts of each other: the longer prefix wins", () => {
    const written = synthesizeStack((stack) => twoPartners(stack, ["10.9.0.0/25"]));
    expect(written.plan("net").gateways[0]!.staticRoutes).toEqual([
      { prefix: "10.9.0.0/24", device: "xfrm-first" },
      { prefix: "10.9.0.0/25", device: "xfrm-second" },
    ]);
  });
});
