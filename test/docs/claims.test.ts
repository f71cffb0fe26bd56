import * as fs from "fs";
import * as path from "path";
import { CASES } from "./cases";
import { DEMANDS } from "./demands";

const ROOT = path.join(__dirname, "..", "..");
const PAGE = path.join(ROOT, "docs", "claims.md");

/** A quoted name that begins with one number or several: `"000.2, 001.1 packets have …"`, `"W1: …"`. */
const NAME = /["'`]((?:\d{3}\.\d+(?:, )?)+|(?:[WBMSP]\d+(?:, )?)+(?=:)):? [^"'`\n]/g;

function sources(): string[] {
  const below = (folder: string): string[] =>
    fs
      .readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(\.ts|lab\.yaml)$/.test(entry.name))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
  return [
    ...below("test").filter((file) => !file.startsWith("test/docs/")),
    ...below("lab/checks"),
    ...below("examples"),
  ].sort();
}

/** By number, the files with tests, checks or claims for it. */
type Found = ReadonlyMap<string, string[]>;

function shown(): Found {
  const found = new Map<string, string[]>();
  for (const file of sources()) {
    const text = fs.readFileSync(path.join(ROOT, file), "utf8");
    const numbers = [...text.matchAll(NAME)].flatMap(([, list]) => list!.split(", "));
    for (const number of new Set(numbers)) {
      found.set(number, [...(found.get(number) ?? []), file]);
    }
  }
  return found;
}

function table(head: string, wanted: Readonly<Record<string, string>>, found: Found): string {
  const rows = Object.entries(wanted).map(([number, text]) => {
    const files = (found.get(number) ?? []).map((file) => `[${file}](../${file})`);
    return `| ${number} | ${text} | ${files.join("<br>")} |`;
  });
  return `<!-- prettier-ignore -->
| number | ${head} | shown by |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function page(found: Found): string {
  return `# What is demanded, and what shows it

The numbers stand in the names of tests (\`npm test\`), of the lab's checks (\`lab/checks\`, run by
\`npm run lab -- smoke\`) and of the claims that examples make (\`lab.yaml\`, run by
\`npm run lab -- EXAMPLE\` and smoke). Written by \`UPDATE_GOLDENS=1 npm run unit -- claims\`.

${table("demand", DEMANDS, found)}
## Hostile inputs, neighbors and machines

${table("what holds", CASES, found)}`;
}

describe("docs/claims.md", () => {
  const found = shown();

  it("every demand is shown by something that can fail", () => {
    const numbers = Object.keys({ ...DEMANDS, ...CASES });
    expect(numbers.filter((number) => !found.has(number))).toEqual([]);
  });

  it("names what shows it, file by file", () => {
    if (process.env.UPDATE_GOLDENS) fs.writeFileSync(PAGE, page(found));
    expect(fs.readFileSync(PAGE, "utf8")).toBe(page(found));
  });
});
