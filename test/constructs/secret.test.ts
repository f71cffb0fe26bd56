import { Fn, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Authentication, Delivery, InsideRouting, RouteBasedVpn, Secret } from "cdktf-routed-vpn";
import {
  HOST_KEY,
  mesh,
  model7,
  preSharedKey,
  siteGateway,
  sitePair,
  soleSite,
} from "../fixtures/apps";
import { Synthesized, synthesize, synthesizeStack } from "../fixtures/synth";
import { readTree } from "../fixtures/tree";

const LITERAL = "an unsafe literal, for labs";

function withSecret(secret: Secret, stack: TerraformStack): void {
  const left = siteGateway(stack, "a", 1, 2);
  const right = siteGateway(stack, "c", 2, 2, { delivery: Delivery.ssh({ hostKey: HOST_KEY }) });
  const authentication = Authentication.preSharedKey(secret);
  new RouteBasedVpn(stack, "a-c", { left, right, authentication });
}

function synthesizeWith(secret: Secret): Synthesized {
  return synthesizeStack((stack) => withSecret(secret, stack));
}

function everything(result: Synthesized): string {
  return Object.values(readTree(result.outdir)).join("\n");
}

describe("Secret.variable", () => {
  it("declares the variable once per stack, sensitive", () => {
    const result = synthesizeStack((stack) => void model7(stack));
    expect(result.json("net").variable).toEqual({
      backbone_psk: { type: "string", sensitive: true },
    });
  });

  it("declares it in each stack that has a gateway of the VPN", () => {
    const result = synthesize((app) => {
      const one = new TerraformStack(app, "one");
      const two = new TerraformStack(app, "two");
      const authentication = preSharedKey("psk");
      const left = siteGateway(one, "a", 1, 2);
      const right = siteGateway(two, "c", 2, 2);
      new RouteBasedVpn(one, "a-c", { left, right, authentication });
      new TerraformStack(app, "three");
    });
    const declared = { psk: { type: "string", sensitive: true } };
    expect(result.json("one").variable).toEqual(declared);
    expect(result.json("two").variable).toEqual(declared);
    expect(result.json("three").variable).toBeUndefined();
  });

  it("is each app's own, where a constant of the program is used by several", () => {
    const authentication = preSharedKey("shared");
    const written = [1, 2].map(() => {
      const { json, gateway } = synthesizeStack((stack) => {
        const [left, right] = [siteGateway(stack, "a", 1, 2), siteGateway(stack, "c", 2, 2)];
        new RouteBasedVpn(stack, "a-c", { left, right, authentication });
        new TerraformOutput(stack, "user_data", { value: left.userData });
      });
      return [json("net"), gateway("net", "a")];
    });
    expect(written[1]).toEqual(written[0]);
  });

  it("takes the stack's own variable of that name", () => {
    const result = synthesizeStack((stack) => {
      new TerraformVariable(stack, "psk", { type: "string", sensitive: true, nullable: false });
      withSecret(Secret.variable("psk"), stack);
    });
    expect(result.json("net").variable.psk).toEqual({
      type: "string",
      sensitive: true,
      nullable: false,
    });
  });

  it("leaves other constructs of that name alone", () => {
    const result = synthesizeStack((stack) => {
      new TerraformOutput(stack, "psk", { value: "of the app" });
      withSecret(Secret.variable("psk"), stack);
    });
    expect(result.json("net").variable).toEqual({ psk: { type: "string", sensitive: true } });
    expect(result.json("net").output!.psk).toEqual({ value: "of the app" });
  });

  it("stands as a placeholder on disk, and is filled in by Terraform in base64", () => {
    const result = synthesizeWith(Secret.variable("psk"));
    const secrets = result.gateway("net", "a")[
      "payload/files/etc/swanctl/conf.d/vpn-gateway-secrets.conf"
    ];
    expect(secrets).toContain("0s@{secret.psk}");
    const apply = Object.values(result.json("net").resource.null_resource!)[0]!;
    const contents = apply.provisioner.flatMap((it) => it.file?.content ?? []);
    expect(contents).toHaveLength(1);
    expect(contents[0]).toContain('"@{secret.psk}", "${base64encode(var.psk)}"');
  });
});

