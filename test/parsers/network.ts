import { TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import { GatewayPlan } from "../../lib/plan/types";
import { HOST_KEY, mesh, preSharedKey, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { AUTHORITY, END_ENTITY, KEY_A, KEY_C } from "../fixtures/keys";
import { synthesizeStack } from "../fixtures/synth";
import { Tree } from "../fixtures/tree";

/** Gateways that together have every kind of file and stanza that synthesis writes. */
export const GATEWAYS = [
  "a",
  "b",
  "c",
  "office",
  "six",
  "seven",
  "roaming",
  "edge",
  "leaf",
  "eight",
  "nine",
  "inner",
  "apart",
  "walled",
  "r1",
  "far",
  "remote",
] as const;

function build(stack: TerraformStack, platform: vpn.Platform): void {
  const echo = new vpn.BfdProfile(stack, "echo", { transmitIntervalMs: 1000, echoIntervalMs: 40 });
  const east = sitePair(
    stack,
    "east",
    1,
    ["a", "b"],
    { bfd: echo, asPathPrepend: 2 },
    { platform },
  );
  const west = soleSite(stack, "c", 2, { platform });
  added(west);
  // A site of IPv6 and IPv4 that speaks OSPF inside.
  const insideRouting = vpn.InsideRouting.ospf({
    ...{ area: "0.0.0.1", helloIntervalSeconds: 1 },
    ...{ secret: vpn.Secret.unsafeLiteral("sixteen-letters."), md5: true },
  });
  const inner = soleSite(stack, "inner", 3, { platform, insideRouting, drained: true });
  inner.addInside(vpn.Inside.onInterface("eth10", ["10.30.0.1/24"]));
  const apart = soleSite(stack, "apart", 14, {
    ...{ platform, insideRouting, isolation: vpn.Isolation.VRF },
    inside: vpn.Inside.onInterface("eth1", ["10.14.0.2/24", "fd14::2/64"]),
  });
  mesh(stack, [east, west, inner, apart], {
    vpn: { authentication: preSharedKey(), interfaceType: vpn.TunnelInterface.VTI },
    gre: { keyed: true },
    bfd: new vpn.BfdProfile(stack, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
    tunnelPreferences: {
      "c-inner": {
        left: { localPreference: 77, asPathPrepend: 1, communities: ["1:65535"] },
        right: { med: 0, communities: ["65001:200", "65001:30", "65534:1"] },
      },
    },
  });
  addedForPeer(west, east.memberGateways[0]!);
  new vpn.RouteBasedVpn(stack, "office-partner", {
    left: new vpn.Gateway(stack, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.vxlan({ vni: 4711, underlay: "eth1", addresses: ["10.4.0.1/24"] }),
      platform,
    }),
    right: new vpn.ForeignGateway(stack, "partner", {
      address: "203.0.113.2",
      networks: ["10.5.0.0/24"],
    }),
    authentication: vpn.Authentication.preSharedKey(vpn.Secret.command(["fetch", 'it\'s "$1"'])),
    espProposals: [vpn.Proposal.parse("aes128-sha256"), vpn.Proposal.parse("chacha20poly1305")],
  });
  const advertising = (site: number) =>
    vpn.Inside.onInterface("eth1", [`10.${site}.0.1/24`, `fd0${site}::1/64`], {
      mtu: 1500,
      routerAdvertisements: {
        defaultRouter: site === 6,
        autonomousAddresses: site === 6,
        maxIntervalSeconds: 4,
      },
    });
  const ipv6 = (id: string, site: number) =>
    new vpn.Gateway(stack, id, {
      address: `2001:db8:${site}::2`,
      inside: advertising(site),
      underlayDevice: "eth0",
      managementFrom: ["192.0.2.0/24"],
      platform,
    });
  const six = ipv6("six", 6);
  new vpn.RouteBasedVpn(stack, "six-roaming", {
    left: six,
    right: new vpn.Gateway(stack, "roaming", {
      dynamicAddress: true,
      addressFamily: vpn.AddressFamily.IPV6,
      inside: vpn.Inside.onInterface("eth1", ["10.28.0.1/24"]),
      platform,
    }),
    authentication: preSharedKey(),
  });
  new vpn.RouteBasedVpn(stack, "six-seven", {
    left: six,
    right: ipv6("seven", 7),
    authentication: vpn.Authentication.preSharedKey(vpn.Secret.file("/etc/keys/seven")),
    interfaceType: vpn.TunnelInterface.VTI6,
    forceUdpEncapsulation: true,
    description: "what the others leave out",
  });
  repaired(stack, platform);
  remoteRouters(stack, platform);
  isolated(stack, platform);
  inNamespace(stack, platform);
  withoutTunnelMode(stack, platform);
}

/** One of each kind that an app can add. */
function added(gateway: vpn.Gateway): void {
  const [TCP, UDP] = [vpn.TransportProtocol.TCP, vpn.TransportProtocol.UDP];
  gateway.allow({ protocol: TCP, ports: [80, 443], sources: ["0.0.0.0/0", "::/0"] });
  gateway.allow({ protocol: UDP, ports: [53], sources: ["10.0.0.0/8", "fd00::/8"] });
  gateway.addFirewallRules({
    chain: vpn.FirewallChain.INPUT,
    rules: ['iifname "eth9" tcp dport { 25, 26 } counter drop', "ip6 saddr fd09::/16 drop"],
  });
  gateway.addFirewallRules({
    chain: vpn.FirewallChain.FORWARD,
    rules: ["ip daddr 192.0.2.1 limit rate 10/second accept"],
  });
  gateway.addKernelSetting({ key: "net.core.rmem_max", value: "8388608" });
  gateway.addKernelSetting({ key: "net/ipv4/conf/eth0.7/log_martians", value: "1" });
  gateway.addPackage("curl");
  gateway.addFile({ path: "/usr/local/lib/own/run", text: "#!/bin/sh\nexit 0\n", mode: "0755" });
  gateway.addUnit({
    name: "own.service",
    text: "[Service]\nExecStart=/usr/bin/true\n\n[Install]\nWantedBy=multi-user.target\n",
  });
  gateway.addFrrLines({
    section: vpn.FrrSection.GLOBAL,
    lines: [
      "ip prefix-list own seq 5 permit 192.0.2.0/24",
      "route-map own permit 10",
      " match ip address prefix-list own",
      "exit",
    ],
  });
  const bestpath = ["bgp bestpath compare-routerid"];
  gateway.addFrrLines({ section: vpn.FrrSection.ROUTER_BGP, lines: bestpath });
  const distance = ["distance bgp 20 190 190"];
  gateway.addFrrLines({ section: vpn.FrrSection.BGP_IPV4, lines: distance });
  gateway.addFrrLines({ section: vpn.FrrSection.BGP_IPV6, lines: distance });
  gateway.addCharonSetting({ key: "charon.half_open_timeout", value: "20" });
  gateway.addCharonSetting({ key: "charon.plugins.resolve.load", value: "no" });
  gateway.addConnectionSetting({ key: "send_certreq", value: "no" });
  gateway.addConnectionSetting({ key: "children.copy_dscp", value: "in" });
}

function addedForPeer(gateway: vpn.Gateway, peer: vpn.IGateway): void {
  gateway.addConnectionSetting({ key: "dscp", value: "110000", peer });
  const { NEIGHBOR, NEIGHBOR_IPV4, NEIGHBOR_IPV6, ROUTE_MAP_IN, ROUTE_MAP_OUT } = vpn.FrrSection;
  const ofAny = ["solo", "passive", "advertisement-interval 1", "sender-as-path-loop-detection"];
  gateway.addFrrLines({ section: NEIGHBOR, peer, lines: ofAny });
  const ofFamily = ["soft-reconfiguration inbound", "allowas-in 2", "weight 7"];
  gateway.addFrrLines({ section: NEIGHBOR_IPV4, peer, lines: ofFamily });
  const without = ["remove-private-AS", "no send-community all"];
  gateway.addFrrLines({ section: NEIGHBOR_IPV6, peer, lines: without });
  const each = ["deny 10", " match ip address prefix-list own", "permit 30", " set metric 7"];
  gateway.addFrrLines({ section: ROUTE_MAP_IN, lines: each });
  gateway.addFrrLines({ section: ROUTE_MAP_OUT, lines: each });
  const changed = [
    ...["permit 20", " description what comes before 30", " on-match next"],
    ...[" match ipv6 address prefix-len 64", " set as-path prepend last-as 2"],
    ...[" set community 65001:7 no-export additive", " set large-community 65001:1:2 additive"],
    ...[" set local-preference 50", " set origin incomplete"],
  ];
  gateway.addFrrLines({ section: ROUTE_MAP_IN, peer, lines: changed });
  gateway.addFrrLines({ section: ROUTE_MAP_OUT, peer, lines: changed });
}

/** A pair and a site of one gateway, repaired without regard to the number of prefixes. */
function repaired(stack: TerraformStack, platform: vpn.Platform): void {
  const gateway = (id: string, site: number, number: number, asn?: number) =>
    siteGateway(stack, id, site, number, {
      inside: vpn.Inside.onInterface("eth1", [
        `10.${site}.0.${number}/24`,
        `fd${site}::${number}/64`,
      ]),
      platform,
      asn,
      delivery: vpn.Delivery.ssh({ hostKey: HOST_KEY }),
    });
  const pair = new vpn.HaPair(stack, "repaired", {
    primary: gateway("r1", 20, 2),
    secondary: gateway("r2", 20, 3),
    asn: 65020,
    networks: ["10.20.0.0/24", "fd20::/64"],
    pairLink: vpn.PairLink.onInterface("eth2"),
    insideRouting: vpn.InsideRouting.vrrp({
      virtualRouterId: 255,
      addresses: ["10.20.0.1", "fd20::1"],
      segmentConvergenceMs: 0,
    }),
  });
  new vpn.BgpMesh(stack, "repairing", {
    members: [pair, gateway("far", 21, 2, 65021)],
    vpn: { authentication: preSharedKey() },
    bfd: new vpn.BfdProfile(stack, "repair", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
    prefixIndependentConvergence: true,
  });
}

/** A pair with an inner router behind another one, which waits for somebody else's gateway. */
function remoteRouters(stack: TerraformStack, platform: vpn.Platform): void {
  const routes = [{ prefix: "10.11.9.0/24", via: "10.11.0.254" }];
  const [primary, secondary] = ["remote", "remoter"].map((name, index) => {
    const inside = vpn.Inside.onInterface("eth1", [`10.11.0.${index + 2}/24`], { routes });
    return siteGateway(stack, name, 11, index + 2, { platform, inside });
  });
  const pair = new vpn.HaPair(stack, "remote-pair", {
    primary: primary!,
    secondary: secondary!,
    asn: 65011,
    networks: ["10.11.0.0/24", "10.11.9.0/24"],
    insideRouters: ["10.11.9.1"],
    // The third party's own repair counts too.
    convergenceBudgetMs: 1000,
    bfd: new vpn.BfdProfile(stack, "remote-bfd", { minimumTtl: 254 }),
  });
  const partner = new vpn.ForeignGateway(stack, "active", { address: "203.0.113.3", asn: 65012 });
  new vpn.BgpMesh(stack, "waiting", {
    members: [pair, partner],
    vpn: { authentication: preSharedKey("active_psk") },
    bfd: new vpn.BfdProfile(stack, "passive", { passiveMode: true }),
  });
}

/** Isolated gateways: one gives the default route and lets some traffic out, one takes it. */
function isolated(stack: TerraformStack, platform: vpn.Platform): void {
  const common = { isolation: vpn.Isolation.VRF, underlayDevice: "eth0", platform };
  const routes = [
    { prefix: "0.0.0.0/0", via: "10.8.0.254" },
    { prefix: "fd80::/48", via: "fd08::fe" },
  ];
  const edge = soleSite(stack, "edge", 8, {
    ...common,
    inside: vpn.Inside.onInterface("eth1", ["10.8.0.2/24", "fd08::2/64"], { routes }),
    networks: ["0.0.0.0/0", "10.8.0.0/24", "fd08::/64", "fd80::/48"],
    localBreakout: { prefixes: ["192.0.2.0/24", "2001:db8:77::/64"] },
  });
  new vpn.BgpMesh(stack, "isolated", {
    members: [edge, soleSite(stack, "leaf", 9, common)],
    vpn: { authentication: preSharedKey() },
    topology: vpn.MeshTopology.hubAndSpoke(edge),
  });
}

/** A namespace with router advertisements, a VXLAN segment, OSPF inside and GRE over its tunnel. */
function inNamespace(stack: TerraformStack, platform: vpn.Platform): void {
  const walled = soleSite(stack, "walled", 23, {
    isolation: vpn.Isolation.NETWORK_NAMESPACE,
    inside: vpn.Inside.onInterface("eth1", ["10.23.0.1/24", "fd23::1/64"], {
      routerAdvertisements: { defaultRouter: true },
    }),
    insideRouting: vpn.InsideRouting.ospf(
      platform === vpn.Platform.DEBIAN_13
        ? { secret: vpn.Secret.unsafeLiteral("more-than-sixteen-letters") }
        : {},
    ),
    networks: ["10.23.0.0/24", "fd23::/64"],
    platform,
  });
  walled.addInside(vpn.Inside.vxlan({ vni: 21, underlay: "eth2", addresses: ["10.121.0.1/24"] }));
  const inside = vpn.Inside.onInterface("eth1", ["10.24.0.1/24", "fd24::1/64"]);
  const beside = soleSite(stack, "beside", 24, { platform, inside });
  new vpn.BgpMesh(stack, "walled-mesh", {
    members: [walled, beside],
    vpn: { authentication: preSharedKey(), interfaceType: vpn.TunnelInterface.VTI },
    gre: {},
  });
}

/** GRE in transport mode, policies, certificates and raw public keys. */
function withoutTunnelMode(stack: TerraformStack, platform: vpn.Platform): void {
  const [eight, nine] = [18, 19].map((site) =>
    siteGateway(stack, site === 18 ? "eight" : "nine", site, 2, {
      platform,
      inside: vpn.Inside.onInterface("eth1", [`10.${site}.0.2/24`, `fd${site}::2/64`]),
      publicKey: site === 18 ? KEY_A : KEY_C,
      ikeId: `O=Example Company, CN=${site}`,
    }),
  );
  new vpn.RouteBasedVpn(stack, "eight-nine", {
    left: eight!,
    right: nine!,
    authentication: vpn.Authentication.publicKey(),
    interfaceType: vpn.TunnelInterface.GRE,
    pins: { greKey: 7 },
  });
  const partners = (n: number) =>
    new vpn.ForeignGateway(stack, `policies-${n}`, {
      address: `203.0.113.${n}`,
      networks: [`172.16.${n}.0/24`, `fd16:${n}::/64`],
    });
  const authority = vpn.CertificateAuthority.pem(AUTHORITY);
  for (const n of [10, 11]) {
    new vpn.PolicyBasedVpn(stack, `eight-${n}`, {
      left: eight!,
      right: partners(n),
      authentication: vpn.Authentication.certificate({
        authority,
        crlUris: ["http://pki.example/authority.crl"],
        ocspUris: ["http://ocsp.example:8080/"],
        revocation: vpn.Revocation.STRICT,
      }),
    });
  }
}

/** What its certificate's owner has put on the machine. */
const PRESENT = { "/etc/swanctl/x509/gateway.pem": END_ENTITY };

/** Files of every gateway, placeholders filled in as Terraform would. */
export function gatewayFiles(platform: vpn.Platform): Map<string, Tree> {
  const written = synthesizeStack((stack) => build(stack, platform));
  return new Map(
    GATEWAYS.map((name) => {
      const below = "payload/files";
      const files = Object.entries(written.gateway("net", name))
        .filter(([path]) => path.startsWith(`${below}/`))
        .map(([path, text]) => [
          path.slice(below.length),
          text.replace(/@\{secret\.[^}]*\}/g, Buffer.from("a pre-shared key").toString("base64")),
        ]);
      return [name, { ...Object.fromEntries(files), ...(name === "eight" ? PRESENT : {}) }];
    }),
  );
}

/** The plans of the same gateways. */
export function gatewayPlans(platform: vpn.Platform): readonly GatewayPlan[] {
  return synthesizeStack((stack) => build(stack, platform)).plan("net").gateways;
}

/** user-data as a machine of the provider would get it. */
export function userData(platform: vpn.Platform): string {
  const written = synthesizeStack((stack) => build(stack, platform));
  return written.gateway("net", "a")["user-data"]!;
}
