import * as fs from "fs";
import * as path from "path";
import { sheetFiles } from "../../lab/delivery/sheet";
import { parseLabFile } from "../../lab/topology/schema";
import { ROOT, runApp } from "../fixtures/examples";
import { written } from "../fixtures/synth";

const NETWORKS = fs
  .readdirSync(path.join(ROOT, "test/lab"))
  .filter((name) => fs.existsSync(path.join(ROOT, "test/lab", name, "main.ts")));

/** Nothing else in the tests synthesizes them all; the lab itself runs at night. */
describe.each(NETWORKS)("test/lab/%s", (name) => {
  const lab = parseLabFile(fs.readFileSync(path.join(ROOT, "test/lab", name, "lab.yaml"), "utf8"));
  let synthesized: ReturnType<typeof written>;
  beforeAll(() => {
    synthesized = written(runApp(`test/lab/${name}`));
  });

  it("has the gateways that its lab file boots, with user data where cloud-init delivers", () => {
    const names = synthesized.plan(name).gateways.map((one) => one.name);
    expect(names.sort()).toEqual(Object.keys(lab.gateways).sort());
    const stack = JSON.parse(
      fs.readFileSync(path.join(synthesized.folder(name), "cdk.tf.json"), "utf8"),
    ) as { output?: object };
    const outputs = Object.keys(stack.output ?? {});
    for (const [id, { delivery }] of Object.entries(lab.gateways))
      if (delivery === "cloud-init")
        expect(outputs).toContain(`user_data_${id.replaceAll("-", "_")}`);
  });

  it("has a sheet for each foreign machine, whose keys the lab file has", async () => {
    for (const id of Object.keys(lab.foreign)) {
      const files = await sheetFiles(synthesized.folder(name), id, lab.terraform.variables);
      expect(Object.keys(files).length).toBeGreaterThan(0);
    }
  });
});
