import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../lab";
import type { Check } from "./check";

/** A value that Terraform filled in; none of them spans lines. */
const PLACEHOLDER = /@\{[A-Za-z0-9._-]+\}/;

export const files: Check = {
  name: "every gateway has the files of its payload, with owner and mode, however it was delivered",
  async run({ lab }) {
    const wrong = await Promise.all(lab.gateways.map((id) => filesOf(lab, id)));
    return wrong.flat();
  },
};

async function filesOf(lab: Lab, id: string): Promise<string[]> {
  const payload = join(lab.stack, "gateways", id, "payload");
  const manifest = (await readFile(join(payload, "manifest"), "utf8")).split("\n");
  const wanted = manifest
    .filter((line) => line.startsWith("file "))
    .map((line) => line.split(" ").slice(1) as [string, string, string, string]);
  const paths = wanted.map(([, , , path]) => path).join(" ");
  // Two processes, however many files: each costs tens of milliseconds under emulation.
  const script = `stat -c '%a %U %G %s' ${paths} && cat ${paths} | base64 -w 0`;
  const { stdout } = await lab.exec(id, ["sh", "-c", script]);
  const answers = stdout.split("\n");
  const texts = Buffer.from(answers[wanted.length] ?? "", "base64");
  const wrong: string[] = [];
  let start = 0;
  for (const [index, [mode, owner, group, path]] of wanted.entries()) {
    const [found, user, users, size] = answers[index].split(" ");
    if (`0${found} ${user} ${users}` !== `${mode} ${owner} ${group}`)
      wrong.push(`${id}: ${path} is ${answers[index]}, not ${mode} ${owner} ${group}`);
    const text = texts.subarray(start, (start += Number(size))).toString();
    const synthesized = await readFile(join(payload, "files", path), "utf8");
    if (!sameText(text, synthesized, id)) wrong.push(`${id}: ${path} has another text`);
  }
  return wrong;
}

/** Line by line, since a value that Terraform knows stands where synthesis left a placeholder. */
function sameText(found: string, synthesized: string, id: string): boolean {
  const lines = found.split("\n");
  const wanted = synthesized.split("\n");
  return (
    lines.length === wanted.length &&
    wanted.every((line, index) => {
      const [before, ...after] = line.split(PLACEHOLDER);
      // FRR is named after the machine, which the lab names after the gateway.
      if (line.startsWith("hostname ")) return lines[index] === `hostname ${id}`;
      if (after.length === 0) return lines[index] === line;
      return lines[index].startsWith(before) && lines[index].endsWith(after.at(-1)!);
    })
  );
}
