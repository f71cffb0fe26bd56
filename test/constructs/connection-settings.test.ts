import { App, TerraformStack } from "cdktf";
import { ConnectionSetting, Gateway, IGateway, Platform, PolicyBasedVpn } from "cdktf-routed-vpn";
import { readFileSync } from "fs";
import { CONNECTION_SETTINGS } from "../../lib/model/connection-setting";
import { Network } from "../../lib/network/network";
import { runbook } from "../../lib/runbook/runbook";
import { mesh, preSharedKey, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";
import { installedOn } from "../fixtures/footprints";

interface Sites {
  readonly a: Gateway;
  readonly c: Gateway;
  readonly d: Gateway;
  readonly stranger: Gateway;
}

/** Gateway a has tunnels with c and d, and none with the stranger. */
function withSites(add: (sites: Sites) => void, platform = Platform.DEBIAN_12): Build {
  return (stack) => {
    const a = soleSite(stack, "a", 1, { platform });
    const [c, d] = [soleSite(stack, "c", 2), soleSite(stack, "d", 3)];
    const stranger = soleSite(stack, "stranger", 4);
    mesh(stack, [a, c, d]);
    add({ a, c, d, stranger });
  };
}

const withSetting = (key: string, value: string, platform?: Platform) =>
  withSites(({ a }) => a.addConnectionSetting({ key, value }), platform);
const withSettings = (...settings: ((sites: Sites) => ConnectionSetting)[]) =>
  withSites((sites) => settings.forEach((it) => sites.a.addConnectionSetting(it(sites))));

function planned(build: Build) {
  const stack = new TerraformStack(new App(), "net");
  build(stack);
  return Network.of(stack).plan();
}

/** Lines of a connection, by its name. */
function connections(build: Build): Map<string, string> {
  const [a] = planned(build).gateways;
  const text = installedOn(a!)["/etc/swanctl/conf.d/vpn-gateway.conf"]!;
  return new Map(
    [...text.matchAll(/^ {2}(\S+) \{\n(.*?)^ {2}\}$/gms)].map((it) => [it[1]!, it[2]!]),
  );
}

describe("a setting of connections", () => {
  it("is on each of them, and in each of their children", () => {
    const found = connections(
      withSettings(
        () => ({ key: "fragmentation", value: "accept" }),
        () => ({ key: "children.replay_window", value: "1024" }),
      ),
    );
    expect([...found.keys()]).toEqual(["c", "d"]);
    for (const text of found.values()) {
      expect(text).toMatch(/^ {4}fragmentation = accept$/m);
      expect(text).toMatch(/^ {4}children \{\n {6}\S+ \{\n( {8}.*\n)* {8}replay_window = 1024$/m);
    }
  });

  it("is on that with the peer alone, where it names one", () => {
    const found = connections(
      withSettings(
        ({ c }) => ({ key: "dscp", value: "110000", peer: c }),
        ({ d }) => ({ key: "dscp", value: "101110", peer: d }),
        ({ d }) => ({ key: "children.copy_df", value: "no", peer: d }),
      ),
    );
    expect(found.get("c")).toMatch(/^ {4}dscp = 110000$/m);
    expect(found.get("d")).toMatch(/^ {4}dscp = 101110$/m);
    expect(found.get("c")).not.toContain("copy_df");
    expect(found.get("d")).toMatch(/^ {8}copy_df = no$/m);
  });

  it("is on the child of a policy-based VPN, too", () => {
    const found = connections((stack) => {
      const [a, c] = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
      new PolicyBasedVpn(stack, "a-c", { left: a, right: c, authentication: preSharedKey() });
      a.addConnectionSetting({ key: "children.inactivity", value: "10m", peer: c });
    });
    expect(found.get("c")).toMatch(/^ {8}inactivity = 10m$/m);
  });

  it("is in the plan with the peer's name, and in the runbook", () => {
    const plan = planned(
      withSettings(
        ({ c }) => ({ key: "reauth_time", value: "1d", peer: c }),
        () => ({ key: "children.tfc_padding", value: "mtu" }),
      ),
    );
    expect(plan.gateways[0]!.additions!.addConnectionSetting).toEqual([
      { key: "reauth_time", value: "1d", peer: "c" },
      { key: "children.tfc_padding", value: "mtu" },
    ]);
    expect(runbook(plan, [])).toContain(
      "| a | connection with c | reauth\\_time = 1d |\n" +
        "| a | connection with each peer | children.tfc\\_padding = mtu |",
    );
  });

  it("is none that the library writes", () => {
    const text = [...connections(withSettings()).values()].join("");
    const written = [...text.matchAll(/^( {4}| {8})(\S+) = /gm)].map(([, indent, key]) =>
      indent!.length === 4 ? key! : `children.${key}`,
    );
    expect(written).toContain("proposals");
    expect(written).toContain("children.esp_proposals");
    expect(written.filter((key) => Object.hasOwn(CONNECTION_SETTINGS, key))).toEqual([]);
  });

  it("has its keys in the documentation of the property", () => {
    const source = readFileSync(`${__dirname}/../../lib/gateway/additions.ts`, "utf8");
    const [, text] = /interface ConnectionSetting \{(.*?)readonly key/s.exec(source)!;
    const named = [...text!.matchAll(/`([a-z0-9_]+)`/g)].map((match) => match[1]!);
    const keys = Object.keys(CONNECTION_SETTINGS).map((key) => key.replace("children.", ""));
    expect(named).toEqual(keys);
  });

  it.each(["ocsp", "childless", "children.hw_offload"])(
    "has the values of strongSwan 6 where the platform has it: %s",
    (key) => {
      const values = CONNECTION_SETTINGS[key]!;
      const newer = values.kind === "words" ? values.words6! : [];
      expect(newer.length).toBeGreaterThan(0);
      for (const value of newer) {
        const found = connections(withSetting(key, value, Platform.DEBIAN_13));
        expect(found.get("c")).toContain(`${key.replace("children.", "")} = ${value}\n`);
      }
    },
  );
});

describe("a setting of connections that cannot be is refused", () => {
  const PEERS = /a gateway that a VPN joins with this one: net\/c, net\/d/;
  const REFUSED: [string, RegExp][] = [
    ["proposals", /set `ikeProposals` of the VPN/],
    ["encap", /forceUdpEncapsulation/],
    ["dpd_delay", /dpdDelaySeconds/],
    ["rekey_time", /ikeRekeySeconds/],
    ["remote.id", /`ikeId` of the peer/],
    ["remote.revocation", /`revocation` of Authentication\.certificate/],
    ["children.esp_proposals", /espProposals/],
    ["children.rekey_time", /childRekeySeconds/],
    ["children.if_id_in", /pins\.ifId/],
    ["children.remote_ts", /PolicyBasedVpn/],
    ["mobike", /leave it out/],
    ["children.start_action", /leave it out/],
    ["children.rekey_packets", /leave it out/],
    ["children.nonsense", /leave it out/],
    ["toString", /leave it out/],
  ];
  itRefuses(
    REFUSED.map(([key, remedy]) => ({
      wrong: `key ${key}`,
      app: withSetting(key, "1"),
      at: `net/a: addConnectionSetting.0.key is "${key}"`,
      expected: /a key of swanctl\.conf\(5\) that changes nothing of what the library answers for/,
      remedy,
    })),
  );
  const VALUES: [string, string, RegExp][] = [
    ["dscp", "EF", /six binary digits/],
    ["fragmentation", "force", /one of yes, accept, no/],
    ["rand_time", "010", /a time in seconds/],
    ["children.rekey_bytes", "1t", /a number of bytes/],
    ["children.replay_window", "0", /from 32 to 4096/],
    ["children.replay_window", "4097", /from 32 to 4096/],
    ["children.copy_ecn", "yes }\nx {", /one of yes, no/],
  ];
  itRefuses(
    VALUES.map(([key, value, expected]) => ({
      wrong: `${key} = ${value}`,
      app: withSetting(key, value),
      at: `net/a: addConnectionSetting.0.value is ${JSON.stringify(value)}`,
      expected,
      remedy: /swanctl\.conf\(5\)/,
    })),
  );
  const withPeer = (peer: (sites: Sites) => IGateway) =>
    withSettings((sites) => ({ key: "dscp", value: "110000", peer: peer(sites) }));
  itRefuses([
    {
      wrong: "a value of strongSwan 6 for an older one",
      app: withSetting("children.hw_offload", "packet"),
      at: 'net/a: addConnectionSetting.0.value is "packet"',
      expected: /that charon of debian-12 knows/,
      remedy: /Platform\.DEBIAN_13/,
    },
    {
      wrong: "a peer that no VPN joins with the gateway",
      app: withPeer(({ stranger }) => stranger),
      at: 'net/a: addConnectionSetting.0.peer is "net/stranger"',
      expected: PEERS,
      remedy: /name one of these/,
    },
    {
      wrong: "the gateway itself as the peer",
      app: withPeer(({ a }) => a),
      at: 'net/a: addConnectionSetting.0.peer is "net/a"',
      expected: PEERS,
      remedy: /name one of these/,
    },
    {
      wrong: "a peer's name in its place",
      app: withPeer(() => untyped("c")),
      at: 'net/a: addConnectionSetting.0.peer is "c"',
      expected: /a Gateway or a ForeignGateway/,
      remedy: /pass a Gateway/,
    },
    {
      wrong: "one key twice for all connections",
      app: withSettings(
        () => ({ key: "dscp", value: "110000" }),
        () => ({ key: "dscp", value: "110000" }),
      ),
      at: 'net/a: addConnectionSetting.1.key is "dscp"',
      expected: /a key that a connection has from one call; addConnectionSetting\.0 sets it/,
      remedy: /leave one of them out/,
    },
    {
      wrong: "one key for all connections and for one of them",
      app: withSettings(
        ({ c }) => ({ key: "dscp", value: "110000", peer: c }),
        () => ({ key: "dscp", value: "101110" }),
      ),
      at: 'net/a: addConnectionSetting.1.key is "dscp"',
      expected: /addConnectionSetting\.0 sets it/,
      remedy: /name a peer in each/,
    },
    {
      wrong: "a VPN with the peer, and nothing for the setting's sake",
      app: (stack) => {
        const [a, c] = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
        const wrong = { authentication: preSharedKey(), dpdDelaySeconds: 0 };
        new PolicyBasedVpn(stack, "a-c", { left: a, right: c, ...wrong });
        a.addConnectionSetting({ key: "dscp", value: "110000", peer: c });
      },
      at: "net/a-c: dpdDelaySeconds is 0",
      expected: /seconds from 1 to 3600/,
      remedy: /in this range/,
    },
    {
      wrong: "no object at all",
      app: withSites(({ a }) => a.addConnectionSetting(untyped("dscp"))),
      at: 'net/a: addConnectionSetting.0 is "dscp"',
      expected: /an object of properties/,
      remedy: /in braces/,
    },
  ]);
});
