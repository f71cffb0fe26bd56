/** What a failure takes away, in words that no gateway's name can contain. */
export type Lost = ReadonlySet<string>;

export const NOTHING: Lost = new Set();

export function lostGateway(name: string): string {
  return `gateway ${name}`;
}

/** A tunnel, or a pair link: what joins two gateways. */
export function lostLink(a: string, b: string): string {
  return `link ${[a, b].sort().join(" ")}`;
}

/** A gateway's segments to the inside. */
export function lostInside(gateway: string): string {
  return `inside ${gateway}`;
}
