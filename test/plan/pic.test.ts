import { familyOf } from "../../lib/model/ip";
import { BgpSession, GatewayPlan } from "../../lib/plan/types";
import {
  gateway,
  gatewayOf,
  Intents,
  mesh,
  meshVpn,
  pair,
  plan,
  problems,
} from "../fixtures/intents";

const BFD = {
  path: "net/fast",
  name: "fast",
  transmitIntervalMs: 100,
  receiveIntervalMs: 100,
  detectMultiplier: 3,
};

function inPair(number: number) {
  const addresses = [`10.1.0.${number}/24`, `fd01::${number}/64`];
  return {
    address: `198.51.100.10${number}`,
    inside: [{ kind: "interface", device: "eth1", addresses }],
  };
}

/** Pair a and b, and the gateways c and e, each a site. */
function sites(meshExtra: Record<string, unknown> = {}, members = ["east", "c", "e"]): Intents {
  return {
    gateways: [
      gateway("a", 1, inPair(2)),
      gateway("b", 1, inPair(3)),
      gateway("c", 2, { asn: 65002 }),
      gateway("e", 3, { asn: 65003 }),
    ],
    pairs: [pair("east", "a", "b", { asn: 65001, networks: ["10.1.0.0/24", "fd01::/64"] })],
    vpns: members
      .filter((name) => name !== "east")
      .flatMap((name) => [meshVpn("a", name), meshVpn("b", name)]),
    meshes: [mesh(members, { bfd: BFD.path, prefixIndependentConvergence: true, ...meshExtra })],
    bfdProfiles: [BFD],
  };
}

function planned(name: string, parts = sites()): GatewayPlan {
  return gatewayOf(plan(parts), name);
}

function picOf(name: string, parts = sites()) {
  return planned(name, parts).pic!;
}

function through(gateway: GatewayPlan, device: string, carries: BgpSession["carries"]) {
  return gateway.bgp!.sessions.filter((it) => it.device === device && it.carries === carries);
}

