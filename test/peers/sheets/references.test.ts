import { PeerKindName } from "../../../lib/model/peer";
import {
  matcher,
  modeCommands,
  Reference,
  setCommands,
  undefinedNames,
} from "../../fixtures/router-commands";
import { IOS_XE, JUNOS, RouterGrammar, VYOS } from "../../fixtures/router-grammars";
import { PeerCase, peerCases, peerConfiguration } from "../../fixtures/peer-matrix";

interface Router {
  readonly kind: PeerKindName;
  readonly grammar: RouterGrammar;
  readonly read: (text: string) => string[];
}

const ROUTERS: readonly Router[] = [
  { kind: "vyos", grammar: VYOS, read: setCommands },
  { kind: "cisco-ios-xe", grammar: IOS_XE, read: modeCommands },
  { kind: "juniper-srx", grammar: JUNOS, read: setCommands },
];

describe.each(ROUTERS)("the configuration for $kind", ({ kind, grammar, read }) => {
  const cases = peerCases(kind);
  const known = matcher(grammar.commands);

  it("is tried on networks of each family, with and without BGP, GRE and BFD", () => {
    for (const trait of ["gre", "bfd", "peerNetworks"] as const) {
      expect(new Set(cases.map((one) => one[trait])).size).toBe(2);
    }
    expect(cases.length).toBeGreaterThan(20);
  });

  it("has no command that its manual does not have", () => {
    const unknown = cases
      .flatMap((one) => read(peerConfiguration(kind, one)))
      .filter((command) => !known(command));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("P1, P3: defines every name that it refers to", () => {
    const missing = cases.flatMap((one) => {
      const names = undefinedNames(read(peerConfiguration(kind, one)), grammar.references);
      return names.length > 0 ? [{ one, names }] : [];
    });
    expect(missing).toEqual([]);
  });
});

/** Daemons whose own parsers take a name that is not defined. */
const DAEMONS: readonly { kind: PeerKindName; references: readonly Reference[] }[] = [
  {
    kind: "strongswan-frr",
    references: [
      { use: /^neighbor .* route-map (\S+) (?:in|out)$/, define: "route-map $1" },
      { use: /^match ip address prefix-list (\S+)$/, define: "ip prefix-list $1" },
      { use: /^match ipv6 address prefix-list (\S+)$/, define: "ipv6 prefix-list $1" },
      { use: /^neighbor .* bfd profile (\S+)$/, define: "profile $1" },
      { use: /^neighbor (\S+) (?:activate|bfd|timers)/, define: "neighbor $1 remote-as" },
    ],
  },
  {
    kind: "libreswan-bird",
    references: [
      { use: /^import filter (\S+);$/, define: "filter $1" },
      { use: /^export where proto = "(\S+)";$/, define: "protocol static $1" },
      { use: /^bfd (on);$/, define: "protocol bfd" },
    ],
  },
];

describe.each(DAEMONS)("the configuration for $kind", ({ kind, references }) => {
  it("P1, P3: defines every name that it refers to", () => {
    const lines = (one: PeerCase) =>
      peerConfiguration(kind, one)
        .split("\n")
        .map((line) => line.trim());
    const missing = peerCases(kind).flatMap((one) => {
      const names = undefinedNames(lines(one), references);
      return names.length > 0 ? [{ one, names }] : [];
    });
    expect(missing).toEqual([]);
  });
});

describe("a peer of two families, while our site has IPv4 alone", () => {
  const one: PeerCase = {
    ...{ routing: "bgp", ours: [4], inside: [4, 6], gre: false, bfd: true },
    ...{ gateways: 1, peerNetworks: true },
  };

  it("P1: on VyOS has lists for IPv6, which deny all", () => {
    const commands = setCommands(peerConfiguration("vyos", one));
    for (const list of ["from-office-ipv6", "own-networks-ipv6"]) {
      expect(
        commands.filter((command) => command.startsWith(`policy prefix-list6 ${list} `)),
      ).toEqual([
        `policy prefix-list6 ${list} rule 10 action deny`,
        `policy prefix-list6 ${list} rule 10 prefix ::/0`,
        `policy prefix-list6 ${list} rule 10 le 128`,
      ]);
    }
  });

  it("P2: on VyOS keeps charon from installing a default route", () => {
    expect(setCommands(peerConfiguration("vyos", one))).toContain(
      "vpn ipsec options disable-route-autoinstall",
    );
  });

  it("P3: on IOS XE has lists for IPv6, which deny all", () => {
    const commands = modeCommands(peerConfiguration("cisco-ios-xe", one));
    for (const list of ["from-office-ipv6", "own-networks-ipv6"]) {
      expect(commands.filter((command) => command.startsWith(`ipv6 prefix-list ${list} `))).toEqual(
        [`ipv6 prefix-list ${list} seq 5 deny ::/0 le 128`],
      );
    }
  });

  it("P3: on an SRX exports nothing where it has declared nothing", () => {
    const commands = setCommands(
      peerConfiguration("juniper-srx", { ...one, inside: [4], peerNetworks: false }),
    );
    expect(commands.filter((command) => command.includes(" own-networks "))).toEqual([
      "policy-options policy-statement own-networks then reject",
    ]);
  });
});

describe("two gateways of ours at one peer", () => {
  const one: PeerCase = {
    ...{ routing: "bgp", ours: [4], inside: [4], gre: true, bfd: false },
    ...{ gateways: 2, peerNetworks: true },
  };

  it("hear nothing of each other from it", () => {
    expect(
      peerConfiguration("vyos", one).match(/prefix-list export own-networks-ipv4$/gm),
    ).toHaveLength(2);
    expect(
      peerConfiguration("cisco-ios-xe", one).match(/prefix-list own-networks-ipv4 out$/gm),
    ).toHaveLength(2);
    expect(peerConfiguration("juniper-srx", one).match(/ export own-networks$/gm)).toHaveLength(2);
  });

  it("P6: with GRE have both interfaces in a zone on an SRX, and one MSS for each way of TCP", () => {
    const commands = setCommands(peerConfiguration("juniper-srx", one));
    const zoned = commands.flatMap(
      (command) => /security-zone vpn interfaces (\S+) .*services ping$/.exec(command)?.[1] ?? [],
    );
    expect(zoned.map((unit) => unit.split(".")[0])).toEqual(["st0", "gr-0/0/0", "st0", "gr-0/0/0"]);
    expect(commands.filter((command) => command.includes("tcp-mss"))).toEqual([
      "security flow tcp-mss ipsec-vpn mss 1378",
      "security flow tcp-mss gre-in mss 1378",
      "security flow tcp-mss gre-out mss 1378",
    ]);
  });
});
