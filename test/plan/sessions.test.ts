import { BgpPlan, BgpSession } from "../../lib/plan/types";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  Intents,
  mesh,
  meshVpn,
  pair,
  plan,
  vpn,
} from "../fixtures/intents";

function bgpOf(name: string, parts: Intents): BgpPlan | undefined {
  return gatewayOf(plan(parts), name).bgp;
}

function inPair(number: number, extra: Record<string, unknown> = {}) {
  const addresses = [`10.1.0.${number}/24`, `fd01::${number}/64`];
  const inside = [{ kind: "interface", device: "eth1", addresses }];
  return { address: `198.51.100.10${number}`, inside, ...extra };
}

const NETWORKS = { asn: 65001, networks: ["10.1.0.0/24", "fd01::/64"] };

/** Pair a and b against the gateway c. */
function pairAndSole(pairExtra: object = {}, meshExtra: Record<string, unknown> = {}): Intents {
  return {
    gateways: [
      gateway("a", 1, inPair(2)),
      gateway("b", 1, inPair(3)),
      gateway("c", 2, { asn: 65002 }),
    ],
    pairs: [pair("east", "a", "b", { ...NETWORKS, ...pairExtra })],
    vpns: [meshVpn("a", "c"), meshVpn("b", "c")],
    meshes: [mesh(["east", "c"], meshExtra)],
    bfdProfiles: [
      {
        path: "net/fast",
        name: "fast",
        transmitIntervalMs: 100,
        receiveIntervalMs: 100,
        detectMultiplier: 3,
      },
      {
        path: "net/calm",
        name: "calm",
        transmitIntervalMs: 300,
        receiveIntervalMs: 300,
        detectMultiplier: 3,
      },
    ],
  };
}

