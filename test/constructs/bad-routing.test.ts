import { TerraformStack } from "cdktf";
import {
  BfdProfile,
  BfdProfileProps,
  BgpMeshProps,
  ForeignGateway,
  HaMode,
  HaPair,
  HaPairProps,
  Inside,
  MeshTopology,
  PairLink,
} from "cdktf-routed-vpn";
import { mesh, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses, lateNumber, untyped } from "../fixtures/bad-input";

function soleMesh(props: Partial<BgpMeshProps> = {}): Build {
  return (stack) => void mesh(stack, [soleSite(stack, "a", 1), soleSite(stack, "c", 2)], props);
}

function bfd(props: BfdProfileProps): Build {
  return (stack) => {
    siteGateway(stack, "a", 1, 2);
    new BfdProfile(stack, "fast", props);
  };
}

function east(props: Partial<HaPairProps>): Build {
  return (stack) => void sitePair(stack, "east", 1, ["a", "b"], props);
}

describe("bad meshes are refused", () => {
  itRefuses([
    {
      wrong: "a member without AS number",
      app: (stack) => void mesh(stack, [soleSite(stack, "a", 1), siteGateway(stack, "c", 2, 2)]),
      at: "net/c: asn not set",
      expected: /an AS number, as a member of net\/backbone/,
      remedy: /set asn/,
    },
    {
      wrong: "two members of one AS number",
      app: (stack) =>
        void mesh(stack, [soleSite(stack, "a", 1), siteGateway(stack, "c", 2, 2, { asn: 65001 })]),
      at: "net/c: asn is 65001",
      expected: /net\/a has it/,
      remedy: /own number in the path.*number each site/,
    },
    {
      wrong: "a mesh of one",
      app: (stack) => void mesh(stack, [soleSite(stack, "a", 1)]),
      at: 'net/backbone: members is ["net/a"]',
      expected: /at least two members/,
      remedy: /add a Gateway/,
    },
    {
      wrong: "a member's network that holds its own public address",
      app: (stack) => {
        const networks = ["198.51.1.0/24"];
        mesh(stack, [soleSite(stack, "a", 1, { networks }), soleSite(stack, "c", 2)]);
      },
      at: 'net/a: networks is "198.51.1.0/24"',
      expected: /without the public address of net\/a/,
      remedy: /leave it out/,
    },
    {
      wrong: "a member twice",
      app: (stack) => {
        const a = soleSite(stack, "a", 1);
        mesh(stack, [a, soleSite(stack, "c", 2), a]);
      },
      at: 'net/backbone: members is "net/a"',
      expected: /each member once/,
      remedy: /list it once/,
    },
    {
      wrong: "a hub that is no member",
      app: (stack) => {
        const topology = MeshTopology.hubAndSpoke(soleSite(stack, "hub", 9));
        soleMesh({ topology })(stack);
      },
      at: 'net/backbone: topology is "net/hub"',
      expected: /hubs that are members/,
      remedy: /add the hub/,
    },
    {
      wrong: "a hold time below three keepalives",
      app: soleMesh({ keepaliveSeconds: 10, holdTimeSeconds: 20 }),
      at: "net/backbone: holdTimeSeconds is 20",
      expected: /three times keepaliveSeconds \(10 s\)/,
      remedy: /30 or more/,
    },
    {
      wrong: "a hold time that RFC 4271 forbids",
      app: soleMesh({ keepaliveSeconds: 1, holdTimeSeconds: 2 }),
      at: "net/backbone: holdTimeSeconds is 2",
      expected: /from 3 to 65535/,
      remedy: /RFC 4271/,
    },
    {
      wrong: "a pin of a tunnel that the mesh does not make",
      app: soleMesh({ pins: { "c-a": { vpn: { ifId: 7 } } } }),
      at: "net/backbone: pins.c-a is an object",
      expected: /a tunnel that the mesh makes/,
      remedy: /two gateways' names in alphabetical order/,
    },
    {
      wrong: "a property that a mesh does not have",
      app: soleMesh(untyped({ holdTime: 9 })),
      at: "net/backbone: holdTime is 9",
      expected: /a property that this construct knows/,
      remedy: /remove it/,
    },
  ]);
});

