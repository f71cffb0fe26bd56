import { BgpPlan, BgpSession, NeverPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan } from "../../fixtures/plan";

/** frr.conf of a gateway with one tunnel, from the prefix lists on. */
function filters(session: Partial<BgpSession>, bgp: Partial<BgpPlan> = {}): string {
  const sessions = [bgpSession({ neighbor: "100.65.0.1", ...session })];
  const gateway = gatewayPlan({ bgp: { ...gatewayPlan().bgp!, sessions, ...bgp } });
  const text = filesOf(frr, gateway)[1]!.text;
  return text.slice(text.indexOf("\nexit\n!\n") + 8, text.indexOf("bfd\n profile"));
}

describe("what comes in through a tunnel", () => {
  it("is anything but our own networks and the default route, from a peer that passes on", () => {
    expect(filters({ policy: { localPreference: 200 } })).toBe(
      `ip prefix-list default-route seq 5 permit 0.0.0.0/0
ip prefix-list own-networks seq 5 permit 10.1.0.0/24 le 29
ip prefix-list own-space seq 5 permit 10.1.0.0/24 le 32
!
route-map tunnel-in-ipv4-preference-200 deny 10
 match ip address prefix-list own-space
exit
!
route-map tunnel-in-ipv4-preference-200 deny 20
 match ip address prefix-list default-route
exit
!
route-map tunnel-in-ipv4-preference-200 permit 30
 set local-preference 200
exit
!
route-map tunnel-out-ipv4 permit 10
 match ip address prefix-list own-networks
exit
!
`,
    );
  });

  it("goes out with communities, and those of a drained gateway, in a route-map of its own", () => {
    const policy = { communities: ["65001:30", "65001:200"], med: 7 };
    const set = (bgp: Partial<BgpPlan>) =>
      /route-map tunnel-out-ipv4-65001-30-65001-200-med-7 permit 10\n[^]*?exit/.exec(
        filters({ policy }, bgp),
      )?.[0];
    expect(set({})).toContain(" set community 65001:30 65001:200 additive\n set metric 7\n");
    expect(set({ gracefulShutdown: true })).toContain(
      " set community 65001:30 65001:200 graceful-shutdown additive\n",
    );
  });

  it("B2: is what the peer declared, and what lies within up to a length", () => {
    const text = filters({ accept: ["10.2.0.0/24", "10.2.1.7/32"], longest: 28 });
    expect(text).toContain(
      `ip prefix-list from-gre-c seq 5 permit 10.2.0.0/24 le 28
ip prefix-list from-gre-c seq 10 permit 10.2.1.7/32
`,
    );
    expect(text).toContain(
      `route-map tunnel-in-ipv4-from-gre-c deny 10
 match ip address prefix-list own-space
exit
!
route-map tunnel-in-ipv4-from-gre-c permit 20
 match ip address prefix-list from-gre-c
exit
`,
    );
  });

  it("is nothing where the peer has no network of the family", () => {
    expect(filters({ accept: [] })).toContain("ip prefix-list from-gre-c seq 5 deny any\n");
  });

  it("is the default route, and not all the Internet, where that is accepted", () => {
    const text = filters({ neighbor: "fd00::1", family: 6, accept: ["::/0"] });
    expect(text).toContain("ipv6 prefix-list from-gre-c seq 5 permit ::/0\n");
  });
});

describe("what a third party without declared networks may not announce", () => {
  const never: NeverPlan = {
    within: ["127.0.0.0/8", "100.64.0.0/10", "fe80::/10"],
    covering: [
      { address: "203.0.113.9", family: 4 },
      { address: "@{address.a}", family: 4 },
      { address: "2001:db8::9", family: 6 },
    ],
    otherSites: ["10.3.0.0/24"],
  };
  const foreign = { foreign: true, longest: 29 } as const;

  it("B2, B3: is the default route in parts, what the plan holds, and all around underlay addresses", () => {
    const text = filters(foreign, { never });
    expect(text).toContain("never seq 5 permit 0.0.0.0/0 le 7\n");
    expect(text).toMatch(/never seq \d+ permit 127.0.0.0\/8 le 32\n/);
    expect(text).toMatch(/never seq \d+ permit 100.64.0.0\/10 le 32\n/);
    const around = [...text.matchAll(/never seq \d+ permit (20[23][.0-9]+\/\d+)\n/g)].map(
      ([, it]) => it,
    );
    expect(around).toHaveLength(25);
    expect(around).toEqual(
      expect.arrayContaining(["203.0.0.0/8", "203.0.113.0/24", "203.0.113.9/32"]),
    );
    expect(text).toContain("ip prefix-list other-sites seq 5 permit 10.3.0.0/24 le 32\n");
    expect(text).toContain("ip prefix-list up-to-29 seq 5 permit 0.0.0.0/0 le 29\n");
  });

  it("B3: an address that only Terraform knows has a list that the delivery fills in", () => {
    const text = filters(foreign, { never });
    expect(text).toContain("ip prefix-list around-address.a permit @{address.a.covering}\n");
    expect(text).toMatch(/deny \d+\n match ip address prefix-list around-address.a\n/);
  });

  it("B3: an IPv6 underlay keeps the whole subnet of its link", () => {
    const text = filters({ ...foreign, neighbor: "fd00::1", family: 6, longest: 64 }, { never });
    expect(text).toMatch(
      /never seq \d+ permit 2001:db8::\/63\n.*never seq \d+ permit 2001:db8::\/64 le 128\n/,
    );
    expect(text).not.toContain("around-");
  });

  it("B2: a hub may announce other sites, and nothing else of these", () => {
    const text = filters({ hub: true }, { never });
    expect(text).toContain("prefix-list never\n");
    expect(text).not.toContain("other-sites");
    expect(text).toMatch(/route-map tunnel-in-ipv4 permit \d+\nexit\n/);
  });

  it("a next hop other than the peer itself is replaced", () => {
    expect(filters(foreign, { never })).toContain(" set ip next-hop peer-address\n");
    expect(filters({ foreign: true, accept: ["10.2.0.0/24"] })).toContain(
      " set ip next-hop peer-address\n",
    );
  });
});

