import { TerraformStack } from "cdktf";
import {
  BfdProfile,
  BfdProfileProps,
  ForeignGateway,
  Gateway,
  HaPair,
  HaPairProps,
  Inside,
  InsideRouting,
  Isolation,
  PairLink,
  Platform,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses, lateNumber, untyped } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

/** A mesh of two gateways that uses the profile. */
function inMesh(props: BfdProfileProps): Build {
  return (stack) => {
    const members = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
    mesh(stack, members, { bfd: new BfdProfile(stack, "bfd", props) });
  };
}

/** The same with nothing but IPv6 inside. */
function inMeshOfIpv6(props: BfdProfileProps): Build {
  return (stack) => {
    const members = [1, 2].map((site) =>
      soleSite(stack, `g${site}`, site, {
        inside: Inside.onInterface("eth1", [`fd0${site}::2/64`]),
      }),
    );
    mesh(stack, members, {
      vpn: { authentication: preSharedKey(), addressPools: ["fdcd:7076:6e00::/48"] },
      bfd: new BfdProfile(stack, "bfd", props),
    });
  };
}

/** A gateway that shares the profile with somebody else's. */
function withPartner(props: BfdProfileProps): Build {
  return (stack) => {
    const partner = new ForeignGateway(stack, "partner", { address: "203.0.113.2", asn: 65009 });
    const bfd = new BfdProfile(stack, "bfd", props);
    mesh(stack, [soleSite(stack, "a", 1), partner], { bfd });
  };
}

/** A pair that uses the profile for its own sessions, in a mesh that uses none. */
function inPair(props: BfdProfileProps): Build {
  return (stack) => {
    const bfd = new BfdProfile(stack, "bfd", props);
    const east = sitePair(stack, "east", 1, ["a", "b"], { bfd });
    mesh(stack, [east, soleSite(stack, "c", 2)]);
  };
}

/** A pair in VRFs that uses echo for its own sessions. */
function inIsolatedPair(platform: Platform): Build {
  return (stack) => {
    const bfd = new BfdProfile(stack, "bfd", { echoIntervalMs: 50 });
    const isolated = { isolation: Isolation.VRF, underlayDevice: "eth0", platform };
    const east = sitePair(stack, "east", 1, ["a", "b"], { bfd }, isolated);
    mesh(stack, [east, soleSite(stack, "c", 2)]);
  };
}

function behindRouter(stack: TerraformStack, name: string, number: number): Gateway {
  const routes = [{ prefix: "10.1.9.0/24", via: "10.1.0.254" }];
  const inside = Inside.onInterface("eth1", [`10.1.0.${number}/24`], { routes });
  return siteGateway(stack, name, 1, number, { inside });
}

/** A pair that uses the profile for an inner router behind another one. */
function farRouter(props: BfdProfileProps, pair: Partial<HaPairProps> = {}): Build {
  return (stack) =>
    void new HaPair(stack, "east", {
      primary: behindRouter(stack, "a", 2),
      secondary: behindRouter(stack, "b", 3),
      asn: 65001,
      networks: ["10.1.0.0/24"],
      pairLink: PairLink.onInterface("eth2"),
      insideRouters: ["10.1.9.1"],
      bfd: new BfdProfile(stack, "bfd", props),
      ...pair,
    });
}

