import { TerraformStack } from "cdktf";
import {
  ForeignGateway,
  GreOverVti,
  PolicyBasedVpn,
  PolicyBasedVpnProps,
  RouteBasedVpn,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway, sitePair } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";

function ends(stack: TerraformStack) {
  return { left: siteGateway(stack, "a", 1, 2), right: siteGateway(stack, "c", 2, 2) };
}

function policies(props: Partial<PolicyBasedVpnProps>): Build {
  return (stack) => {
    const authentication = preSharedKey();
    new PolicyBasedVpn(stack, "a-c", { ...ends(stack), authentication, ...props });
  };
}

describe("bad policy-based VPNs are refused", () => {
  itRefuses([
    {
      wrong: "GRE over one",
      app: (stack) => {
        const vpn = new PolicyBasedVpn(stack, "a-c", {
          ...ends(stack),
          authentication: preSharedKey(),
        });
        new GreOverVti(stack, "gre", { vpn: untyped<RouteBasedVpn>(vpn) });
      },
      at: 'net/gre: vpn is "net/a-c"',
      expected: /a RouteBasedVpn: a policy-based one has no interface/,
      remedy: /TunnelInterface\.GRE/,
    },
    {
      wrong: "one at a gateway of a pair",
      app: (stack) => {
        const { memberGateways } = sitePair(stack, "east", 1, ["a", "b"]);
        const right = siteGateway(stack, "c", 2, 2);
        const [left] = memberGateways;
        const authentication = preSharedKey();
        new PolicyBasedVpn(stack, "a-c", {
          left: left!,
          right,
          authentication,
          leftSelectors: ["10.1.0.0/24"],
          rightSelectors: ["10.2.0.0/24"],
        });
      },
      at: 'net/a-c: left is "net/a"',
      expected: /no HaPair, but it is in net\/east: policies are no routes/,
      remedy: /a RouteBasedVpn for each gateway/,
    },
    {
      wrong: "selectors that nobody named",
      app: (stack) => {
        new PolicyBasedVpn(stack, "a-p", {
          left: siteGateway(stack, "a", 1, 2),
          right: new ForeignGateway(stack, "p", { address: "203.0.113.1" }),
          authentication: preSharedKey(),
        });
      },
      at: "net/a-p: rightSelectors is []",
      expected: /prefixes to protect/,
      remedy: /declare networks of net\/p/,
    },
    {
      wrong: "a selector whose family the other side lacks",
      app: policies({ rightSelectors: ["10.2.0.0/24"] }),
      at: 'net/a-c: leftSelectors is "fd01::/64"',
      expected: /a family that net\/c has too/,
      remedy: /rightSelectors, or leave it out/,
    },
    {
      wrong: "selectors within one another",
      app: policies({ rightSelectors: ["10.2.0.0/16", "10.2.7.0/24", "fd02::/64"] }),
      at: 'net/a-c: rightSelectors is "10.2.7.0/24"',
      expected: /do not overlap; 10\.2\.0\.0\/16 covers it/,
      remedy: /the wider one/,
    },
    {
      wrong: "a selector that would take IKE",
      app: policies({ rightSelectors: ["198.51.2.0/24", "fd02::/64"] }),
      at: 'net/a-c: rightSelectors is "198.51.2.0/24"',
      expected: /without the public address of net\/c \(198\.51\.2\.2\)/,
      remedy: /RouteBasedVpn/,
    },
    {
      wrong: "a selector that would take the site's own packets",
      app: policies({ rightSelectors: ["10.0.0.0/8", "fd02::/64"] }),
      at: 'net/a-c: rightSelectors is "10.0.0.0/8"',
      expected: /apart from the inside segments of net\/a \(10\.1\.0\.0\/24/,
      remedy: /behind the other end/,
    },
    {
      wrong: "a selector that would take another VPN's packets",
      app: (stack) => {
        const { left, right } = ends(stack);
        const third = siteGateway(stack, "d", 3, 2);
        const authentication = preSharedKey();
        new RouteBasedVpn(stack, "a-d", { left, right: third, authentication });
        new PolicyBasedVpn(stack, "a-c", {
          left,
          right,
          authentication,
          leftSelectors: ["10.1.0.0/24"],
          rightSelectors: ["10.2.0.0/15"],
        });
      },
      at: 'net/a: selectors is "10.3.0.0/24"',
      expected: /net\/a-c has 10\.2\.0\.0\/15, the tunnels of net\/a has 10\.3\.0\.0\/24/,
      remedy: /narrow leftSelectors or rightSelectors/,
    },
    {
      wrong: "a second VPN between the same ends",
      app: (stack) => {
        const authentication = preSharedKey();
        const both = ends(stack);
        new RouteBasedVpn(stack, "one", { ...both, authentication });
        new PolicyBasedVpn(stack, "two", { ...both, authentication });
      },
      at: 'net/two: right is "net/c"',
      expected: /one tunnel between two gateways; net\/one joins them/,
      remedy: /remove one/,
    },
    {
      wrong: "a property of a route-based VPN",
      app: policies(untyped({ addressPools: ["100.64.0.0/10"] })),
      at: 'net/a-c: addressPools is ["100.64.0.0/10"]',
      expected: /a property that this construct knows/,
      remedy: /remove it/,
    },
  ]);
});
