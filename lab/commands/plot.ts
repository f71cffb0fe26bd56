import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { plot } from "../measurement/plot";
import { readResults } from "../measurement/results";
import { rowsOf } from "../measurement/rows";
import { intoPage, tables } from "../measurement/table";
import type { Progress } from "../progress";

export interface PlotCommand {
  /** what "measure --json" has written */
  results: string;
  /** folder for convergence.svg and convergence.md */
  out: string;
  progress: Progress;
}

/** Draws what has been measured, and puts its tables into the page, between two comments. */
export async function runPlot({ results, out, progress }: PlotCommand): Promise<void> {
  const measured = await readResults(results);
  const rows = rowsOf(measured);
  const title = `${measured.source} on ${measured.releases.join(" and ")}`;
  await mkdir(out, { recursive: true });
  const [image, page] = [join(out, "convergence.svg"), join(out, "convergence.md")];
  await writeFile(image, plot(rows, measured.promised.budgetMs, title));
  const text = existsSync(page) ? await readFile(page, "utf8") : "";
  await writeFile(page, intoPage(text, tables(rows, measured.promised.budgetMs)));
  progress.say(`wrote ${image} and ${page}`);
}
