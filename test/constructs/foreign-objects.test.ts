import { App, TerraformStack } from "cdktf";
import {
  BfdProfile,
  BgpMesh,
  ForeignGateway,
  Gateway,
  GreOverVti,
  HaPair,
  InsideRouting,
  MeshTopology,
  PairLink,
  PolicyBasedVpn,
  RouteBasedVpn,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway, soleSite, sitePair } from "../fixtures/apps";
import { Build, untyped } from "../fixtures/bad-input";
import { problemsIn } from "../fixtures/problems";

/** Another App with a construct of each kind, at the paths that the tested app has. */
function elsewhere() {
  const stack = new TerraformStack(new App(), "net");
  const gateway = soleSite(stack, "a", 1);
  const right = soleSite(stack, "c", 2);
  const authentication = preSharedKey();
  const vpn = new RouteBasedVpn(stack, "a-c", { left: gateway, right, authentication });
  const pair = sitePair(stack, "east", 3, ["e", "f"]);
  return { gateway, vpn, pair, bfd: new BfdProfile(stack, "fast") };
}

function here(stack: TerraformStack) {
  const a = soleSite(stack, "a", 1);
  const c = soleSite(stack, "c", 2);
  return { a, c, authentication: preSharedKey() };
}

const NETWORKS = ["10.1.0.0/24", "fd01::/64"];

function pairHere(stack: TerraformStack, props: object) {
  const primary = siteGateway(stack, "g", 1, 2);
  const secondary = siteGateway(stack, "h", 1, 3);
  const pairLink = PairLink.onInterface("eth2");
  const all = { primary, secondary, asn: 65001, networks: NETWORKS, pairLink };
  return new HaPair(stack, "site", { ...all, ...props });
}

interface Case {
  readonly what: string;
  readonly app: Build;
  readonly at: string;
  readonly value: RegExp;
  readonly expected: RegExp;
}

const OTHER: Case[] = [
  {
    what: "RouteBasedVpn.right, although a gateway here has its path",
    app: (stack) => {
      const { a: left, authentication } = here(stack);
      const right = elsewhere().vpn.right;
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    },
    at: "net/a-c: right",
    value: /^net\/c, a Gateway of another network$/,
    expected: /^a Gateway or a ForeignGateway of this app$/,
  },
  {
    what: "PolicyBasedVpn.left",
    app: (stack) => {
      const { c: right, authentication } = here(stack);
      const left = elsewhere().gateway;
      new PolicyBasedVpn(stack, "a-c", { left, right, authentication });
    },
    at: "net/a-c: left",
    value: /of another network$/,
    expected: /of this app$/,
  },
  {
    what: "GreOverVti.vpn, although a VPN here has its path",
    app: (stack) => {
      const { a: left, c: right, authentication } = here(stack);
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
      new GreOverVti(stack, "gre", { vpn: elsewhere().vpn });
    },
    at: "net/gre: vpn",
    value: /^net\/a-c, a RouteBasedVpn of another network$/,
    expected: /^a RouteBasedVpn or a PolicyBasedVpn of this app$/,
  },
  {
    what: "HaPair.secondary",
    app: (stack) => void pairHere(stack, { secondary: elsewhere().gateway }),
    at: "net/site: secondary",
    value: /^net\/a, a Gateway of another network$/,
    expected: /of this app$/,
  },
  {
    what: "HaPair.bfd",
    app: (stack) => void pairHere(stack, { bfd: elsewhere().bfd }),
    at: "net/site: bfd",
    value: /^net\/fast, a BfdProfile of another network$/,
    expected: /^a BfdProfile of this app$/,
  },
  {
    what: "HaPair.insideRoutersBfd",
    app: (stack) => void pairHere(stack, { insideRoutersBfd: elsewhere().bfd }),
    at: "net/site: insideRoutersBfd",
    value: /of another network$/,
    expected: /^a BfdProfile of this app$/,
  },
  {
    what: "InsideRouting.ospf().bfd",
    app: (stack) =>
      void pairHere(stack, { insideRouting: InsideRouting.ospf({ bfd: elsewhere().bfd }) }),
    at: "net/site: insideRouting.bfd",
    value: /of another network$/,
    expected: /^a BfdProfile of this app$/,
  },
  {
    what: "BgpMesh.bfd",
    app: (stack) => {
      const { a, c, authentication } = here(stack);
      const bfd = elsewhere().bfd;
      new BgpMesh(stack, "backbone", { members: [a, c], vpn: { authentication }, bfd });
    },
    at: "net/backbone: bfd",
    value: /of another network$/,
    expected: /^a BfdProfile of this app$/,
  },
  {
    what: "BgpMesh.members",
    app: (stack) => {
      const { a, c, authentication } = here(stack);
      const members = [a, c, elsewhere().pair];
      new BgpMesh(stack, "backbone", { members, vpn: { authentication } });
    },
    at: "net/backbone: members.2",
    value: /^net\/east, an HaPair of another network$/,
    expected: /^a Gateway or a ForeignGateway or an HaPair of this app$/,
  },
  {
    what: "MeshTopology.hubAndSpoke()",
    app: (stack) => {
      const { a, c, authentication } = here(stack);
      const topology = MeshTopology.hubAndSpoke(elsewhere().gateway);
      new BgpMesh(stack, "backbone", { members: [a, c], vpn: { authentication }, topology });
    },
    at: "net/backbone: hubs.0",
    value: /of another network$/,
    expected: /of this app$/,
  },
];

