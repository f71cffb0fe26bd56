import { recipe, releases } from "../../lab/image/recipe";
import { PlatformName } from "../../lib/model/platform";
import { packagesOf } from "../fixtures/footprints";
import { gatewayPlan } from "../fixtures/plan";

const PLATFORM: Record<string, PlatformName> = { bookworm: "debian-12", trixie: "debian-13" };

describe.each(releases)("the lab's image of %s", (release) => {
  it("has of strongSwan what a payload can ask for, and nothing else", () => {
    const [tunnel] = gatewayPlan().tunnels;
    const certificate = {
      authority: { kind: "file", file: "/etc/swanctl/x509ca/a.pem" } as const,
      certificateFile: "/etc/swanctl/x509/gateway.pem",
      revocation: "relaxed",
    } as const;
    const ipsec = { ...tunnel!.ipsec, secret: undefined, certificate };
    const platform = PLATFORM[release]!;
    const asked = packagesOf(gatewayPlan({ platform, tunnels: [{ ...tunnel!, ipsec }] }));
    const ofStrongswan = (names: readonly string[]) =>
      names.filter((name) => /strongswan|charon/.test(name)).sort();
    expect(ofStrongswan(recipe(release).packages)).toEqual(ofStrongswan(asked));
  });
});
