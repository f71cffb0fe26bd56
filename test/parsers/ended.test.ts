import { TerraformStack } from "cdktf";
import { Authentication, Gateway, Inside, Platform, RouteBasedVpn, Secret } from "cdktf-routed-vpn";
import { releaseTree } from "../../lab/image/image";
import { Synthesized, synthesizeStack } from "../fixtures/synth";
import { Tree } from "../fixtures/tree";
import { IkeNode, ikeMeeting } from "./ike";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 3 * 60_000;

const ADDRESSES = { hub: "198.51.100.1", c: "198.51.100.3", d: "198.51.100.4", e: "198.51.100.5" };
type Peer = "c" | "d" | "e";

/** Where keys come from: the first argument names the key. */
const SOURCES = {
  "Terraform delivers": (key: string) => Secret.variable(key),
  "the gateway fetches": (key: string) => Secret.command(["printf", `key ${key}`]),
};

interface Network {
  readonly platform: Platform;
  readonly addressed: boolean;
  readonly source: keyof typeof SOURCES;
  /** By peer: the name of its key. */
  readonly keys: Readonly<Partial<Record<Peer, string>>>;
}

function network({ platform, addressed, source, keys }: Network): Synthesized {
  const gateway = (stack: TerraformStack, id: keyof typeof ADDRESSES, address?: string) =>
    new Gateway(stack, id, {
      ...(address === undefined ? { dynamicAddress: true } : { address }),
      inside: Inside.onInterface("eth1", [`10.${ADDRESSES[id].split(".")[3]}.0.1/24`]),
      platform,
    });
  return synthesizeStack((stack) => {
    const hub = gateway(stack, "hub", ADDRESSES.hub);
    for (const [peer, key] of Object.entries(keys) as [Peer, string][]) {
      new RouteBasedVpn(stack, `hub-${peer}`, {
        left: hub,
        right: gateway(stack, peer, addressed ? ADDRESSES[peer] : undefined),
        authentication: Authentication.preSharedKey(SOURCES[source](key)),
      });
    }
  });
}

/** What charon reads of a gateway, placeholders filled in as Terraform would. */
function strongswan(written: Synthesized, name: string): Tree {
  const wanted =
    /^payload\/files(\/(?:etc\/swanctl|etc\/strongswan\.d|(?:etc|usr\/local\/lib)\/vpn-gateway\/(?:load|secrets|initiate)).*)$/;
  const base64 = (key: string) => Buffer.from(`key ${key}`).toString("base64");
  return Object.fromEntries(
    Object.entries(written.gateway("net", name)).flatMap(([path, text]) => {
      const match = wanted.exec(path);
      if (!match) return [];
      return [[match[1]!, text.replace(/@\{secret\.(\w+)\}/g, (_, key: string) => base64(key))]];
    }),
  );
}

/**
 * charon 6 ends each IKE SA without a CHILD SA when it loads connections (vici_config.c), and SAs here have none:
 * there the program loads credentials alone, and ends what charon left.
 *
 * The hub's plan loses e, and d has another key. `load` as `apply` runs it; then d learns of its key; then
 * `load` again, which has nothing to do.
 */
const CHANGE = String.raw`
credentials_only() {
  cat >/usr/local/bin/swanctl <<'END'
#!/bin/sh
[ "$1" != --load-all ] || set -- --load-creds --noprompt
exec /usr/sbin/swanctl "$@"
END
  chmod +x /usr/local/bin/swanctl
}
for node in c d e; do start $node; done
start hub
names() { established hub | cut -d' ' -f1 | tr '\n' ' '; }
spi() { established hub | sed -n "s/^$1 //p"; }
# Who starts a tunnel: the hub where it knows an address.
up() {
  [ -z "$(spi "$1")" ] || return 0
  if [ "$ADDRESSED" = yes ]; then at hub swanctl --initiate --ike "$1" --timeout 2; else at "$1" swanctl --initiate --ike hub --timeout 2; fi >/dev/null 2>&1
  return 1
}
for peer in c d e; do await up $peer; done
await test "$(names)" = "c d e "
before=$(spi c)

[ "$RELEASE" = bookworm ] || credentials_only
install hub hub-after
[ ! -e /nodes/hub/usr/local/lib/vpn-gateway/secrets ] || {
  cp -r /nodes/hub-after/usr /
  at hub sh /usr/local/lib/vpn-gateway/secrets >/dev/null 2>&1
}
at hub "$LOAD" >/run/load.log 2>&1 || { cat /run/load.log; exit 5; }
echo "after the change: $(names)"
[ "$(spi c)" = "$before" ] && echo "the SA of c stayed"
gone() { [ -z "$(established "$1")" ]; }
await gone d
await gone e

install d d-after
[ ! -e /nodes/d/usr/local/lib/vpn-gateway/secrets ] || {
  cp -r /nodes/d-after/usr /
  at d sh /usr/local/lib/vpn-gateway/secrets >/dev/null 2>&1
}
at d "$LOAD" >/dev/null 2>&1
await up d
before=$(established hub)
at hub "$LOAD" >/dev/null
[ "$(established hub)" = "$before" ] && echo "a second load: $(names)"
`;

function change(options: Omit<Network, "keys">, release: string, tree: string) {
  const before = network({ ...options, keys: { c: "psk_c", d: "psk_d", e: "psk_e" } });
  const after = network({ ...options, keys: { c: "psk_c", d: "psk_d2" } });
  const node = (name: keyof typeof ADDRESSES, written = before, suffix = ""): IkeNode => ({
    name: `${name}${suffix}`,
    address: ADDRESSES[name],
    files: strongswan(written, name),
  });
  const nodes = [
    ...(["hub", "c", "d", "e"] as const).map((name) => node(name)),
    node("hub", after, "-after"),
    node("d", after, "-after"),
  ];
  return ikeMeeting(
    tree,
    nodes,
    `RELEASE=${release}\nADDRESSED=${options.addressed ? "yes" : "no"}\n${CHANGE}`,
  );
}

describeIfPossible.each(RELEASES)("W6: charon of $release", ({ release, platform }) => {
  let tree: string;

  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  describe.each([
    ["starts its tunnels", true],
    ["waits for its branches", false],
  ])("of a hub that %s", (_, addressed) => {
    it.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])(
      "ends the SAs of a peer that is gone and of a key that %s, and no other",
      (source) => {
        const { status, output } = change({ platform, addressed, source }, release, tree);
        expect({ status, output }).toEqual({
          status: 0,
          output: ["after the change: c \n", "the SA of c stayed\n", "a second load: c d \n"].join(
            "",
          ),
        });
      },
      CHECK_LIMIT_MS,
    );
  });
});