describe("Secret.reference", () => {
  it("is a value that Terraform computes", () => {
    const result = synthesizeStack((stack) => {
      const token = new TerraformVariable(stack, "from_the_store", {}).stringValue;
      withSecret(Secret.reference("store", token), stack);
    });
    expect(everything(result)).toContain("@{secret.store}");
    expect(JSON.stringify(result.json("net"))).toContain("base64encode(var.from_the_store)");
  });

  it("may be written twice with one token", () => {
    const token = Fn.join("-", ["from", "the store"]);
    const synthesis = () =>
      synthesizeStack((stack) => {
        withSecret(Secret.reference("store", token), stack);
        const left = siteGateway(stack, "b", 3, 2);
        const right = siteGateway(stack, "d", 4, 2);
        const authentication = Authentication.preSharedKey(Secret.reference("store", token));
        new RouteBasedVpn(stack, "b-d", { left, right, authentication });
      });
    expect(synthesis).not.toThrow();
  });

  it("declares no variable of its own", () => {
    const result = synthesizeStack((stack) => {
      const token = new TerraformVariable(stack, "from_the_store", {}).stringValue;
      withSecret(Secret.reference("store", token), stack);
    });
    expect(Object.keys(result.json("net").variable)).toEqual(["from_the_store"]);
  });
});

describe("a secret that the gateway fetches", () => {
  it.each([
    ["from a file", Secret.file("/etc/vpn/psk"), "cat /etc/vpn/psk"],
    ["by a command", Secret.command(["vault", "kv", "it's mine"]), "vault kv 'it'\\''s mine'"],
  ])("%s is fetched by a script of the payload", (_, secret, command) => {
    const result = synthesizeWith(secret);
    expect(everything(result)).toContain(command);
    expect(everything(result)).not.toContain("@{secret");
    expect(result.json("net").variable).toBeUndefined();
  });
});

describe("Secret.unsafeLiteral", () => {
  it("stands in the payload in base64, as its name says", () => {
    const encoded = Buffer.from(LITERAL).toString("base64");
    expect(everything(synthesizeWith(Secret.unsafeLiteral(LITERAL)))).toContain(`0s${encoded}`);
  });

  it("stands neither in plan.json nor in cdk.tf.json", () => {
    const result = synthesizeWith(Secret.unsafeLiteral(LITERAL));
    const { "plan.json": plan, "cdk.tf.json": json } = readTree(result.folder("net"));
    for (const text of [plan!, json!]) {
      expect(text).not.toContain(LITERAL);
      expect(text).not.toContain(Buffer.from(LITERAL).toString("base64"));
    }
    expect(plan).toContain('"kind":"unsafe-literal"');
  });

  it("B1: as a key of inner routers it stands in no plan either, and is FRR's alone on the gateway", () => {
    const key = "a-key-for-labs";
    const result = synthesizeStack((stack) => {
      const pair = sitePair(stack, "east", 1, ["a", "b"], {
        insideRouters: ["10.1.0.10"],
        insideRouting: InsideRouting.bgp({ secret: Secret.unsafeLiteral(key) }),
      });
      mesh(stack, [pair, soleSite(stack, "c", 2)]);
    });
    const { "plan.json": plan, "runbook.md": runbook } = readTree(result.folder("net"));
    expect(plan! + runbook!).not.toContain(key);
    const files = Object.entries(result.gateway("net", "a"));
    const holding = files.filter(([, text]) => text.includes(key)).map(([path]) => path);
    expect(holding.sort()).toEqual(["payload/files/etc/frr/frr.conf", "user-data"]);
    expect(result.gateway("net", "a")["payload/manifest"]).toContain(
      "0640 frr frr /etc/frr/frr.conf",
    );
  });
});

describe("secrets in what synthesis writes", () => {
  it("only their names stand there", () => {
    const before = process.env.TF_VAR_backbone_psk;
    process.env.TF_VAR_backbone_psk = "correct horse battery staple";
    try {
      const text = everything(synthesizeStack((stack) => void model7(stack)));
      expect(text).not.toContain("horse");
      expect(text).toContain("@{secret.backbone_psk}");
    } finally {
      if (before === undefined) delete process.env.TF_VAR_backbone_psk;
      else process.env.TF_VAR_backbone_psk = before;
    }
  });
});
