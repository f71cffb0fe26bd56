import { App, TerraformOutput, TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import fc from "fast-check";
import { HOST_KEY } from "../fixtures/apps";
import { Hostile, hostile, hostileText } from "./hostile";
import { Places } from "./places";

const KEYS = ["variable", "file", "command", "certificate", "public-key", "literal"] as const;
const ROUTINGS = ["bgp", "ospf", "ospf-key", "ospf-md5", "vrrp"] as const;

const CLOUDS = new Set([
  ...[vpn.PeerKind.AWS_VPN, vpn.PeerKind.AWS_TRANSIT_GATEWAY],
  ...[vpn.PeerKind.AZURE_VPN, vpn.PeerKind.GOOGLE_HA_VPN],
]);
const NO_BFD = new Set([...CLOUDS, vpn.PeerKind.LIBRESWAN_GOBGP]);

/** A valid app by its choices, and the places of it that are something else. */
export interface Recipe {
  readonly shape: "mesh" | "hub" | "vpn" | "policy";
  readonly pair: boolean;
  readonly interfaceType: string;
  readonly gre: boolean;
  readonly pins: boolean;
  readonly pic: boolean;
  readonly key: (typeof KEYS)[number];
  readonly foreign: "no" | "static" | "dynamic";
  readonly kind: vpn.PeerKind;
  readonly ttlSecurity: boolean;
  readonly routing: "none" | (typeof ROUTINGS)[number];
  readonly ssh: boolean;
  readonly vxlan: boolean;
  readonly second: boolean;
  readonly additions: boolean;
  readonly ipv6: boolean;
  readonly isolation: string;
  readonly breakout: boolean;
  readonly apart: boolean;
  readonly platform: vpn.Platform;
  readonly id: string;
  readonly description: string | undefined;
  readonly wrong: readonly { readonly at: number; readonly value: Hostile }[];
}

const wrong = fc.record({ at: fc.nat(100_000), value: hostile });
const seldom = fc.oneof(
  { weight: 3, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

export const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    shape: fc.constantFrom("mesh" as const, "mesh" as const, "hub", "vpn", "vpn", "policy"),
    pair: fc.boolean(),
    interfaceType: fc.constantFrom("xfrm", "xfrm", "vti", "gre"),
    gre: seldom,
    pins: seldom,
    pic: seldom,
    key: fc.constantFrom(...KEYS),
    foreign: fc.constantFrom("no" as const, "no" as const, "static", "dynamic"),
    kind: fc.constantFrom(...Object.values(vpn.PeerKind)),
    ttlSecurity: seldom,
    routing: fc.constantFrom("none" as const, "none" as const, ...ROUTINGS),
    ssh: fc.boolean(),
    vxlan: seldom,
    second: seldom,
    additions: seldom,
    ipv6: fc.boolean(),
    isolation: fc.constantFrom("none", "none", "none", "vrf", "network-namespace"),
    breakout: seldom,
    apart: seldom,
    platform: fc.constantFrom(...Object.values(vpn.Platform)),
    id: fc.oneof(
      { weight: 4, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: hostileText.filter((text) => !/\$\{/.test(text)) },
    ),
    description: fc.option(hostileText, { nil: undefined }),
    wrong: fc.array(wrong, { maxLength: 2 }),
    loose: seldom,
  })
  .map(({ loose, ...one }) => (loose ? one : together(one)));

function isMeshed({ shape }: Pick<Recipe, "shape">): boolean {
  return shape === "mesh" || shape === "hub";
}

/** The recipe without what cannot be together, most of the time: refusals for that alone would leave little accepted. */
function together(one: Recipe): Recipe {
  const meshed = isMeshed(one);
  const policy = one.shape === "policy";
  const foreign = one.foreign !== "no";
  const pic = one.pic && meshed && !foreign;
  const routing = meshed && (one.pair || one.routing !== "vrrp") ? one.routing : "none";
  const bare = policy || pic || routing === "vrrp";
  const isolation = bare ? "none" : one.breakout ? "vrf" : one.isolation;
  const xfrm = isolation !== "none" || one.foreign === "dynamic";
  const cloud = foreign && CLOUDS.has(one.kind);
  const interfaceType = xfrm || cloud ? "xfrm" : one.interfaceType;
  const known = foreign && ["public-key", "certificate"].includes(one.key);
  return {
    ...one,
    ...{ pic, routing, isolation, interfaceType },
    platform: routing === "ospf-key" ? vpn.Platform.DEBIAN_13 : one.platform,
    pair: one.pair && !policy,
    ipv6: one.ipv6 && !cloud,
    foreign: cloud && one.foreign === "dynamic" ? "static" : one.foreign,
    ttlSecurity: one.ttlSecurity && meshed && !cloud,
    gre: one.gre && !cloud && interfaceType !== "gre",
    breakout: one.breakout && isolation === "vrf",
    key: known ? "variable" : one.key,
  };
}

/** The app of a recipe: made once to count its places, and then with something else in some of them. */
export function buildApp(stack: TerraformStack, recipe: Recipe): void {
  const count = new Places(new TerraformStack(new App(), "net"), []);
  build(count, recipe);
  const wrong = recipe.wrong.map(({ at, value }) => ({ at: at % count.passed, value }));
  build(new Places(stack, wrong), recipe);
}

function build(at: Places, recipe: Recipe): void {
  const { stack } = at;
  const { routing } = recipe;
  if (recipe.apart) vpn.NetworkBoundary.around(at.value(stack));
  const bfd = new vpn.BfdProfile(
    stack,
    "fast",
    at.props({ transmitIntervalMs: 100, receiveIntervalMs: 100, detectMultiplier: 3 }),
  );
  const inner = at.value(routingOf(at, recipe, bfd));
  const alone = { asn: 65001, insideRouting: routing === "vrrp" ? undefined : inner };
  const a = gateway(at, recipe, "a", 1, recipe.pair ? {} : alone);
  const site = recipe.pair ? pairOf(at, recipe, a, inner, bfd) : a;
  const c =
    recipe.foreign === "no" ? gateway(at, recipe, "c", 2, { asn: 65002 }) : other(at, recipe);
  if (isMeshed(recipe)) mesh(at, recipe, site, c, bfd);
  else between(at, recipe, a, c);
  if (recipe.additions) addedForPeer(at, recipe, a, c);
}

function pairOf(
  at: Places,
  recipe: Recipe,
  primary: vpn.Gateway,
  insideRouting: vpn.InsideRouting | undefined,
  bfd: vpn.BfdProfile,
): vpn.HaPair {
  const secondary = gateway(at, recipe, "b", 1, {});
  const meshed = isMeshed(recipe);
  return new vpn.HaPair(
    at.stack,
    "east",
    at.props({
      primary,
      secondary,
      asn: 65001,
      networks: networks(recipe, 1),
      pairLink: at.value(vpn.PairLink.onInterface(at.value("eth2"), at.props({}))),
      insideRouting,
      insideRouters: recipe.routing === "bgp" ? at.value(["10.1.0.10"]) : undefined,
      bfd,
      expectedPrefixes: 10,
      convergenceBudgetMs: meshed ? 300_000 : undefined,
    }),
  );
}

function mesh(
  at: Places,
  recipe: Recipe,
  site: vpn.IMeshMember,
  c: vpn.Gateway | vpn.ForeignGateway,
  bfd: vpn.BfdProfile,
): void {
  const { gre, pins, shape } = recipe;
  const spokes = shape === "hub" ? [gateway(at, recipe, "d", 4, { asn: 65004 })] : [];
  const topology =
    shape === "hub" ? vpn.MeshTopology.hubAndSpoke(at.value(site)) : vpn.MeshTopology.full();
  const foreign = recipe.foreign !== "no";
  const cloud = foreign && CLOUDS.has(recipe.kind);
  const pin = (n: number) => {
    const own = cloud ? { subnets: [`169.254.21.${4 * n}/30`] } : { leftDevice: `vpn-${n}` };
    return at.props({ vpn: at.props(own) });
  };
  const joined = (own: string) => [own, c.node.id].sort().join("-");
  const pinned = { [joined("a")]: pin(1), ...(recipe.pair && { [joined("b")]: pin(2) }) };
  new vpn.BgpMesh(
    at.stack,
    "mesh",
    at.props({
      members: at.value([at.value(site), c, ...spokes]),
      vpn: at.props(ipsec(at, recipe)),
      gre: gre ? at.props({ keyed: true }) : undefined,
      bfd: foreign && NO_BFD.has(recipe.kind) ? undefined : bfd,
      topology: at.value(topology),
      keepaliveSeconds: cloud ? 60 : 3,
      holdTimeSeconds: cloud ? 180 : 9,
      memberAuthentication: foreign ? at.props({ [c.node.id]: ownProof(at) }) : undefined,
      pins: pins || cloud ? at.props(pinned) : undefined,
      tunnelPreferences:
        pins && !foreign ? at.props({ [joined("a")]: preferences(at) }) : undefined,
      sitePins: pins && recipe.pic ? at.props({ [site.node.id]: at.props({}) }) : undefined,
      prefixIndependentConvergence: recipe.pic,
    }),
  );
}

function preferences(at: Places) {
  const preference = () =>
    at.props({
      localPreference: at.value(200),
      med: at.value(7),
      asPathPrepend: at.value(2),
      communities: at.value(["65001:100"]),
    });
  return at.props({ left: preference(), right: preference() });
}

function between(
  at: Places,
  recipe: Recipe,
  left: vpn.Gateway,
  right: vpn.Gateway | vpn.ForeignGateway,
): void {
  const { description, pins } = recipe;
  const ends = { left, right, description, ...ipsec(at, recipe) };
  const far = networks(recipe, 2);
  if (recipe.shape === "policy") {
    const selected = { rightSelectors: far, pins: pins ? at.props({}) : undefined };
    new vpn.PolicyBasedVpn(at.stack, "a-c", at.props({ ...ends, ...selected }));
    return;
  }
  const routes = at.value(vpn.RouteExchange.staticRoutes(at.value(far)));
  const own = {
    routes,
    pins: pins ? at.props({ leftDevice: "vpn-1", rightDevice: "vpn-1" }) : undefined,
  };
  const tunnel = new vpn.RouteBasedVpn(at.stack, "a-c", at.props({ ...ends, ...own }));
  if (recipe.gre) new vpn.GreOverVti(at.stack, "gre", at.props({ vpn: tunnel, keyed: false }));
}

function ipsec(at: Places, recipe: Recipe) {
  const { AES_256_GCM_16: encryption } = vpn.Encryption;
  const { ECP_384: keyExchange } = vpn.KeyExchange;
  const foreign = recipe.foreign !== "no";
  const ike = at.props({ encryption, prf: vpn.Prf.SHA2_384, keyExchange });
  return {
    authentication: at.value(proofOf(at, recipe)),
    ikeProposals: [at.value(vpn.Proposal.ike(ike))],
    espProposals: [at.value(vpn.Proposal.parse(at.value("aes256gcm16-ecp384")))],
    dpdDelaySeconds: 10,
    ...(recipe.shape !== "policy" && {
      interfaceType: recipe.interfaceType as vpn.TunnelInterface,
      addressPools: foreign && CLOUDS.has(recipe.kind) ? ["169.254.21.0/24"] : undefined,
    }),
  };
}

function networks({ ipv6 }: Recipe, site: number): string[] {
  return [`10.${site}.0.0/24`, ...(ipv6 ? [`fd0${site}::/64`] : [])];
}

function other(at: Places, recipe: Recipe): vpn.ForeignGateway {
  const { kind, description, ttlSecurity } = recipe;
  const where =
    recipe.foreign === "dynamic"
      ? { dynamicAddress: true, ikeId: "c.example" }
      : { address: "203.0.113.9" };
  return new vpn.ForeignGateway(
    at.stack,
    CLOUDS.has(kind) ? "0c" : "c", // The left end has the first address, as AWS has.
    at.props({
      ...where,
      ...{ networks: networks(recipe, 2), asn: 65002, kind, description, ttlSecurity },
      publicKey: publicKey(recipe, HOSTS.c),
    }),
  );
}

const HOSTS = { a: 2, b: 3, c: 4, d: 5 };

function gateway(
  at: Places,
  recipe: Recipe,
  name: keyof typeof HOSTS,
  site: number,
  more: Partial<vpn.GatewayProps>,
): vpn.Gateway {
  const { ipv6, isolation, platform, description } = recipe;
  const n = HOSTS[name];
  const addresses = [`10.${site}.0.${n}/24`, ...(ipv6 ? [`fd0${site}::${n}/64`] : [])];
  const routerAdvertisements = ipv6 && recipe.routing !== "vrrp" ? at.props({}) : undefined;
  const inside = recipe.vxlan
    ? vpn.Inside.vxlan(at.props({ vni: 7, underlay: "eth1", addresses }))
    : vpn.Inside.onInterface(
        at.value("eth1"),
        at.value(addresses),
        at.props({ routerAdvertisements }),
      );
  const delivery = recipe.ssh
    ? vpn.Delivery.ssh(at.props({ hostKey: HOST_KEY, user: "admin" }))
    : vpn.Delivery.cloudInit(at.props({ userDataLimit: 65_535 }));
  const made = new vpn.Gateway(
    at.stack,
    name === "a" ? `a${recipe.id}` : name,
    at.props({
      address: `198.51.100.${n}`,
      inside: at.value(inside),
      delivery: at.value(delivery),
      isolation: isolation as vpn.Isolation,
      localBreakout: recipe.breakout
        ? at.props({ prefixes: at.value(["192.0.2.0/24"]) })
        : undefined,
      underlayDevice: "eth0",
      name,
      description,
      platform,
      managementFrom: ["192.0.2.0/24"],
      publicKey: publicKey(recipe, n),
      ...more,
    }),
  );
  if (recipe.second) {
    const routes = at.value([at.props({ prefix: `10.7${site}.0.0/24`, via: `10.9${site}.0.9` })]);
    const options = at.props({ mtu: 1500, routes });
    made.addInside(
      at.value(vpn.Inside.onInterface("eth3", at.value([`10.9${site}.0.${n}/24`]), options)),
    );
  }
  if (recipe.additions) added(at, made);
  return made;
}

/** One of each kind. */
function added(at: Places, gateway: vpn.Gateway): void {
  const [protocol, chain] = [vpn.TransportProtocol.TCP, vpn.FirewallChain.FORWARD];
  gateway.allow(at.props({ protocol, ports: at.value([9100]), sources: at.value(["10.0.0.0/8"]) }));
  gateway.addFirewallRules(at.props({ chain, rules: at.value(["tcp dport { 25, 26 } drop"]) }));
  gateway.addKernelSetting(at.props({ key: "net.core.rmem_max", value: "8388608" }));
  gateway.addCharonSetting(at.props({ key: "charon.plugins.x.y", value: "10" }));
  gateway.addConnectionSetting(at.props({ key: "children.replay_window", value: "64" }));
  gateway.addPackage(at.value("nginx-light"));
  const source = vpn.PayloadSource.command(at.value(["aws", "s3", "cp"]), at.value(["awscli"]));
  new TerraformOutput(at.stack, `user-data-${gateway.node.id}`, {
    value: gateway.userDataFrom(at.value(source)),
  });
  gateway.addFile(at.props({ path: "/srv/own", text: "own\n", mode: "0755", owner: "www-data" }));
  const text = "[Service]\nExecStart=/srv/own\n";
  gateway.addUnit(at.props({ name: "own.service", text, restartedBy: at.value(["/srv/own"]) }));
}

function addedForPeer(at: Places, recipe: Recipe, gateway: vpn.Gateway, peer: vpn.IGateway): void {
  gateway.addConnectionSetting(at.props({ key: "dscp", value: "110000", peer: at.value(peer) }));
  if (!isMeshed(recipe)) return;
  const { NEIGHBOR: section, ROUTE_MAP_IN, ROUTE_MAP_OUT } = vpn.FrrSection;
  gateway.addFrrLines(at.props({ section, peer: at.value(peer), lines: at.value(["solo"]) }));
  const entry = at.value(["permit 20", at.value(" set local-preference 50")]);
  gateway.addFrrLines(at.props({ section: ROUTE_MAP_IN, peer: at.value(peer), lines: entry }));
  const denied = at.value([at.value("deny 10"), at.value(" match tag 7")]);
  gateway.addFrrLines(at.props({ section: ROUTE_MAP_OUT, lines: denied }));
}

/** Of Ed25519 (RFC 8410), where the app has such keys; nobody has the other half. */
function publicKey({ key }: Recipe, n: number): string | undefined {
  if (key !== "public-key") return undefined;
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.alloc(32, n)]);
  const [begin, end] = ["BEGIN", "END"].map((word) => `-----${word} PUBLIC KEY-----\n`);
  return `${begin}${spki.toString("base64")}\n${end}`;
}

