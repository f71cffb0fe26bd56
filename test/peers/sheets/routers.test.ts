import { command, mode, printIndented, printSet } from "../../../lib/peers/sheets/commands";
import { renderPeer } from "../../../lib/peers/sheets";
import { foreignGateway, gateway, gre, plan, vpn } from "../../fixtures/intents";

const POOLS = ["100.64.0.0/10"];

/** IPv4 alone inside, static routes, keyed GRE on top. */
function greSheet(kind: string): string {
  const network = plan({
    gateways: [gateway("office", 1)],
    foreignGateways: [foreignGateway("partner", 2, { kind })],
    vpns: [
      vpn("office", "partner", {
        addressPools: POOLS,
        subnets: ["192.0.2.0/30"],
        ifId: 7,
        ikeProposals: ["aes256-sha256-modp2048"],
        espProposals: ["aes256-sha512"],
        ikeRekeySeconds: 28800,
        childRekeySeconds: 3600,
      }),
    ],
    gres: [gre("office", "partner", { addressPools: POOLS, subnets: ["192.0.2.4/30"], key: 42 })],
  });
  return renderPeer(network.peers[0]!)
    .slice(1)
    .map(({ text }) => text)
    .join("\n");
}

describe("GRE over a VPN with CBC, without PFS", () => {
  it("on IOS XE is a second tunnel interface", () => {
    const text = greSheet("cisco-ios-xe");
    expect(text).toContain(
      "crypto ikev2 proposal vpn-1\n encryption aes-cbc-256\n integrity sha256\n prf sha256\n group 14\n",
    );
    expect(text).toContain("transform-set office-1 esp-aes 256 esp-sha512-hmac\n mode tunnel\n");
    expect(text).not.toContain("set pfs");
    expect(text).toContain(
      "interface Tunnel8\n ip address 192.0.2.6 255.255.255.252\n ip mtu 1394\n ip tcp adjust-mss 1354\n tunnel key 42\n tunnel source 192.0.2.2\n tunnel mode gre ip\n tunnel destination 192.0.2.1\n",
    );
    expect(text).toContain("tunnel mode ipsec ipv4\n");
    expect(text).toContain("ip route 10.1.0.0 255.255.255.0 Tunnel8\n");
  });

  it("on VyOS is a tunnel interface", () => {
    const text = greSheet("vyos");
    expect(text).toContain("ike-group office proposal 1 hash sha256\n");
    expect(text).toContain("esp-group office pfs disable\n");
    expect(text).toContain("interfaces tunnel tun7 remote 192.0.2.1\n");
    expect(text).toContain("interfaces tunnel tun7 parameters ip key 42\n");
    expect(text).toContain("protocols static route 10.1.0.0/24 interface tun7\n");
  });

  it("on an SRX is a unit of gr-0/0/0", () => {
    const text = greSheet("juniper-srx");
    expect(text).toContain("ike proposal office-1 authentication-algorithm sha-256\n");
    expect(text).toContain("ipsec proposal office-1 authentication-algorithm hmac-sha-512\n");
    expect(text).not.toContain("perfect-forward-secrecy");
    expect(text).toContain("interfaces gr-0/0/0 unit 8 tunnel destination 192.0.2.1\n");
    expect(text).toContain("static route 10.1.0.0/24 next-hop gr-0/0/0.8\n");
  });

  it("with libreswan is made by the script", () => {
    const text = greSheet("libreswan-bird");
    expect(text).toContain("  ike=aes256-sha2_256-dh14\n  esp=aes256-sha2_512\n  pfs=no\n");
    expect(text).toContain("  ikelifetime=28800s\n  salifetime=3600s\n");
    expect(text).toContain(
      "make gre-office type gre local 192.0.2.2 remote 192.0.2.1 dev ipsec7 ttl 64 key 42\n",
    );
    expect(text).toContain("ip -4 route replace 10.1.0.0/24 dev gre-office\n");
  });
});

it("IOS XE has one IKE policy for all VPNs, since it takes the first that matches", () => {
  const network = plan({
    gateways: [gateway("office", 1), gateway("branch", 3)],
    foreignGateways: [foreignGateway("partner", 2, { kind: "cisco-ios-xe" })],
    vpns: [
      vpn("office", "partner", { addressPools: POOLS }),
      vpn("branch", "partner", { addressPools: POOLS, ikeProposals: ["aes256-sha256-modp2048"] }),
    ],
  });
  const text = renderPeer(network.peers[0]!).find(({ path }) => path === "ios-xe.txt")!.text;
  expect(text.match(/^crypto ikev2 policy .*\n( .*\n)+/gm)).toEqual([
    "crypto ikev2 policy vpn\n match address local 203.0.113.2\n proposal vpn-1\n proposal vpn-2\n",
  ]);
});

describe("the printers of commands", () => {
  const commands = [mode(["a", 1], command("b", { late: "@{pre-shared-key.x}" }))];

  it("indent a mode's commands, or write each of them whole", () => {
    expect(printIndented("c", commands)).toBe("! c\na 1\n b @{pre-shared-key.x}\n");
    expect(printSet("c", commands, "'")).toBe("# c\nset a 1 b '@{pre-shared-key.x}'\n");
  });

  it.each(["two words", "", "new\nline", "semi;colon", "a'b", "@{x} y"])("refuse %j", (word) => {
    expect(() => printSet("c", [command(word)], "'")).toThrow(RangeError);
    expect(() => printIndented("c", [command(word)])).toThrow(RangeError);
  });
});
