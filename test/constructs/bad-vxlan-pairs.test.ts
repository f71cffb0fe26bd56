import { HaPair, Inside, InsideVxlanProps } from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

/** A pair on one VXLAN segment; what the secondary has is overridden. */
function pair(overrides: Partial<InsideVxlanProps>): Build {
  return (stack) => {
    const member = (name: string, number: number, partner: number, props = {}) =>
      siteGateway(stack, name, 1, number, {
        inside: Inside.vxlan({
          vni: 7,
          underlay: "eth1",
          underlayAddresses: [`fd99::${number}/64`],
          peers: [`fd99::${partner}`, "fd99::10"],
          addresses: [`10.1.0.${number}/24`],
          ...props,
        }),
      });
    new HaPair(stack, "pair", {
      primary: member("a", 2, 3),
      secondary: member("b", 3, 2, overrides),
      asn: 65001,
      networks: ["10.1.0.0/24"],
    });
  };
}

describe("a pair on a VXLAN segment", () => {
  it("is fine where both mean the same and know each other", () => {
    expect(() => synthesizeStack(pair({}))).not.toThrow();
  });
});

describe("a pair on a VXLAN segment is refused", () => {
  itRefuses([
    {
      wrong: "with two VNIs",
      app: pair({ vni: 8 }),
      at: "net/b: inside.vni is 8",
      expected: /what net\/a has on the same prefix: 7/,
      remedy: /the same segment/,
    },
    {
      wrong: "with two UDP ports",
      app: pair({ port: 8472 }),
      at: "net/b: inside.port is 8472",
      expected: /what net\/a has on the same prefix: the default/,
      remedy: /the same segment/,
    },
    {
      wrong: "where one does not flood to the other",
      app: pair({ peers: ["fd99::10"] }),
      at: 'net/b: inside.peers is ["fd99::10"]',
      expected: /fd99::2 among them: net\/a is on the same segment/,
      remedy: /list the partner's underlay address/,
    },
  ]);
});
