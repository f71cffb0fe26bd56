import { BfdProfilePlan, BgpSession, GatewayPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan } from "../../fixtures/plan";

const TIMERS = { transmitIntervalMs: 300, receiveIntervalMs: 300, detectMultiplier: 3 };

/** All that is said to bfdd. */
function bfd(overrides: Partial<GatewayPlan>): string {
  const { text } = filesOf(frr, gatewayPlan(overrides))[1]!;
  return text.slice(text.indexOf("\nbfd\n") + 1, text.indexOf("\nend\n"));
}

function profiles(bfdProfiles: BfdProfilePlan[]): string {
  return bfd({ bfdProfiles, platform: "debian-13" });
}

describe("BFD profiles", () => {
  it("say only what differs from bfdd's own timers", () => {
    const fast = { transmitIntervalMs: 50, receiveIntervalMs: 60, detectMultiplier: 5 };
    expect(
      profiles([
        { name: "slow", ...TIMERS },
        { name: "fast", ...fast },
      ]),
    ).toBe(`bfd
 profile fast
  detect-multiplier 5
  transmit-interval 50
  receive-interval 60
 exit
 !
 profile slow
 exit
 !
exit
!`);
  });

  it("have echo and passive mode where asked for", () => {
    expect(
      profiles([
        { name: "fast", ...TIMERS, echoIntervalMs: 20, passiveMode: true, minimumTtl: 254 },
        { name: "slow", ...TIMERS, echoIntervalMs: 50, passiveMode: false },
      ]),
    ).toBe(`bfd
 profile fast
  passive-mode
  echo-mode
  echo transmit-interval 20
  echo receive-interval 20
 exit
 !
 profile slow
  echo-mode
 exit
 !
exit
!`);
  });
});

describe("a neighbor of FRR 8's bfdd", () => {
  /** Lines that name a neighbor, and by which profile it is watched. */
  function peers(sessions: BgpSession[], overrides: Partial<GatewayPlan> = {}): string[] {
    const text = bfd({ bgp: { ...gatewayPlan().bgp!, sessions }, ...overrides });
    return [...text.matchAll(/^ (peer .*)\n {2}(profile .*)$/gm)].map((it) => `${it[1]}, ${it[2]}`);
  }

  const tunnel = bgpSession({ neighbor: "100.65.0.1" });
  const pair = bgpSession({ kind: "pair", device: "eth2", neighbor: "fd00::1" });

  it("is known to it before BGP has asked: a neighbor of FRR 10.3 that has lost BFD waits for it", () => {
    expect(peers([pair, tunnel])).toEqual([
      "peer 100.65.0.1 interface gre-c, profile fast",
      "peer fd00::1 interface eth2, profile fast",
    ]);
  });

  it("is in the VRF, where BGP is", () => {
    expect(peers([tunnel], { vrf: { device: "private", table: 1000 } })).toEqual([
      "peer 100.65.0.1 vrf private interface gre-c, profile fast",
    ]);
  });

  it("more than one hop away has our own address and no interface, as bgpd asks for it", () => {
    const far = bgpSession({
      kind: "inside",
      device: "eth1",
      neighbor: "10.1.9.1",
      localAddress: "10.1.0.2",
      multihop: true,
    });
    expect(peers([far])).toEqual(["peer 10.1.9.1 multihop local-address 10.1.0.2, profile fast"]);
  });

  it("is not known to it where the session has no BFD", () => {
    expect(peers([bgpSession({ neighbor: "100.65.1.1", bfdProfile: undefined })])).toEqual([]);
  });

  it("is left to FRR 10's bgpd, which asks at its start", () => {
    expect(peers([tunnel], { platform: "debian-13" })).toEqual([]);
    expect(peers([tunnel], { platform: "ubuntu-24.04" })).toHaveLength(1);
  });
});
