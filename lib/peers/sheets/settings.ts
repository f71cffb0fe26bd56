import { Algorithms, algorithms } from "./algorithms";
import { ConfiguredLink, ConfiguredPeer } from "./link";
import { Part } from "./markdown";

/**
 * What to enter in a cloud's own settings, by the names of its Terraform provider's arguments: other
 * tools use the same words.
 */
export type Rows = readonly Row[];
export type Row = readonly [argument: string, value: string | number];

export interface Settings {
  readonly rows: Rows;
  /** What no argument says. */
  readonly notes?: readonly string[];
}

export function tables(peer: ConfiguredPeer, settings: (link: ConfiguredLink) => Settings): Part[] {
  return peer.links.flatMap((link): Part[] => {
    const { rows, notes = [] } = settings(link);
    return [
      { heading: 2, text: `Settings for ${link.gateway.name}, as Terraform arguments` },
      { columns: ["Argument", "Value"], rows },
      ...notes.map((paragraph) => ({ paragraph })),
    ];
  });
}

export function list(values: Iterable<string | number>): string {
  return [...new Set(values)].join(", ");
}

export function used(texts: readonly string[], protocol: "ike" | "esp"): Algorithms[] {
  return texts.map((text) => algorithms(text, protocol));
}

/** A row, where there is a value. */
export function optional(argument: string, value: string | number | undefined): Rows {
  return value === undefined ? [] : [[argument, value]];
}
