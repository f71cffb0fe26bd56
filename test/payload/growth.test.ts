import { payloadOf } from "../../lib/payload/bundle";
import { RawIntent } from "../../lib/model/network";
import { gateway, gatewayOf, gre, mesh, meshVpn, pair, plan } from "../fixtures/intents";
import { differences, Tree } from "../fixtures/tree";

type Interface = "xfrm" | "vti";

interface Network {
  readonly names: readonly string[];
  readonly joined: readonly (readonly [string, string])[];
  readonly hubs?: readonly string[];
  readonly interfaceType: Interface;
}

const NUMBERS = ["a", "b", "c", "d", "e", "f", "g"];
const BFD: RawIntent = {
  path: "net/fast",
  name: "fast",
  transmitIntervalMs: 100,
  receiveIntervalMs: 100,
  detectMultiplier: 3,
};

/** The payload of every gateway of a mesh of single gateways with GRE and BFD. */
function payloads({ names, joined, hubs, interfaceType }: Network): Map<string, Tree> {
  const network = plan({
    gateways: names.map((name) => {
      const number = NUMBERS.indexOf(name) + 1;
      return gateway(name, number, { asn: 65000 + number });
    }),
    vpns: joined.map(([left, right]) => meshVpn(left, right, { interfaceType })),
    gres: joined.map(([left, right]) => gre(left, right)),
    meshes: [mesh([...names], { bfd: BFD.path, hubs: hubs?.map((hub) => `net/${hub}`) })],
    bfdProfiles: [BFD],
  });
  return new Map(
    names.map((name) => {
      const { files } = payloadOf(gatewayOf(network, name));
      return [name, Object.fromEntries(files.map(({ path, text }) => [path, text]))];
    }),
  );
}

function fullMesh(names: readonly string[], interfaceType: Interface): Map<string, Tree> {
  const joined = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
  return payloads({ names, joined, interfaceType });
}

function hubAndSpoke(spokes: readonly string[]): Map<string, Tree> {
  const joined = spokes.map((spoke) => ["a", spoke] as const);
  return payloads({ names: ["a", ...spokes], joined, hubs: ["a"], interfaceType: "xfrm" });
}

/** Files in which a peer has a place of its own. */
const PEER_FILES = [
  "files/etc/frr/frr.conf",
  "files/etc/swanctl/conf.d/vpn-gateway-secrets.conf",
  "files/etc/swanctl/conf.d/vpn-gateway.conf",
  // Its networks never leave in clear, whichever ruleset is loaded.
  "files/etc/vpn-gateway/closed-nftables.nft",
  "files/etc/vpn-gateway/expected.jsonl",
  "files/etc/vpn-gateway/nftables.nft",
  "files/usr/local/lib/vpn-gateway/links",
];

/** New with the first tunnel that a gateway starts: what starts it again. */
const FIRST_INITIATED = [
  "files/etc/systemd/system/vpn-gateway-initiate.service",
  "files/usr/local/lib/vpn-gateway/initiate",
  "manifest",
];

describe.each<Interface>(["xfrm", "vti"])("a site that joins a full mesh (%s)", (interfaceType) => {
  const before = fullMesh(["a", "b", "c"], interfaceType);
  const after = fullMesh(["a", "b", "c", "d"], interfaceType);

  it.each(["a", "b", "c"])("adds to %s the new peer's own stanzas, and changes no line", (name) => {
    const changed = differences(before.get(name)!, after.get(name)!);
    const files = changed.map(({ file }) => file);
    expect(files.filter((file) => !FIRST_INITIATED.includes(file))).toEqual(PEER_FILES);
    for (const { file, removed, added } of changed) {
      expect([file, removed]).toEqual([file, []]);
      expect(added).not.toEqual([]);
    }
  });

  it("gives way without a trace when it leaves", () => {
    expect(fullMesh(["a", "b", "c"], interfaceType)).toEqual(before);
    for (const name of ["a", "b", "c"]) {
      const changed = differences(after.get(name)!, before.get(name)!);
      expect(changed.flatMap(({ added }) => added)).toEqual([]);
    }
  });

  it("may come first in every order: no line of the others moves", () => {
    const late = fullMesh(["b", "c", "d"], interfaceType);
    for (const name of ["b", "c", "d"]) {
      const changed = differences(late.get(name)!, after.get(name)!);
      expect(changed.flatMap(({ removed }) => removed)).toEqual([]);
    }
  });
});

describe("a spoke that joins a hub", () => {
  const before = hubAndSpoke(["b", "c", "d"]);
  const after = hubAndSpoke(["b", "c", "d", "e"]);

  it.each(["b", "c", "d"])("changes nothing on the spoke %s", (name) => {
    expect(differences(before.get(name)!, after.get(name)!)).toEqual([]);
  });

  it("adds to the hub its own stanzas, and changes no line", () => {
    const changed = differences(before.get("a")!, after.get("a")!);
    expect(changed.map(({ file }) => file)).toEqual(PEER_FILES);
    expect(changed.flatMap(({ removed }) => removed)).toEqual([]);
  });
});

describe("a site of two gateways that joins", () => {
  const inPair = (name: string, site: number, host: number) =>
    gateway(name, site, {
      address: `198.51.100.${10 * site + host}`,
      inside: [
        {
          kind: "interface",
          device: "eth1",
          addresses: [`10.${site}.0.${host}/24`, `fd0${site}::${host}/64`],
        },
      ],
    });
  const network = (sites: readonly number[]) => {
    const names = (site: number) => [`g${site}a`, `g${site}b`] as const;
    const joined = sites.flatMap((one, i) =>
      sites
        .slice(i + 1)
        .flatMap((other) =>
          names(one).flatMap((left) => names(other).map((right) => [left, right] as const)),
        ),
    );
    return plan({
      gateways: sites.flatMap((site) => names(site).map((name, i) => inPair(name, site, i + 2))),
      pairs: sites.map((site) =>
        pair(`site${site}`, ...names(site), {
          asn: 65000 + site,
          networks: [`10.${site}.0.0/24`, `fd0${site}::/64`],
        }),
      ),
      vpns: joined.map(([left, right]) => meshVpn(left, right)),
      meshes: [mesh(sites.map((site) => `site${site}`))],
    });
  };
  const files = (sites: readonly number[], name: string) =>
    Object.fromEntries(
      payloadOf(gatewayOf(network(sites), name)).files.map(({ path, text }) => [path, text]),
    );

  it.each(["g1a", "g1b", "g2a", "g2b"])("changes no line of %s", (name) => {
    const changed = differences(files([1, 2], name), files([1, 2, 3], name));
    const touched = changed.map(({ file }) => file);
    expect(touched.filter((file) => !FIRST_INITIATED.includes(file))).toEqual(PEER_FILES);
    expect(changed.flatMap(({ removed }) => removed)).toEqual([]);
  });
});
