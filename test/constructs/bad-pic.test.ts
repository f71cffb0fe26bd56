import {
  BfdProfile,
  BgpMeshProps,
  ForeignGateway,
  GatewayProps,
  HaMode,
  HaPairProps,
  IMeshMember,
  Isolation,
  PairLink,
} from "cdktf-routed-vpn";
import { TerraformStack } from "cdktf";
import { mesh, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";

interface Parts {
  readonly pair?: Partial<HaPairProps>;
  readonly gateways?: Partial<GatewayProps>;
  readonly mesh?: Partial<BgpMeshProps>;
  readonly other?: (stack: TerraformStack) => IMeshMember;
}

function converging({ pair, gateways, mesh: props, other }: Parts): Build {
  return (stack) => {
    const bfd = { transmitIntervalMs: 100, receiveIntervalMs: 100 };
    const east = sitePair(stack, "east", 1, ["a", "b"], pair, gateways);
    mesh(stack, [east, other ? other(stack) : soleSite(stack, "c", 2)], {
      bfd: new BfdProfile(stack, "fast", bfd),
      prefixIndependentConvergence: true,
      ...props,
    });
  };
}

describe("what does not go with prefixIndependentConvergence is refused", () => {
  itRefuses([
    {
      wrong: "no BFD",
      app: converging({ mesh: { bfd: undefined } }),
      at: "net/backbone: bfd not set",
      expected: /a BfdProfile/,
      remedy: /give the mesh a BfdProfile/,
    },
    {
      wrong: "a pair link that ends with the inside",
      app: converging({ pair: { pairLink: PairLink.inside(), convergenceBudgetMs: 500 } }),
      at: 'net/east: pairLink is "inside"',
      expected: /a pair link of its own.*as a member of net\/backbone/,
      remedy: /PairLink\.onInterface\(\), or leave prefixIndependentConvergence out/,
    },
    {
      wrong: "a pair that uses both its gateways",
      app: converging({ pair: { mode: HaMode.ACTIVE_ACTIVE } }),
      at: 'net/east: mode is "active-active"',
      expected: /a pair that ranks its gateways/,
      remedy: /HaMode\.ACTIVE_STANDBY/,
    },
    {
      wrong: "an isolated gateway",
      app: converging({
        other: (stack) => soleSite(stack, "c", 2, { isolation: Isolation.VRF }),
      }),
      at: 'net/c: isolation is "vrf"',
      expected: /net\/c without an inside of its own/,
      remedy: /drop isolation/,
    },
    {
      wrong: "somebody else's gateway",
      app: converging({
        other: (stack) =>
          new ForeignGateway(stack, "c", {
            address: "198.51.2.2",
            asn: 65002,
            networks: ["10.2.0.0/24", "fd02::/64"],
          }),
      }),
      at: 'net/c: members is "net/c"',
      expected: /a gateway that this app configures/,
      remedy: /a mesh of its own/,
    },
    {
      wrong: "pins of a site that is no member",
      app: converging({ mesh: { sitePins: { d: { device: "to-d" } } } }),
      at: "net/backbone: sitePins.d is an object",
      expected: /a member of the mesh/,
      remedy: /construct ids/,
    },
    {
      wrong: "a pinned subnet with three addresses",
      app: converging({ mesh: { sitePins: { c: { subnets: ["192.0.2.0/29"] } } } }),
      at: 'net/backbone: sitePins.net/c.subnets.0 is "192.0.2.0/29"',
      expected: /\/31/,
      remedy: /./,
    },
  ]);
});
