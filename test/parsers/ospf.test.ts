import { releaseTree } from "../../lab/image/image";
import { frr } from "../../lib/render/frr";
import { filesOf } from "../fixtures/footprints";
import { gateway, gatewayOf, mesh, meshVpn, plan } from "../fixtures/intents";
import { checkFrr } from "./frr";
import { BUILD_LIMIT_MS, describeIfPossible } from "./releases";

const CHECK_LIMIT_MS = 5 * 60_000;
const KEY = "our-routers-key.";

/** frr.conf of a gateway that asks its inner routers for a key. */
function asksForKey(platform: string, md5: boolean): string {
  const secret = { kind: "unsafe-literal", value: KEY };
  const insideRouting = { kind: "ospf", area: "0.0.0.0", helloIntervalSeconds: 1, secret, md5 };
  const network = plan({
    gateways: [
      gateway("a", 1, { asn: 65001, platform, insideRouting }),
      gateway("b", 2, { asn: 65002 }),
    ],
    vpns: [meshVpn("a", "b")],
    meshes: [mesh(["a", "b"])],
  });
  return filesOf(frr, gatewayOf(network, "a"))[1]!.text;
}

/** What a router has on its interface: the gateway's own lines, with its key or another one. */
function routerLike(conf: string, key: string | undefined): string {
  const lines = conf.split("\n");
  const taken = (title: string) => {
    const start = lines.indexOf(title);
    return start < 0 ? [] : lines.slice(start, lines.indexOf("exit", start) + 1);
  };
  const own = [...taken("key chain inside"), ...taken("interface eth1")].join("\n");
  const text = own.replaceAll("interface eth1", "interface far");
  return key === undefined
    ? text.replace(/^.*(authentication|message-digest-key).*\n/gm, "")
    : text.replaceAll(KEY, key);
}

/** Versions of OSPF in which the gateway has a full neighbor: after ten seconds without any, none. */
function neighbors(tree: string, conf: string, key: string | undefined): string[] {
  const then = `
ip netns add router
ip link add eth1 type veth peer name far netns router
ip address add 10.1.0.1/24 dev eth1
ip address add fd01::1/64 dev eth1 nodad
ip link set eth1 up
mkdir /tmp/router
cat >/tmp/router/frr.conf <<END
${routerLike(conf, key)}
router ospf
 ospf router-id 192.0.2.9
exit
router ospf6
 ospf6 router-id 192.0.2.9
exit
END
: >/tmp/router/zebra.conf
chown -R frr:frr /tmp/router
nsenter --net=/run/netns/router sh -c "
  ip link set lo up
  ip address add 10.1.0.9/24 dev far
  ip address add fd01::9/64 dev far nodad
  ip link set far up
  common=\\"-P 0 --vty_socket /tmp/router -z /tmp/router/zserv.api\\"
  /usr/lib/frr/zebra -d -i /tmp/router/zebra.pid -f /tmp/router/zebra.conf \\$common
  /usr/lib/frr/ospfd -d -i /tmp/router/ospfd.pid -f /tmp/router/zebra.conf \\$common
  /usr/lib/frr/ospf6d -d -i /tmp/router/ospf6d.pid -f /tmp/router/zebra.conf \\$common
  vtysh --vty_socket /tmp/router -f /tmp/router/frr.conf
" >/tmp/router/log 2>&1
full() {
  vtysh -c "show ip ospf neighbor" | grep -q "192.0.2.9 .*Full" && echo version 2
  vtysh -c "show ipv6 ospf6 neighbor" | grep -q "192.0.2.9 .*Full" && echo version 3
}
for attempt in $(seq ${key === KEY ? 90 : 10}); do
  [ "$(full | wc -l)" -lt 2 ] || break
  sleep 1
done
echo FULL
full
cat /tmp/router/log >&2
true
`;
  const { output } = checkFrr(tree, conf, { then });
  const [, found] = output.split(/^FULL$/m);
  if (found === undefined) throw new Error(output);
  return found.match(/version \d/g) ?? [];
}

describeIfPossible.each([
  { release: "bookworm", platform: "debian-12", md5: true },
  { release: "trixie", platform: "debian-13", md5: true },
  { release: "trixie", platform: "debian-13", md5: false },
] as const)("OSPF with FRR of $release, MD5: $md5", ({ release, platform, md5 }) => {
  let tree: string;
  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  it.each([
    ["B1: a router that has the key is a neighbor, in both versions", KEY, 2],
    ["B1: one with another key is none", "a-stranger-s-key", 0],
    ["B1: one without a key is none", undefined, 0],
  ] as const)(
    "%s",
    (_, key, count) => {
      expect(neighbors(tree, asksForKey(platform, md5), key)).toHaveLength(count);
    },
    CHECK_LIMIT_MS,
  );
});
