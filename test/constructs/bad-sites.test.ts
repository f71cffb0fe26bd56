import {
  BgpMeshProps,
  GatewayProps,
  Gateway,
  HaPair,
  HaPairProps,
  InsideOspfProps,
  InsideRouting,
  Isolation,
  Secret,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";

/** A pair and a gateway in a mesh. */
function joined(pair: Partial<HaPairProps>, gateways: Partial<GatewayProps> = {}): Build {
  return (stack) =>
    void mesh(stack, [
      sitePair(stack, "east", 1, ["a", "b"], pair, gateways),
      soleSite(stack, "c", 2),
    ]);
}

function ospf(props: InsideOspfProps, pair: Partial<HaPairProps> = {}): Build {
  return joined({ insideRouting: InsideRouting.ospf(props), ...pair });
}

describe("bad inside routing is refused", () => {
  itRefuses([
    {
      wrong: "an area that is a number",
      app: ospf({ area: "0" }),
      at: 'net/east: insideRouting.area is "0"',
      expected: /an IP address without a length/,
      remedy: /one IPv4/,
    },
    {
      wrong: "an area that would add a line",
      app: ospf({ area: "0.0.0.0\n redistribute connected" }),
      at: 'net/east: insideRouting.area is "0.0.0.0\\n redistribute connected"',
      expected: /an IP address without a length/,
      remedy: /one IPv4/,
    },
    {
      wrong: "an area in IPv6",
      app: ospf({ area: "::1" }),
      at: 'net/east: insideRouting.area is "::1"',
      expected: /dotted form/,
      remedy: /0\.0\.0\.0 is the backbone/,
    },
    {
      wrong: "hellos every 0 s",
      app: ospf({ helloIntervalSeconds: 0 }),
      at: "net/east: insideRouting.helloIntervalSeconds is 0",
      expected: /from 1 to 65535/,
      remedy: /every router of the segment/,
    },
    {
      wrong: "a key for OSPFv2 by HMAC on FRR 8.4",
      app: ospf({ secret: Secret.variable("inside") }),
      at: "net/east: insideRouting.md5 not set",
      expected: /FRR 8\.4 of net\/a has no HMAC-SHA for OSPFv2/,
      remedy: /set md5/,
    },
    {
      wrong: "a key that MD5 would cut off",
      app: ospf({ secret: Secret.unsafeLiteral("seventeen-letters"), md5: true }),
      at: "net/east: insideRouting.secret is a value that is not shown, lest it be the secret",
      expected: /at most 16 characters/,
      remedy: /shorter/,
    },
    {
      wrong: "MD5 without a key",
      app: ospf({ md5: true }),
      at: "net/east: insideRouting.md5 is true",
      expected: /a `secret`/,
      remedy: /add one/,
    },
    {
      wrong: "a key of OSPF that the gateway would have to fetch",
      app: ospf({ secret: Secret.file("/etc/keys/inside"), md5: true }),
      at: "net/east: insideRouting.secret is a value that is not shown, lest it be the secret",
      expected: /a secret that Terraform knows/,
      remedy: /Secret\.variable/,
    },
    {
      wrong: "neighbors that die between two hellos",
      app: ospf({ deadIntervalSeconds: 10 }),
      at: "net/east: insideRouting.deadIntervalSeconds is 10",
      expected: /more than the 10 s between hellos/,
      remedy: /four times the hello interval/,
    },
    {
      wrong: "hellos so rare that four of them exceed OSPF's field",
      app: ospf({ helloIntervalSeconds: 20000 }),
      at: "net/east: insideRouting.deadIntervalSeconds is 80000",
      expected: /at most 65535 s/,
      remedy: /hello interval below it/,
    },
    {
      wrong: "BGP's inner routers beside OSPF",
      app: ospf({}, { insideRouters: ["10.1.0.10"] }),
      at: 'net/east: insideRouters is ["10.1.0.10"]',
      expected: /OSPF finds them/,
      remedy: /for InsideRouting\.bgp\(\)/,
    },
    {
      wrong: "OSPF where another site announces a default route",
      app: (stack) => {
        const insideRouting = InsideRouting.ospf();
        const networks = ["0.0.0.0/0"];
        mesh(stack, [
          soleSite(stack, "a", 1, { insideRouting }),
          soleSite(stack, "c", 2, { networks, isolation: Isolation.VRF }),
        ]);
      },
      at: 'net/a: insideRouting is "ospf"',
      expected: /net\/c announces 0\.0\.0\.0\/0, which OSPF does not redistribute/,
      remedy: /use InsideRouting\.bgp\(\)/,
    },
    {
      wrong: "B1: BGP with any router of a segment, without a key",
      app: (stack) => {
        const insideRouting = InsideRouting.bgp();
        mesh(stack, [soleSite(stack, "a", 1, { insideRouting }), soleSite(stack, "c", 2)]);
      },
      at: 'net/a: insideRouting is "bgp"',
      expected: /a key \(`secret`\)/,
      remedy: /give InsideRouting\.bgp\(\) a secret/,
    },
    {
      wrong: "B1: a key, and routers without names, on FRR 8.4",
      app: joined({ insideRouting: InsideRouting.bgp({ secret: Secret.variable("inside") }) }),
      at: "net/east: insideRouters not set",
      expected: /inner routers by address: FRR 8\.4/,
      remedy: /insideRouters of an HaPair/,
    },
    {
      wrong: "a key that is read on the gateway",
      app: joined({
        insideRouters: ["10.1.0.10"],
        insideRouting: InsideRouting.bgp({ secret: Secret.file("/etc/keys/inside") }),
      }),
      at: "net/east: insideRouting.secret is a value that is not shown, lest it be the secret",
      expected: /a secret that Terraform knows/,
      remedy: /Secret\.variable\(\)/,
    },
    {
      wrong: "a key that would be more than a word of frr.conf",
      app: joined({
        insideRouters: ["10.1.0.10"],
        insideRouting: InsideRouting.bgp({ secret: Secret.unsafeLiteral("a key\n neighbor") }),
      }),
      at: "net/east: insideRouting.secret is a value that is not shown, lest it be the secret",
      expected: /as one word of frr\.conf/,
      remedy: /choose another key/,
    },
    {
      wrong: "inside routing without a mesh",
      app: (stack) =>
        void siteGateway(stack, "a", 1, 2, { insideRouting: InsideRouting.bgp(), asn: 65001 }),
      at: 'net/a: insideRouting is "bgp"',
      expected: /a member of a BgpMesh/,
      remedy: /leave insideRouting out/,
    },
  ]);
});

/** A pair whose primary says something of its own. */
function contradicting(props: Partial<GatewayProps>): Build {
  return (stack) =>
    void new HaPair(stack, "east", {
      primary: siteGateway(stack, "a", 1, 2, props),
      secondary: siteGateway(stack, "b", 1, 3),
      asn: 65001,
      networks: ["10.1.0.0/24", "fd01::/64"],
    });
}

describe("what contradicts a pair is refused", () => {
  itRefuses([
    {
      wrong: "a pair's gateway listed singly",
      app: (stack) => {
        const [primary] = sitePair(stack, "east", 1, ["a", "b"]).memberGateways;
        mesh(stack, [untyped<Gateway>(primary), soleSite(stack, "c", 2)]);
      },
      at: 'net/backbone: members is "net/a"',
      expected: /one of the two gateways of net\/east/,
      remedy: /list net\/east instead/,
    },
    {
      wrong: "another AS number than the pair's",
      app: contradicting({ asn: 65009 }),
      at: "net/a: asn is 65009",
      expected: /65001, as net\/east has/,
      remedy: /leave asn out: net\/east has it/,
    },
    {
      wrong: "other networks than the pair's",
      app: contradicting({ networks: ["10.1.0.0/24"] }),
      at: 'net/a: networks is ["10.1.0.0/24"]',
      expected: /the networks of net\/east \(10\.1\.0\.0\/24, fd01::\/64\)/,
      remedy: /leave networks out/,
    },
    {
      wrong: "inside routing of its own",
      app: contradicting({ insideRouting: InsideRouting.ospf() }),
      at: 'net/a: insideRouting is "ospf"',
      expected: /the inside routing of net\/east/,
      remedy: /leave insideRouting out/,
    },
  ]);
});

describe("a mesh whose tunnels lack a family is refused", () => {
  const lacks = (props: Partial<BgpMeshProps>): Build => {
    return (stack) =>
      void mesh(stack, [sitePair(stack, "east", 1, ["a", "b"]), soleSite(stack, "c", 2)], props);
  };
  itRefuses([
    {
      wrong: "no IPv6 pool although both sites have IPv6 networks",
      app: lacks({ vpn: { authentication: preSharedKey(), addressPools: ["100.64.0.0/10"] } }),
      at: 'net/backbone: vpn.addressPools is ["100.64.0.0/10"]',
      expected: /an IPv6 pool too, since net\/east and net\/c both have IPv6 networks/,
      remedy: /add an IPv6 pool .*, or leave the IPv6 networks out/,
    },
    {
      wrong: "no IPv4 pool of GRE",
      app: lacks({ gre: { addressPools: ["fdcd:7076:6e00::/48"] } }),
      at: 'net/backbone: gre.addressPools is ["fdcd:7076:6e00::/48"]',
      expected: /an IPv4 pool too/,
      remedy: /add an IPv4 pool/,
    },
  ]);
});
