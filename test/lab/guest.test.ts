import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const GUEST = join(__dirname, "../../lab/guest");

describe("What the lab's VM runs", () => {
  it.each(readdirSync(GUEST))("%s may be executed there", (name) => {
    expect(statSync(join(GUEST, name)).mode & 0o111).toBe(0o111);
  });
});
