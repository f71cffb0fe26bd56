import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.join(__dirname, "../..");
const snippets = [
  ...readFileSync(path.join(root, "README.md"), "utf8").matchAll(/```ts\n([^]*?)```/g),
].map(([, code], index) => ({ file: path.join(root, `readme-${index}.ts`), code }));

/** Compiles the snippets as files beside README.md, without writing them. */
function compile(): string[] {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  const virtual = new Map(snippets.map(({ file, code }) => [file, code]));
  host.readFile = (file) => virtual.get(file) ?? readFile.call(host, file);
  host.fileExists = (file) => virtual.has(file) || fileExists.call(host, file);
  const program = ts.createProgram([...virtual.keys()], { ...options, noEmit: true }, host);
  return [...virtual.keys()].flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

describe("README", () => {
  it("has snippets", () => {
    expect(snippets.length).toBeGreaterThan(1);
  });

  it("shows apps that compile", () => {
    expect(compile()).toEqual([]);
  });
});
