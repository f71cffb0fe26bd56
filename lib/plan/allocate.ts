import { createHash } from "crypto";
import {
  addressAt,
  cidr,
  Cidr,
  Family,
  firstUsable,
  formatCidr,
  subnetAt,
  subnetCount,
} from "../model/ip";
import { INTERFACE_NAME_MAX } from "../model/values";

/**
 * Every allocation is a function of one construct path alone: no other path can move it. The
 * price is that two paths may meet; the plan finds that and asks for a pin (invariants.ts).
 */
function digest(path: string, purpose: string): bigint {
  const hash = createHash("sha256").update(`${purpose}\0${path}`).digest("hex");
  return BigInt(`0x${hash.slice(0, 32)}`);
}

/** 31 bits, never 0: 0 means "no id" for if_id and mark, and a key stays positive everywhere. */
export function allocateId(path: string, purpose: "if_id" | "gre-key"): number {
  return Number(digest(path, purpose) % (2n ** 31n - 1n)) + 1;
}

/** Past the numbers that distributions and administrators give to tables; the kernel has 32 bits. */
const FIRST_TABLE = 0x10000;

/** Number of a routing table. */
export function allocateTable(path: string): number {
  return FIRST_TABLE + Number(digest(path, "table") % 2n ** 30n);
}

/** The two ends of a link subnet: left, then right. */
export interface LinkSubnet {
  readonly family: Family;
  readonly left: string;
  readonly right: string;
}

const LINK_LENGTH = { 4: 31, 6: 127 } as const;

export function allocateLink(pool: string, path: string, purpose: string): LinkSubnet {
  const parsed = cidr(pool);
  const length = LINK_LENGTH[parsed.family];
  const index = digest(path, `${purpose} ${pool}`) % subnetCount(parsed, length);
  return linkEnds(subnetAt(parsed, length, index));
}

/** Ends of a pinned subnet: its first and its second usable address. */
export function pinnedLink(subnet: string): LinkSubnet {
  return linkEnds(cidr(subnet));
}

function linkEnds(subnet: Cidr): LinkSubnet {
  const first = firstUsable(subnet);
  return {
    family: subnet.family,
    left: formatCidr(addressAt(subnet, first)),
    right: formatCidr(addressAt(subnet, first + 1)),
  };
}

/** Router ids of gateways without an inside IPv4 address (RFC 6286 asks for uniqueness only). */
export function allocateRouterId(path: string): string {
  const subnet = subnetAt(cidr("100.64.0.0/10"), 32, digest(path, "router-id") % 2n ** 22n);
  return formatCidr(subnet).split("/")[0]!;
}

const SHORT_HASH = 4;

/** `vti-paris`, or `vti-par-3f9a` where the peer's name is too long for the kernel. */
export function allocateDevice(kind: string, peer: string, path: string): string {
  const name = `${kind}-${peer}`;
  if (name.length <= INTERFACE_NAME_MAX) return name;
  const hash = digest(path, "device").toString(16).padStart(32, "0").slice(0, SHORT_HASH);
  const room = INTERFACE_NAME_MAX - kind.length - SHORT_HASH - 2;
  return `${kind}-${peer.slice(0, room).replace(/-+$/, "")}-${hash}`;
}

/** Pools that links are numbered from unless told otherwise: shared address space and a ULA. */
export const DEFAULT_ADDRESS_POOLS: readonly string[] = ["100.64.0.0/10", "fdcd:7076:6e00::/48"];
