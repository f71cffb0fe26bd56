import { releaseTree } from "../../lab/image/image";
import { GatewayPlan } from "../../lib/plan/types";
import { frr } from "../../lib/render/frr";
import { filesOf } from "../fixtures/footprints";
import { foreignGateway, gateway, gatewayOf, mesh, meshVpn, plan } from "../fixtures/intents";
import { learned, silentOnRefresh, speaker } from "./bgp-speaker";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 5 * 60_000;

const LISTS = [
  "ip prefix-list app-better seq 5 permit 172.20.6.0/24",
  "ip prefix-list app-hidden seq 5 permit 10.31.0.0/24",
  "ip prefix-list app-ours seq 5 permit 10.1.0.128/25",
  "ip prefix-list app-unwanted seq 5 permit 172.20.5.0/24",
];

/** Gateway a of ours with two segments, joined with the third party f, which the speaker is. */
function besideThirdParty(platform: string, lines: readonly object[]): GatewayPlan {
  const segment = (device: string, addresses: string[]) => {
    return { kind: "interface", device, addresses };
  };
  const inside = [segment("eth1", ["10.1.0.1/24"]), segment("eth3", ["10.31.0.1/24"])];
  const addFrrLines = [{ section: "global", lines: LISTS }, ...lines];
  const third = { asn: 65009, networks: ["172.20.0.0/16"], longestIpv4Prefix: 24 };
  const network = plan({
    gateways: [gateway("a", 1, { asn: 65001, platform, inside, addFrrLines })],
    foreignGateways: [foreignGateway("f", 9, third)],
    vpns: [meshVpn("a", "f", { subnets: ["100.64.1.0/31"] })],
    meshes: [mesh(["a", "f"])],
  });
  return gatewayOf(network, "a");
}

function frrConf(platform: string, ...lines: object[]): string {
  return filesOf(frr, besideThirdParty(platform, lines))[1]!.text;
}

const HEARD = ["172.20.5.0/24", "172.20.6.0/24", "172.20.7.0/24", "10.1.0.128/25"];

/** Ours denies what it denies: the first entry never sees it. */
const IN = {
  section: "route-map-in",
  lines: [
    ...["permit 5", " match ip address prefix-list app-ours"],
    ...["deny 10", " match ip address prefix-list app-unwanted"],
    ...["permit 20", " match ip address prefix-list app-better"],
    ...[" set community 65001:7 additive", " set local-preference 321"],
  ],
};

/** An entry permits in place of denying. */
function reloadWith(permitting: string): string {
  const denying = permitting.replace("permit", "deny");
  return `sed -i "s/^${denying}$/${permitting}/" /etc/frr/frr.conf
grep -q "^${permitting}$" /etc/frr/frr.conf || exit 9
/usr/lib/frr/frr-reload.py --reload /etc/frr/frr.conf >/dev/null 2>&1`;
}

describeIfPossible.each(RELEASES)(
  "entries of an app's route-map, with FRR of $release",
  ({ release, platform }) => {
    let tree: string;

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it.each([
      ["for each peer", {}],
      ["for one", { peer: "net/f" }],
    ])(
      "take routes away from what comes in and change others, and let in nothing more: %s",
      (_, peer) => {
        const conf = frrConf(platform, { ...IN, ...peer });
        const then = `vtysh -c "show bgp ipv4 unicast 172.20.6.0/24"
echo OTHER
vtysh -c "show bgp ipv4 unicast 172.20.7.0/24"`;
        const { routes, after } = learned(tree, conf, speaker(HEARD), then);
        expect(routes).toEqual(["172.20.6.0/24", "172.20.7.0/24"]);
        const [better, other] = after.split("OTHER");
        expect(better).toMatch(/localpref 321,/);
        expect(better).toMatch(/Community: 65001:7$/m);
        expect(other).toContain("172.20.7.0/24");
        expect(other).not.toMatch(/localpref 321|Community/);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "for one peer and for each go by their numbers; a reload changes what a peer has announced",
      () => {
        const each = { section: "route-map-in", lines: ["permit 30", " set local-preference 77"] };
        const peer = "net/f";
        const conf = frrConf(platform, each, { ...IN, peer });
        const other = silentOnRefresh(speaker(HEARD));
        const then = `${reloadWith("route-map added-in-f permit 10")}
for second in $(seq 60); do
  ip route show proto bgp | grep -q 172.20.5.0 && break
  sleep 1
done
ip route show proto bgp | sed "s/ .*//"
vtysh -c "show bgp ipv4 unicast 172.20.7.0/24" | grep -o "localpref [0-9]*"`;
        const { routes, after } = learned(tree, conf, other, then);
        expect(routes).toEqual(["172.20.6.0/24", "172.20.7.0/24"]);
        expect(after.split("\n")).toEqual([
          ...["172.20.5.0/24", "172.20.6.0/24", "172.20.7.0/24"],
          "localpref 77",
        ]);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "keep from a peer what they deny, give it the rest as they change it, and all after a reload without",
      () => {
        const conf = frrConf(platform, {
          section: "route-map-out",
          peer: "net/f",
          lines: [
            ...["deny 10", " match ip address prefix-list app-hidden"],
            ...["permit 20", " set community 65001:42 additive", " set as-path prepend 65001"],
          ],
        });
        const asked = 'vtysh --vty_socket /tmp/speaker -c "show bgp ipv4 unicast';
        const then = `for device in eth1 eth3; do
  ip link add $device type veth peer name far-$device
  ip link set far-$device up
  ip link set $device up
done
ip address add 10.1.0.1/24 dev eth1
ip address add 10.31.0.1/24 dev eth3
heard() {
  for second in $(seq 60); do
    ${asked}" | grep -q $1 && break
    sleep 1
  done
  sleep 5
  ${asked}" | grep -o "10[.][0-9.]*/24"
}
heard 10.1.0.0/24
vtysh -c "show bgp ipv4 unicast" | grep -c "^ *[*]> *10[.]"
${asked} 10.1.0.0/24" | grep -oE "Community: .*|^ *65001 65001$" | sed "s/^ *//"
${reloadWith("route-map added-out-f permit 10")}
heard 10.31.0.0/24`;
        const { after } = learned(tree, conf, speaker([]), then);
        expect(after.split("\n")).toEqual([
          ...["10.1.0.0/24", "2", "65001 65001", "Community: 65001:42"],
          ...["10.1.0.0/24", "10.31.0.0/24"],
        ]);
      },
      CHECK_LIMIT_MS,
    );
  },
);
