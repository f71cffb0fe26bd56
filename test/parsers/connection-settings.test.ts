import { releaseTree } from "../../lab/image/image";
import { CONNECTION_SETTINGS, SettingValues } from "../../lib/model/connection-setting";
import { strongswan } from "../../lib/render/strongswan";
import { filesOf } from "../fixtures/footprints";
import { foreignGateway, gateway, gatewayOf, plan, vpn } from "../fixtures/intents";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";
import { checkSwanctl, Loaded } from "./swanctl";

const CHECK_LIMIT_MS = 4 * 60_000;

type Setting = readonly [key: string, value: string];

const EACH = Object.entries(CONNECTION_SETTINGS);
const settings = (valuesOf: (values: SettingValues) => readonly string[]) =>
  EACH.flatMap(([key, values]) => valuesOf(values).map((value): Setting => [key, value]));
const KNOWN = settings((it) => (it.kind === "words" ? it.words : it.samples));
const NEWER = settings((it) => (it.kind === "words" ? (it.words6 ?? []) : []));

/** A gateway with a peer for each setting. */
function swanctlConf(all: readonly Setting[], platform: string): string {
  const peers = all.map((_, at) => foreignGateway(`p${at}`, at + 2));
  const addConnectionSetting = all.map(([key, value], at) => {
    return { key, value, peer: peers[at]!.path };
  });
  const network = plan({
    gateways: [gateway("a", 1, { platform, addConnectionSetting })],
    foreignGateways: peers,
    vpns: peers.map(({ name }) =>
      vpn("a", String(name), { secret: { kind: "terraform", name: String(name) } }),
    ),
  });
  const files = filesOf(strongswan, gatewayOf(network, "a"));
  return files.find(({ path }) => path.endsWith("/vpn-gateway.conf"))!.text;
}

describeIfPossible.each(RELEASES)(
  "settings of connections, with charon of $release",
  ({ release, platform }) => {
    let tree: string;
    const load = (text: string): Loaded =>
      checkSwanctl(tree, [{ path: "/etc/swanctl/conf.d/vpn-gateway.conf", text }]);

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it(
      "each key and kind of value that an app may set is loaded",
      () => {
        const all = [...KNOWN, ...(release === "trixie" ? NEWER : [])];
        const loaded = load(swanctlConf(all, platform));
        expect(loaded).toMatchObject({ status: 0 });
        expect(loaded.connections).toHaveLength(all.length);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "those of strongSwan 6 are refused by an older one alone, and a key of none by each",
      () => {
        const conf = swanctlConf([...NEWER, ["dscp", "110000"]], "debian-13");
        const { connections } = load(conf.replace("dscp =", "nonsense ="));
        expect(connections).toHaveLength(release === "trixie" ? NEWER.length : 0);
      },
      CHECK_LIMIT_MS,
    );
  },
);
