import {
  GatewayProps,
  GreOverVti,
  Inside,
  InsideRoute,
  InsideRouting,
  Isolation,
  MeshTopology,
  PolicyBasedVpn,
  RouteBasedVpn,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { Build, itRefuses, lateText, two, untyped } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

const ADDRESSES = ["10.1.0.2/24", "fd01::2/64"];

function routed(route: InsideRoute, props: Partial<GatewayProps> = {}): Build {
  return two({ inside: Inside.onInterface("eth1", ADDRESSES, { routes: [route] }), ...props });
}

function breakout(prefix: string, props: Partial<GatewayProps> = {}): Build {
  const localBreakout = { prefixes: [prefix] };
  return two({ isolation: Isolation.VRF, underlayDevice: "eth0", localBreakout, ...props });
}

describe("bad isolation is refused", () => {
  itRefuses([
    {
      wrong: "a default route from the other side without it",
      app: (stack) => {
        const networks = ["0.0.0.0/0", "10.2.0.0/24"];
        const giver = soleSite(stack, "c", 2, { networks, isolation: Isolation.VRF });
        mesh(stack, [soleSite(stack, "a", 1), giver]);
      },
      at: "net/a: isolation not set",
      expected: /default route of net\/c, which would carry IKE and ESP into their own tunnel/,
      remedy: /Isolation\.VRF, or leave the default route out of the networks of net\/c/,
    },
    {
      wrong: "a default route that a hub passes on without it",
      app: (stack) => {
        const isolation = Isolation.VRF;
        const hub = soleSite(stack, "hub", 1, { isolation });
        const giver = soleSite(stack, "giver", 2, { isolation, networks: ["::/0", "fd02::/64"] });
        mesh(stack, [hub, giver, soleSite(stack, "taker", 3, { isolation: Isolation.NONE })], {
          topology: MeshTopology.hubAndSpoke(hub),
        });
      },
      at: 'net/taker: isolation is "none"',
      expected: /default route of net\/giver/,
      remedy: /Isolation\.VRF/,
    },
    {
      wrong: "a default route of its own beside that of the outside",
      app: (stack) => {
        const taker = soleSite(stack, "a", 1, { isolation: Isolation.VRF });
        const networks = ["0.0.0.0/0", "10.2.0.0/24"];
        mesh(stack, [taker, soleSite(stack, "c", 2, { networks })]);
      },
      at: "net/c: isolation not set",
      expected: /the default route that net\/c announces, or that of the outside would pass for it/,
      remedy: /Isolation\.VRF/,
    },
    {
      wrong: "a VTI without GRE in a VRF",
      app: two({ isolation: Isolation.VRF }, { interfaceType: TunnelInterface.VTI }),
      at: 'net/a-c: interfaceType is "vti"',
      expected: /since net\/a is isolated: in a VRF a VTI has no route to its peer/,
      remedy: /TunnelInterface\.XFRM, put GRE over the VTI, or .* Isolation\.NETWORK_NAMESPACE/,
    },
    {
      wrong: "policies on a gateway whose inside they would never see",
      app: (stack) => {
        const isolation = Isolation.NETWORK_NAMESPACE;
        new PolicyBasedVpn(stack, "a-c", {
          left: siteGateway(stack, "a", 1, 2, { isolation }),
          right: siteGateway(stack, "c", 2, 2),
          authentication: preSharedKey(),
        });
      },
      at: 'net/a-c: left is "net/a"',
      expected: /net\/a keeps its inside apart, where policies do not reach/,
      remedy: /RouteBasedVpn, or drop the isolation/,
    },
    {
      wrong: "a VXLAN carried by a segment of the namespace",
      app: (stack) => {
        const vxlan = Inside.vxlan({ vni: 1, underlay: "eth1", addresses: ["10.9.0.1/24"] });
        const isolation = Isolation.NETWORK_NAMESPACE;
        const left = siteGateway(stack, "a", 1, 2, { isolation });
        left.addInside(vxlan);
        const right = siteGateway(stack, "c", 2, 2);
        new RouteBasedVpn(stack, "a-c", { left, right, authentication: preSharedKey() });
      },
      at: 'net/a: inside.underlay is "eth1"',
      expected: /apart from the inside segments and the pair link/,
      remedy: /over an interface of its own/,
    },
    {
      wrong: "a VXLAN carried by a segment of the VRF",
      app: (stack) => {
        const vxlan = Inside.vxlan({ vni: 1, underlay: "eth1", addresses: ["10.9.0.1/24"] });
        const left = siteGateway(stack, "a", 1, 2, { isolation: Isolation.VRF });
        left.addInside(vxlan);
        const right = siteGateway(stack, "c", 2, 2);
        new RouteBasedVpn(stack, "a-c", { left, right, authentication: preSharedKey() });
      },
      at: 'net/a: inside.underlay is "eth1"',
      expected: /apart from the inside segments and the pair link/,
      remedy: /over an interface of its own/,
    },
    {
      wrong: "an inside segment with the VRF's own name",
      app: two({ isolation: Isolation.VRF, inside: Inside.onInterface("private", ADDRESSES) }),
      at: 'net/a: inside.device is "private"',
      expected: /apart from that of net\/a \(isolation\)/,
      remedy: /inside\.device/,
    },
    {
      wrong: "an isolation that does not exist",
      app: two({ isolation: untyped<Isolation>("jail") }),
      at: 'net/a: isolation is "jail"',
      expected: /one of "none", "vrf", "network-namespace"/,
      remedy: /API\.md/,
    },
  ]);

  it("though not GRE over a VTI, of which the GRE alone is in the VRF", () => {
    const written = synthesizeStack((stack) => {
      const left = siteGateway(stack, "a", 1, 2, { isolation: Isolation.VRF });
      const right = siteGateway(stack, "c", 2, 2);
      const authentication = preSharedKey();
      const interfaceType = TunnelInterface.VTI;
      const vpn = new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
      new GreOverVti(stack, "gre", { vpn });
    });
    const script = written.gateway("net", "a")["payload/files/usr/local/lib/vpn-gateway/links"];
    expect(script).toContain("  member gre-c private\n");
    expect(script).not.toContain("member vti-c");
  });
});

describe("a network namespace", () => {
  const isolation = Isolation.NETWORK_NAMESPACE;

  it.each(Object.values(TunnelInterface))("takes every kind of tunnel: %s", (interfaceType) => {
    const address = (site: number) =>
      interfaceType === TunnelInterface.VTI6 ? { address: `2001:db8:${site}::2` } : {};
    const script = synthesizeStack((stack) => {
      const left = siteGateway(stack, "a", 1, 2, { isolation, ...address(1) });
      const right = siteGateway(stack, "c", 2, 2, address(2));
      const authentication = preSharedKey();
      new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
    }).gateway("net", "a")["payload/files/usr/local/lib/vpn-gateway/private-links"];
    expect(script).toMatch(new RegExp(`^  crossing \\w+-c \\d+ ${interfaceType} `, "m"));
  });

  it("gives and takes default routes", () => {
    const networks = ["0.0.0.0/0", "10.2.0.0/24"];
    const plan = synthesizeStack((stack) => {
      const taker = soleSite(stack, "a", 1, { isolation });
      const routes = [{ prefix: "0.0.0.0/0", via: "10.2.0.254" }];
      const inside = Inside.onInterface("eth1", ["10.2.0.2/24"], { routes });
      mesh(stack, [taker, soleSite(stack, "c", 2, { isolation, networks, inside })]);
    }).plan("net");
    expect(plan.gateways.map(({ namespace }) => namespace?.name)).toEqual(["private", "private"]);
  });
});

it.each([Isolation.VRF, Isolation.NETWORK_NAMESPACE])(
  "%s: a site speaks OSPF inside",
  (isolation) => {
    const plan = synthesizeStack((stack) => {
      const insideRouting = InsideRouting.ospf();
      const site = soleSite(stack, "a", 1, { isolation, insideRouting });
      mesh(stack, [site, soleSite(stack, "c", 2)]);
    }).plan("net");
    expect(plan.gateways[0]).toMatchObject({ ospf: { area: "0.0.0.0" } });
  },
);

describe("bad routes by inner routers are refused", () => {
  itRefuses([
    {
      wrong: "a router on another segment",
      app: routed({ prefix: "10.8.0.0/16", via: "10.7.0.1" }),
      at: 'net/a: inside.routes is "10.8.0.0/16 via 10.7.0.1"',
      expected: /a router on eth1 \(10\.1\.0\.2\/24, fd01::2\/64\)/,
      remedy: /the segment that the router is on/,
    },
    {
      wrong: "the gateway as its own router",
      app: routed({ prefix: "fd08::/48", via: "FD01:0::2" }),
      at: 'net/a: inside.routes is "fd08::/48 via FD01:0::2"',
      expected: /other than the gateway itself/,
      remedy: /inner router's address/,
    },
    {
      wrong: "a router of the other family",
      app: routed({ prefix: "10.8.0.0/16", via: "fd01::fe" }),
      at: 'net/a: inside.routes is "10.8.0.0/16 via fd01::fe"',
      expected: /the prefix's address family/,
      remedy: /the router's other address/,
    },
    {
      wrong: "a prefix with host bits",
      app: routed({ prefix: "10.8.0.1/16", via: "10.1.0.254" }),
      at: 'net/a: inside.0.routes.0.prefix is "10.8.0.1/16"',
      expected: /no host bit/,
      remedy: /the network's own address/,
    },
    {
      wrong: "a prefix that the segment has",
      app: routed({ prefix: "10.1.0.0/24", via: "10.1.0.254" }),
      at: 'net/a: inside.routes is "10.1.0.0/24"',
      expected: /it is on eth1 already/,
      remedy: /drop one of the two/,
    },
    {
      wrong: "a prefix that another site has",
      app: routed({ prefix: "10.2.0.0/25", via: "10.1.0.254" }),
      at: 'net/a: inside.routes is "10.2.0.0/25"',
      expected: /overlaps no other site's; net\/c has 10\.2\.0\.0\/24/,
      remedy: /renumber/,
    },
    {
      wrong: "a default route on the table of the outside",
      app: routed({ prefix: "0.0.0.0/0", via: "10.1.0.254" }),
      at: 'net/a: inside.routes is "0.0.0.0/0"',
      expected: /IKE and ESP would go to the inner router/,
      remedy: /Isolation\.VRF/,
    },
    {
      wrong: "a peer's address behind an inner router",
      app: routed({ prefix: "198.51.2.0/24", via: "10.1.0.254" }),
      at: 'net/a: inside.routes is "198.51.2.0/24"',
      expected: /IKE and ESP would go to the inner router/,
      remedy: /Isolation\.VRF/,
    },
  ]);
});

describe("bad local breakout is refused", () => {
  itRefuses([
    {
      wrong: "without a routing table of its own",
      app: breakout("192.0.2.0/24", { isolation: undefined }),
      at: "net/a: isolation not set",
      expected: /since localBreakout leads out of it/,
      remedy: /Isolation\.VRF, or drop localBreakout/,
    },
    {
      wrong: "out of a network namespace",
      app: breakout("192.0.2.0/24", { isolation: Isolation.NETWORK_NAMESPACE }),
      at: 'net/a: isolation is "network-namespace"',
      expected: /out of a network namespace nothing leaves in clear/,
      remedy: /Isolation\.VRF, or drop localBreakout/,
    },
    {
      wrong: "without the name of the outside's interface",
      app: breakout("192.0.2.0/24", { underlayDevice: undefined }),
      at: "net/a: underlayDevice not set",
      expected: /by which alone localBreakout leaves/,
      remedy: /"eth0"/,
    },
    {
      wrong: "of everything",
      app: breakout("0.0.0.0/0"),
      at: 'net/a: localBreakout.prefixes.0 is "0.0.0.0/0"',
      expected: /longer than \/0/,
      remedy: /name the prefixes that may leave in clear/,
    },
    {
      wrong: "of what belongs into the tunnel",
      app: breakout("10.2.0.0/25"),
      at: 'net/a: localBreakout.prefixes is "10.2.0.0/25"',
      expected: /net\/c has 10\.2\.0\.0\/24/,
      remedy: /leave the prefix out/,
    },
    {
      wrong: "of the site's own segment",
      app: breakout("10.1.0.128/25"),
      at: 'net/a: localBreakout.prefixes is "10.1.0.128/25"',
      expected: /net\/a has 10\.1\.0\.0\/24/,
      remedy: /leave the prefix out/,
    },
    {
      wrong: "of the addresses of tunnels",
      app: breakout("100.64.0.0/16"),
      at: 'net/a-c: addressPools is "100.64.0.0/10"',
      expected: /net\/a has 100\.64\.0\.0\/16/,
      remedy: /another pool/,
    },
    {
      wrong: "of prefixes that only Terraform knows",
      app: (stack) => breakout(lateText(stack))(stack),
      at: "net/a: localBreakout.prefixes.0 is a Terraform token",
      expected: /known at synthesis/,
      remedy: /write the value itself/,
    },
    {
      wrong: "of no prefix",
      app: two({
        isolation: Isolation.VRF,
        underlayDevice: "eth0",
        localBreakout: { prefixes: [] },
      }),
      at: "net/a: localBreakout.prefixes is []",
      expected: />=1 items/,
      remedy: /API\.md/,
    },
  ]);
});
