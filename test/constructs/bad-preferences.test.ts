import { ForeignGateway, TunnelPreference, TunnelPreferences } from "cdktf-routed-vpn";
import { mesh, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";

const declaring =
  (preferences: Record<string, TunnelPreferences>): Build =>
  (stack) =>
    mesh(stack, [soleSite(stack, "a", 1), soleSite(stack, "c", 2)], {
      tunnelPreferences: preferences,
    });
const left = (preference: TunnelPreference) => declaring({ "a-c": { left: preference } });
const at = "net/backbone: tunnelPreferences.net/backbone/a-c.left";

describe("preferences by tunnel are refused", () => {
  itRefuses([
    {
      wrong: "for a tunnel that the mesh does not make",
      app: declaring({ "c-a": {} }),
      at: "net/backbone: tunnelPreferences.c-a is an object",
      expected: /a tunnel that the mesh makes/,
      remedy: /alphabetical order/,
    },
    {
      wrong: "for an end of no name",
      app: declaring(untyped({ "a-c": { middle: {} } })),
      at: "net/backbone: tunnelPreferences.a-c.middle is {}",
      expected: /./,
      remedy: /./,
    },
    {
      wrong: "for a third party's end",
      app: (stack) => {
        const partner = new ForeignGateway(stack, "partner", {
          address: "203.0.113.9",
          asn: 65009,
          networks: ["10.9.0.0/24"],
        });
        mesh(stack, [soleSite(stack, "a", 1), partner], {
          tunnelPreferences: { "a-partner": { right: { med: 1 } } },
        });
      },
      at: 'net/backbone: tunnelPreferences.net/backbone/a-partner.right is "net/partner"',
      expected: /a gateway that this app configures/,
      remedy: /the other end alone/,
    },
    {
      wrong: "below the path through the partner",
      app: left({ localPreference: 50 }),
      at: `${at}.localPreference is 50`,
      expected: /from 51 to 4294967295/,
      remedy: /the path through the partner has 50/,
    },
    {
      wrong: "a community of two words",
      app: left({ communities: ["65001:1 additive"] }),
      at: `${at}.communities.0 is "65001:1 additive"`,
      expected: /a community \(RFC 1997\)/,
      remedy: /./,
    },
    {
      wrong: "a well-known community",
      app: left({ communities: ["65535:0"] }),
      at: `${at}.communities.0 is "65535:0"`,
      expected: /none of the well-known ones/,
      remedy: /drained/,
    },
    {
      wrong: "a number that would be written otherwise",
      app: left({ communities: ["65001:007"] }),
      at: `${at}.communities.0 is "65001:007"`,
      expected: /two numbers up to 65535/,
      remedy: /./,
    },
  ]);
});
