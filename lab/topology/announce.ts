import { isIP } from "node:net";
import type { LabHost } from "./schema";

type Announced = NonNullable<LabHost["bgp"]>["announce"][number];

/** Prefixes of one length, one after the other, from the block's first on. */
export function announcedPrefixes({ within, length, count }: Announced): string[] {
  const [first, blockLength] = within.split("/");
  const bits = isIP(first) === 4 ? 32 : 128;
  if (length > bits || 2 ** (length - Number(blockLength)) < count)
    throw new Error(`${within} has no ${count} prefixes of length ${length}`);
  const step = 1n << BigInt(bits - length);
  return Array.from({ length: count }, (_, at) => {
    const address = toNumber(first) + BigInt(at) * step;
    return `${bits === 32 ? dotted(address) : coloned(address)}/${length}`;
  });
}

function toNumber(address: string): bigint {
  const groups =
    isIP(address) === 4
      ? address.split(".").map((group) => Number(group).toString(16).padStart(2, "0"))
      : expanded(address).map((group) => group.padStart(4, "0"));
  return BigInt(`0x${groups.join("")}`);
}

/** Eight groups, without the abbreviation of zeros. */
function expanded(address: string): string[] {
  const [head, tail] = address
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  return [
    ...head,
    ...Array<string>(8 - head.length - (tail?.length ?? 0)).fill("0"),
    ...(tail ?? []),
  ];
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}

function coloned(address: bigint): string {
  const group = (at: number) => (address >> BigInt(16 * (7 - at))) & 0xffffn;
  return Array.from({ length: 8 }, (_, at) => group(at).toString(16)).join(":");
}
