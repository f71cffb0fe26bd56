import { TerraformStack } from "cdktf";
import {
  ForeignGateway,
  Isolation,
  MeshTopology,
  PolicyBasedVpn,
  RouteBasedVpn,
  RouteExchange,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

/** Gateway a has VPNs with c and with d, whose public address is 198.51.3.2. */
function star(toC: (stack: TerraformStack, ends: Ends) => void, isolation = Isolation.NONE): Build {
  return (stack) => {
    const left = siteGateway(stack, "a", 1, 2, { isolation });
    toC(stack, { left, right: siteGateway(stack, "c", 2, 2), authentication: preSharedKey("c") });
    const right = siteGateway(stack, "d", 3, 2);
    new RouteBasedVpn(stack, "a-d", { left, right, authentication: preSharedKey("d") });
  };
}

interface Ends {
  readonly left: ReturnType<typeof siteGateway>;
  readonly right: ReturnType<typeof siteGateway>;
  readonly authentication: ReturnType<typeof preSharedKey>;
}

function routed(...prefixes: string[]) {
  const routes = RouteExchange.staticRoutes(prefixes);
  return (stack: TerraformStack, ends: Ends) =>
    void new RouteBasedVpn(stack, "a-c", { ...ends, routes });
}

/** Members a, d and somebody else's c, which announces the network that a's address is in. */
function members(hubbed: boolean): Build {
  return (stack) => {
    const [a, d] = [soleSite(stack, "a", 1), soleSite(stack, "d", 3)];
    const c = new ForeignGateway(stack, "c", {
      ...{ address: "203.0.113.9", asn: 65002, networks: ["10.2.0.0/24", "198.51.1.0/24"] },
    });
    mesh(stack, [a, c, d], {
      topology: hubbed ? MeshTopology.hubAndSpoke(a) : MeshTopology.full(),
      memberAuthentication: { c: preSharedKey("c") },
    });
  };
}

describe("routes that would take a tunnel's own packets from the underlay are refused", () => {
  itRefuses([
    {
      wrong: "a static route to one site that holds another peer's address",
      app: star(routed("10.2.0.0/24", "198.51.3.0/24")),
      at: 'net/a-c: right.networks is "198.51.3.0/24"',
      expected: /without the public address of net\/d \(198\.51\.3\.2\).*another tunnel/,
      remedy: /leave it out/,
    },
    {
      wrong: "a static route to another peer's address itself",
      app: star(routed("198.51.3.2/32")),
      at: 'net/a-c: right.networks is "198.51.3.2/32"',
      expected: /without the public address of net\/d/,
      remedy: /Isolation\.VRF/,
    },
    {
      wrong: "a policy's selector that holds another peer's address",
      app: star((stack, ends) => {
        const rightSelectors = ["198.51.3.0/24"];
        new PolicyBasedVpn(stack, "a-c", {
          ...ends,
          rightSelectors,
          leftSelectors: ["10.1.0.0/24"],
        });
      }),
      at: 'net/a-c: rightSelectors is "198.51.3.0/24"',
      expected: /without the public address of net\/d .* routed to nowhere/,
      remedy: /RouteBasedVpn/,
    },
    {
      wrong: "a member's network that holds another member's address",
      app: members(false),
      at: 'net/c: networks is "198.51.1.0/24"',
      expected: /without the public address of net\/a \(198\.51\.1\.2\).*another tunnel/,
      remedy: /leave it out/,
    },
    {
      wrong: "the same of a spoke: other spokes reach the hub at that address",
      app: members(true),
      at: 'net/c: networks is "198.51.1.0/24"',
      expected: /without the public address of net\/a/,
      remedy: /split the prefix/,
    },
  ]);

  it("but not with a routing table of their own", () => {
    const app = star(routed("10.2.0.0/24", "198.51.3.0/24"), Isolation.VRF);
    expect(() => synthesizeStack(app)).not.toThrow();
  });
});
