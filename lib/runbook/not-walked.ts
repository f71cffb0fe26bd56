import { NetworkPlan } from "../plan/types";

/** VPNs that no failure is walked for: no routing protocol finds another way. */
export function notWalkedSection({ gateways, policyVpns = [] }: NetworkPlan): string[] {
  const still = gateways.flatMap(({ tunnels, bgp }) => {
    const spoken = new Set(bgp?.sessions.map(({ device }) => device));
    return tunnels.filter(({ device }) => !spoken.has(device)).map(({ path }) => path);
  });
  const paths = [...new Set([...still, ...policyVpns.map(({ path }) => path)])].sort();
  if (paths.length === 0) return [];
  const list = paths.map((path) => `\`${path}\``).join(", ");
  return [
    "## Failures that are not predicted",
    `No BGP runs through these VPNs. What they carry is dropped while they are down, until they are up again: ${list}.`,
  ];
}
