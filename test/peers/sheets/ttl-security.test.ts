import { PEER_KINDS, PeerKindName } from "../../../lib/model/peer";
import { renderPeer } from "../../../lib/peers/sheets";
import { foreignGateway, gateway, mesh, meshVpn, plan, problems } from "../../fixtures/intents";

const network = (kind: PeerKindName, ttlSecurity: boolean, more = {}) => ({
  gateways: [gateway("office", 1, { asn: 65001 })],
  foreignGateways: [
    foreignGateway("partner", 2, { kind, asn: 65002, ttlSecurity, networks: ["10.2.0.0/24"] }),
  ],
  vpns: [meshVpn("office", "partner", { addressPools: ["100.64.0.0/10"] })],
  meshes: [mesh(["office", "partner"], more)],
});

const sheet = (kind: PeerKindName, ttlSecurity: boolean) =>
  renderPeer(plan(network(kind, ttlSecurity)).peers[0]!).map(({ text }) => text);

/** As each platform's manual has it. */
const SETTINGS: Partial<Record<PeerKindName, RegExp>> = {
  "strongswan-frr": /^ neighbor \S+ ttl-security hops 1$/m,
  "libreswan-bird": /^ +ttl security on;$/m,
  "libreswan-gobgp": /\[neighbors\.ttl-security\.config\]\n +enabled = true\n +ttl-min = 255\n/,
  vyos: /^set protocols bgp neighbor \S+ ttl-security hops 1$/m,
  "cisco-ios-xe": /^ neighbor \S+ ttl-security hops 1$/m,
};

describe("TTL security with a third party (RFC 5082)", () => {
  it.each(["generic", ...Object.keys(SETTINGS)] as PeerKindName[])(
    "B4: the sheet for %s asks for it where the app does, and says nothing otherwise",
    (kind) => {
      const [[page, ...files], without] = [sheet(kind, true), sheet(kind, false)];
      expect(page).toMatch(/TTL security \(RFC 5082\) +\| 255 hops, at both ends/);
      expect(files.join("\n")).toMatch(SETTINGS[kind] ?? /^$/);
      expect(without.join("\n")).not.toMatch(/ttl[- ]security/i);
    },
  );

  const unable = PEER_KINDS.filter((kind) => kind !== "generic" && !(kind in SETTINGS));
  it.each(unable)("B4: a gateway of kind %s is refused it", (kind) => {
    const found = problems(network(kind, true)).filter((one) => one.property === "ttlSecurity");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: "net/partner" });
  });

  it.each(["strongswan-frr", "vyos"] as const)(
    "is refused beside BFD for %s, whose FRR would take it for several hops",
    (kind) => {
      const bfdProfiles = [
        {
          path: "net/fast",
          name: "fast",
          transmitIntervalMs: 300,
          receiveIntervalMs: 300,
          detectMultiplier: 3,
        },
      ];
      const found = (bfd?: string) =>
        problems({ ...network(kind, true, { bfd }), bfdProfiles }).map(({ property }) => property);
      expect(found("net/fast")).toEqual(["ttlSecurity"]);
      expect(found()).toEqual([]);
    },
  );

  it("is refused where nothing speaks BGP", () => {
    const foreign = foreignGateway("partner", 2, { ttlSecurity: true });
    const found = problems({
      ...network("generic", true),
      vpns: [],
      meshes: [],
      foreignGateways: [foreign],
    });
    expect(found.map(({ property }) => property)).toContain("ttlSecurity");
  });
});
