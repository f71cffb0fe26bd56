import { PROFILES } from "../../model/platform";
import { BfdProfilePlan, BgpPlan, RoutingSlice } from "../../plan/types";
import { BfdPeer, BfdProfile } from "./tree";

/** What bfdd does when nothing is said: written, it would not be shown again. */
const DEFAULT = {
  detectMultiplier: 3,
  transmitIntervalMs: 300,
  receiveIntervalMs: 300,
  echoIntervalMs: 50,
};

export function bfdProfile(profile: BfdProfilePlan): BfdProfile {
  const unlessDefault = (key: keyof typeof DEFAULT) =>
    profile[key] === DEFAULT[key] ? {} : { [key]: profile[key] };
  return {
    name: profile.name,
    ...unlessDefault("detectMultiplier"),
    ...unlessDefault("transmitIntervalMs"),
    ...unlessDefault("receiveIntervalMs"),
    passiveMode: profile.passiveMode,
    echoMode: profile.echoIntervalMs !== undefined,
    ...unlessDefault("echoIntervalMs"),
  };
}

/**
 * FRR 8's bgpd asks for BFD once its session is up. FRR 10.3's, which has lost BFD, keeps its session down
 * until BFD is back (FRRouting/frr#18742): between the two, a gateway of FRR 8 that has lost its power would
 * stay away for good. So its bfdd knows the neighbors by itself, each as bgpd will ask for it. FRR 10's asks
 * at its start; and of inner routers that connect from anywhere no address is known.
 */
export function bfdPeers({ platform, vrf }: RoutingSlice, { sessions }: BgpPlan): BfdPeer[] {
  if (PROFILES[platform].frr10) return [];
  return sessions.flatMap(({ neighbor, bfdProfile: profile, multihop, localAddress, device }) => {
    if (profile === undefined) return [];
    const way = multihop ? { multihopFrom: localAddress } : { device };
    return [{ neighbor, ...way, vrf: vrf?.device, profile }];
  });
}
