import { RawIntent } from "../../lib/model/network";
import { describeProblems, Problem } from "../../lib/model/problem";
import {
  gateway,
  gatewayOf,
  gre,
  mesh,
  meshVpn,
  pair,
  plan,
  problems,
  vpn,
} from "../fixtures/intents";

const GATEWAYS = [gateway("a", 1), gateway("c", 2), gateway("d", 3)];

/** Two tunnels of a, to c and to d. */
function star(toC: object, toD: object, gres: RawIntent[] = []) {
  return { gateways: GATEWAYS, vpns: [vpn("a", "c", { ...toC }), vpn("a", "d", { ...toD })], gres };
}

function only(found: readonly Problem[]): Problem {
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("collision of allocated values", () => {
  it("of ids names both paths and the pin", () => {
    const found = only(problems(star({ ifId: 7 }, { ifId: 7 })));
    expect(found).toMatchObject({ path: "net/a-d", property: "ifId", value: '"7"' });
    expect(found.expected).toContain("net/a-c");
    expect(found.remedy).toContain("pin ifId");
  });

  it("of link subnets names both paths and the pin", () => {
    const found = only(
      problems(star({ subnets: ["192.0.2.0/30"] }, { subnets: ["192.0.2.2/31"] })),
    );
    expect(found).toMatchObject({ path: "net/a-d", property: "subnets", value: '"192.0.2.2/31"' });
    expect(found.expected).toContain("net/a-c");
  });

  it("of a GRE's inner subnet with that of the VPN below it", () => {
    const subnets = ["192.0.2.0/31"];
    const found = problems(star({ subnets }, {}, [gre("a", "c", { subnets })]));
    // Both ends find it; the message tells it once.
    expect(describeProblems(found)).toMatch(/^The network has 1 problem; /);
    expect(found[0]).toMatchObject({ path: "net/a-c/gre", property: "subnets" });
    expect(found[0]!.expected).toContain("net/a-c (subnets)");
  });

  it("of interface names, given or made, says which end's name to pin", () => {
    const found = only(problems(star({ leftDevice: "xfrm-d" }, {})));
    expect(found).toMatchObject({ property: "leftDevice", value: '"xfrm-d"' });
  });

  it.each(["eth1", "eth2"])("of a tunnel's interface with the machine's own %s", (leftDevice) => {
    const found = problems({
      gateways: [gateway("a", 1), gateway("b", 1, insideOf(1, 2)), gateway("c", 2)],
      pairs: [pair("east", "a", "b", { asn: 65001, networks: ["10.1.0.0/24"] })],
      vpns: [vpn("a", "c", { leftDevice })],
    });
    expect(only(found)).toMatchObject({ path: "net/a-c", property: "leftDevice" });
  });

  it("of router ids names both gateways", () => {
    const found = only(
      problems({
        gateways: [
          gateway("a", 1, { asn: 65001, routerId: "10.9.9.9" }),
          gateway("c", 2, { asn: 65002, routerId: "10.9.9.9" }),
        ],
        vpns: [meshVpn("a", "c")],
        meshes: [mesh(["a", "c"])],
      }),
    );
    expect(found).toMatchObject({ path: "net/c", property: "routerId" });
    expect(found.expected).toContain("net/a");
  });

  it("is none where two gateways use the same value each for itself", () => {
    const gateways = [...GATEWAYS, gateway("e", 4)];
    const same = { ifId: 7, leftDevice: "tunnel0", subnets: ["192.0.2.0/31"] };
    const vpns = [vpn("a", "c", same), vpn("d", "e", same)];
    expect(problems({ gateways, vpns })).toEqual([]);
  });
});

function insideOf(site: number, number: number) {
  const addresses = [`10.${site}.0.${number}/24`, `fd0${site}::${number}/64`];
  return { address: "198.51.100.200", inside: [{ kind: "interface", device: "eth1", addresses }] };
}

describe("pins", () => {
  it("fix id, interface names and subnets of a tunnel", () => {
    const network = plan(
      star({ ifId: 42, leftDevice: "to-c", rightDevice: "to-a", subnets: ["192.0.2.0/30"] }, {}),
    );
    const left = gatewayOf(network, "a").tunnels[0]!;
    const right = gatewayOf(network, "c").tunnels[0]!;
    expect(left.ipsec).toMatchObject({ id: 42, device: "to-c" });
    expect(right.ipsec).toMatchObject({ id: 42, device: "to-a" });
    // A /30 has a network address; its first usable one is the left end's.
    expect(left.addresses[0]).toBe("192.0.2.1/30");
    expect(right.addresses[0]).toBe("192.0.2.2/30");
  });

  it("of one family leave the other allocated", () => {
    const free = gatewayOf(plan(star({}, {})), "a").tunnels[0]!.addresses;
    const pinned = gatewayOf(plan(star({ subnets: ["192.0.2.0/31"] }, {})), "a").tunnels[0]!
      .addresses;
    expect(pinned).toEqual(["192.0.2.0/31", free[1]]);
  });

  it("of a GRE tunnel fix key, names and subnets, and a key makes it a keyed one", () => {
    const pins = { key: 99, leftDevice: "g-c", rightDevice: "g-a", subnets: ["192.0.2.8/31"] };
    const network = plan(star({}, {}, [gre("a", "c", pins)]));
    const end = gatewayOf(network, "a").tunnels[0]!;
    expect(end.gre).toMatchObject({ key: 99, device: "g-c", mtu: 1446 - 28 });
    expect(end.addresses[0]).toBe("192.0.2.8/31");
    expect(gatewayOf(network, "c").tunnels[0]!.gre).toMatchObject({ key: 99, device: "g-a" });
  });

  it("settle a collision for good", () => {
    expect(problems(star({ ifId: 7 }, { ifId: 7 }))).not.toEqual([]);
    expect(problems(star({ ifId: 7 }, { ifId: 8 }))).toEqual([]);
  });

  it("of a router id and of a pair link are honored", () => {
    const network = plan({
      gateways: [gateway("a", 1, { routerId: "192.0.2.77" }), gateway("b", 1, insideOf(1, 2))],
      pairs: [
        pair("east", "a", "b", {
          asn: 65001,
          networks: ["10.1.0.0/24"],
          pairLink: {
            kind: "interface",
            primaryDevice: "eth7",
            secondaryDevice: "eth8",
            subnets: ["192.0.2.4/30"],
          },
        }),
      ],
    });
    expect(gatewayOf(network, "a").bgp!.routerId).toBe("192.0.2.77");
    expect(gatewayOf(network, "a").pairLink).toMatchObject({
      device: "eth7",
      addresses: ["192.0.2.5/30"],
      partnerAddresses: ["192.0.2.6"],
    });
    expect(gatewayOf(network, "b").pairLink).toMatchObject({ device: "eth8" });
  });
});