describe("prefix-independent convergence", () => {
  it("is planned only where the mesh asks for it", () => {
    const plain = planned("a", sites({ prefixIndependentConvergence: false }));
    expect(plain.pic).toBeUndefined();
    expect(plain.tunnels.map(({ forNetworks }) => forNetworks)).toEqual([undefined, undefined]);
    expect(plain.bgp!.sessions.map(({ carries }) => carries)).not.toContain("networks");
  });

  it("003.6 BFD watches the session with the site's address, not that with the networks", () => {
    const a = planned("a");
    const [site4, site6] = through(a, "xfrm-c", "site-loopback");
    const [networks4, networks6] = through(a, "xfrm-c", "networks");
    expect([site4, site6].map((it) => it!.bfdProfile)).toEqual(["fast", "fast"]);
    expect([networks4, networks6].map((it) => it!.bfdProfile)).toEqual([undefined, undefined]);
    expect([site4, networks4].map((it) => it!.family)).toEqual([4, 4]);
    expect([site6, networks6].map((it) => it!.family)).toEqual([6, 6]);
  });

  it("the one takes the far site's address alone, the other its networks", () => {
    const a = planned("a");
    const [{ siteLoopbacks }] = [picOf("c")];
    expect(through(a, "xfrm-c", "site-loopback").map(({ accept }) => accept)).toEqual([
      [`${siteLoopbacks[0]}/32`],
      [`${siteLoopbacks[1]}/128`],
    ]);
    expect(through(a, "xfrm-c", "networks").map(({ accept }) => accept)).toEqual([
      ["10.2.0.0/24"],
      ["fd02::/64"],
    ]);
  });

  it("each session has a pair of addresses of its own, the same at both ends", () => {
    const [a, c] = [planned("a"), planned("c")];
    const [here, there] = [a.tunnels[0]!, c.tunnels.find(({ peer }) => peer === "a")!];
    const bare = (addresses: readonly string[]) => addresses.map((one) => one.split("/")[0]);
    expect(here.forNetworks!.peerAddresses).toEqual(bare(there.forNetworks!.addresses));
    expect(there.forNetworks!.peerAddresses).toEqual(bare(here.forNetworks!.addresses));
    expect(through(a, "xfrm-c", "networks").map(({ neighbor }) => neighbor)).toEqual(
      here.forNetworks!.peerAddresses,
    );
    expect(here.forNetworks!.addresses).not.toEqual(here.addresses);
  });

  it("both gateways of a pair stand behind one address, which every other site knows", () => {
    const own = picOf("a").siteLoopbacks;
    expect(own.map(familyOf)).toEqual([4, 6]);
    expect(picOf("b").siteLoopbacks).toEqual(own);
    const [east] = picOf("c").remoteSites;
    expect(east).toMatchObject({ name: "east", device: "to-east", siteLoopbacks: own });
    expect(planned("a").bgp!.siteLoopbacks).toEqual([`${own[0]}/32`, `${own[1]}/128`]);
  });

  it("a site's networks have its next hop on every gateway and by every tunnel", () => {
    const [east] = picOf("c").remoteSites;
    const nextHops = ["xfrm-a", "xfrm-b"].map((device) =>
      through(planned("c"), device, "networks").map(({ remoteSite }) => remoteSite!.nextHop),
    );
    expect(nextHops).toEqual([east!.nextHops, east!.nextHops]);
    expect(east!.nextHops).not.toEqual(east!.siteLoopbacks);
  });

  it("every other site has a device and a table of its own, as wide as its narrowest tunnel", () => {
    const { remoteSites } = picOf("a");
    expect(remoteSites.map(({ device }) => device)).toEqual(["to-c", "to-e"]);
    expect(new Set(remoteSites.map(({ table }) => table)).size).toBe(2);
    for (const { table } of remoteSites) expect(table).toBeGreaterThan(0xffff);
    const parts = sites();
    const narrow = { ...parts, gateways: [...parts.gateways!] };
    narrow.gateways[1] = gateway("b", 1, { ...inPair(3), underlayMtu: 1400 });
    const [wide] = planned("c").tunnels.map(({ mss4 }) => mss4);
    expect(picOf("c", narrow).remoteSites[0]!.mss4).toBe(wide! - 100);
  });

  it("a gateway's own packets have its own inside addresses", () => {
    expect(picOf("a").remoteSites[0]!.sources).toEqual(["10.1.0.2", "fd01::2"]);
  });

  it("what a gateway of a pair has lost it seeks at its partner; a gateway alone has nobody", () => {
    const { pairLink, pic } = planned("a");
    const [via4, via6] = pairLink!.partnerAddresses;
    expect(pic!.partnerRoutes).toEqual([
      { prefix: "10.1.0.0/24", via: via4, device: "eth2" },
      { prefix: "fd01::/64", via: via6, device: "eth2" },
    ]);
    expect(picOf("c").partnerRoutes).toEqual([]);
  });

  it("a new site changes nothing of the others", () => {
    const before = picOf("a", sites({}, ["east", "c"]));
    const after = picOf("a");
    expect(after.siteLoopbacks).toEqual(before.siteLoopbacks);
    expect(after.remoteSites[0]).toEqual(before.remoteSites[0]);
  });

  it("tunnels with one family have sessions, addresses and next hops of that alone", () => {
    const parts = sites();
    const vpns = parts.vpns!.map((vpn) => ({ ...vpn, addressPools: ["100.64.0.0/10"] }));
    const gateways = parts.gateways!.map((one) => ({
      ...one,
      inside: (one.inside as { addresses: string[] }[]).map((segment) => ({
        ...segment,
        addresses: segment.addresses.filter((address) => !address.includes(":")),
      })),
    }));
    const pairs = [pair("east", "a", "b", { asn: 65001, networks: ["10.1.0.0/24"] })];
    const { pic, bgp } = planned("a", { ...parts, vpns, gateways, pairs });
    expect(pic!.siteLoopbacks.map(familyOf)).toEqual([4]);
    expect(pic!.remoteSites[0]!.nextHops.map(familyOf)).toEqual([4]);
    const ofTunnels = bgp!.sessions.filter(({ kind }) => kind === "tunnel");
    expect(ofTunnels.map(({ family }) => family)).toEqual([4, 4, 4, 4]);
  });
});

describe("pins of prefix-independent convergence", () => {
  it("fix a site's address, its next hop and its device, and a tunnel's second subnets", () => {
    const parts = sites({
      sitePins: { "net/c": { subnets: ["192.0.2.0/31"], device: "paris" } },
      networkSubnets: { "net/a-c": ["192.0.2.4/30"] },
    });
    const { pic, tunnels } = planned("a", parts);
    const [c] = pic!.remoteSites;
    expect(c).toMatchObject({ device: "paris" });
    expect([c!.siteLoopbacks[0], c!.nextHops[0]]).toEqual(["192.0.2.0", "192.0.2.1"]);
    expect(c!.siteLoopbacks[1]).toBe(picOf("a").remoteSites[0]!.siteLoopbacks[1]);
    expect(tunnels[0]!.forNetworks!.addresses[0]).toBe("192.0.2.5/30");
  });

  it("that meet others are found, with the pin that settles it", () => {
    const same = { subnets: ["192.0.2.0/31"] };
    const sitesMeet = problems(sites({ sitePins: { "net/c": same, "net/e": same } }));
    expect(sitesMeet[0]).toMatchObject({ path: "net/e", property: "sitePins" });
    const networkSubnets = { "net/a-c": ["192.0.2.0/31"], "net/a-e": ["192.0.2.0/31"] };
    const [tunnelsMeet] = problems(sites({ networkSubnets }));
    expect(tunnelsMeet).toMatchObject({ path: "net/a-e", property: "networkSubnets" });
    const [devices] = problems(sites({ sitePins: { "net/c": { device: "eth1" } } }));
    expect(devices).toMatchObject({ path: "net/c", property: "sitePins", value: '"eth1"' });
  });
});
