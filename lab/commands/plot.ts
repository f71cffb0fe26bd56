import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { plot } from "../measurement/plot";
import { readResults } from "../measurement/results";
import { rowsOf } from "../measurement/rows";
import { intoPage, tables } from "../measurement/table";
import type { Progress } from "../progress";

export interface PlotCommand {
  /** what "measure --json" has written; the image and the page lie beside it, by its name */
  results: string;
  progress: Progress;
}

/** Draws what has been measured, and puts its tables into the page, between two comments. */
export async function runPlot({ results, progress }: PlotCommand): Promise<void> {
  const measured = await readResults(results);
  const rows = rowsOf(measured);
  const title = `${measured.source} on ${measured.releases.join(" and ")}`;
  const { dir, name } = parse(results);
  const [image, page] = [join(dir, `${name}.svg`), join(dir, `${name}.md`)];
  await writeFile(image, plot(rows, measured.promised.budgetMs, title));
  const text = existsSync(page) ? await readFile(page, "utf8") : "";
  await writeFile(page, intoPage(text, tables(rows, measured.promised.budgetMs)));
  progress.say(`wrote ${image} and ${page}`);
}
