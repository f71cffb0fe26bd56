import { releaseTree } from "../../lab/image/image";
import { GatewayPlan } from "../../lib/plan/types";
import { frr } from "../../lib/render/frr";
import { nftables } from "../../lib/render/nftables";
import { filesOf } from "../fixtures/footprints";
import { foreignGateway, gateway, gatewayOf, mesh, meshVpn, plan } from "../fixtures/intents";
import { learned, speaker } from "./bgp-speaker";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 5 * 60_000;

const KEY_OF_F = { secret: { kind: "terraform", name: "f" } };
const LINK = { ...KEY_OF_F, subnets: ["100.64.1.0/31", "fdcd:7076:6e00::/127"] };

/** Gateway a of ours, joined with b and with the third party f, which the speaker is. */
function besideThirdParty(platform: string, third: object): GatewayPlan {
  const network = plan({
    gateways: [gateway("a", 1, { asn: 65001, platform }), gateway("b", 2, { asn: 65002 })],
    foreignGateways: [foreignGateway("f", 9, { asn: 65009, ...third })],
    vpns: [meshVpn("a", "f", LINK), meshVpn("a", "b"), meshVpn("b", "f", KEY_OF_F)],
    meshes: [mesh(["a", "b", "f"])],
  });
  return gatewayOf(network, "a");
}

function withThirdParty(platform: string, third: object): string {
  return filesOf(frr, besideThirdParty(platform, third))[1]!.text;
}

