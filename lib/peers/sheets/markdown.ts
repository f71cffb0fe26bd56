import { oneLine } from "../../render/text";

/** A page for people. */
export type Part = Heading | Paragraph | Table;

export interface Heading {
  readonly heading: 1 | 2 | 3;
  readonly text: string;
}

export interface Paragraph {
  readonly paragraph: string;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export function printMarkdown(parts: readonly Part[]): string {
  return parts.map(printPart).join("\n");
}

function printPart(part: Part): string {
  if ("heading" in part) return `${"#".repeat(part.heading)} ${plain(part.text)}\n`;
  if ("paragraph" in part) return `${plain(part.paragraph)}\n`;
  const row = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => plain(String(cell))).join(" | ")} |\n`;
  const rule = `| ${part.columns.map(() => "---").join(" | ")} |\n`;
  return [row(part.columns), rule, ...part.rows.map(row)].join("");
}

/** Text that means itself: nothing in it is markup, and none of it ends the line or the cell. */
function plain(text: string): string {
  return oneLine(text).replace(/[\\`*[\]<>|#&]/g, String.raw`\$&`);
}
