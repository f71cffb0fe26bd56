import { cidr, familyOf } from "../../model/ip";
import { LinksSlice } from "../../plan/types";
import { Group, Want, Rule } from "./types";

/** Both before the kernel's own rule for VRFs, 1000. */
const OUT_PRIORITY = 900;
const BACK_PRIORITY = 901;
const MAIN_TABLE = 254;

/** The VRF itself; which tables are asked in which order is the whole machine's (render/vrf). */
export function isolationGroups({ vrf }: LinksSlice): Group[] {
  if (!vrf) return [];
  const { device, table } = vrf;
  const link: Want = { kind: "link", device, type: "vrf", options: { table } };
  return [{ title: "inside", wants: [link] }];
}

/** Each link that belongs into the VRF enters it as soon as it is there, before its addresses. */
export function withMembers(gateway: LinksSlice, groups: readonly Group[]): Group[] {
  const { vrf, inside, pairLink, tunnels } = gateway;
  if (!vrf) return [...groups];
  const devices = [...inside, ...(pairLink ? [pairLink] : []), ...tunnels].map((it) => it.device);
  const enter = (want: Want): Want[] => {
    const joins = (want.kind === "nic" || want.kind === "link") && devices.includes(want.device);
    return joins ? [want, { kind: "member", device: want.device, vrf: vrf.device }] : [want];
  };
  return groups.map(({ title, wants }) => ({ title, wants: wants.flatMap(enter) }));
}

/** Out of the inside to the outside's table, and for the answers the way back. */
export function breakoutGroup(gateway: LinksSlice): Group {
  const { vrf, breakout, inside, ownPrefixes } = gateway;
  const title = "local breakout";
  if (!vrf || !breakout) return { title, wants: [] };
  const devices = inside.map(({ device }) => device);
  const out = breakout.prefixes.flatMap((to) =>
    cameBy(to, devices, vrf.device).map((from): Rule => {
      return { kind: "rule", priority: OUT_PRIORITY, to, from, table: MAIN_TABLE };
    }),
  );
  const families = breakout.prefixes.map(familyOf);
  const back = ownPrefixes
    .filter((prefix) => families.includes(cidr(prefix).family))
    .map((to): Rule => {
      return { kind: "rule", priority: BACK_PRIORITY, to, from: breakout.device, table: vrf.table };
    });
  return { title, wants: [...out, ...back] };
}

/** To a rule, an IPv4 packet came by the segment, an IPv6 packet by the VRF (seen on Linux 6.1). */
function cameBy(prefix: string, segments: readonly string[], vrf: string): readonly string[] {
  return familyOf(prefix) === 4 ? segments : [vrf];
}
