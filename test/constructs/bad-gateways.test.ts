import { TerraformStack, Token } from "cdktf";
import { AddressFamily, Inside, InsideVxlanProps } from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { itRefuses, lateNumber, lateText, two, untyped } from "../fixtures/bad-input";

const ADDRESSES = ["10.1.0.2/24"];

function vxlan(props: Partial<InsideVxlanProps>) {
  return two({
    inside: Inside.vxlan({ vni: 7, underlay: "eth1", addresses: ADDRESSES, ...props }),
  });
}

function inside(device: string, addresses = ADDRESSES) {
  return two({ inside: Inside.onInterface(device, addresses) });
}

describe("bad gateways are refused", () => {
  itRefuses([
    {
      wrong: "overlapping prefixes of two sites",
      app: two({ networks: ["10.2.0.128/25"] }),
      at: 'net/a: networks is "10.2.0.128/25"',
      expected: /overlaps no other site's; net\/c has 10\.2\.0\.0\/24/,
      remedy: /renumber/,
    },
    {
      wrong: "a prefix with host bits",
      app: two({ networks: ["10.1.0.1/24"] }),
      at: 'net/a: networks.0 is "10.1.0.1/24"',
      expected: /no host bit set/,
      remedy: /network's own address/,
    },
    {
      wrong: "an inside address without a length",
      app: inside("eth1", ["10.1.0.2"]),
      at: 'net/a: inside.0.addresses.0 is "10.1.0.2"',
      expected: /with its prefix length/,
      remedy: /length/,
    },
    {
      wrong: "a segment on two interfaces of one gateway",
      app: (stack) =>
        siteGateway(stack, "a", 1, 2).addInside(Inside.onInterface("eth2", ["10.1.0.129/25"])),
      at: 'net/a: inside is "10.1.0.128/25"',
      expected: /eth1 has 10\.1\.0\.0\/24/,
      remedy: /renumber/,
    },
    {
      wrong: "two segments on one interface",
      app: (stack) =>
        siteGateway(stack, "a", 1, 2).addInside(Inside.onInterface("eth1", ["10.9.0.1/24"])),
      at: 'net/a: inside.device is "eth1"',
      expected: /other segments do not have/,
      remedy: /its own interface/,
    },
    {
      wrong: "a loopback as public address",
      app: two({ address: "127.0.0.1" }),
      at: 'net/a: address is "127.0.0.1"',
      expected: /unicast/,
      remedy: /peer reaches/,
    },
    {
      wrong: "one public address twice",
      app: two({ address: "198.51.2.2" }),
      at: 'net/c: address is "198.51.2.2"',
      expected: /net\/a has it/,
      remedy: /own public address/,
    },
    {
      wrong: "an address family that the address belies",
      app: (stack) => void siteGateway(stack, "a", 1, 2, { addressFamily: AddressFamily.IPV6 }),
      at: "net/a: addressFamily is 6",
      expected: /family of address 198\.51\.1\.2/,
      remedy: /leave addressFamily out/,
    },
    {
      wrong: "a local address of the other family",
      app: two({ localAddress: "fd99::1" }),
      at: 'net/a: localAddress is "fd99::1"',
      expected: /an IPv4 address/,
      remedy: /NAT translates/,
    },
    {
      wrong: "an interface name longer than the kernel's 15 characters",
      app: inside("inside-interface"),
      at: 'net/a: inside.0.device is "inside-interface"',
      expected: /at most 15 characters/,
      remedy: /shorter/,
    },
    {
      wrong: "an interface name that holds a command",
      app: vxlan({ underlay: "eth1; reboot" }),
      at: 'net/a: inside.0.underlay is "eth1; reboot"',
      expected: /letters, digits/,
      remedy: /ip link/,
    },
    {
      wrong: "VXLAN with group and peers",
      app: vxlan({ group: "239.0.0.7", peers: ["10.99.0.2"] }),
      at: 'net/a: inside.group is "239.0.0.7"',
      expected: /either a multicast group or a list of peers/,
      remedy: /drop one/,
    },
    {
      wrong: "a VXLAN group that is unicast",
      app: vxlan({ group: "10.0.0.7" }),
      at: 'net/a: inside.0.group is "10.0.0.7"',
      expected: /a multicast address/,
      remedy: /239\.0\.0\.0\/8/,
    },
    {
      wrong: "VXLAN peers of two families",
      app: vxlan({ peers: ["10.99.0.2", "fd99::3"], underlayAddresses: ["fd99::1/64"] }),
      at: 'net/a: inside.peers is ["10.99.0.2","fd99::3"]',
      expected: /one address family/,
      remedy: /IPv4, or all by IPv6/,
    },
    {
      wrong: "VXLAN to IPv6 peers without an IPv6 address of its own",
      app: vxlan({ peers: ["fd99::2"] }),
      at: "net/a: inside.underlayAddresses not set",
      expected: /an IPv6 address/,
      remedy: /underlayAddresses/,
    },
    {
      wrong: "a VNI past 24 bits",
      app: vxlan({ vni: 2 ** 24, device: "vx" }),
      at: "net/a: inside.0.vni is 16777216",
      expected: /from 1 to 16777215/,
      remedy: /24 bits/,
    },
    {
      wrong: "an underlay MTU below IPv6's least",
      app: two({ underlayMtu: 1200 }),
      at: "net/a: underlayMtu is 1200",
      expected: /from 1280 to 9216/,
      remedy: /1280/,
    },
    ...[0, 23456, 65535, 2 ** 32 - 1, 2 ** 32, -1, 65001.5].map((asn) => ({
      wrong: `${asn} as AS number`,
      app: two({ asn }),
      at: `net/a: asn is ${asn}`,
      expected: /from 1 to 4294967294 that no RFC reserves/,
      remedy: /RFC 6996/,
    })),
    {
      wrong: "a router id that is no IPv4 address",
      app: two({ routerId: "fd01::1" }),
      at: 'net/a: routerId is "fd01::1"',
      expected: /form of an IPv4 address/,
      remedy: /RFC 6286/,
    },
    {
      wrong: "an IKE identity that ends a string",
      app: two({ ikeId: 'a"\n}' }),
      at: 'net/a: ikeId is "a\\"\\n}"',
      expected: /letters, digits/,
      remedy: /peer expects/,
    },
    {
      wrong: "a newline in a description",
      app: two({ description: "east\n! evil" }),
      at: 'net/a: description is "east\\n! evil"',
      expected: /without control characters/,
      remedy: /one line/,
    },
    {
      wrong: "a name that is no host name",
      app: two({ name: "East Gateway" }),
      at: 'net/a: name is "East Gateway"',
      expected: /lower-case letters/,
      remedy: /`name`/,
    },
    {
      wrong: "one name twice",
      app: two({ name: "c" }),
      at: 'net/c: name is "c"',
      expected: /net\/a has it/,
      remedy: /`name` of its own/,
    },
    {
      wrong: "a control character in a construct id",
      app: (stack) => void siteGateway(stack, "a\rb", 1, 2),
      at: 'net/a\\u000db: path is "net/a\\rb"',
      expected: /without control characters/,
      remedy: /ids of the construct/,
    },
    {
      wrong: "a misspelt property",
      app: two(untyped({ platfrom: "debian-12" })),
      at: 'net/a: platfrom is "debian-12"',
      expected: /a property that this construct knows/,
      remedy: /API\.md/,
    },
    ...["payloadSource", "cloudInit", "ssh"].map((property) => ({
      wrong: `${property}, which a method or delivery sets`,
      app: two(untyped({ [property]: {} })),
      at: `net/a: ${property} is an object`,
      expected: /a property that this construct knows/,
      remedy: /API\.md/,
    })),
    {
      wrong: "a construct where a value belongs",
      app: (stack) => void siteGateway(stack, "a", 1, 2, untyped({ description: stack })),
      at: "net/a: description is an object of class TerraformStack",
      expected: /one line|text/,
      remedy: /write the values themselves/,
    },
    {
      wrong: "a number too large for JSON",
      app: two({ asn: untyped(65001n) }),
      at: "net/a: asn is a bigint",
      expected: /number/,
      remedy: /write the value itself/,
    },
    {
      wrong: "an unknown platform",
      app: two({ platform: untyped("debian-11") }),
      at: 'net/a: platform is "debian-11"',
      expected: /one of "debian-12", "debian-13", "ubuntu-24\.04"/,
      remedy: /API\.md/,
    },
  ]);
});

describe("a token where arithmetic is needed is refused", () => {
  const late = (property: string, app: (stack: TerraformStack) => ReturnType<typeof two>) => ({
    wrong: property,
    app: (stack: TerraformStack) => app(stack)(stack),
    at: `net/a: ${property} is a Terraform token`,
    expected: /a value known at synthesis/,
    remedy: /only addresses and secrets may come from Terraform/,
  });
  itRefuses([
    late("asn", (stack) => two({ asn: lateNumber(stack) })),
    late("underlayMtu", (stack) => two({ underlayMtu: lateNumber(stack) })),
    late("routerId", (stack) => two({ routerId: lateText(stack) })),
    late("networks.0", (stack) => two({ networks: [lateText(stack)] })),
    late("networks.0", (stack) => two({ networks: Token.asList(lateText(stack)) })),
    late("inside.0.addresses.0", (stack) => inside("eth1", [`${lateText(stack)}/24`])),
    late("inside.0.vni", (stack) => vxlan({ vni: lateNumber(stack), device: "vx" })),
  ]);
});