function routingOf(at: Places, { routing, ipv6 }: Recipe, bfd: vpn.BfdProfile) {
  const virtual = ["10.1.0.99", ...(ipv6 ? ["fd01::99"] : [])];
  const secret = at.value(vpn.Secret.variable(at.value("routing_key")));
  switch (routing) {
    case "none":
      return undefined;
    case "bgp":
      return vpn.InsideRouting.bgp(at.props({ secret }));
    case "ospf":
      return vpn.InsideRouting.ospf(at.props({ area: "0.0.0.0", bfd }));
    case "ospf-key":
      return vpn.InsideRouting.ospf(at.props({ secret }));
    case "ospf-md5":
      return vpn.InsideRouting.ospf(at.props({ secret, md5: true }));
    case "vrrp":
      return vpn.InsideRouting.vrrp(
        at.props({ virtualRouterId: 7, addresses: virtual, segmentConvergenceMs: 0 }),
      );
  }
}

function ownProof(at: Places): vpn.Authentication {
  return vpn.Authentication.preSharedKey(at.value(vpn.Secret.variable(at.value("psk_of_c"))));
}

function proofOf(at: Places, { key }: Recipe): vpn.Authentication {
  const { Authentication, Secret } = vpn;
  switch (key) {
    case "certificate":
      return Authentication.certificate(
        at.props({
          authority: at.value(
            vpn.CertificateAuthority.file(at.value("/etc/swanctl/x509ca/ca.pem")),
          ),
        }),
      );
    case "public-key":
      return Authentication.publicKey();
    case "file":
      return Authentication.preSharedKey(at.value(Secret.file(at.value("/etc/psk"))));
    case "command":
      return Authentication.preSharedKey(at.value(Secret.command(at.value(["fetch", "it's"]))));
    case "literal":
      return Authentication.preSharedKey(at.value(Secret.unsafeLiteral(at.value("long enough"))));
    case "variable":
      return Authentication.preSharedKey(at.value(Secret.variable(at.value("psk"))));
  }
}