describeIfPossible.each(RELEASES)(
  "BGP with third parties, with FRR of $release",
  ({ release, platform }) => {
    let tree: string;
    const gone = (networks: string[], third: object = { networks: undefined }, then = "") =>
      learned(tree, withThirdParty(platform, third), speaker(networks), then);

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it(
      "B2: a third party without networks brings what is its own, and nothing that the plan holds",
      () => {
        const { routes } = gone([
          ...["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/7"],
          ...["10.2.0.0/25", "10.2.0.128/25", "10.1.0.128/25", "100.64.1.0/32"],
          ...["169.254.169.254/32", "169.254.0.0/16", "127.0.0.0/8", "224.0.0.0/8", "240.0.0.0/8"],
          ...["172.20.9.0/30", "172.20.5.0/24", "8.0.0.0/8"],
        ]);
        expect(routes).toEqual(["8.0.0.0/8", "172.20.5.0/24"]);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "B3: no prefix around the endpoint of a tunnel is installed",
      () => {
        const { routes } = gone([
          ...["203.0.113.0/24", "203.0.0.0/16", "203.0.113.9/32", "198.51.100.2/32"],
          ...["198.51.100.0/29", "203.0.113.128/25"],
        ]);
        // The endpoint is 203.0.113.9: the other half of its /24 may be a network of the peer.
        expect(routes).toEqual(["203.0.113.128/25"]);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "B2: a third party with networks brings these, and what lies within up to a length",
      () => {
        const third = { networks: ["172.20.0.0/16"], longestIpv4Prefix: 24 };
        const { routes } = gone(
          ["172.20.0.0/16", "172.20.5.0/24", "172.20.5.0/25", "8.0.0.0/8"],
          third,
        );
        expect(routes).toEqual(["172.20.0.0/16", "172.20.5.0/24"]);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "B2: a next hop on our own segment is replaced by the third party's address",
      () => {
        const conf = withThirdParty(platform, { networks: ["172.20.0.0/16"] });
        const then = `ip link add eth1 type dummy
ip link set eth1 up
ip address add 10.1.0.1/24 dev eth1
sleep 3
ip route show proto bgp`;
        const { routes, after } = learned(
          tree,
          conf,
          speaker(["172.20.0.0/16"], {}, "set ip next-hop 10.1.0.66"),
          then,
        );
        expect(routes).toEqual(["172.20.0.0/16"]);
        expect(after).toContain("via 100.64.1.1");
        expect(after).not.toContain("10.1.0.66");
      },
      CHECK_LIMIT_MS,
    );

    it(
      "B1: past its maximum-prefix a session ends, and its routes with it",
      () => {
        const prefixes = Array.from({ length: 12 }, (_, i) => `172.20.${i}.0/24`);
        const third = { networks: ["172.20.0.0/16"], maximumPrefixes: 10 };
        const { routes, after } = gone(prefixes, third, 'vtysh -c "show bgp summary"');
        expect(routes).toEqual([]);
        expect(after).toMatch(/100\.64\.1\.1 .*Idle \(PfxCt\)/);
      },
      CHECK_LIMIT_MS,
    );

    it.each([
      ["B7: a hub tells one third party nothing of another …", undefined, []],
      ["B7: … unless their packets may pass", true, ["172.20.5.0/24"]],
    ])(
      "%s",
      (_, transit, heard) => {
        const party = (name: string, number: number, asn: number) =>
          foreignGateway(name, number, { asn, networks: [`172.20.${number}.0/24`] });
        const tunnel = (peer: string, subnets: string[]) =>
          meshVpn("a", peer, { secret: { kind: "terraform", name: peer }, subnets, transit });
        const network = plan({
          gateways: [gateway("a", 1, { asn: 65001, platform }), gateway("b", 2, { asn: 65002 })],
          foreignGateways: [party("f", 5, 65009), party("g", 6, 65010)],
          vpns: [
            tunnel("f", LINK.subnets),
            tunnel("g", ["100.64.1.2/31", "fdcd:7076:6e00::2/127"]),
            meshVpn("a", "b"),
          ],
          meshes: [mesh(["a", "b", "f", "g"], { hubs: ["net/a"] })],
        });
        const f = speaker(["172.20.5.0/24"]);
        const g = `router bgp 65010 view g
 bgp router-id 192.0.2.98
 no bgp ebgp-requires-policy
 neighbor 100.64.1.2 remote-as 65001
 neighbor 100.64.1.2 timers connect 1
exit
`;
        const { routes, after } = learned(
          tree,
          filesOf(frr, gatewayOf(network, "a"))[1]!.text,
          {
            ...f,
            conf: f.conf + g,
            also: { device: "xfrm-g", gateway: "100.64.1.2/31", address: "100.64.1.3/31" },
          },
          `for second in $(seq 60); do
  vtysh -c "show bgp ipv4 unicast summary established" | grep -q 100.64.1.3 && break
  sleep 1
done
sleep 5
vtysh -c "show bgp ipv4 unicast summary established" | grep -c 100.64.1.3
vtysh --vty_socket /tmp/speaker -c "show bgp view g ipv4 unicast" | grep -o "172[0-9./]*"`,
        );
        expect(routes).toEqual(["172.20.5.0/24"]);
        expect(after.split("\n")).toEqual(["1", ...heard]);
      },
      CHECK_LIMIT_MS,
    );

    it.each([
      ["B4: a third party that is to have TTL security brings its networks with it …", true],
      ["B4: … and gets no session without", false],
    ])(
      "%s",
      (_, secure) => {
        const third = { networks: ["172.20.5.0/24"], ttlSecurity: true };
        const ours = besideThirdParty(platform, third);
        const other = speaker(third.networks);
        const hops = secure ? " neighbor 100.64.1.0 ttl-security hops 1\n" : "";
        const { routes } = learned(
          tree,
          filesOf(frr, ours)[1]!.text,
          {
            ...other,
            conf: other.conf.replace(" neighbor 100.64.1.0 timers 3 9\n", (line) => line + hops),
          },
          "",
          filesOf(nftables, ours)[0]!.text,
        );
        expect(routes).toEqual(secure ? third.networks : []);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "B5: the path of a silent peer with graceful restart goes with the hold time, not with its restart time",
      () => {
        const then = `kill -STOP $(cat /tmp/speaker/pid)
for second in $(seq 60); do
  [ -n "$(ip route show proto bgp)" ] || break
  sleep 1
done
ip route show proto bgp
kill -CONT $(cat /tmp/speaker/pid)`;
        const { routes, after } = gone(["172.20.5.0/24"], undefined, then);
        expect(routes).toEqual(["172.20.5.0/24"]);
        // A minute is much more than the hold time of 9 s, and half of FRR's restart time.
        expect(after).toBe("");
      },
      CHECK_LIMIT_MS,
    );
  },
);
