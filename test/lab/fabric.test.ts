import { cables, fabricScript, neighbors, segments } from "../../lab/topology/fabric";
import { hostFrr } from "../../lab/topology/host-frr";
import { labFile } from "./lab-file";

describe("the lab's fabric", () => {
  const script = fabricScript(labFile());

  it("plugs every link in once", () => {
    const ports = cables(labFile()).map(({ port }) => port.device);
    expect(ports).toHaveLength(10);
    expect(new Set(ports).size).toBe(10);
    expect(segments(labFile())).toEqual(["east", "pair", "west"]);
    expect(neighbors(labFile(), "east")).toEqual(["a", "b"]);
  });

  it("gives an uplink its addresses and default routes, and the transit the next hops", () => {
    expect(script).toContain("address add 2001:db8:a::2/64 dev eth0 nodad");
    expect(script).toContain("route add 0.0.0.0/0 via 198.51.100.1 dev eth0");
    expect(script).toContain("route add ::/0 via 2001:db8:a::1 dev eth0");
    expect(script).toMatch(
      /ip -n transit -batch[\s\S]*address add 198\.51\.100\.1\/30 dev port0\n/,
    );
  });

  it("keeps the transit's IPv6 addresses through a power cut", () => {
    expect(script).toMatch(
      /ip netns exec transit sysctl .*net\.ipv6\.conf\.all\.keep_addr_on_down=1/,
    );
  });

  it("leaves a gateway's other links down and bare", () => {
    const [, inside] = /ip -n gw-a -batch - <<'END'\n([\s\S]*?)\nEND/.exec(script)!;
    expect(inside).toContain("link add eth1 type veth");
    expect(inside).not.toContain("link set eth1 up");
    expect(inside).not.toContain("dev eth1");
  });

  it("floods a VXLAN without a group to its peers", () => {
    expect(script).toContain("link add vx0 type vxlan id 7 dev eth0 dstport 4789\n");
    expect(script).toContain(
      "bridge -n host-west fdb append 00:00:00:00:00:00 dev vx0 dst 192.168.1.1",
    );
  });

  it("has a host speak each family with the neighbors of that family", () => {
    const { "bgpd.conf": bgpd, "bfdd.conf": bfdd } = hostFrr("east", labFile().hosts.east);
    expect(bgpd).toMatch(/ipv4 unicast\n {2}neighbor 10\.1\.0\.2 activate\n/);
    expect(bgpd).toMatch(/ipv6 unicast\n {2}neighbor fd01::2 activate\n/);
    expect(bgpd).toContain(" neighbor 10.1.0.2 remote-as 65001\n");
    expect(bfdd).toContain("  transmit-interval 100\n");
    expect(hostFrr("west", labFile().hosts.west)).toEqual({});
  });
});
