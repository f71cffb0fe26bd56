import { Lookup } from "../model/lookup";
import { PROFILES } from "../model/platform";
import { Problem, problem } from "../model/problem";
import { BfdProfileIntent } from "../model/routing";
import { BgpSession, GatewayPlan, NetworkPlan } from "./types";

/** What becomes of a profile by the sessions that use it. */
export function livenessProblems(
  { gateways }: NetworkPlan,
  profiles: readonly BfdProfileIntent[],
): Problem[] {
  const byProfile = new Lookup(gateways.flatMap(usesOf), ({ profile }) => [profile]);
  return profiles.flatMap((profile) => {
    const uses = byProfile.find([profile.name]);
    return [
      ...echoProblems(profile, uses),
      ...passiveProblems(profile, uses),
      ...ttlProblems(profile, uses),
    ];
  });
}

/** A session, or all those with inner routers that come from anywhere or are OSPF's. */
interface Use {
  /** Name of the profile. */
  readonly profile: string;
  readonly gateway: GatewayPlan;
  readonly session?: BgpSession;
  readonly ospf?: true;
}

function usesOf(gateway: GatewayPlan): Use[] {
  const { bgp, ospf } = gateway;
  const use = (profile: string | undefined, more: Partial<Use> = {}): Use[] =>
    profile === undefined ? [] : [{ profile, gateway, ...more }];
  return [
    ...(bgp?.sessions ?? []).flatMap((session) => use(session.bfdProfile, { session })),
    ...use(bgp?.listen?.bfdProfile),
    ...use(ospf?.bfdProfile, { ospf: true }),
  ];
}

function echoProblems({ path, echoIntervalMs }: BfdProfileIntent, uses: readonly Use[]): Problem[] {
  if (echoIntervalMs === undefined) return [];
  const told = (wrong: Use | undefined, expected: (at: string) => string, remedy: string) =>
    wrong
      ? [problem(path, "echoIntervalMs", echoIntervalMs, expected(describe(wrong)), remedy)]
      : [];
  return [
    ...told(
      uses.find(({ session }) => session?.kind === "tunnel" && session.family === 4),
      (at) =>
        `no echo over IPv4 in a tunnel, as at ${at}: bfdd sends it as an Ethernet frame, which tunnels do not carry, and ends the session for want of it`,
      "give the mesh a BfdProfile without echo, and this one to the pair (HaPair.bfd), whose links are Ethernet",
    ),
    ...told(
      uses.find(({ session }) => session?.multihop),
      (at) => `neighbors one hop away, unlike ${at}: echo packets go no further (RFC 5883, 3)`,
      "leave echoIntervalMs out for these, or let the router be on the segment",
    ),
    // Seen on 10.3; 8.4 does send them there.
    ...told(
      uses.find(({ gateway }) => gateway.vrf && PROFILES[gateway.platform].frr10),
      (at) =>
        `no echo in a VRF on Debian 13, as at ${at}: its bfdd sends none there, and ends the session for want of it`,
      "leave echoIntervalMs out, or isolate the gateway by Isolation.NETWORK_NAMESPACE",
    ),
  ];
}

function passiveProblems({ path, passiveMode }: BfdProfileIntent, uses: readonly Use[]): Problem[] {
  const both = passiveMode ? uses.find(hasItAtBothEnds) : undefined;
  if (!both) return [];
  return [
    problem(
      path,
      "passiveMode",
      passiveMode,
      `one end that begins (RFC 5880, 6.1): ${describe(both)} has this profile at both ends, and would stay down`,
      "leave passiveMode out; it is for neighbors that this app does not configure",
    ),
  ];
}

/** Between our own gateways: through a tunnel, over the pair link, on the segment of a pair with OSPF. */
function hasItAtBothEnds({ gateway, session, ospf }: Use): boolean {
  if (session?.kind === "tunnel") {
    return gateway.tunnels.some(
      ({ device, foreignPeer }) => device === session.device && !foreignPeer,
    );
  }
  return session?.kind === "pair" || (ospf === true && gateway.pairLink !== undefined);
}

function ttlProblems({ path, minimumTtl }: BfdProfileIntent, uses: readonly Use[]): Problem[] {
  if (minimumTtl === undefined || uses.some(({ session }) => session?.multihop)) return [];
  return [
    problem(
      path,
      "minimumTtl",
      minimumTtl,
      "a neighbor more than one hop away; from the others nothing but 255 is taken (RFC 5881, 5)",
      "leave it out, or name insideRouters that are behind `routes` of an inside segment",
    ),
  ];
}

function describe({ gateway, session, ospf }: Use): string {
  if (session) return `${gateway.path} with ${session.neighbor} on ${session.device}`;
  return `${gateway.path} with ${ospf ? "OSPF's neighbors" : "its inner routers"}`;
}
