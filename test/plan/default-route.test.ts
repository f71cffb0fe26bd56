import { BgpSession } from "../../lib/plan/types";
import { settle } from "../fixtures/bgp";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  Intents,
  mesh,
  meshVpn,
  plan,
  wayOut,
} from "../fixtures/intents";

const EVERYTHING = ["0.0.0.0/0", "::/0"];
const isolated = { isolation: "vrf" };

function sessions(name: string, parts: Intents): readonly BgpSession[] {
  return gatewayOf(plan(parts), name).bgp!.sessions;
}

/** A hub and two spokes; whoever is named gives the default route. */
function hubAndSpokes(giver: "hub" | "s1"): Intents {
  const networks = (name: string, own: string[]) =>
    name === giver ? { networks: [...EVERYTHING, ...own] } : {};
  const one = (name: string, number: number) =>
    gateway(name, number, {
      asn: 65000 + number,
      ...isolated,
      ...networks(name, [`10.${number}.0.0/24`]),
      ...(name === giver && wayOut(number)),
    });
  return {
    gateways: [one("hub", 1), one("s1", 2), one("s2", 3)],
    vpns: [meshVpn("hub", "s1"), meshVpn("hub", "s2")],
    meshes: [mesh(["hub", "s1", "s2"], { hubs: ["net/hub"] })],
  };
}

describe("a default route from the other side", () => {
  it("is accepted from a member whose networks hold it, in its family", () => {
    const parts = {
      gateways: [
        gateway("a", 1, { asn: 65001, ...isolated }),
        gateway("c", 2, {
          asn: 65002,
          networks: ["0.0.0.0/0", "10.2.0.0/24", "fd02::/64"],
          ...wayOut(2),
          ...isolated,
        }),
      ],
      vpns: [meshVpn("a", "c")],
      meshes: [mesh(["a", "c"])],
    };
    expect(sessions("a", parts).map(({ accept }) => accept)).toEqual([
      ["0.0.0.0/0", "10.2.0.0/24"],
      ["fd02::/64"],
    ]);
  });

  it("is accepted from a hub that has it", () => {
    const parts = hubAndSpokes("hub");
    expect(sessions("s1", parts).map(({ acceptDefault }) => acceptDefault)).toEqual([true, true]);
  });

  it("is accepted from a hub that passes it on, and by the hub itself", () => {
    const parts = hubAndSpokes("s1");
    expect(sessions("s2", parts).map(({ acceptDefault }) => acceptDefault)).toEqual([true, true]);
    const fromGiver = sessions("hub", parts).filter(({ remoteAsn }) => remoteAsn === 65002);
    expect(fromGiver.map(({ accept }) => accept)).toEqual([["0.0.0.0/0", "10.2.0.0/24"], ["::/0"]]);
  });

  it("leads every spoke through the hub to who gives it", () => {
    const { paths } = settle(plan(hubAndSpokes("s1")));
    expect(paths("s2", "0.0.0.0/0")).toEqual([["hub", "s1"]]);
    expect(paths("hub", "::/0")).toEqual([["s1"]]);
  });

  it("is not taken by who gives it", () => {
    const own = sessions("s1", hubAndSpokes("s1"));
    expect(own.map(({ acceptDefault }) => acceptDefault)).toEqual([undefined, undefined]);
  });

  it("is not accepted from a foreign member that has told nothing of it", () => {
    const parts = {
      gateways: [gateway("a", 1, { asn: 65001 })],
      foreignGateways: [foreignGateway("p", 2, { asn: 65002, networks: [] })],
      vpns: [meshVpn("a", "p")],
      meshes: [mesh(["a", "p"])],
    };
    expect(sessions("a", parts)[0]).not.toHaveProperty("acceptDefault");
  });
});

describe("an isolated gateway", () => {
  it("has a routing table of its own; one that is not has none", () => {
    const parts = {
      gateways: [gateway("a", 1, isolated), gateway("c", 2, { isolation: "none" })],
    };
    expect(gatewayOf(plan(parts), "a").vrf).toEqual({ device: "private", table: 1000 });
    expect(gatewayOf(plan(parts), "c")).not.toHaveProperty("vrf");
  });

  it("may route everything into a tunnel, its peer's address with it", () => {
    const parts = {
      gateways: [gateway("a", 1, isolated)],
      foreignGateways: [foreignGateway("p", 2, { networks: EVERYTHING })],
      vpns: [meshVpn("a", "p", { routes: "static", mesh: undefined })],
    };
    expect(gatewayOf(plan(parts), "a").staticRoutes.map(({ prefix }) => prefix)).toEqual(
      EVERYTHING,
    );
  });
});
