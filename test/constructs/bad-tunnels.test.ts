import {
  Encryption,
  ForeignGateway,
  GreOverVti,
  Proposal,
  RouteBasedVpn,
  RouteBasedVpnProps,
  RouteExchange,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { Build, itRefuses, lateNumber, two, untyped } from "../fixtures/bad-input";

function vpn(props: Partial<RouteBasedVpnProps>): Build {
  return two({}, props);
}

function ipv6Ends(interfaceType: TunnelInterface): Build {
  return (stack) => {
    const left = siteGateway(stack, "a", 1, 2, { address: "2001:db8::2" });
    const right = siteGateway(stack, "c", 2, 2, { address: "2001:db8::6" });
    const authentication = preSharedKey();
    new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
  };
}

const weakEsp = (keywords: string, expected: RegExp) => ({
  wrong: `${keywords} for ESP`,
  app: vpn({ espProposals: [Proposal.parse(keywords)] }),
  at: `net/a-c: espProposals.0 is "${keywords}"`,
  expected,
  remedy: /Proposal\.esp\(\).*AES-256-GCM/,
});

const weakIke = (keywords: string, expected: RegExp) => ({
  wrong: `${keywords} for IKE`,
  app: vpn({ ikeProposals: [Proposal.parse(keywords)] }),
  at: `net/a-c: ikeProposals.0 is "${keywords}"`,
  expected,
  remedy: /Proposal\.ike\(\)/,
});

describe("bad tunnels are refused", () => {
  itRefuses([
    {
      wrong: "IPv6 endpoints with VTI",
      app: ipv6Ends(TunnelInterface.VTI),
      at: 'net/a-c: interfaceType is "vti"',
      expected: /IPv4 endpoints; net\/a and net\/c have IPv6/,
      remedy: /TunnelInterface\.VTI6, or TunnelInterface\.XFRM/,
    },
    {
      wrong: "IPv4 endpoints with vti6",
      app: vpn({ interfaceType: TunnelInterface.VTI6 }),
      at: 'net/a-c: interfaceType is "vti6"',
      expected: /IPv6 endpoints/,
      remedy: /TunnelInterface\.VTI, or TunnelInterface\.XFRM/,
    },
    {
      wrong: "endpoints of two families",
      app: two({ address: "2001:db8::2" }),
      at: 'net/a-c: right.address is "198.51.2.2"',
      expected: /an IPv6 address, as net\/a has/,
      remedy: /one family/,
    },
    {
      wrong: "two tunnels between the same ends",
      app: (stack) => {
        const left = siteGateway(stack, "a", 1, 2);
        const right = siteGateway(stack, "c", 2, 2);
        const authentication = preSharedKey();
        new RouteBasedVpn(stack, "one", { left, right, authentication });
        new RouteBasedVpn(stack, "two", { left: right, right: left, authentication });
      },
      at: 'net/two: right is "net/a"',
      expected: /one tunnel between two gateways; net\/one joins them/,
      remedy: /remove one/,
    },
    {
      wrong: "a gateway's VPN with itself",
      app: (stack) => {
        const a = siteGateway(stack, "a", 1, 2);
        new RouteBasedVpn(stack, "loop", { left: a, right: a, authentication: preSharedKey() });
      },
      at: 'net/loop: right is "net/a"',
      expected: /other than `left`/,
      remedy: /two different/,
    },
    {
      wrong: "a VPN between two foreign gateways",
      app: (stack) => {
        siteGateway(stack, "a", 1, 2);
        const foreign = (id: string, n: number) =>
          new ForeignGateway(stack, id, {
            address: `203.0.113.${n}`,
            networks: [`10.${n}.0.0/24`],
          });
        const authentication = preSharedKey();
        const [left, right] = [foreign("p", 8), foreign("q", 9)];
        new RouteBasedVpn(stack, "theirs", { left, right, authentication });
      },
      at: 'net/theirs: right is "net/q"',
      expected: /at least one Gateway/,
      remedy: /make one end a Gateway/,
    },
    {
      wrong: "static routes to networks that nobody named",
      app: (stack) => {
        const left = siteGateway(stack, "a", 1, 2);
        const right = new ForeignGateway(stack, "p", { address: "203.0.113.1" });
        new RouteBasedVpn(stack, "a-p", { left, right, authentication: preSharedKey() });
      },
      at: "net/a-p: right.networks is []",
      expected: /prefixes to route/,
      remedy: /declare networks of net\/p, or use RouteExchange\.none/,
    },
    {
      wrong: "a route that would take IKE into its own tunnel",
      app: vpn({ routes: RouteExchange.staticRoutes(["198.51.0.0/16"]) }),
      at: 'net/a-c: right.networks is "198.51.0.0/16"',
      expected: /without the public address of net\/c \(198\.51\.2\.2\)/,
      remedy: /split the prefix/,
    },
    {
      wrong: "a default route into a tunnel, whose own packets would follow it",
      app: vpn({ routes: RouteExchange.staticRoutes(["0.0.0.0/0"]) }),
      at: 'net/a-c: right.networks is "0.0.0.0/0"',
      expected: /would enter their own tunnel/,
      remedy: /split the prefix/,
    },
    {
      wrong: "two GRE tunnels over one VPN",
      app: (stack) => {
        const left = siteGateway(stack, "a", 1, 2);
        const right = siteGateway(stack, "c", 2, 2);
        const routes = RouteExchange.none();
        const authentication = preSharedKey();
        const carrier = new RouteBasedVpn(stack, "a-c", { left, right, authentication, routes });
        new GreOverVti(stack, "g1", { vpn: carrier });
        new GreOverVti(stack, "g2", { vpn: carrier });
      },
      at: 'net/g2: vpn is "net/a-c"',
      expected: /one GRE tunnel over a VPN; net\/g1/,
      remedy: /remove one/,
    },
    weakEsp("rot13-sha256", /"rot13" is no known algorithm/),
    weakEsp("3des-sha256", /3des is refused: 3DES has 64-bit blocks/),
    weakEsp("null-sha256", /NULL does not encrypt/),
    weakEsp("aes128-sha1", /SHA-1 is deprecated/),
    weakEsp("aes128gcm16-modp1024", /MODP-1024 can be computed/),
    weakEsp("aes128gcm16-prfsha256", /ESP has no PRF/),
    weakIke("aes128-md5-ecp256", /MD5 is broken/),
    weakIke("aes128-sha1-ecp256", /SHA-1 is deprecated/),
    weakIke("aes128-sha256-modp1024", /MODP-1024 can be computed/),
    weakIke("aes256gcm16-prfsha384", /needs a key exchange group/),
    weakIke("aes256gcm16-ecp384", /needs a PRF/),
    {
      wrong: "CBC without integrity",
      app: vpn({ espProposals: [Proposal.esp({ encryption: Encryption.AES_128_CBC })] }),
      at: 'net/a-c: espProposals.0 is "aes128"',
      expected: /needs an integrity algorithm, such as sha256/,
      remedy: /Proposal\.esp/,
    },
    {
      wrong: "no proposal at all",
      app: vpn({ espProposals: [] }),
      at: "net/a-c: espProposals is []",
      expected: />=1/,
      remedy: /API\.md/,
    },
    {
      wrong: "a pinned interface name that is too long",
      app: vpn({ pins: { leftDevice: "tunnel-to-frankfurt" } }),
      at: 'net/a-c: leftDevice is "tunnel-to-frankfurt"',
      expected: /at most 15 characters/,
      remedy: /shorter/,
    },
    {
      wrong: "an interface id of 0",
      app: vpn({ pins: { ifId: 0 } }),
      at: "net/a-c: ifId is 0",
      expected: /from 1 to 4294967295/,
      remedy: /none to the kernel/,
    },
    {
      wrong: "a pinned subnet with room for more than two",
      app: vpn({ pins: { subnets: ["192.0.2.0/29"] } }),
      at: 'net/a-c: subnets.0 is "192.0.2.0/29"',
      expected: /a \/31 or \/30 \(IPv4\) or a \/127/,
      remedy: /left end/,
    },
    {
      wrong: "a pinned subnet inside a site's prefix",
      app: vpn({ pins: { subnets: ["10.2.0.4/31"] } }),
      at: 'net/a-c: subnets is "10.2.0.4/31"',
      expected: /apart from every site's prefixes; net\/c has 10\.2\.0\.0\/24/,
      remedy: /another subnet/,
    },
    {
      wrong: "two pinned subnets of one family",
      app: vpn({ pins: { subnets: ["192.0.2.0/31", "192.0.2.2/31"] } }),
      at: 'net/a-c: subnets is "192.0.2.2/31"',
      expected: /at most one prefix of each address family/,
      remedy: /drop one/,
    },
    {
      wrong: "a pool inside a site's prefix",
      app: two({ networks: ["10.96.0.0/12", "10.1.0.0/24"] }, { addressPools: ["10.100.0.0/16"] }),
      at: 'net/a-c: addressPools is "10.100.0.0/16"',
      expected: /apart from every site's prefixes; net\/a has 10\.96\.0\.0\/12/,
      remedy: /another pool/,
    },
    {
      wrong: "a pool too small to choose from",
      app: vpn({ addressPools: ["192.0.2.0/28"] }),
      at: 'net/a-c: addressPools.0 is "192.0.2.0/28"',
      expected: /at least a \/24/,
      remedy: /collides/,
    },
    {
      wrong: "a token as timer",
      app: (stack) => vpn({ dpdDelaySeconds: lateNumber(stack) })(stack),
      at: "net/a-c: dpdDelaySeconds is a Terraform token",
      expected: /known at synthesis/,
      remedy: /write the value itself/,
    },
    {
      wrong: "an empty description",
      app: vpn({ description: "" }),
      at: 'net/a-c: description is ""',
      expected: /one line of words, at most 80 characters/,
      remedy: /one line/,
    },
    {
      wrong: "a property that a VPN does not have",
      app: vpn(untyped({ mtu: 1400 })),
      at: "net/a-c: mtu is 1400",
      expected: /a property that this construct knows/,
      remedy: /remove it/,
    },
  ]);
});