const KIND: Case[] = [
  {
    what: "a BfdProfile as an end of a VPN",
    app: (stack) => {
      const { a: left, authentication } = here(stack);
      const right: Gateway = untyped(new BfdProfile(stack, "fast"));
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    },
    at: "net/a-c: right",
    value: /^net\/fast, a BfdProfile$/,
    expected: /^a Gateway or a ForeignGateway$/,
  },
  {
    what: "a gateway's path as an end of a VPN",
    app: (stack) => {
      const { a: left, authentication } = here(stack);
      new RouteBasedVpn(stack, "a-c", { left, right: untyped("net/c"), authentication });
    },
    at: "net/a-c: right",
    value: /^"net\/c"$/,
    expected: /^a Gateway or a ForeignGateway$/,
  },
  {
    what: "a gateway of the app's own making",
    app: (stack) => {
      const { a: left, authentication } = here(stack);
      const right: Gateway = untyped({ gatewayName: "c", node: { path: "net/c" } });
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    },
    at: "net/a-c: right",
    value: /^an object$/,
    expected: /^a Gateway or a ForeignGateway$/,
  },
  {
    what: "a gateway as a BfdProfile",
    app: (stack) => {
      const { a, c, authentication } = here(stack);
      new BgpMesh(stack, "backbone", {
        members: [a, c],
        vpn: { authentication },
        bfd: untyped(a),
      });
    },
    at: "net/backbone: bfd",
    value: /^net\/a, a Gateway$/,
    expected: /^a BfdProfile$/,
  },
  {
    what: "null as a BfdProfile, which is not the same as none",
    app: (stack) => void pairHere(stack, { bfd: null }),
    at: "net/site: bfd",
    value: /^null$/,
    expected: /^a BfdProfile$/,
  },
  {
    what: "one gateway as primary and secondary",
    app: (stack) => {
      const primary = siteGateway(stack, "a", 1, 2);
      const both = { primary, secondary: primary, asn: 65001, networks: NETWORKS };
      const east = new HaPair(stack, "east", { ...both, pairLink: PairLink.onInterface("eth2") });
      const west = soleSite(stack, "c", 2);
      const vpn = { authentication: preSharedKey() };
      new BgpMesh(stack, "backbone", { members: [east, west], vpn });
    },
    at: "net/east: secondary",
    value: /^"net\/a"$/,
    expected: /a gateway in one pair only; it is the primary of net\/east/,
  },
  {
    what: "a third party's gateway as the primary",
    app: (stack) => {
      const primary: Gateway = untyped(new ForeignGateway(stack, "p", { address: "203.0.113.9" }));
      pairHere(stack, { primary });
    },
    at: "net/site: primary",
    value: /^"net\/p"$/,
    expected: /a Gateway that this app configures/,
  },
];

describe("W7: references between constructs", () => {
  it.each(OTHER)("refuses an object of another App as $what", ({ app, ...problem }) =>
    expectOne(app, problem),
  );

  it.each(KIND)("refuses $what", ({ app, ...problem }) => expectOne(app, problem));

  it("refuses two pairs of the same gateways, which would make two tunnels of one name", () => {
    const problems = problemsIn((stack) => {
      const east = sitePair(stack, "east", 1, ["a", "b"]);
      const [primary, secondary] = east.memberGateways as [Gateway, Gateway];
      const rest = { asn: 65002, networks: ["10.1.0.0/24"] };
      const west = new HaPair(stack, "west", { primary, secondary, ...rest });
      const vpn = { authentication: preSharedKey() };
      new BgpMesh(stack, "backbone", { members: [east, west], vpn });
    });
    const seats = problems.filter(({ path }) => path === "net/west");
    expect(seats.map(({ property }) => property)).toEqual(
      expect.arrayContaining(["primary", "secondary"]),
    );
  });

  it("declares no variable in a stack of another App", () => {
    const { vpn } = elsewhere();
    const stack = TerraformStack.of(vpn.right);
    const before = stack.node.findAll().length;
    problemsIn((own) => {
      const { a: left } = here(own);
      const authentication = preSharedKey("another_psk");
      new RouteBasedVpn(own, "x", { left, right: vpn.right, authentication });
    });
    expect(stack.node.findAll()).toHaveLength(before);
  });
});

function expectOne(app: Build, { at, value, expected }: Omit<Case, "app">): void {
  const problems = problemsIn(app);
  const found = problems.filter(({ path, property }) => `${path}: ${property}` === at);
  expect(found).toHaveLength(1);
  expect(found[0]!.value).toMatch(value);
  expect(found[0]!.expected).toMatch(expected);
  expect(found[0]!.remedy).not.toBe("");
}
