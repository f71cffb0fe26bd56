import { TerraformStack } from "cdktf";
import {
  AddressFamily,
  Authentication,
  BfdProfile,
  BgpMesh,
  CertificateAuthority,
  Delivery,
  ForeignGateway,
  Gateway,
  GreOverVti,
  HaPair,
  Inside,
  InsideRouting,
  Isolation,
  MeshTopology,
  PairLink,
  PeerKind,
  PolicyBasedVpn,
  Proposal,
  RouteBasedVpn,
  RouteExchange,
  Secret,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { describeProblems } from "../../lib/model/problem";
import { HOST_KEY, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { untyped } from "../fixtures/bad-input";
import { placesOf, problemsIn } from "../fixtures/problems";

class Strange {
  readonly secret = "correct horse battery";
}

/** What plain JavaScript may put anywhere. */
const STRANGE: readonly unknown[] = [
  null,
  NaN,
  5n,
  "hub",
  Symbol("s"),
  () => "10.1.0.0/24",
  new Strange(),
  new Date(0),
  [],
  {},
  Object.create(null),
  PairLink.inside(),
  Proposal.parse("aes256"),
  new Proxy({}, { get: () => "trap" }),
  {
    get trap(): string {
      throw new TypeError("a getter");
    },
  },
  cyclic(),
];

function cyclic(): unknown {
  const own: Record<string, unknown> = {};
  own.self = own;
  return own;
}

type Props = Record<string, unknown>;

/** For each construct and class: properties that are right, and how they become an app. */
const PLACES: Record<string, { right: Props; app: (stack: TerraformStack, props: Props) => void }> =
  {
    Gateway: {
      right: {
        address: "198.51.100.1",
        inside: Inside.onInterface("eth1", ["10.1.0.1/24"]),
        delivery: Delivery.cloudInit(),
        platform: "debian-12",
        addressFamily: AddressFamily.IPV4,
        localAddress: "192.0.2.1",
        underlayDevice: "eth0",
        underlayMtu: 1500,
        isolation: Isolation.NONE,
        localBreakout: { prefixes: ["192.0.2.0/24"] },
        networks: ["10.1.0.0/24"],
        asn: 65001,
        insideRouting: InsideRouting.bgp(),
        drained: false,
        routerId: "10.1.0.1",
        ikeId: "a.example",
        publicKey: "",
        managementFrom: ["192.0.2.0/24"],
        managementPort: 22,
        name: "a",
        description: "text",
      },
      app: (stack, props) => void new Gateway(stack, "x", untyped(props)),
    },
    ForeignGateway: {
      right: {
        address: "198.51.100.1",
        kind: PeerKind.GENERIC,
        addressFamily: AddressFamily.IPV4,
        behindNat: false,
        networks: ["10.1.0.0/24"],
        asn: 65001,
        ikeId: "a.example",
        publicKey: "",
        name: "a",
        description: "text",
      },
      app: (stack, props) => void new ForeignGateway(stack, "x", untyped(props)),
    },
    BfdProfile: {
      right: {
        transmitIntervalMs: 100,
        receiveIntervalMs: 100,
        detectMultiplier: 3,
        echoIntervalMs: 100,
        passiveMode: false,
        microBfd: false,
        minimumTtl: 1,
      },
      app: (stack, props) => void new BfdProfile(stack, "x", untyped(props)),
    },
    RouteBasedVpn: {
      right: {
        left: undefined,
        right: undefined,
        authentication: preSharedKey(),
        ikeProposals: [Proposal.parse("aes256gcm16-prfsha384-ecp384")],
        espProposals: [Proposal.parse("aes256gcm16-ecp384")],
        forceUdpEncapsulation: false,
        allowForUdpEncapsulation: false,
        dpdDelaySeconds: 10,
        ikeRekeySeconds: 3600,
        childRekeySeconds: 3600,
        interfaceType: TunnelInterface.XFRM,
        addressPools: ["100.64.0.0/10"],
        routes: RouteExchange.staticRoutes(),
        pins: { ifId: 7 },
        description: "text",
      },
      app: (stack, props) => void new RouteBasedVpn(stack, "x", untyped(ends(stack, props))),
    },
    PolicyBasedVpn: {
      right: {
        left: undefined,
        right: undefined,
        authentication: preSharedKey(),
        leftSelectors: ["10.1.0.0/24"],
        rightSelectors: ["10.2.0.0/24"],
        pins: { leftDevice: "ipsec-x" },
        description: "text",
      },
      app: (stack, props) => void new PolicyBasedVpn(stack, "x", untyped(ends(stack, props))),
    },
    GreOverVti: {
      right: {
        vpn: undefined,
        keyed: true,
        addressPools: ["100.64.0.0/10"],
        pins: { key: 7 },
      },
      app: (stack, props) => {
        const vpn = new RouteBasedVpn(
          stack,
          "v",
          untyped(ends(stack, { authentication: preSharedKey() })),
        );
        new GreOverVti(stack, "x", untyped({ ...props, vpn: props.vpn ?? vpn }));
      },
    },
    HaPair: {
      right: {
        primary: undefined,
        secondary: undefined,
        asn: 65001,
        networks: ["10.1.0.0/24"],
        mode: "active-standby",
        preference: "med",
        asPathPrepend: 1,
        pairLink: PairLink.onInterface("eth2"),
        insideRouting: InsideRouting.ospf(),
        insideRouters: ["10.1.0.9"],
        insideRoutersBfd: undefined,
        bfd: undefined,
        convergenceBudgetMs: 500,
      },
      app: (stack, props) => {
        const primary = siteGateway(stack, "a", 1, 2);
        const secondary = siteGateway(stack, "b", 1, 3);
        new HaPair(stack, "x", untyped({ primary, secondary, ...set(props) }));
      },
    },
    BgpMesh: {
      right: {
        members: undefined,
        vpn: { authentication: preSharedKey() },
        gre: {},
        bfd: undefined,
        topology: MeshTopology.full(),
        keepaliveSeconds: 3,
        holdTimeSeconds: 9,
        connectRetrySeconds: 10,
        analyzeDoubleFailures: false,
        pins: { "a-c": { vpn: { ifId: 7 } } },
        prefixIndependentConvergence: false,
        sitePins: { a: { device: "to-a" } },
      },
      app: (stack, props) => {
        const members = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
        new BgpMesh(stack, "x", untyped({ members, ...set(props) }));
      },
    },
    "Inside.onInterface()": {
      right: { device: "eth1", addresses: ["10.1.0.1/24"], options: { mtu: 1500 } },
      app: (stack, { device, addresses, options }) =>
        insideOf(stack, Inside.onInterface(untyped(device), untyped(addresses), untyped(options))),
    },
    "Inside.vxlan()": {
      right: {
        vni: 7,
        underlay: "eth1",
        addresses: ["10.1.0.1/24"],
        device: "vxlan7",
        underlayAddresses: ["192.0.2.1/24"],
        underlayMtu: 1500,
        peers: ["192.0.2.2"],
        port: 4789,
        routerAdvertisements: {},
        routes: [{ prefix: "10.9.0.0/24", via: "10.1.0.9" }],
      },
      app: (stack, props) => insideOf(stack, Inside.vxlan(untyped(props))),
    },
    "Delivery.ssh()": {
      right: {
        hostKey: HOST_KEY,
        user: "admin",
        host: "192.0.2.1",
        port: 22,
        privateKeyPath: "/key",
        resource: "null_resource",
        bastion: { host: "192.0.2.2", hostKey: HOST_KEY },
      },
      app: (stack, props) =>
        void siteGateway(stack, "x", 1, 2, { delivery: Delivery.ssh(untyped(props)) }),
    },
    "PairLink.onInterface()": {
      right: { device: "eth2", options: { secondaryDevice: "eth3" } },
      app: (stack, { device, options }) =>
        PLACES.HaPair!.app(stack, {
          asn: 65001,
          networks: ["10.1.0.0/24"],
          pairLink: PairLink.onInterface(untyped(device), untyped(options)),
        }),
    },
    "InsideRouting.ospf()": {
      right: {
        ...{ area: "0.0.0.0", helloIntervalSeconds: 10, deadIntervalSeconds: 40, bfd: undefined },
        ...{ secret: undefined, md5: false },
      },
      app: (stack, props) =>
        void soleSite(stack, "x", 1, { insideRouting: InsideRouting.ospf(untyped(props)) }),
    },
    "InsideRouting.vrrp()": {
      right: {
        virtualRouterId: 1,
        addresses: ["10.1.0.9"],
        segmentConvergenceMs: 0,
        advertisementIntervalMs: 100,
        preemptDelaySeconds: 30,
      },
      app: (stack, props) =>
        void soleSite(stack, "x", 1, { insideRouting: InsideRouting.vrrp(untyped(props)) }),
    },
    "Authentication.certificate()": {
      right: {
        authority: CertificateAuthority.file("/etc/swanctl/x509ca/ca.pem"),
        certificateFile: "/etc/swanctl/x509/gateway.pem",
        crlUris: ["http://crl.example"],
        ocspUris: ["http://ocsp.example"],
        revocation: "relaxed",
      },
      app: (stack, props) => proven(stack, Authentication.certificate(untyped(props))),
    },
    "CertificateAuthority.pem()": {
      right: { certificate: "" },
      app: (stack, { certificate }) =>
        proven(
          stack,
          Authentication.certificate({ authority: CertificateAuthority.pem(untyped(certificate)) }),
        ),
    },
    "Proposal.ike()": {
      right: { encryption: "aes256", integrity: "sha256", prf: "prfsha256", keyExchange: "ecp384" },
      app: (stack, props) =>
        PLACES.RouteBasedVpn!.app(stack, {
          authentication: preSharedKey(),
          ikeProposals: [Proposal.ike(untyped(props))],
        }),
    },
    "RouteExchange.staticRoutes()": {
      right: { toRight: ["10.2.0.0/24"], toLeft: ["10.1.0.0/24"] },
      app: (stack, { toRight, toLeft }) =>
        PLACES.RouteBasedVpn!.app(stack, {
          authentication: preSharedKey(),
          routes: RouteExchange.staticRoutes(untyped(toRight), untyped(toLeft)),
        }),
    },
    "Secret.file()": {
      right: { path: "/psk" },
      app: (stack, { path }) =>
        proven(stack, Authentication.preSharedKey(Secret.file(untyped(path)))),
    },
    "Secret.variable()": {
      right: { name: "psk" },
      app: (stack, { name }) =>
        proven(stack, Authentication.preSharedKey(Secret.variable(untyped(name)))),
    },
    "Secret.reference()": {
      right: { name: "psk", token: "${var.psk}" },
      app: (stack, { name, token }) =>
        proven(stack, Authentication.preSharedKey(Secret.reference(untyped(name), untyped(token)))),
    },
    "Secret.command()": {
      right: { argv: ["fetch"] },
      app: (stack, { argv }) =>
        proven(stack, Authentication.preSharedKey(Secret.command(untyped(argv)))),
    },
  };

type AnyConstruct = new (scope: TerraformStack, id: string, props?: unknown) => unknown;

const CONSTRUCTS = untyped<Record<string, AnyConstruct>>({
  BfdProfile,
  BgpMesh,
  ForeignGateway,
  Gateway,
  GreOverVti,
  HaPair,
  PolicyBasedVpn,
  RouteBasedVpn,
});

function set(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

function ends(stack: TerraformStack, props: Props): Props {
  const [left, right] = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
  return { left, right, ...set(props) };
}

function insideOf(stack: TerraformStack, inside: Inside): void {
  new Gateway(stack, "x", { address: "198.51.100.1", inside });
}

function proven(stack: TerraformStack, authentication: Authentication): void {
  PLACES.RouteBasedVpn!.app(stack, { authentication });
}

describe("S17: a value of the wrong JavaScript type", () => {
  const places = Object.entries(PLACES).flatMap(([name, { right, app }]) =>
    Object.keys(right).map((property) => ({ name, property, right, app })),
  );

  it.each(places)("in $name $property is a problem, or has its meaning", (place) => {
    let refused = 0;
    for (const value of STRANGE) {
      const props = { ...place.right, [place.property]: value };
      const problems = problemsIn((stack) => place.app(stack, props));
      if (problems.length > 0) refused++;
      for (const { path, property, value: shown, expected, remedy } of problems) {
        expect([path, property, shown, expected, remedy]).not.toContain("");
      }
      expect(describeProblems(problems)).not.toMatch(/correct horse|\[object|Invalid input/);
    }
    // A few are right somewhere: NaN, "hub", [], {}.
    expect(refused).toBeGreaterThanOrEqual(STRANGE.length - 5);
  });

  it.each(Object.entries(CONSTRUCTS))(
    "in place of all properties of %s is a problem",
    (_, type) => {
      for (const value of STRANGE.filter((one) => !isPlain(one))) {
        expect(problemsIn((stack) => void new type(stack, "x", value))).not.toEqual([]);
      }
      const without = problemsIn((stack) => void new type(stack, "x"));
      if ((type as unknown) !== BfdProfile) expect(without).not.toEqual([]);
    },
  );
});

/** An object without properties, whatever its prototype. */
function isPlain(value: unknown): boolean {
  const prototype: unknown = typeof value === "object" && value && Object.getPrototypeOf(value);
  const plain = prototype === null || prototype === Object.prototype;
  return plain && value !== null && Object.keys(value as object).length === 0;
}

describe("S17: a wrong type never has another meaning", () => {
  const cases: [string, Props, string][] = [
    ["a topology by name", { topology: "hub" }, "net/x: topology"],
    ["a GRE template that is no object", { gre: true }, "net/x: gre"],
    ["a VPN template that is no object", { vpn: "psk" }, "net/x: vpn"],
    ["null for a topology", { topology: null }, "net/x: topology"],
    ["null for GRE", { gre: null }, "net/x: gre"],
    ["null for a timer", { holdTimeSeconds: null }, "net/x: holdTimeSeconds"],
    ["pins that are no object", { pins: "a-c" }, "net/x: pins"],
    ["pins of one tunnel that are no object", { pins: { "a-c": 7 } }, "net/x: pins.a-c"],
    ["a pin of no name", { pins: { "a-c": { ifId: 7 } } }, "net/x: pins.a-c.ifId"],
    [
      "pins by a name of JavaScript's own",
      { sitePins: { constructor: {} } },
      "net/x: sitePins.constructor",
    ],
  ];

  it.each(cases)("of a mesh: %s", (_, props, at) => {
    const right = { vpn: { authentication: preSharedKey() } };
    const problems = problemsIn((stack) => PLACES.BgpMesh!.app(stack, { ...right, ...props }));
    expect(placesOf(problems)).toEqual([at]);
  });

  it.each([
    ["a delivery by name", { delivery: "ssh" }, "net/x: delivery"],
    ["an isolation of another class", { isolation: PairLink.inside() }, "net/x: isolation"],
    ["a family by name", { addressFamily: "ipv6" }, "net/x: addressFamily"],
    ["a platform that is null", { platform: null }, "net/x: platform"],
    ["the model's word for a property", { ssh: { hostKey: HOST_KEY } }, "net/x: ssh"],
  ])("of a gateway: %s", (_, props, at) => {
    expect(
      placesOf(problemsIn((stack) => void siteGateway(stack, "x", 1, 2, untyped(props)))),
    ).toEqual([at]);
  });

  it("of a VPN: pins that name what is no pin, a key among them", () => {
    const props = {
      authentication: preSharedKey(),
      pins: { secret: { kind: "file", path: "/x" } },
    };
    const problems = problemsIn((stack) => PLACES.RouteBasedVpn!.app(stack, props));
    expect(placesOf(problems)).toEqual(["net/x: pins.secret"]);
  });

  it("of an inside segment: text where a list belongs is no list of letters", () => {
    const inside = Inside.onInterface("eth1", untyped("10.1.0.1/24"));
    expect(placesOf(problemsIn((stack) => insideOf(stack, inside)))).toEqual([
      "net/x: inside.0.addresses",
    ]);
  });

  it.each([undefined, null])("of a VPN: %s is no authentication", (authentication) => {
    for (const name of ["RouteBasedVpn", "PolicyBasedVpn"]) {
      const problems = problemsIn((stack) => PLACES[name]!.app(stack, { authentication }));
      expect(placesOf(problems)).toEqual(["net/x: authentication"]);
    }
    const mesh = problemsIn((stack) => PLACES.BgpMesh!.app(stack, { vpn: { authentication } }));
    expect(placesOf(mesh)).toEqual(["net/x/a-c: authentication"]);
  });

  it("shows no secret that stands in an authentication's place", () => {
    const problems = problemsIn((stack) => proven(stack, untyped("correct horse battery")));
    expect(placesOf(problems)).toEqual(["net/x: authentication"]);
    expect(describeProblems(problems)).not.toContain("horse");
  });
});
