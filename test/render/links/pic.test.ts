import { GatewayPlan } from "../../../lib/plan/types";
import { links } from "../../../lib/render/links";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan, picPlan } from "../../fixtures/plan";

function calls(overrides: Partial<GatewayPlan> = {}): string {
  const text = filesOf(links, gatewayPlan({ pic: picPlan(), ...overrides }))[0]!.text;
  return /\nnetwork\(\) \{\n(.*?)\n\}\n/s.exec(text)![1]!.replace(/^ {2}/gm, "");
}

describe("links of prefix-independent convergence", () => {
  it("are a VRF for each other site, and the partner as a last resort", () => {
    const text = calls();
    expect(text.slice(text.indexOf("# way to"))).toBe(`# way to west
link to-west 65535 vrf table 70000
address to-west 10.1.0.2/32
address to-west fd01::2/128 nodad
route -4 100.66.0.1 dev to-west
route -6 fdcd::66:1 dev to-west
# own networks that only the partner has
fallback -4 10.1.0.0/24 via 100.64.0.1 dev eth2 metric 4278194176
fallback -6 fd01::/64 via fdcd:7076:6e00::1 dev eth2 metric 4278194176`);
  });

  it("have the tunnel's second pair of addresses", () => {
    const [tunnel] = gatewayPlan().tunnels;
    const forNetworks = {
      path: "model-7/backbone/a-c",
      addresses: ["100.68.0.0/31", "fd68::/127"],
      peerAddresses: ["100.68.0.1", "fd68::1"],
    };
    expect(calls({ tunnels: [{ ...tunnel!, forNetworks }] })).toContain(`
address gre-c fdcd:7076:6e01::/127 nodad
address gre-c 100.68.0.0/31
address gre-c fd68::/127 nodad
`);
  });
});
