/** What a failure takes away, in words that no gateway's name can contain. */
export type Lost = ReadonlySet<string>;

export const NOTHING: Lost = new Set();

export function lostGateway(name: string): string {
  return `gateway ${name}`;
}

/** What one gateway sends another, by a tunnel or a pair link. */
export function lostWay(from: string, to: string): string {
  return `way ${from} ${to}`;
}

/** A tunnel, or a pair link, in both directions. */
export function lostLink(a: string, b: string): string[] {
  return [lostWay(a, b), lostWay(b, a)];
}

/** A gateway's segments to the inside. */
export function lostInside(gateway: string): string {
  return `inside ${gateway}`;
}

/** A session needs both directions. */
export function losesLink(lost: Lost, a: string, b: string): boolean {
  return lost.has(lostWay(a, b)) || lost.has(lostWay(b, a));
}

/** What one gateway sends another is lost, but not what it is sent. */
export function losesOneWay(lost: Lost, from: string, to: string): boolean {
  return lost.has(lostWay(from, to)) && !lost.has(lostWay(to, from)) && !lost.has(lostGateway(to));
}

/** The same for whatever routing takes for the same: half a link is none. */
export function seenByRouting(lost: Lost): string {
  const seen = [...lost].map((one) => {
    const [what, ...names] = one.split(" ");
    return what === "way" ? `link ${names.sort().join(" ")}` : one;
  });
  return [...new Set(seen)].sort().join(", ");
}