describe("sessions", () => {
  it("a gateway without mesh and pair has no BGP", () => {
    const parts = { gateways: [gateway("a", 1), gateway("c", 2)], vpns: [vpn("a", "c")] };
    expect(bgpOf("a", parts)).toBeUndefined();
  });

  it("an AS number alone makes no BGP", () => {
    const parts = {
      gateways: [gateway("a", 1, { asn: 65001 }), gateway("c", 2)],
      vpns: [vpn("a", "c")],
    };
    expect(bgpOf("a", parts)).toBeUndefined();
  });

  it("one session for each family of the tunnel's addresses, towards the peer's AS", () => {
    const { sessions } = bgpOf("c", pairAndSole())!;
    expect(sessions.map((it) => [it.device, it.family, it.remoteAsn])).toEqual([
      ["xfrm-a", 4, 65001],
      ["xfrm-a", 6, 65001],
      ["xfrm-b", 4, 65001],
      ["xfrm-b", 6, 65001],
    ]);
  });

  it("a tunnel with one pool has one session", () => {
    const parts = pairAndSole({ networks: ["10.1.0.0/24"] });
    const vpns = parts.vpns!.map((it) => ({ ...it, addressPools: ["100.64.0.0/10"] }));
    const { sessions } = bgpOf("c", { ...parts, vpns })!;
    expect(sessions.map(({ family }) => family)).toEqual([4, 4]);
  });

  it("timers and BFD are the mesh's, for the pair's own sessions too", () => {
    const timers = { keepaliveSeconds: 10, holdTimeSeconds: 30, connectRetrySeconds: 5 };
    const insideRouters = ["10.1.0.10"];
    const bgp = bgpOf("a", pairAndSole({ insideRouters }, { ...timers, bfd: "net/fast" }))!;
    expect(bgp.sessions.map(({ kind }) => kind)).toContain("inside");
    for (const session of bgp.sessions) {
      expect(session).toMatchObject({ timers, bfdProfile: "fast" });
    }
  });

  it("a pair may have liveness of its own", () => {
    const insideRouters = ["10.1.0.10"];
    const bgp = bgpOf("a", pairAndSole({ bfd: "net/calm", insideRouters }, { bfd: "net/fast" }))!;
    const profiles = (kind: BgpSession["kind"]) =>
      bgp.sessions.filter((it) => it.kind === kind).map(({ bfdProfile }) => bfdProfile);
    expect(profiles("tunnel")).toEqual(["fast", "fast"]);
    expect(profiles("pair")).toEqual(["calm", "calm"]);
    expect(profiles("inside")).toEqual(["calm"]);
  });

  it("a gateway has the BFD profiles that its sessions use, no others", () => {
    const network = plan(pairAndSole({ bfd: "net/calm" }, { bfd: "net/fast" }));
    const names = (name: string) => gatewayOf(network, name).bfdProfiles.map((it) => it.name);
    expect(names("a").sort()).toEqual(["calm", "fast"]);
    expect(names("c")).toEqual(["fast"]);
  });

  it("B1: without named routers and without a key nothing listens", () => {
    const { sessions, listen } = bgpOf("a", pairAndSole())!;
    expect(listen).toBeUndefined();
    expect(sessions.filter(({ kind }) => kind === "inside")).toEqual([]);
  });

  it("named inner routers get a session each and nobody else may connect", () => {
    const { sessions, listen } = bgpOf(
      "a",
      pairAndSole({ insideRouters: ["10.1.0.10", "fd01::10"] }),
    )!;
    expect(listen).toBeUndefined();
    const inner = sessions.filter(({ kind }) => kind === "inside");
    expect(inner.map((it) => [it.device, it.neighbor, it.remoteAsn])).toEqual([
      ["eth1", "10.1.0.10", 65001],
      ["eth1", "fd01::10", 65001],
    ]);
  });

  it("an inner router behind a route of a segment is more than one hop away on that segment", () => {
    const routes = [{ prefix: "10.1.9.0/24", via: "10.1.0.254" }];
    const addresses = (number: number) => [`10.1.0.${number}/24`];
    const gateways = [2, 3].map((number) =>
      gateway(number === 2 ? "a" : "b", 1, {
        ...inPair(number),
        inside: [{ kind: "interface", device: "eth1", addresses: addresses(number), routes }],
      }),
    );
    const extra = {
      asn: 65001,
      networks: ["10.1.0.0/24"],
      insideRouters: ["10.1.0.10", "10.1.9.1"],
    };
    const { sessions } = bgpOf("a", { gateways, pairs: [pair("east", "a", "b", extra)] })!;
    expect(
      sessions
        .filter(({ kind }) => kind === "inside")
        .map((it) => [it.neighbor, it.device, it.localAddress, it.multihop]),
    ).toEqual([
      ["10.1.0.10", "eth1", "10.1.0.2", undefined],
      ["10.1.9.1", "eth1", "10.1.0.2", true],
    ]);
  });

  it("a gateway by itself hears inner routers if it is told to, and tells OSPF what it learns", () => {
    const alone = (insideRouting?: object) =>
      gatewayOf(
        plan({
          gateways: [
            gateway("a", 1, { asn: 65001, insideRouting, platform: "debian-13" }),
            gateway("c", 2, { asn: 65002 }),
          ],
          vpns: [meshVpn("a", "c")],
          meshes: [mesh(["a", "c"])],
        }),
        "a",
      );
    expect(alone().bgp!.listen).toBeUndefined();
    expect(alone().ospf).toBeUndefined();
    const secret = { kind: "terraform", name: "inside" };
    expect(alone({ kind: "bgp", secret }).bgp!.listen).toMatchObject({
      device: "eth1",
      prefixes: ["10.1.0.0/24", "fd01::/64"],
      secret,
    });
    const { bgp, ospf } = alone({ kind: "ospf", area: "0.0.0.0", helloIntervalSeconds: 5 });
    expect(bgp!.listen).toBeUndefined();
    expect(ospf).toMatchObject({
      routerId: "10.1.0.1",
      segments: [{ device: "eth1", prefixes: ["10.1.0.0/24", "fd01::/64"], neighbors: [] }],
      helloIntervalSeconds: 5,
      deadIntervalSeconds: 20,
      externalMetric: 100,
      outsideTag: 65001,
    });
  });

  it("OSPF meets the partner where the segment is the partner's too", () => {
    const insideRouting = { kind: "ospf", area: "0.0.0.0" };
    const parts = pairAndSole({ insideRouting, networks: [...NETWORKS.networks, "10.1.3.0/24"] });
    const own = { kind: "interface", device: "eth3", addresses: ["10.1.3.1/24"] };
    parts.gateways![0] = gateway("a", 1, inPair(2, { inside: [...inPair(2).inside, own] }));
    const { segments } = gatewayOf(plan(parts), "a").ospf!;
    const partner = [4, 6].map((family) => ({ family, routerId: "10.1.0.3" }));
    expect(segments.map(({ neighbors }) => neighbors)).toEqual([partner, []]);
  });

  it("OSPF has the site's liveness, or its own", () => {
    const profile = (extra: object) => {
      const insideRouting = { kind: "ospf", area: "0.0.0.0", ...extra };
      const parts = pairAndSole({ insideRouting }, { bfd: "net/fast" });
      return gatewayOf(plan(parts), "a").ospf!.bfdProfile;
    };
    expect(profile({})).toBe("fast");
    expect(profile({ bfd: "net/calm" })).toBe("calm");
  });

  it("a pair over its inside segment meets at the partner's inside addresses", () => {
    const { sessions } = bgpOf("a", pairAndSole({ pairLink: { kind: "inside" } }))!;
    const partner = sessions.filter(({ kind }) => kind === "pair");
    expect(partner.map((it) => [it.device, it.neighbor])).toEqual([
      ["eth1", "10.1.0.3"],
      ["eth1", "fd01::3"],
    ]);
  });

  it("accepts a foreign gateway's networks, and anything of one that names none", () => {
    const accept = (networks: string[]) =>
      bgpOf("a", {
        gateways: [gateway("a", 1, { asn: 65001 })],
        foreignGateways: [foreignGateway("p", 9, { asn: 64999, networks })],
        vpns: [meshVpn("a", "p")],
        meshes: [mesh(["a", "p"])],
      })!.sessions.map((session) => session.accept);
    expect(accept(["10.9.0.0/24"])).toEqual([["10.9.0.0/24"], []]);
    expect(accept([])).toEqual([undefined, undefined]);
  });

  it("describes a neighbor by the VPN's own words where it has some", () => {
    const parts = {
      gateways: [gateway("a", 1, { asn: 65001 }), gateway("c", 2, { asn: 65002 })],
      vpns: [meshVpn("a", "c", { description: "circuit 4711" })],
      meshes: [mesh(["a", "c"])],
    };
    expect(bgpOf("a", parts)!.sessions[0]!.description).toBe("circuit 4711");
  });

  describe("router id", () => {
    const routerId = (extra: object) =>
      bgpOf("a", {
        gateways: [gateway("a", 1, { asn: 65001, ...extra }), gateway("c", 2, { asn: 65002 })],
        vpns: [meshVpn("a", "c")],
        meshes: [mesh(["a", "c"])],
      })!.routerId;

    it("is the first inside IPv4 address", () => {
      const addresses = ["fd01::1/64", "10.1.0.1/24", "10.1.0.9/24"];
      expect(routerId({ inside: [{ kind: "interface", device: "eth1", addresses }] })).toBe(
        "10.1.0.1",
      );
    });

    it("comes of the construct's path where the inside has none", () => {
      const inside = [{ kind: "interface", device: "eth1", addresses: ["fd01::1/64"] }];
      expect(routerId({ inside })).toMatch(/^([1-9]\d?|1\d\d|2[01]\d|22[0-3])(\.\d+){3}$/);
      expect(routerId({ inside })).toBe(routerId({ inside, description: "another" }));
    });
  });

  it("one path is used, eight where a pair forwards through both", () => {
    expect(bgpOf("a", pairAndSole())!.maximumPaths).toBe(1);
    expect(bgpOf("a", pairAndSole({ mode: "active-active" }))!.maximumPaths).toBe(8);
    expect(bgpOf("c", pairAndSole({ mode: "active-active" }))!.maximumPaths).toBe(8);
  });
});
