import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const ROOT = path.join(__dirname, "..");
const OPTIONS = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
};

/** The library and the benchmark's children in JavaScript, as a user's app runs the library: tsx would slow it down. */
export function compileInto(folder: string): void {
  for (const source of ["lib", "bench"]) compileFolder(source, folder);
  for (const beside of ["programs", "node_modules"])
    fs.symlinkSync(path.join(ROOT, beside), path.join(folder, beside));
  const self = { name: "cdktf-routed-vpn", exports: "./lib/index.js" };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(self));
}

function compileFolder(source: string, folder: string): void {
  const files = fs.readdirSync(path.join(ROOT, source), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const text = fs.readFileSync(path.join(ROOT, source, file), "utf8");
    const target = path.join(folder, source, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText);
  }
}