describe("bad liveness is refused", () => {
  itRefuses([
    {
      wrong: "echo over IPv4 in tunnels",
      app: inMesh({ echoIntervalMs: 50 }),
      at: "net/bfd: echoIntervalMs is 50",
      expected: /net\/a with 100\.\S+ on \S+: bfdd sends it as an Ethernet frame/,
      remedy: /HaPair\.bfd/,
    },
    {
      wrong: "echo over more than one hop",
      app: farRouter({ echoIntervalMs: 50 }),
      at: "net/bfd: echoIntervalMs is 50",
      expected: /unlike net\/\S+ with 10\.1\.9\.1 on eth1: .*RFC 5883/,
      remedy: /be on the segment/,
    },
    {
      wrong: "echo in a VRF of FRR 10",
      app: inIsolatedPair(Platform.DEBIAN_13),
      at: "net/bfd: echoIntervalMs is 50",
      expected: /no echo in a VRF on Debian 13, as at net\/\S+ with \S+ on eth2/,
      remedy: /NETWORK_NAMESPACE/,
    },
    {
      wrong: "an interval below what bfdd can",
      app: inPair({ echoIntervalMs: 9 }),
      at: "net/bfd: echoIntervalMs is 9",
      expected: /from 10 to 60000/,
      remedy: /every 10 ms/,
    },
    {
      wrong: "tunnels with two passive ends",
      app: inMesh({ passiveMode: true }),
      at: "net/bfd: passiveMode is true",
      expected: /one end that begins .*: net\/a with \S+ on \S+ has this profile at both ends/,
      remedy: /leave passiveMode out/,
    },
    {
      wrong: "a pair link with two passive ends",
      app: inPair({ passiveMode: true }),
      at: "net/bfd: passiveMode is true",
      expected: /on eth2 has this profile at both ends/,
      remedy: /leave passiveMode out/,
    },
    {
      wrong: "OSPF between the passive gateways of a pair",
      app: (stack) => {
        const bfd = new BfdProfile(stack, "bfd", { passiveMode: true });
        const insideRouting = InsideRouting.ospf({ bfd });
        sitePair(stack, "east", 1, ["a", "b"], { insideRouting });
      },
      at: "net/bfd: passiveMode is true",
      expected: /net\/\w with OSPF's neighbors has this profile at both ends/,
      remedy: /leave passiveMode out/,
    },
    {
      wrong: "a least TTL for neighbors one hop away",
      app: inMesh({ minimumTtl: 254 }),
      at: "net/bfd: minimumTtl is 254",
      expected: /more than one hop away; .*nothing but 255/,
      remedy: /insideRouters that are behind `routes`/,
    },
    {
      wrong: "a least TTL that no router leaves",
      app: farRouter({ minimumTtl: 255 }),
      at: "net/bfd: minimumTtl is 255",
      expected: /from 1 to 254/,
      remedy: /254 admits neighbors behind one router/,
    },
    {
      wrong: "003.10 BFD for the members of a bond",
      app: inMesh({ microBfd: true }),
      at: "net/bfd: microBfd is true",
      expected: /one session for the whole link: no open routing daemon .*RFC 7130/,
      remedy: /each uplink a gateway of its own in an HaPair/,
    },
    {
      wrong: "a late echo interval",
      app: (stack) => inPair({ echoIntervalMs: lateNumber(stack) })(stack),
      at: "net/bfd: echoIntervalMs is a Terraform token",
      expected: /known at synthesis/,
      remedy: /write the value itself/,
    },
    {
      wrong: "a passive mode that is no yes or no",
      app: inPair({ passiveMode: untyped("yes") }),
      at: 'net/bfd: passiveMode is "yes"',
      expected: /true or false/,
      remedy: /API.md/,
    },
    {
      wrong: "an inner router that no route leads to",
      app: (stack) => {
        const plain = { inside: Inside.onInterface("eth1", ["10.1.0.3/24"]) };
        new HaPair(stack, "east", {
          primary: behindRouter(stack, "a", 2),
          secondary: siteGateway(stack, "s", 1, 3, plain),
          asn: 65001,
          networks: ["10.1.0.0/24"],
          pairLink: PairLink.onInterface("eth2"),
          insideRouters: ["10.1.9.1"],
        });
      },
      at: 'net/east: insideRouters is "10.1.9.1"',
      expected: /on an inside segment of net\/s, or behind one of its routes/,
      remedy: /`routes`/,
    },
  ]);

  it.each([
    ["echo over IPv6 in tunnels", inMeshOfIpv6({ echoIntervalMs: 50 })],
    ["echo on a pair's own links", inPair({ echoIntervalMs: 50 })],
    ["echo in a VRF of FRR 8.4", inIsolatedPair(Platform.DEBIAN_12)],
    ["a passive end towards somebody else's gateway", withPartner({ passiveMode: true })],
    ["a least TTL for a router behind another", farRouter({ minimumTtl: 254 })],
  ])("but not %s", (_, app) => {
    expect(() => synthesizeStack(app)).not.toThrow();
  });
});
