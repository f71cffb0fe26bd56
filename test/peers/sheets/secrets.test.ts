import { TerraformStack, TerraformVariable } from "cdktf";
import { Authentication, Secret } from "cdktf-routed-vpn";
import { PEER_KINDS, PeerKindName } from "../../../lib/model/peer";
import { PEER_APPS, peerApp } from "../../fixtures/peers";
import { synthesizeStack } from "../../fixtures/synth";
import { readTree } from "../../fixtures/tree";
import { join } from "node:path";

/** All text of the sheet of a peer that authenticates with this key. */
function sheet(kind: PeerKindName, secret: (stack: TerraformStack) => Secret): string {
  const written = synthesizeStack((stack) =>
    peerApp(stack, kind as never, {
      vpn: { authentication: Authentication.preSharedKey(secret(stack)) },
    }),
  );
  const name = PEER_APPS[kind as keyof typeof PEER_APPS].name ?? "partner";
  return Object.values(readTree(join(written.folder("net"), "peers", name))).join("\n");
}

const VALUE = "correct-horse-battery";

const SOURCES: readonly [what: string, secret: (stack: TerraformStack) => Secret, said: string][] =
  [
    [
      "a Terraform variable",
      () => Secret.variable("peer_psk"),
      "@{pre-shared-key.peer\\_psk}, from the operator of office, who has it in the Terraform variable peer\\_psk",
    ],
    [
      "a value that Terraform computes",
      (stack) =>
        Secret.reference("aws-1-psk", new TerraformVariable(stack, "other", {}).stringValue),
      "@{pre-shared-key.aws-1-psk}, from the operator of office, who has it as a value that Terraform computes, named aws-1-psk",
    ],
    [
      "a file",
      () => Secret.file("/etc/keys/partner"),
      "@{pre-shared-key.office}, from the operator of office, who has it in a file on the gateway",
    ],
    [
      "a command",
      () => Secret.command(["vault", "read", "partner"]),
      "@{pre-shared-key.office}, from the operator of office, who has it as the output of a command on the gateway",
    ],
    [
      "a literal",
      () => Secret.unsafeLiteral(VALUE),
      "@{pre-shared-key.office}, from the operator of office, who has it in the app itself",
    ],
  ];

describe("a sheet says of a pre-shared key", () => {
  it.each(SOURCES)("P8: that it is %s", (_, secret, said) => {
    expect(sheet("generic", secret).replaceAll("\\_", "_")).toContain(
      `| Pre-shared key | ${said.replaceAll("\\_", "_")} |\n`,
    );
  });
});

describe.each(PEER_KINDS)("a sheet for %s", (kind) => {
  it("P8: never has the key, nor where our gateway keeps it", () => {
    for (const [, secret] of SOURCES) {
      expect(sheet(kind, secret)).not.toMatch(/correct-horse|\/etc\/keys|vault|TF_VAR/);
    }
  });
});
