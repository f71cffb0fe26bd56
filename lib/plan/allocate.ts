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
import { fittingName } from "../model/naming";
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

/** What an address of a host may begin with. */
const FIRST_OCTETS = 223n;

/**
 * Router ids of gateways without an inside IPv4 address, in the form of any address of a host: it is
 * none, and RFC 6286 asks for uniqueness only.
 */
export function allocateRouterId(path: string): string {
  const id = 2n ** 24n + (digest(path, "router-id") % (FIRST_OCTETS * 2n ** 24n));
  return formatCidr(subnetAt(cidr("0.0.0.0/0"), 32, id)).split("/")[0]!;
}

/** `vti-paris`, or `vti-cust-4f9ak2` where the peer's name is too long for the kernel. */
export function allocateDevice(kind: string, peer: string, path: string): string {
  return fittingName(`${kind}-${peer}`, INTERFACE_NAME_MAX, path);
}
