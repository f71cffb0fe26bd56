import { CIPHERS, INTEGRITY, parseProposal, Proposal } from "../../lib/model/proposal";
import { espTransportMtu, espTunnelMtu, greMtu, mss, vxlanMtu } from "../../lib/plan/mtu";
import {
  EspSizes,
  grePacket,
  largestThatFits,
  SUITES,
  tcpPacket,
  transportModePacket,
  tunnelModePacket,
  vxlanPacket,
} from "../fixtures/packet";

const FAMILIES = [4, 6] as const;
const BOTH = [false, true];
const GRE_HEADERS = FAMILIES.flatMap((family) => BOTH.map((keyed) => [family, keyed] as const));
const OUTER_MTUS = [1280, 1492, 1500, 1501, 9000];

const STACKS = SUITES.flatMap((suite) =>
  FAMILIES.flatMap((outerFamily) =>
    BOTH.map((natTraversal) => ({ ...suite, outerFamily, natTraversal })),
  ),
);

function espStack(
  outerMtu: number,
  proposal: string,
  sizes: Pick<EspSizes, "outerFamily" | "natTraversal">,
) {
  return {
    outerMtu,
    outerFamily: sizes.outerFamily,
    udpEncapsulation: sizes.natTraversal,
    proposal: parseProposal(proposal, "esp") as Proposal,
  };
}

describe("MTU arithmetic: the largest packet that fits", () => {
  it("the suites under test are all that the library accepts", () => {
    const accepted = CIPHERS.flatMap(({ keyword, icvBytes }) =>
      icvBytes === undefined ? Object.keys(INTEGRITY).map((it) => `${keyword}-${it}`) : [keyword],
    );
    expect(SUITES.map(({ proposal }) => proposal).sort()).toEqual(accepted.sort());
  });

  describe.each(STACKS)(
    "$proposal over IPv$outerFamily, NAT-T $natTraversal",
    ({ proposal, ...sizes }) => {
      it("tunnel mode, as a counted packet fills the outer MTU", () => {
        for (const outerMtu of OUTER_MTUS) {
          const counted = largestThatFits(outerMtu, (inner) => tunnelModePacket(inner, sizes));
          expect(espTunnelMtu(espStack(outerMtu, proposal, sizes))).toBe(counted);
        }
      });

      it("transport mode, as a counted packet fills the outer MTU", () => {
        for (const outerMtu of OUTER_MTUS) {
          const counted = largestThatFits(outerMtu, (packet) => transportModePacket(packet, sizes));
          expect(espTransportMtu(espStack(outerMtu, proposal, sizes))).toBe(counted);
        }
      });

      it("GRE over IPv4 and IPv6 above it, with key and without", () => {
        for (const outerMtu of OUTER_MTUS) {
          const below = espTunnelMtu(espStack(outerMtu, proposal, sizes));
          for (const [family, keyed] of GRE_HEADERS) {
            const counted = largestThatFits(outerMtu, (inner) =>
              tunnelModePacket(grePacket(inner, family, keyed), sizes),
            );
            expect(greMtu(below, family, keyed)).toBe(counted);
          }
        }
      });
    },
  );

  it.each(FAMILIES)("a VXLAN frame over IPv%d", (family) => {
    for (const outerMtu of OUTER_MTUS) {
      const counted = largestThatFits(outerMtu, (inner) => vxlanPacket(inner, family));
      expect(vxlanMtu(outerMtu, family)).toBe(counted);
    }
  });

  it.each(FAMILIES)("a TCP segment over IPv%d", (family) => {
    for (const mtu of OUTER_MTUS) {
      const counted = largestThatFits(mtu, (segment) => tcpPacket(segment, family));
      expect(mss(mtu, family)).toBe(counted);
    }
  });
});

describe("MTU arithmetic: figures measured on a kernel", () => {
  const tunnel = (proposal: string, outerFamily: 4 | 6, natTraversal = false, outerMtu = 1500) =>
    espTunnelMtu(espStack(outerMtu, proposal, { outerFamily, natTraversal }));

  it("002.8 packet-too-big reports 1406 for AES-128-CBC with SHA-256 over IPv6", () => {
    expect(tunnel("aes128-sha256", 6)).toBe(1406);
  });

  it("002.8 packet-too-big reports 1426 for AES-256-GCM-16 over IPv6", () => {
    expect(tunnel("aes256gcm16", 6)).toBe(1426);
  });

  it("002.8 an MTU of 1406 leaves an MSS of 1366 for IPv4 and 1346 for IPv6", () => {
    expect(mss(1406, 4)).toBe(1366);
    expect(mss(1406, 6)).toBe(1346);
  });

  it("AES-256-GCM-16 over IPv4 leaves 1446, and 1438 behind a NAT", () => {
    expect(tunnel("aes256gcm16", 4)).toBe(1446);
    expect(tunnel("aes256gcm16", 4, true)).toBe(1438);
  });

  it("CBC behind a NAT leaves 1422, where a hard-coded 1436 would lose packets", () => {
    expect(tunnel("aes256-sha256", 4, true)).toBe(1422);
  });
});
