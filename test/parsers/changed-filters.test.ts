import { releaseTree } from "../../lab/image/image";
import { frr } from "../../lib/render/frr";
import { filesOf } from "../fixtures/footprints";
import { foreignGateway, gateway, gatewayOf, mesh, meshVpn, plan } from "../fixtures/intents";
import { learned, silentOnRefresh, speaker } from "./bgp-speaker";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

/** frr.conf of gateway a of ours, where the third party f, which the speaker is, has these networks. */
function frrConf(platform: string, networks: readonly string[]): string {
  const network = plan({
    gateways: [gateway("a", 1, { asn: 65001, platform })],
    foreignGateways: [foreignGateway("f", 9, { asn: 65009, networks })],
    vpns: [meshVpn("a", "f", { subnets: ["100.64.1.0/31"] })],
    meshes: [mesh(["a", "f"])],
  });
  return filesOf(frr, gatewayOf(network, "a"))[1]!.text;
}

/** Brings FRR to a frr.conf, waits for a route to come or to go, and says which there are. */
function changedTo(conf: string, awaited: string): string {
  return `cat > /etc/frr/frr.conf <<'CHANGED'
${conf}CHANGED
/usr/lib/frr/frr-reload.py --reload /etc/frr/frr.conf >/dev/null 2>&1
for second in $(seq 60); do
  ${awaited} && break
  sleep 1
done
ip route show proto bgp | sed "s/ .*//"
vtysh -c "show bgp neighbors 100.64.1.1" | grep -E "Connections established"
`;
}

describeIfPossible.each(RELEASES)(
  "what a peer may announce, with FRR of $release",
  ({ release, platform }) => {
    let tree: string;

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it(
      "is changed on a session that goes on, by what it has announced before",
      () => {
        const [one, both] = [["172.20.5.0/24"], ["172.20.5.0/24", "172.20.6.0/24"]];
        const [less, more] = [one, both].map((networks) => frrConf(platform, networks));
        const there = "ip route show proto bgp | grep -q 172.20.6.0";
        const { routes, after } = learned(
          ...[tree, less!, silentOnRefresh(speaker(both))],
          `${changedTo(more!, there)}${changedTo(less!, `! ${there}`)}`,
        );
        const unbroken = "  Connections established 1; dropped 0";
        expect(routes).toEqual(one);
        expect(after.split("\n")).toEqual([...both, unbroken, ...one, unbroken]);
      },
      BUILD_LIMIT_MS,
    );
  },
);
