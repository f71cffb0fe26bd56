import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseTree } from "../../lab/image/image";
import { GatewayPlan } from "../../lib/plan/types";
import { nftables } from "../../lib/render/nftables";
import { isolation } from "../../lib/render/isolation";
import { sysctl } from "../../lib/render/sysctl";
import { filesOf } from "../fixtures/footprints";
import { gatewayPlan } from "../fixtures/plan";
import { BUILD_LIMIT_MS, describeIfPossible } from "./releases";
import { inTree } from "./tree";

const namespace = { name: "private", publicName: "public" };

/** What stands, and whether the kernel forwards, IPv4 and IPv6. */
const STATE = String.raw`
state() {
  chains=$(nft list table inet vpn_gateway 2>/dev/null | grep -c 'chain ' || :)
  forwards=$(nft list table inet vpn_gateway 2>/dev/null | grep -c '@protected accept' || :)
  echo "$1: status $2, chains $chains, accepts $forwards, forwarding $(sysctl -n net.ipv4.ip_forward) $(sysctl -n net.ipv6.conf.all.forwarding)"
}
rules=/etc/vpn-gateway/nftables.nft
firewall=/usr/local/lib/vpn-gateway/firewall
load() { sh $firewall load > /dev/null 2>&1; echo $?; }
`;

describeIfPossible.each(["bookworm", "trixie"] as const)("a machine of %s", (release) => {
  let tree: string;
  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  function run(script: string, overrides: Partial<GatewayPlan> = {}): string[] {
    const gateway = gatewayPlan(overrides);
    const python = ["redirect.py", "checks.py"].map((name) => ({
      path: `/${name}`,
      text: readFileSync(join(__dirname, name), "utf8"),
    }));
    const own = [sysctl, isolation].flatMap((component) => filesOf(component, gateway));
    const files = [...filesOf(nftables, gateway), ...own, ...python];
    const { output } = inTree(tree, files, `${STATE}${script}`);
    return output.trim().split("\n");
  }

  it("B8: forwards once its ruleset is loaded, and a refused one changes nothing", () => {
    const [booted, loaded, refused, stopped] = run(String.raw`
state booted 0
state loaded "$(load)"
echo 'what is this' >> $rules
state refused "$(load)"
sh $firewall close > /dev/null 2>&1
state stopped $?
`);
    expect(booted).toBe("booted: status 0, chains 0, accepts 0, forwarding 0 0");
    expect(loaded).toMatch(/^loaded: status 0, chains \d\d?, accepts 1, forwarding 1 1$/);
    expect(refused).toBe(loaded!.replace("loaded: status 0", "refused: status 1"));
    expect(stopped).toMatch(/forwarding 0 0$/);
  });

  it("B8: forwards nothing when the first ruleset is refused, whoever has begun forwarding", () => {
    const [refused, output, mended] = run(String.raw`
sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
cp $rules /kept
echo 'what is this' >> $rules
state refused "$(load)"
nft list chain inet vpn_gateway forward | grep -o 'policy drop'
cp /kept $rules
state mended "$(load)"
`);
    expect(refused).toBe("refused: status 1, chains 3, accepts 0, forwarding 0 0");
    expect(output).toBe("policy drop");
    expect(mended).toMatch(/^mended: status 0, .* accepts 1, forwarding 1 1$/);
  });

  it("B8: forwards nothing where nft cannot run at all", () => {
    const [state] = run(String.raw`
sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
nft=$(command -v nft); cp $nft /nft; printf '#!/bin/sh\nexit 1\n' > $nft
state broken "$(load)"
`);
    expect(state).toBe("broken: status 1, chains 0, accepts 0, forwarding 0 0");
  });

  it("B8: an inside in a namespace begins forwarding likewise, and the outside never", () => {
    const lines = run(
      String.raw`
ip netns add private
sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf
inside() { ip netns exec private sysctl -n net.ipv4.ip_forward; }
ip netns exec private sysctl -q -p /etc/vpn-gateway/private-sysctl.conf
echo "before $(inside)"
load
echo "after $(inside) $(sysctl -n net.ipv4.ip_forward)"
`,
      { namespace, uplinks: NAMELESS },
    );
    expect(lines).toEqual(["before 0", "0", "after 1 0"]);
  });

  it.each([
    ["the firewall", "nftables.nft", {}],
    ["the closed ruleset", "closed-nftables.nft", {}],
    ["the outside beside a namespace", "nftables.nft", { namespace }],
  ])(
    "B8: before there are links, own packets to other sites do not leave: %s",
    (_, rules, more) => {
      const lines = run(
        String.raw`
ip link add eth0 type veth peer name far
ip link set eth0 up; ip link set far up
ip addr add 198.51.100.2/24 dev eth0; ip route add default via 198.51.100.1
ip addr add 2001:db8::2/64 dev eth0 nodad; ip route add default via 2001:db8::1
nft -f /etc/vpn-gateway/${rules}
cat > /send.py <<'END'
import socket, sys
for host in sys.argv[1:]:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.socket(kind, socket.SOCK_DGRAM).sendto(b"x", (host, 9))
        print(host, "sent")
    except PermissionError:
        print(host, "dropped")
END
python3 /send.py 10.2.0.9 fd02::9 192.0.2.1 2001:db8:9::9
`,
        more,
      );
      const dropped = ["10.2.0.9 dropped", "fd02::9 dropped"];
      expect(lines).toEqual([...dropped, "192.0.2.1 sent", "2001:db8:9::9 sent"]);
    },
  );

  // Each row: what the machine is, and whether it takes a redirect. The first shows that one would be taken.
  it.each([4, 6])("B9: takes no redirect on the outside, IPv%i", (family) => {
    const script = (settings: string) => String.raw`
ip netns add machine
ip link add far type veth peer name eth0 netns machine
ip link set far address 02:00:00:00:00:01 up
on() { ip netns exec machine "$@"; }
on sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
on ip link set lo up
on ip link set eth0 addrgenmode none
on ip link set eth0 up
on ip addr add 10.9.0.2/24 dev eth0
on ip addr add fd09::2/64 dev eth0 nodad
on ip addr add fe80::2/64 dev eth0 nodad
on ip route add default via 10.9.0.1
on ip route add default via fe80::1 dev eth0
for router in 10.9.0.1 10.9.0.66 fe80::1 fe80::66; do
  on ip neigh add $router lladdr 02:00:00:00:00:01 dev eth0
done
${settings}
python3 /redirect.py ${family}
`;
    const [router, other] = family === 4 ? ["10.9.0.1", "10.9.0.66"] : ["fe80::1", "fe80::66"];
    const apply = "on sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf";
    expect(run(script(""), { namespace })).toEqual([other]);
    for (const isolation of [{ namespace }, {}, { vrf: { device: "private", table: 1000 } }]) {
      expect(run(script(apply), { ...isolation, uplinks: NAMELESS })).toEqual([router]);
    }
    // The firewall alone keeps it out as well, although it is about a known connection.
    const rules = "on nft -f /etc/vpn-gateway/nftables.nft";
    expect(run(script(rules), { namespace, uplinks: NAMELESS })).toEqual([router]);
  });
});

const NAMELESS = gatewayPlan().uplinks.map((uplink) => ({ ...uplink, device: undefined }));