describe("bad liveness is refused", () => {
  const interval = (props: BfdProfileProps, property: string, value: number) => ({
    wrong: `${property} ${value}`,
    app: bfd(props),
    at: `net/fast: ${property} is ${value}`,
    expected: /whole number of milliseconds from 10 to 60000/,
    remedy: /bfdd sends no faster than every 10 ms/,
  });
  itRefuses([
    interval({ transmitIntervalMs: 9 }, "transmitIntervalMs", 9),
    interval({ receiveIntervalMs: 60001 }, "receiveIntervalMs", 60001),
    interval({ transmitIntervalMs: 33.3 }, "transmitIntervalMs", 33.3),
    {
      wrong: "a multiplier that one lost packet satisfies",
      app: bfd({ detectMultiplier: 1 }),
      at: "net/fast: detectMultiplier is 1",
      expected: /from 2 to 255/,
      remedy: /RFC 5880/,
    },
    {
      wrong: "a token as interval",
      app: (stack) => bfd({ transmitIntervalMs: lateNumber(stack) })(stack),
      at: "net/fast: transmitIntervalMs is a Terraform token",
      expected: /known at synthesis/,
      remedy: /write the value itself/,
    },
    {
      wrong: "one profile name twice",
      app: (stack) => {
        bfd({})(stack);
        new BfdProfile(new TerraformStack(stack.node.root, "other"), "fast");
      },
      at: 'other/fast: id is "fast"',
      expected: /net\/fast has it/,
      remedy: /share one profile/,
    },
  ]);
});

describe("bad pairs are refused", () => {
  itRefuses([
    {
      wrong: "prepending where both gateways forward",
      app: east({ mode: HaMode.ACTIVE_ACTIVE, asPathPrepend: 1 }),
      at: "net/east: asPathPrepend is 1",
      expected: /prefers one of its gateways/,
      remedy: /set the mode/,
    },
    {
      wrong: "prepending more than paths bear",
      app: east({ asPathPrepend: 11 }),
      at: "net/east: asPathPrepend is 11",
      expected: /from 1 to 10/,
      remedy: /once is enough/,
    },
    {
      wrong: "a gateway in two pairs",
      app: (stack) => {
        const pair = sitePair(stack, "east", 1, ["a", "b"]);
        const [primary] = pair.memberGateways;
        const secondary = siteGateway(stack, "c", 2, 2);
        new HaPair(stack, "more", {
          primary: untyped(primary),
          secondary,
          asn: 65009,
          networks: ["10.2.0.0/24", "fd02::/64"],
          pairLink: PairLink.onInterface("eth3"),
        });
      },
      at: 'net/more: primary is "net/a"',
      expected: /a gateway in one pair only; it is the primary of net\/east/,
      remedy: /two gateways of its own/,
    },
    {
      wrong: "a pair with somebody else's gateway",
      app: (stack) => {
        const foreign = new ForeignGateway(stack, "p", { address: "203.0.113.1" });
        const primary = siteGateway(stack, "a", 1, 2);
        const secondary = untyped<typeof primary>(foreign);
        new HaPair(stack, "east", { primary, secondary, asn: 65001, networks: ["10.1.0.0/24"] });
      },
      at: 'net/east: secondary is "net/p"',
      expected: /a Gateway that this app configures/,
      remedy: /both must be ours/,
    },
    {
      wrong: "a link over an inside segment that the two do not share",
      app: (stack) => {
        const primary = siteGateway(stack, "a", 1, 2);
        const secondary = siteGateway(stack, "b", 2, 2);
        new HaPair(stack, "east", { primary, secondary, asn: 65001, networks: ["10.1.0.0/24"] });
      },
      at: 'net/east: pairLink is "inside"',
      expected: /net\/a is on 10\.1\.0\.0\/24, fd01::\/64, net\/b on 10\.2\.0\.0\/24/,
      remedy: /PairLink\.onInterface\(\)/,
    },
    {
      wrong: "an inner router that is a gateway of the pair",
      app: east({ insideRouters: ["10.1.0.2"] }),
      at: 'net/east: insideRouters is "10.1.0.2"',
      expected: /a router other than net\/a itself/,
      remedy: /inner routers' addresses/,
    },
    {
      wrong: "a link's device with too long a name",
      app: east({
        pairLink: PairLink.onInterface("eth2", { secondaryDevice: "pair-link-interface" }),
      }),
      at: 'net/east: pairLink.secondaryDevice is "pair-link-interface"',
      expected: /at most 15 characters/,
      remedy: /shorter/,
    },
    {
      wrong: "an AS number out of range, told once although it breaks the pair",
      app: (stack) =>
        void mesh(stack, [
          sitePair(stack, "east", 1, ["a", "b"], { asn: 0 }),
          soleSite(stack, "c", 2),
        ]),
      at: "net/east: asn is 0",
      expected: /from 1 to 4294967294/,
      remedy: /RFC 6996/,
    },
    {
      wrong: "one address on the shared segment twice",
      app: (stack) => {
        const inside = Inside.onInterface("eth1", ["10.1.0.2/24"]);
        const primary = siteGateway(stack, "a", 1, 2, { inside });
        const secondary = siteGateway(stack, "b", 1, 3, { inside });
        new HaPair(stack, "east", { primary, secondary, asn: 65001, networks: ["10.1.0.0/24"] });
      },
      at: 'net/b: inside is "10.1.0.2/24"',
      expected: /an address that no other gateway has; net\/a has it/,
      remedy: /own address on the segment/,
    },
  ]);
});
