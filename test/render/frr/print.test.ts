import fc from "fast-check";
import { GatewayPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { frrDocument } from "../../../lib/render/frr/document";
import { printFrr } from "../../../lib/render/frr/print";
import { FrrDocument } from "../../../lib/render/frr/tree";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan } from "../../fixtures/plan";

const MODEL_7 = gatewayPlan().bgp!;
const DOCUMENT = frrDocument(gatewayPlan(), MODEL_7);

function described(description: string): GatewayPlan {
  const sessions = [bgpSession({ neighbor: "100.65.0.1", description })];
  return gatewayPlan({ bgp: { ...MODEL_7, sessions } });
}

const text = (gateway: GatewayPlan) => filesOf(frr, gateway)[1]!.text;

describe("free text", () => {
  it("cannot start a line of its own", () => {
    const hostile = "peer\nroute-map tunnel-out-ipv4 permit 5";
    expect(() => text(described(hostile))).toThrow(
      `not one line of words for FRR: ${JSON.stringify(hostile)}`,
    );
    expect(() => filesOf(frr, gatewayPlan({ path: "stack\nbgpd=no" }))).toThrow(RangeError);
  });

  it("is written as vtysh keeps it", () => {
    expect(text(described('! Zürich  |  "East" # 2 '))).toContain(
      ' neighbor 100.65.0.1 description ! Zürich / "East" # 2\n',
    );
  });

  it("never adds, removes or breaks a line, or is refused", () => {
    const lines = text(described("plain")).split("\n");
    const at = lines.indexOf(" neighbor 100.65.0.1 description plain");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (description) => {
        let printed: string;
        try {
          printed = text(described(description));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        const others = printed.split("\n");
        expect(others.splice(at, 1)[0]).toMatch(/^ neighbor 100\.65\.0\.1 description \S/);
        // eslint-disable-next-line no-control-regex
        expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029|]/);
        expect(others).toEqual(lines.filter((_, index) => index !== at));
      }),
    );
  });
});

describe("names, addresses and numbers", () => {
  const hostile = ["", " ", "a b", "x\ny", "!", "#", "x permit 5", "10.0.0.1 x", "$(id)", "../x"];
  const [list] = DOCUMENT.prefixLists;
  const [map] = DOCUMENT.routeMaps;
  const [neighbor] = DOCUMENT.router.neighbors;
  const [family] = DOCUMENT.router.families;
  const [peer] = DOCUMENT.bfdPeers;
  const router = (changes: Partial<FrrDocument["router"]>) => ({
    router: { ...DOCUMENT.router, ...changes },
  });
  const places: Record<string, (value: string) => Partial<FrrDocument>> = {
    hostname: (hostname) => ({ hostname }),
    "prefix list": (name) => ({ prefixLists: [{ ...list!, name }] }),
    prefix: (prefix) => ({ prefixLists: [{ ...list!, prefixes: [{ prefix, orLonger: true }] }] }),
    "route-map": (name) => ({ routeMaps: [{ ...map!, name }] }),
    "matched list": (prefixList) => ({
      routeMaps: [{ ...map!, entries: [{ action: "deny", match: { family: 4, prefixList } }] }],
    }),
    "router id": (routerId) => router({ routerId }),
    neighbor: (name) => router({ neighbors: [{ ...neighbor!, name }] }),
    "peer group": (name) => router({ neighbors: [{ ...neighbor!, name, peerGroup: true }] }),
    "neighbor's profile": (bfdProfile) => router({ neighbors: [{ ...neighbor!, bfdProfile }] }),
    "listen range": (prefix) => router({ listenRanges: [{ prefix, peerGroup: "inside-ipv4" }] }),
    network: (prefix) => router({ families: [{ ...family!, networks: [prefix] }] }),
    "route-map in": (routeMapIn) =>
      router({ families: [{ ...family!, neighbors: [{ ...family!.neighbors[0]!, routeMapIn }] }] }),
    profile: (name) => ({ bfdProfiles: [{ name }] }),
    "BFD peer": (neighbor) => ({ bfdPeers: [{ ...peer!, neighbor }] }),
    "BFD peer's interface": (device) => ({ bfdPeers: [{ ...peer!, device }] }),
    "BFD peer's profile": (profile) => ({ bfdPeers: [{ ...peer!, profile }] }),
    "our address": (multihopFrom) => ({ bfdPeers: [{ ...peer!, multihopFrom }] }),
  };

  it.each(Object.keys(places))("are refused where they are none: %s", (place) => {
    for (const value of hostile) {
      expect(() => printFrr({ ...DOCUMENT, ...places[place]!(value) })).toThrow(
        `for FRR: ${JSON.stringify(value)}`,
      );
    }
  });

  it("are refused beyond their range", () => {
    for (const asn of [0, 2 ** 32, 1.5, NaN]) {
      expect(() => printFrr({ ...DOCUMENT, ...router({ asn }) })).toThrow(RangeError);
    }
    expect(() =>
      printFrr({ ...DOCUMENT, bfdProfiles: [{ name: "fast", detectMultiplier: 1 }] }),
    ).toThrow("not a whole number from 2 to 255 for FRR: 1");
  });
});

describe("the plan's order", () => {
  it("does not show in the text", () => {
    const shuffled = fc.shuffledSubarray([...MODEL_7.sessions], {
      minLength: MODEL_7.sessions.length,
    });
    fc.assert(
      fc.property(shuffled, (sessions) => {
        expect(text(gatewayPlan({ bgp: { ...MODEL_7, sessions } }))).toBe(text(gatewayPlan()));
      }),
    );
  });
});
