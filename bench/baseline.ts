/**
 * cdktf alone, writing as many resources, provisioners and bytes as the library did:
 * `baseline.ts <outdir of the library> <outdir>`.
 */
import fs from "node:fs";
import path from "node:path";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Resource } from "@cdktf/provider-null/lib/resource";
import {
  App,
  LocalBackend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { measure } from "./measure";
import { readWritten, WrittenStack } from "./written";

const [model, outdir] = process.argv.slice(2);
const { stacks } = readWritten(model);

/** `terraform_data` or any other type, with the attributes as they were written. */
class PlainResource extends TerraformResource {
  constructor(
    scope: TerraformStack,
    id: string,
    type: string,
    private readonly attributes: Record<string, unknown>,
    config: object,
  ) {
    super(scope, id, { terraformResourceType: type, ...config });
  }

  protected synthesizeAttributes() {
    return this.attributes;
  }
}

function addResource(
  stack: TerraformStack,
  { type, id, config }: WrittenStack["resources"][number],
) {
  const { "//": _, connection, provisioner, triggers, depends_on, lifecycle, ...rest } = config;
  const meta = {
    connection: connection as never,
    provisioners: ((provisioner ?? []) as Record<string, object>[]).flatMap((entry) =>
      Object.entries(entry).map(([kind, settings]) => ({ type: kind, ...settings }) as never),
    ),
  };
  const resource =
    type === "null_resource"
      ? new Resource(stack, id, { triggers: triggers as Record<string, string>, ...meta })
      : new PlainResource(stack, id, type, rest, meta);
  if (depends_on) resource.addOverride("depends_on", depends_on);
  if (lifecycle) resource.addOverride("lifecycle", lifecycle);
}

function addStack(app: App, { name, resources, variables, outputs }: WrittenStack): void {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: `${name}.tfstate` });
  if (resources.some(({ type }) => type === "null_resource")) new NullProvider(stack, "null");
  for (const [id, config] of Object.entries(variables)) new TerraformVariable(stack, id, config);
  for (const resource of resources) addResource(stack, resource);
  for (const [id, config] of Object.entries(outputs))
    new TerraformOutput(stack, id, config as { value: unknown });
}

measure(() => {
  const app = new App({ outdir });
  for (const stack of stacks) addStack(app, stack);
  app.synth();

  for (const { name, files } of stacks)
    for (const file of files) {
      const target = path.join(outdir, "stacks", name, file.path);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, "x".repeat(file.bytes));
    }
});
