import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { BfdProfile, BgpMesh, HaPair, PairLink } from "cdktf-routed-vpn";
import { Network } from "../../lib/network/network";
import { fittingName, plainName, shortHash } from "../../lib/model/naming";
import { deviceName } from "../../lib/render/text";
import { preSharedKey, siteGateway } from "../fixtures/apps";

interface Ids {
  readonly pairs: readonly [string, string];
  readonly gateways: readonly string[];
  readonly mesh: string;
  readonly profile: string;
  readonly pic: boolean;
}

/** Two pairs with everything that is named after a construct. */
function network(stack: TerraformStack, ids: Ids): Network {
  const pairs = ids.pairs.map((id, index) => {
    const site = index + 1;
    const own = (at: number) => siteGateway(stack, ids.gateways[2 * index + at]!, site, 2 + at);
    return new HaPair(stack, id, {
      primary: own(0),
      secondary: own(1),
      asn: 65000 + site,
      networks: [`10.${site}.0.0/24`, `fd0${site}::/64`],
      pairLink: PairLink.onInterface("eth2"),
      convergenceBudgetMs: 600_000,
    });
  });
  new BgpMesh(stack, ids.mesh, {
    members: pairs,
    vpn: { authentication: preSharedKey() },
    gre: {},
    bfd: new BfdProfile(stack, ids.profile),
    prefixIndependentConvergence: ids.pic,
  });
  return Network.of(stack);
}

function payloads(ids: Ids): string[] {
  const found = network(new TerraformStack(new App(), "net"), ids);
  return found.plan().gateways.map((gateway) => {
    for (const { device, ipsec, gre } of gateway.tunnels) {
      [device, ipsec.device, gre!.device].forEach(deviceName);
    }
    for (const { device } of gateway.pic?.remoteSites ?? []) deviceName(device);
    const payload = found.payload(gateway.path)!;
    return payload.files.find(({ path }) => path.endsWith("etc/frr/frr.conf"))!.text;
  });
}

const id = fc
  .oneof(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,80}$/),
    fc.stringMatching(/^[A-Za-z0-9 ._+@!ß漢-]{1,40}$/),
    fc.constantFrom("headoffice", "warehouse1", "Data Centre (north)", "漢字", "--", "9lives"),
  )
  // The constructs library takes no id that every object has as a property.
  .filter((text) => text.trim() !== "" && text !== "RoutedVpn" && !(text in {}));

const ids: fc.Arbitrary<Ids> = fc
  .tuple(
    // Two gateways of one name are refused.
    fc.uniqueArray(id, {
      minLength: 8,
      maxLength: 8,
      selector: plainName,
    }),
    fc.boolean(),
  )
  .map(([all, pic]) => ({
    pairs: [all[0]!, all[1]!],
    gateways: all.slice(2, 6),
    mesh: all[6]!,
    profile: all[7]!,
    pic,
  }));

describe("S6: names that are derived from construct ids", () => {
  it("of pairs headoffice and warehouse1 fit, with prefixIndependentConvergence", () => {
    const gateways = ["headoffice-gateway-a", "headoffice-gateway-b", "warehouse1-a", "b"];
    const found = payloads({
      ...{ pairs: ["headoffice", "warehouse1"], gateways, mesh: "backbone" },
      ...{ profile: "fast", pic: true },
    });
    for (const text of found) {
      for (const [, name] of text.matchAll(/route-map (\S+)/g)) {
        expect(name!.length).toBeLessThanOrEqual(63);
        expect(text).toMatch(new RegExp(`^route-map ${name} (permit|deny) 10$`, "m"));
      }
    }
  });

  it("always fit", () => {
    fc.assert(
      fc.property(ids, (drawn) => {
        expect(payloads(drawn)).toHaveLength(4);
      }),
      { numRuns: 25 },
    );
  });

  it("a name that fits stays; one that does not keeps its beginning", () => {
    expect(fittingName("vti-paris", 15)).toBe("vti-paris");
    expect(fittingName("vti-customer-site-1", 15)).toMatch(/^vti-cust-[0-9a-z]{6}$/);
    expect(fittingName("", 15)).toMatch(/^x[0-9a-z]{6}$/);
    expect(shortHash("net/a")).not.toBe(shortHash("net/b"));
  });
});
