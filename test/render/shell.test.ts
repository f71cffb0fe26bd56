import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { isOneLine } from "../../lib/model/text";
import { shellWord } from "../../lib/render/shell";

describe("a shell word", () => {
  it("is what the shell passes on, whatever it holds", () => {
    const line = fc.string({ unit: "binary" }).filter(isOneLine);
    const lines = fc
      .sample(line, 200)
      .concat(["", "-n", "$HOME", "a'b", "*", "~", "\\", "!!", "a=b"]);
    const script = `printf '%s\\0' ${lines.map(shellWord).join(" ")}`;
    const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    expect(stdout.split("\0").slice(0, -1)).toEqual(lines);
  });

  it.each(["a\nb", "a\0b", "a\u001bb", "a\u2028b", "a\u202eb", "a\u{10ffff}b", "a\ud800b"])(
    "refuses %j",
    (text) => {
      expect(() => shellWord(text)).toThrow(RangeError);
    },
  );
});
