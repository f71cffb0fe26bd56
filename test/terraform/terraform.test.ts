import { createHash } from "crypto";
import { gunzipSync } from "zlib";
import { parse } from "yaml";
import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import { Delivery, Gateway, PayloadSource, ProvisioningResource } from "cdktf-routed-vpn";
import { STAGING } from "../../lib/payload/bundle";
import { HOST_KEY, mesh, preSharedKey, sitePair } from "../fixtures/apps";
import { Synthesized, synthesizeStack } from "../fixtures/synth";
import { hasTerraform, terraform, terraformOutput } from "../fixtures/terraform";

// Quotes, template marks, a newline and a placeholder: what would break if any of it were pasted in.
const SECRET = 'x"\\${path.module}%{ if true }@{secret.backbone_psk}\n';
const WORDS = ["cat", 'a "quoted" $HOME \\ ${path.module} %{ if true } <&> @{x', "é"];
const VARIABLES = { backbone_psk: SECRET };

/** East by user data, west by login; both kinds of value that only Terraform knows. */
function network(resource: ProvisioningResource): Synthesized {
  return synthesizeStack((stack: TerraformStack) => {
    const delivery = Delivery.ssh({ hostKey: HOST_KEY, user: "admin", resource });
    const east = sitePair(stack, "east", 1, ["a", "b"]);
    const west = sitePair(stack, "west", 2, ["c", "d"], {}, { delivery });
    mesh(stack, [east, west], { vpn: { authentication: preSharedKey() } });
    const a = east.memberGateways[0] as Gateway;
    new TerraformOutput(stack, "user_data", { value: a.userData, sensitive: true });
    const b = east.memberGateways[1] as Gateway;
    const source = PayloadSource.command(WORDS);
    new TerraformOutput(stack, "payload", { value: b.payload, sensitive: true });
    const fetching = b.userDataFrom(source);
    new TerraformOutput(stack, "fetching", { value: fetching, sensitive: true });
    new TerraformOutput(stack, "compressed", { value: a.userDataGzipBase64, sensitive: true });
    for (const [name, value] of Object.entries(nested(a.userData))) {
      new TerraformOutput(stack, name, { value, sensitive: true });
    }
  });
}

/** User data in functions of Terraform, as providers want it. */
function nested(userData: string): Record<string, string> {
  return {
    base64: Fn.base64encode(userData),
    sha256: Fn.sha256(userData),
    join: Fn.join("|", ["a", userData]),
    json: Fn.jsonencode({ user_data: [userData] }),
    text: Fn.sha256(`<${userData}>`),
  };
}

(hasTerraform() ? describe : describe.skip)("terraform, with terraform_data", () => {
  let result: Synthesized;
  const run = (...args: string[]) => terraformOutput(result.folder("net"), args, VARIABLES);
  beforeAll(() => {
    result = network(ProvisioningResource.TERRAFORM_DATA);
    run("init", "-input=false", "-no-color");
  });

  it("init needs no provider, and validate finds nothing", () => {
    expect(run("validate", "-no-color")).toMatch(/The configuration is valid/);
  });

  it("plans one resource per gateway that is logged in to, and shows no secret", () => {
    const text = run("plan", "-input=false", "-no-color");
    expect(text).toMatch(/Plan: 2 to add, 0 to change, 0 to destroy/);
    expect(text).not.toContain(Buffer.from(SECRET).toString("base64"));
  });

  describe("the outputs", () => {
    const output = (name: string) => run("output", "-raw", name);
    const expected = () => {
      const encoded = Buffer.from(SECRET).toString("base64");
      return result.gateway("net", "a")["user-data"]!.replaceAll("@{secret.backbone_psk}", encoded);
    };
    beforeAll(
      () => void run("apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color"),
    );

    it("user data is what synthesis wrote, with the secret filled in and nothing else changed", () => {
      expect(output("user_data")).toBe(expected());
    });

    it("user data holds the payload, byte for byte", () => {
      const document = parse(output("user_data")) as {
        write_files: { path: string; content: string }[];
      };
      const tree = result.gateway("net", "a");
      for (const { path, content } of document.write_files) {
        const file = `payload/${path.slice(STAGING.length + 1)}`;
        const filled = tree[file]!.replaceAll(
          "@{secret.backbone_psk}",
          Buffer.from(SECRET).toString("base64"),
        );
        expect([file, content]).toEqual([file, filled]);
      }
    });

    it("S8: user data in functions is what they make of its text", () => {
      const text = expected();
      const sha256 = (it: string) => createHash("sha256").update(it).digest("hex");
      expect(output("base64")).toBe(Buffer.from(text).toString("base64"));
      expect(output("sha256")).toBe(sha256(text));
      expect(output("join")).toBe(`a|${text}`);
      expect(JSON.parse(output("json"))).toEqual({ user_data: [text] });
      expect(output("text")).toBe(sha256(`<${text}>`));
    });

    it("user data that fetches the payload knows its SHA-256 with the secret in it, and no secret", () => {
      const payload = output("payload");
      expect(payload).toContain(Buffer.from(SECRET).toString("base64"));
      const text = output("fetching");
      expect(text).not.toContain(Buffer.from(SECRET).toString("base64"));
      const { write_files: files } = parse(text) as { write_files: { content: string }[] };
      expect(JSON.parse(files[1]!.content)).toEqual({
        ...{ kind: "command", command: WORDS },
        ...{ tries: 360, pauseSeconds: 10 },
        sha256: createHash("sha256").update(payload).digest("hex"),
      });
    });

    it("the compressed form unpacks to the same", () => {
      const packed = Buffer.from(output("compressed"), "base64");
      expect(gunzipSync(packed).toString("utf8")).toBe(expected());
      expect(packed.length).toBeLessThan(16 * 1024);
    });
  });
});

describe("terraform, with null_resource", () => {
  const result = network(ProvisioningResource.NULL_RESOURCE);
  const init = hasTerraform()
    ? terraform(result.folder("net"), ["init", "-input=false", "-no-color"])
    : undefined;
  const provided = init?.status === 0;

  (provided ? it : it.skip)("plans (needs the null provider's binary)", () => {
    const folder = result.folder("net");
    expect(terraform(folder, ["validate", "-no-color"], VARIABLES).status).toBe(0);
    const { stdout } = terraform(folder, ["plan", "-input=false", "-no-color"], VARIABLES);
    expect(stdout).toMatch(/Plan: 2 to add, 0 to change, 0 to destroy/);
  });

  (provided || !init ? it.skip : it)(
    "where it cannot be had, init fails for want of it alone",
    () => {
      expect(init!.stderr).toMatch(/hashicorp\/null/);
    },
  );
});
