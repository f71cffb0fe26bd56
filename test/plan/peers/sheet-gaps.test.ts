import { PEER_KINDS, PeerKindName } from "../../../lib/model/peer";
import { RawIntent } from "../../../lib/model/network";
import { describeProblems } from "../../../lib/model/problem";
import {
  foreignGateway,
  gateway,
  Intents,
  mesh,
  meshVpn,
  policyVpn,
  problems,
  vpn,
  wayOut,
} from "../../fixtures/intents";
import { AUTHORITY, KEY_A, KEY_C } from "../../fixtures/keys";

const CLOUDS = ["aws-vpn", "aws-transit-gateway", "azure-vpn", "google-ha-vpn"];
const LIBRESWAN = ["libreswan-bird", "libreswan-gobgp"];
const MACHINES = PEER_KINDS.filter((kind) => kind !== "generic" && !CLOUDS.includes(kind));

/** What every kind takes inside a tunnel: IPv4, the peer first, static routes. */
function joined(kind: PeerKindName, vpnExtra = {}, peerExtra = {}, ourExtra = {}): Intents {
  return {
    gateways: [gateway("office", 1, ourExtra)],
    foreignGateways: [foreignGateway("cloud", 2, { kind, ...peerExtra })],
    vpns: [
      vpn("cloud", "office", {
        addressPools: ["169.254.0.0/16"],
        subnets: ["169.254.21.4/30"],
        ...vpnExtra,
      }),
    ],
  };
}

function joinedByPolicies(kind: PeerKindName): Intents {
  const { gateways, foreignGateways } = joined(kind);
  const selectors = { rightSelectors: ["10.1.0.0/24"] };
  return { gateways, foreignGateways, policyVpns: [policyVpn("cloud", "office", selectors)] };
}

/** A peer that the hub of a mesh passes somebody's default route on to. */
function defaultByHub(kind: PeerKindName): Intents {
  const inIpv4 = { addressPools: ["100.64.0.0/10"] };
  const isolated = { isolation: "vrf" };
  const exit: RawIntent = gateway("exit", 3, {
    asn: 65003,
    networks: ["0.0.0.0/0"],
    ...wayOut(3),
    ...isolated,
  });
  return {
    gateways: [gateway("hub", 1, { asn: 65001, ...isolated }), exit],
    foreignGateways: [foreignGateway("peer", 2, { kind, asn: 65002 })],
    vpns: [
      meshVpn("hub", "peer", { ...inIpv4, secret: { kind: "terraform", name: "peer_psk" } }),
      meshVpn("exit", "hub", inIpv4),
    ],
    meshes: [mesh(["hub", "peer", "exit"], { hubs: ["net/hub"] })],
  };
}

const certificate = {
  authority: { kind: "pem", pem: AUTHORITY },
  certificateFile: "/etc/swanctl/x509/gateway.pem",
  revocation: "relaxed",
};

const GAPS: Readonly<
  Record<string, { app: (kind: PeerKindName) => Intents; at: string; refusedBy: readonly string[] }>
> = {
  "a peer without an address": {
    app: (kind) => joined(kind, {}, { address: undefined, ikeId: "cloud.example" }),
    at: "net/cloud: address not set",
    refusedBy: [...LIBRESWAN, ...CLOUDS],
  },
  "a gateway of ours without an address": {
    app: (kind) => joined(kind, {}, {}, { address: undefined, ikeId: "office.example" }),
    at: "net/office: address not set",
    refusedBy: [...MACHINES, ...CLOUDS],
  },
  certificates: {
    app: (kind) => joined(kind, { secret: undefined, certificate }),
    at: 'net/cloud-office: authentication is "certificate"',
    refusedBy: [...MACHINES, ...CLOUDS],
  },
  "raw public keys": {
    app: (kind) =>
      joined(
        kind,
        { secret: undefined, rawPublicKeys: true },
        { publicKey: KEY_A },
        { publicKey: KEY_C },
      ),
    at: 'net/cloud-office: authentication is "publicKey"',
    refusedBy: [...MACHINES, ...CLOUDS],
  },
  "policies instead of routes": {
    app: joinedByPolicies,
    at: 'net/cloud-office: left is "net/cloud"',
    refusedBy: [...MACHINES, ...CLOUDS],
  },
  "GRE in transport mode": {
    app: (kind) => joined(kind, { interfaceType: "gre" }),
    at: 'net/cloud-office: interfaceType is "gre"',
    refusedBy: [...MACHINES, ...CLOUDS],
  },
  "a static default route into the tunnel": {
    app: (kind) => joined(kind, { routesToRight: ["0.0.0.0/0"] }),
    at: 'net/cloud-office: routes is "0.0.0.0/0"',
    refusedBy: MACHINES,
  },
  "a default route passed on by a hub": {
    app: defaultByHub,
    at: 'net/mesh: networks is "0.0.0.0/0"',
    refusedBy: MACHINES,
  },
  "a certificate's subject as identity": {
    app: (kind) => joined(kind, {}, {}, { ikeId: "CN=office, O=Company" }),
    at: 'net/office: ikeId is "CN=office, O=Company"',
    refusedBy: MACHINES.filter((kind) => kind !== "strongswan-frr"),
  },
};

describe.each(Object.entries(GAPS))("%s", (_, { app, at, refusedBy }) => {
  it.each(refusedBy as PeerKindName[])("is refused with %s, whose sheet cannot say it", (kind) => {
    const message = describeProblems(problems(app(kind)));
    expect(message).toContain(`  ${at}\n`);
    expect(message).toMatch(/the sheet for .* cannot express anything else\n/);
    expect(message).toMatch(
      /or make net\/(cloud|peer) of PeerKind\.GENERIC, whose page expresses all/,
    );
  });

  it("is planned for a peer of unknown kind", () => {
    expect(problems(app("generic"))).toEqual([]);
  });
});

it("other machines' sheets can express a peer without an address", () => {
  for (const kind of MACHINES.filter((one) => !LIBRESWAN.includes(one))) {
    const peer = { address: undefined, ikeId: "cloud.example" };
    expect(problems(joined(kind, {}, peer))).toEqual([]);
  }
});