describe("what goes out through a tunnel", () => {
  it("is our own networks, with the MED", () => {
    expect(filters({ policy: { med: 100 } })).toContain(
      `route-map tunnel-out-ipv4-med-100 permit 10
 match ip address prefix-list own-networks
 set metric 100
exit
`,
    );
  });

  it("is our own networks with a longer path, before the MED as FRR shows it", () => {
    expect(filters({ policy: { med: 200, prepend: [65001, 65001] } })).toContain(
      `route-map tunnel-out-ipv4-med-200-prepend-2 permit 10
 match ip address prefix-list own-networks
 set as-path prepend 65001 65001
 set metric 200
exit
`,
    );
  });

  it("is everything from a hub", () => {
    expect(filters({ transit: "open" })).toContain("route-map transit-out permit 10\nexit\n");
    expect(filters({ transit: "open", policy: { med: 7 } })).toContain(
      "route-map transit-out-med-7 permit 10\n set metric 7\nexit\n",
    );
  });

  it("B7: is from a hub to a third party nothing of another, nor of a site without transit", () => {
    const withheld = { open: [65003], apart: [65003, 65009] };
    const text = filters({ transit: "apart" }, { withheld });
    expect(text).toContain(
      `route-map transit-apart-out deny 10
 match as-path transit-apart
exit
`,
    );
    expect(text).toContain("route-map transit-apart-out permit 20\nexit\n");
    expect(text).toContain(
      `bgp as-path access-list transit-apart seq 5 permit ^65003_
bgp as-path access-list transit-apart seq 10 permit ^65009_
`,
    );
    const open = filters({ transit: "open" }, { withheld });
    expect(open).toContain("bgp as-path access-list no-transit seq 5 permit ^65003_\n");
    expect(filters({ transit: "open" }, { withheld: { open: [], apart: [65009] } })).not.toContain(
      "as-path",
    );
  });

  it("is nothing where we have no network of the family", () => {
    expect(filters({}, { networks: ["fd01::/64"] })).toContain(
      "ip prefix-list own-networks seq 5 deny any\n",
    );
  });
});

describe("our own networks", () => {
  it("are listed once each, in numeric order, with what lies within", () => {
    const networks = ["10.10.0.0/16", "10.9.0.0/16", "10.1.0.7/32", "10.9.0.0/16"];
    expect(filters({}, { networks }).split("!\n")[0]).toBe(
      `ip prefix-list default-route seq 5 permit 0.0.0.0/0
ip prefix-list own-networks seq 5 permit 10.1.0.7/32
ip prefix-list own-networks seq 10 permit 10.9.0.0/16 le 29
ip prefix-list own-networks seq 15 permit 10.10.0.0/16 le 29
ip prefix-list own-space seq 5 permit 10.1.0.7/32
ip prefix-list own-space seq 10 permit 10.9.0.0/16 le 32
ip prefix-list own-space seq 15 permit 10.10.0.0/16 le 32
`,
    );
  });
});

describe("sessions alike", () => {
  it("share their route-maps", () => {
    const sessions = ["100.65.0.1", "100.65.0.3"].map((neighbor, index) =>
      bgpSession({ neighbor, device: `gre-${index}`, policy: { localPreference: 200 } }),
    );
    const text = filters({}, { sessions });
    expect(text.match(/^route-map tunnel-in-ipv4-preference-200 permit/gm)).toHaveLength(1);
  });
});
