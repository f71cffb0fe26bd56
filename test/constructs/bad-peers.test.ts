import { TerraformStack } from "cdktf";
import {
  BfdProfile,
  Encryption,
  ForeignGateway,
  KeyExchange,
  MeshTopology,
  PeerKind,
  Prf,
  Proposal,
  RouteBasedVpn,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";
import { PeerApp, peerApp } from "../fixtures/peers";

const app =
  (kind: PeerKind, more: PeerApp): Build =>
  (stack) =>
    peerApp(stack, kind, more);

const ike = (
  keyExchange: KeyExchange,
  prf = Prf.SHA2_384,
  encryption = Encryption.AES_256_GCM_16,
) => [Proposal.ike({ encryption, prf, keyExchange })];

function staticTo(kind: PeerKind, address: string): Build {
  return (stack: TerraformStack) => {
    const peer = new ForeignGateway(stack, "cloud", {
      kind,
      address: "203.0.113.2",
      networks: ["10.2.0.0/24"],
    });
    new RouteBasedVpn(stack, "vpn", {
      left: peer,
      right: soleSite(stack, "office", 1),
      authentication: preSharedKey(),
      addressPools: ["169.254.0.0/16"],
      pins: { subnets: [address] },
    });
  };
}

describe("a peer is not asked for what its kind cannot do", () => {
  itRefuses([
    {
      wrong: "an unknown kind",
      app: app(PeerKind.GENERIC, { peer: { kind: untyped("toaster") } }),
      at: 'net/partner: kind is "toaster"',
      expected: /generic/,
      remedy: /API\.md/,
    },
    {
      wrong: "BFD with AWS",
      app: (stack) =>
        peerApp(stack, PeerKind.AWS_VPN, { mesh: { bfd: new BfdProfile(stack, "fast") } }),
      at: 'net/mesh: bfd is "fast"',
      expected: /no BFD for AWS Site-to-Site VPN \(AWS Site-to-Site VPN User Guide/,
      remedy: /a mesh of its own without bfd.*hold time, 9 s/,
    },
    {
      wrong: "BFD with GoBGP",
      app: (stack) =>
        peerApp(stack, PeerKind.LIBRESWAN_GOBGP, { mesh: { bfd: new BfdProfile(stack, "fast") } }),
      at: 'net/mesh: bfd is "fast"',
      expected: /no BFD for libreswan with GoBGP/,
      remedy: /without bfd/,
    },
    {
      wrong: "BFD faster than IOS XE has it",
      app: (stack) =>
        peerApp(stack, PeerKind.CISCO_IOS_XE, {
          mesh: { bfd: new BfdProfile(stack, "fast", { transmitIntervalMs: 20 }) },
        }),
      at: "net/mesh: bfd.transmitIntervalMs is 20",
      expected: /50 to 9999 for Cisco IOS XE/,
      remedy: /BfdProfile/,
    },
    {
      wrong: "a keepalive that Azure does not negotiate",
      app: app(PeerKind.AZURE_VPN, { mesh: { keepaliveSeconds: 10 } }),
      at: "net/mesh: keepaliveSeconds is 10",
      expected: /60 seconds for Azure VPN gateway/,
      remedy: /mesh of its own/,
    },
    {
      wrong: "a hold time that Azure does not negotiate",
      app: app(PeerKind.AZURE_VPN, { mesh: { holdTimeSeconds: 240 } }),
      at: "net/mesh: holdTimeSeconds is 240",
      expected: /180 seconds/,
      remedy: /mesh of its own/,
    },
    {
      wrong: "a keepalive below Cloud Router's",
      app: app(PeerKind.GOOGLE_HA_VPN, { mesh: { keepaliveSeconds: 10 } }),
      at: "net/mesh: keepaliveSeconds is 10",
      expected: /20 to 60 seconds for Google Cloud HA VPN/,
      remedy: /mesh of its own/,
    },
    {
      wrong: "an inside subnet out of AWS's range",
      app: app(PeerKind.AWS_VPN, { pins: { subnets: ["169.254.5.0/30"] } }),
      at: 'net/mesh/amazon-office: subnets is "169.254.5.0/30"',
      expected: /a \/30 of 169\.254\.0\.0\/16, less 169\.254\.0\.0\/30/,
      remedy: /pins\.subnets/,
    },
    {
      wrong: "an inside subnet that is allocated, where AWS needs a /30",
      app: app(PeerKind.AWS_VPN, { pins: {} }),
      at: 'net/mesh/amazon-office: subnets is "169.254.240.112/31"',
      expected: /a \/30/,
      remedy: /pins\.subnets/,
    },
    {
      wrong: "AWS at the second address of the subnet",
      app: app(PeerKind.AWS_VPN, { name: "partner" }),
      at: 'net/mesh/office-partner: left is "169.254.21.2/30"',
      expected: /first usable address/,
      remedy: /the left end/,
    },
    {
      wrong: "IPv6 inside at a cloud",
      app: app(PeerKind.AWS_VPN, {
        vpn: { addressPools: ["169.254.0.0/16", "fd00:1::/64"] },
      }),
      at: 'net/mesh/amazon-office: addressPools is "fd00:1::c1bf:7fad:2afe:d536/127"',
      expected: /only IPv4 inside/,
      remedy: /name only an IPv4 pool in addressPools/,
    },
    {
      wrong: "P5: ESP without a key exchange at Google, where rekeying takes one",
      app: app(PeerKind.GOOGLE_HA_VPN, { vpn: { espProposals: [Proposal.parse("aes256gcm16")] } }),
      at: 'net/mesh/google-office: espProposals is ["aes256gcm16"]',
      expected: /a key exchange group in every ESP proposal \(PFS\) for Google Cloud HA VPN/,
      remedy: /keyExchange/,
    },
    {
      wrong: "P5: the same at AWS, whose tunnel options cannot leave it out",
      app: app(PeerKind.AWS_VPN, { vpn: { espProposals: [Proposal.parse("aes256gcm16")] } }),
      at: 'net/mesh/amazon-office: espProposals is ["aes256gcm16"]',
      expected: /PFS/,
      remedy: /keyExchange/,
    },
    {
      wrong: "P5: an integrity algorithm that Google has for IKE alone",
      app: app(PeerKind.GOOGLE_HA_VPN, {
        vpn: { espProposals: [Proposal.parse("aes256-sha384-ecp384")] },
      }),
      at: 'net/mesh/google-office: espProposals is "aes256-sha384-ecp384"',
      expected: /an integrity algorithm of sha256, sha512/,
      remedy: /Proposal\.esp/,
    },
    {
      wrong: "P7: both families inside one connection of a transit gateway",
      app: app(PeerKind.AWS_TRANSIT_GATEWAY, {
        peer: { networks: ["10.2.0.0/24", "fd02::/64"] },
        vpn: { addressPools: ["169.254.0.0/16", "fd00:1::/64"] },
        pins: { subnets: ["169.254.21.0/30", "fd00:1::4/126"] },
      }),
      at: 'net/mesh/amazon-office: addressPools is ["169.254.21.1/30","fd00:1::5/126"]',
      expected: /IPv4 or IPv6 inside the tunnel, not both for AWS Site-to-Site VPN on a transit/,
      remedy: /single pool/,
    },
    {
      wrong: "P7: an IPv6 link that a transit gateway does not take",
      app: app(PeerKind.AWS_TRANSIT_GATEWAY, { pins: { subnets: ["fd00:1::4/127"] } }),
      at: 'net/mesh/amazon-office: subnets is "fd00:1::4/127"',
      expected: /a \/126 of fd00::\/8/,
      remedy: /pins\.subnets/,
    },
    {
      wrong: "P7: an IPv6 link of Google's outside the range of its BGP addresses",
      app: app(PeerKind.GOOGLE_HA_VPN, {
        peer: { networks: ["10.2.0.0/24", "fd02::/64"] },
        vpn: { addressPools: ["169.254.0.0/16", "fd00:1::/64"] },
        pins: { subnets: ["169.254.21.8/30", "fd00:1::8/126"] },
      }),
      at: 'net/mesh/google-office: subnets is "fd00:1::8/126"',
      expected: /a \/126 of fdff:1::\/64/,
      remedy: /pins\.subnets/,
    },
    {
      wrong: "an IKE lifetime that IOS XE does not take",
      app: app(PeerKind.CISCO_IOS_XE, { vpn: { ikeRekeySeconds: 172800 } }),
      at: "net/mesh/office-partner: ikeRekeySeconds is 172800",
      expected: /120 to 86400 seconds/,
      remedy: /range/,
    },
    {
      wrong: "both families inside at an SRX",
      app: app(PeerKind.JUNIPER_SRX, { vpn: { addressPools: ["100.64.0.0/10", "fd00:1::/64"] } }),
      at: 'net/mesh/office-partner: addressPools is ["100.101.229.211/31","fd00:1::2368:da62:a647:e22d/127"]',
      expected: /IPv4 or IPv6/,
      remedy: /single pool/,
    },
    {
      wrong: "GRE at a cloud",
      app: app(PeerKind.AZURE_VPN, { mesh: { gre: { addressPools: ["100.64.0.0/10"] } } }),
      at: 'net/mesh/azure-office/gre: vpn is "net/mesh/azure-office"',
      expected: /no GRE/,
      remedy: /leave GRE out/,
    },
    {
      wrong: "a key exchange group that AWS lacks",
      app: app(PeerKind.AWS_VPN, { vpn: { ikeProposals: ike(KeyExchange.CURVE_25519) } }),
      at: 'net/mesh/amazon-office: ikeProposals is "aes256gcm16-prfsha384-curve25519"',
      expected: /a key exchange group of modp2048,/,
      remedy: /Proposal\.ike/,
    },
    {
      wrong: "a cipher that IOS XE lacks",
      app: app(PeerKind.CISCO_IOS_XE, {
        vpn: { espProposals: [Proposal.esp({ encryption: Encryption.CHACHA20_POLY1305 })] },
      }),
      at: 'net/mesh/office-partner: espProposals is "chacha20poly1305"',
      expected: /a cipher of aes128gcm16,/,
      remedy: /Proposal\.esp/,
    },
    {
      wrong: "ESP with two key exchange groups at libreswan",
      app: app(PeerKind.LIBRESWAN_BIRD, {
        vpn: {
          espProposals: [Proposal.parse("aes256gcm16-ecp384"), Proposal.parse("aes128gcm16")],
        },
      }),
      at: 'net/mesh/office-partner: espProposals is ["aes256gcm16-ecp384","aes128gcm16"]',
      expected: /same key exchange group/,
      remedy: /keyExchange/,
    },
    {
      wrong: "two proposals at Azure, whose policy is one",
      app: app(PeerKind.AZURE_VPN, {
        vpn: { espProposals: [Proposal.parse("aes256gcm16"), Proposal.parse("aes128gcm16")] },
      }),
      at: 'net/mesh/azure-office: espProposals is ["aes256gcm16","aes128gcm16"]',
      expected: /one proposal/,
      remedy: /only the best one/,
    },
    {
      wrong: "a PRF that an SRX does not have with this cipher",
      app: app(PeerKind.JUNIPER_SRX, {
        vpn: { ikeProposals: ike(KeyExchange.ECP_384, Prf.SHA2_512) },
      }),
      at: 'net/mesh/office-partner: ikeProposals is "aes256gcm16-prfsha512-ecp384"',
      expected: /a PRF of prfsha384/,
      remedy: /Proposal/,
    },
    {
      wrong: "an AS number that AWS does not take for its own",
      app: app(PeerKind.AWS_VPN, { peer: { asn: 66000 } }),
      at: "net/amazon: asn is 66000",
      expected: /64512 to 65534 or 4200000000 to 4294967294/,
      remedy: /RFC 6996/,
    },
    {
      wrong: "an IKE identity other than the address",
      app: app(PeerKind.GOOGLE_HA_VPN, { peer: { ikeId: "vpn.example.org" } }),
      at: 'net/google: ikeId is "vpn.example.org"',
      expected: /public address/,
      remedy: /leave ikeId out/,
    },
    {
      wrong: "a lifetime that AWS does not take",
      app: app(PeerKind.AWS_VPN, { vpn: { childRekeySeconds: 7200 } }),
      at: "net/mesh/amazon-office: childRekeySeconds is 7200",
      expected: /900 to 3600 seconds/,
      remedy: /range/,
    },
    {
      wrong: "static routes to a HA VPN",
      app: staticTo(PeerKind.GOOGLE_HA_VPN, "169.254.21.0/30"),
      at: 'net/vpn: routes is "static"',
      expected: /routes by BGP/,
      remedy: /BgpMesh/,
    },
    {
      wrong: "a hub as the neighbor of a GoBGP that sets no routes",
      app: (stack) => {
        const hub = soleSite(stack, "office", 1);
        const peer = new ForeignGateway(stack, "partner", {
          kind: PeerKind.LIBRESWAN_GOBGP,
          address: "203.0.113.2",
          asn: 65002,
          networks: ["10.2.0.0/24"],
        });
        mesh(stack, [hub, peer], { topology: MeshTopology.hubAndSpoke(hub) });
      },
      at: 'net/backbone: topology is "net/office"',
      expected: /announces only its own networks for libreswan with GoBGP/,
      remedy: /LIBRESWAN_BIRD/,
    },
    {
      wrong: "an AS number of ours that Azure keeps for itself",
      app: (stack) => {
        const office = soleSite(stack, "office", 1, { asn: 65515 });
        const peer = new ForeignGateway(stack, "azure", {
          kind: PeerKind.AZURE_VPN,
          address: "203.0.113.2",
          asn: 65010,
          networks: ["10.2.0.0/24"],
        });
        mesh(stack, [office, peer], {
          vpn: { authentication: preSharedKey(), addressPools: ["169.254.0.0/16"] },
          pins: { "azure-office": { vpn: { subnets: ["169.254.21.4/30"] } } },
          keepaliveSeconds: 60,
          holdTimeSeconds: 180,
        });
      },
      at: "net/office: asn is 65515",
      expected: /other than .*65515/,
      remedy: /another AS number/,
    },
  ]);
});
