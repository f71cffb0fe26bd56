import { TerraformOutput, TerraformVariable } from "cdktf";
import {
  Authentication,
  BgpMesh,
  ForeignGateway,
  HaPair,
  InsideRouting,
  PairLink,
  Secret,
} from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { Synthesized, synthesizeStack } from "../fixtures/synth";
import { hasTerraform, terraform } from "../fixtures/terraform";

const KEY = "of-the_inner.routers";
const VARIABLES = { elastic: "203.0.113.77", partner_psk: "0123456789abcdef" };

/** A pair whose primary has an address of Terraform's, inner routers with a key, and a third party without networks. */
function network(): Synthesized {
  return synthesizeStack((stack) => {
    const address = new TerraformVariable(stack, "elastic", { type: "string" }).stringValue;
    const primary = siteGateway(stack, "a", 1, 2, { address });
    const pair = new HaPair(stack, "east", {
      primary,
      secondary: siteGateway(stack, "b", 1, 3),
      asn: 65001,
      networks: ["10.1.0.0/24", "fd01::/64"],
      pairLink: PairLink.onInterface("eth2"),
      insideRouters: ["10.1.0.10"],
      insideRouting: InsideRouting.bgp({ secret: Secret.variable("inside") }),
    });
    const partner = new ForeignGateway(stack, "f", { address: "192.0.2.9", asn: 65009 });
    new BgpMesh(stack, "mesh", {
      members: [pair, partner],
      vpn: { authentication: Authentication.preSharedKey(Secret.variable("partner_psk")) },
    });
    new TerraformOutput(stack, "user_data", { value: primary.userData, sensitive: true });
  });
}

(hasTerraform() ? describe : describe.skip)("what Terraform fills into frr.conf", () => {
  let result: Synthesized;
  const run = (args: string[], inside: string) =>
    terraform(result.folder("net"), args, { ...VARIABLES, inside });
  const apply = ["apply", "-auto-approve", "-input=false", "-no-color"];

  beforeAll(() => {
    result = network();
    expect(run(["init", "-input=false", "-no-color"], KEY).status).toBe(0);
  });

  it("B1: the key of inner routers, as one word", () => {
    expect(run(apply, KEY).status).toBe(0);
    const text = run(["output", "-raw", "user_data"], KEY).stdout;
    expect(text).toMatch(new RegExp(`^ +neighbor 10\\.1\\.0\\.10 password ${KEY}$`, "m"));
  });

  it("B3: every prefix around an elastic address", () => {
    const text = run(["output", "-raw", "user_data"], KEY).stdout;
    const line = /^ +ip prefix-list around-address.a permit (.*)$/m.exec(text)![1]!;
    const prefixes = line.split(" ");
    expect(prefixes).toHaveLength(25);
    expect([prefixes[0], prefixes[16], prefixes[24]]).toEqual([
      "203.0.0.0/8",
      "203.0.113.0/24",
      "203.0.113.77/32",
    ]);
  });

  it.each(["two words of it", "a-line\n of-its-own", "a|bar-of-it", "short"])(
    "B1: refuses a key that would be more than a word, and does not show it: %j",
    (key) => {
      const { status, stdout, stderr } = run(apply, key);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/pattern did not match/);
      expect(stdout + stderr).not.toContain(key);
    },
  );
});
