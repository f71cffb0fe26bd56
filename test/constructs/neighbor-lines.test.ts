import { App, TerraformStack } from "cdktf";
import { FrrLines, FrrSection, Gateway, IGateway, RouteBasedVpn } from "cdktf-routed-vpn";
import { Network } from "../../lib/network/network";
import { runbook } from "../../lib/runbook/runbook";
import { mesh, preSharedKey, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";
import { installedOn } from "../fixtures/footprints";

const { BGP_IPV4, NEIGHBOR, NEIGHBOR_IPV4, NEIGHBOR_IPV6 } = FrrSection;

interface Sites {
  readonly a: Gateway;
  /** Its partner. */
  readonly b: IGateway;
  readonly c: Gateway;
  readonly d: Gateway;
  /** Joined with a by static routes. */
  readonly still: Gateway;
}

/** Gateway a speaks BGP with c and d, and with its partner b. */
function withSites(add: (sites: Sites) => void, addressPools?: string[]): Build {
  return (stack) => {
    const east = sitePair(stack, "east", 1, ["a", "b"]);
    const [a, b] = east.memberGateways as [Gateway, Gateway];
    const [c, d, still] = ["c", "d", "still"].map((name, n) => soleSite(stack, name, n + 2));
    const authentication = preSharedKey();
    mesh(stack, [east, c!, d!], { vpn: { authentication, addressPools } });
    new RouteBasedVpn(stack, "a-still", { left: a, right: still!, authentication });
    add({ a, b, c: c!, d: d!, still: still! });
  };
}

const withLines = (lines: (sites: Sites) => FrrLines, addressPools?: string[]) =>
  withSites((sites) => sites.a.addFrrLines(lines(sites)), addressPools);

function planned(build: Build) {
  const stack = new TerraformStack(new App(), "net");
  build(stack);
  return Network.of(stack).plan();
}

/** Neighbors of gateway a by their descriptions, and the lines of its frr.conf. */
function rendered(build: Build) {
  const [a] = planned(build).gateways;
  const lines = installedOn(a!)["/etc/frr/frr.conf"]!.split("\n");
  const neighbors = a!.bgp!.sessions.map(({ neighbor, peer, family }) => {
    return { neighbor, peer, family };
  });
  return { lines, neighbors };
}

describe("lines of a neighbor", () => {
  it("stand behind each session with the peer, and behind no other", () => {
    const lines = ["advertisement-interval 1", "no capability software-version"];
    const { lines: found, neighbors } = rendered(
      withLines(({ c }) => ({ section: NEIGHBOR, peer: c, lines })),
    );
    const own = neighbors.filter(({ peer }) => peer === "c");
    expect(own.map(({ family }) => family)).toEqual([4, 6]);
    for (const { neighbor } of own) {
      const last = found.findIndex((it) => it.startsWith(` neighbor ${neighbor} timers connect`));
      expect(last).toBeGreaterThan(0);
      expect(found.slice(last + 1, last + 3)).toEqual([
        ` neighbor ${neighbor} advertisement-interval 1`,
        ` no neighbor ${neighbor} capability software-version`,
      ]);
    }
    expect(found.filter((line) => line.includes("advertisement-interval"))).toHaveLength(2);
  });

  it.each([
    [NEIGHBOR_IPV4, 4],
    [NEIGHBOR_IPV6, 6],
  ] as const)("of an address family stand in it: %s", (section, family) => {
    const { lines, neighbors } = rendered(
      withLines(({ c }) => ({ section, peer: c, lines: ["allowas-in 2"] })),
    );
    const { neighbor } = neighbors.find((it) => it.peer === "c" && it.family === family)!;
    const found = lines.filter((line) => line.includes("allowas-in"));
    expect(found).toEqual([`  neighbor ${neighbor} allowas-in 2`]);
    const before = lines.slice(0, lines.indexOf(found[0]!)).reverse();
    expect(before.find((line) => / address-family /.test(line))).toBe(
      ` address-family ipv${family} unicast`,
    );
    expect(before[0]).toMatch(new RegExp(`^ {2}neighbor ${neighbor} route-map \\S+ out$`));
  });

  it("are in the plan with the peer's name, and in the runbook", () => {
    const plan = planned(withLines(({ c }) => ({ section: NEIGHBOR, peer: c, lines: ["solo"] })));
    expect(plan.gateways[0]!.additions!.addFrrLines).toEqual([
      { section: "neighbor", peer: "c", lines: ["solo"] },
    ]);
    expect(runbook(plan, [])).toContain("| a | FRR, neighbor c | solo |");
  });
});

describe("lines of a neighbor that cannot be are refused", () => {
  const REFUSED: [FrrSection, string, RegExp][] = [
    [NEIGHBOR, "remote-as 65009", /set `asn` of the peer/],
    [NEIGHBOR, "remot 65009", /set `asn` of the peer/],
    [NEIGHBOR, "no bfd", /set `bfd` of the BgpMesh/],
    [NEIGHBOR, "password open", /a secret has no place here/],
    [NEIGHBOR, "timers 1 3", /keepaliveSeconds/],
    [NEIGHBOR, "ttl-security hops 2", /ttlSecurity/],
    [NEIGHBOR, "graceful-restart", /the hold time/],
    [NEIGHBOR, "route-map evil in", /ROUTE_MAP_IN/],
    [NEIGHBOR_IPV4, "route-map evil in", /ROUTE_MAP_IN/],
    [NEIGHBOR_IPV4, "no maximum-prefix 5", /maximumPrefixes/],
    [NEIGHBOR_IPV6, "default-originate", /networks/],
    [NEIGHBOR_IPV6, "no activate", /carries the family/],
  ];
  itRefuses(
    REFUSED.map(([section, line, remedy]) => ({
      wrong: `${section}: ${line}`,
      app: withLines(({ c }) => ({ section, peer: c, lines: ["solo", line] })),
      at: `net/a: addFrrLines.0.lines.1 is ${JSON.stringify(line)}`,
      expected: /a line of a neighbor that the library does not write itself/,
      remedy,
    })),
  );
  const SESSION = "a gateway that this one has a BGP session";
  itRefuses([
    {
      wrong: "a line with what is before it",
      app: withLines(({ c }) => ({ section: NEIGHBOR, peer: c, lines: [" solo"] })),
      at: 'net/a: addFrrLines.0.lines.0 is " solo"',
      expected: /what follows `neighbor ADDRESS `/,
      remedy: /without what is before/,
    },
    {
      wrong: "no peer",
      app: withLines(() => ({ section: NEIGHBOR, lines: ["solo"] })),
      at: "net/a: addFrrLines.0.peer not set",
      expected: /the peer whose sessions the lines are for/,
      remedy: /joined with by a BgpMesh/,
    },
    {
      wrong: "a peer for a section of all",
      app: withLines(({ c }) => ({ section: BGP_IPV4, peer: c, lines: ["distance bgp 1 2 3"] })),
      at: 'net/a: addFrrLines.0.peer is "net/c"',
      expected: /no peer, as the section is for all of them/,
      remedy: /leave it out/,
    },
    {
      wrong: "a peer without BGP",
      app: withLines(({ still }) => ({ section: NEIGHBOR, peer: still, lines: ["solo"] })),
      at: 'net/a: addFrrLines.0.peer is "net/still"',
      expected: new RegExp(`${SESSION} with through a tunnel: net/c, net/d`),
      remedy: /make both members of a BgpMesh/,
    },
    {
      wrong: "the partner, whose session is not through a tunnel",
      app: withLines(({ b }) => ({ section: NEIGHBOR, peer: b, lines: ["solo"] })),
      at: 'net/a: addFrrLines.0.peer is "net/b"',
      expected: new RegExp(`${SESSION} with through a tunnel: net/c, net/d`),
      remedy: /name one of these/,
    },
    {
      wrong: "an address in the peer's place",
      app: withLines(() => ({ section: NEIGHBOR, peer: untyped("100.64.0.1"), lines: ["solo"] })),
      at: 'net/a: addFrrLines.0.peer is "100.64.0.1"',
      expected: /a Gateway or a ForeignGateway/,
      remedy: /pass a Gateway/,
    },
    {
      wrong: "a mesh with the peer, and nothing for the lines' sake",
      app: (stack) => {
        const [a, c] = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
        mesh(stack, [a, c], { keepaliveSeconds: 0.5 });
        a.addFrrLines({ section: NEIGHBOR, peer: c, lines: ["solo"] });
      },
      at: "net/backbone: keepaliveSeconds is 0.5",
      expected: /seconds/,
      remedy: /./,
    },
  ]);

  it("of a family that the peer has no session of", () => {
    const stack = new TerraformStack(new App(), "net");
    const a = soleSite(stack, "a", 1, { networks: ["10.1.0.0/24"] });
    const c = soleSite(stack, "c", 2, { networks: ["10.2.0.0/24"] });
    mesh(stack, [a, c], {
      vpn: { authentication: preSharedKey(), addressPools: ["100.64.0.0/10"] },
    });
    a.addFrrLines({ section: NEIGHBOR_IPV6, peer: c, lines: ["allowas-in"] });
    expect(() => Network.of(stack).plan()).toThrow(/BGP session of IPv6 with .*: there is none/);
  });
});
