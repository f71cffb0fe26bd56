import * as vpn from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { refusal, synthesizeStack } from "../fixtures/synth";
import { TerraformStack } from "cdktf";

function tunnel(stack: TerraformStack, underlayMtu: number, addressPools?: string[]): void {
  new vpn.RouteBasedVpn(stack, "a-b", {
    left: siteGateway(stack, "a", 1, 2, { underlayMtu }),
    right: siteGateway(stack, "b", 2, 2),
    authentication: preSharedKey(),
    addressPools,
  });
}

describe("a tunnel with IPv6 addresses", () => {
  it("is refused where less than 1280 bytes are left: the kernel would take none of them", () => {
    const message = refusal((stack) => tunnel(stack, 1335));
    expect(message).toContain("net/a-b: mtu is 1278");
    expect(message).toContain("at least 1280 bytes, since xfrm-b has IPv6 addresses");
  });

  it("may have just these", () => {
    expect(synthesizeStack((stack) => tunnel(stack, 1336)).plan("net").tunnels[0]!.mtu).toBe(1282);
  });

  it("is no concern without them", () => {
    const written = synthesizeStack((stack) => tunnel(stack, 1280, ["100.64.0.0/10"]));
    expect(written.plan("net").tunnels[0]!.mtu).toBe(1226);
  });
});
