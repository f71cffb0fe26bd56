import { TerraformVariable } from "cdktf";
import {
  Authentication,
  Proposal,
  RouteBasedVpn,
  RouteBasedVpnProps,
  Secret,
} from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { Build, itRefuses, two, untyped } from "../fixtures/bad-input";

function vpn(props: Partial<RouteBasedVpnProps>): Build {
  return two({}, props);
}

function secret(value: Secret): Build {
  return vpn({ authentication: Authentication.preSharedKey(value) });
}

const HIDDEN = "is a value that is not shown, lest it be the secret";

describe("bad secrets are refused, and not shown", () => {
  itRefuses([
    {
      wrong: "a plain string in the secret's place",
      app: secret(untyped("correct horse battery")),
      at: `net/a-c: secret ${HIDDEN}`,
      expected: /a reference to a secret, not the secret itself/,
      remedy: /Secret\.variable\(\), Secret\.file\(\) or Secret\.command\(\)/,
    },
    {
      wrong: "a plain string as a reference",
      app: secret(Secret.reference("psk", "correct horse battery")),
      at: `net/a-c: secret ${HIDDEN}`,
      expected: /a reference to a secret/,
      remedy: /Secret\.unsafeLiteral\(\)/,
    },
    {
      wrong: "the secret as its variable's name",
      app: secret(Secret.variable("correct horse battery")),
      at: `net/a-c: secret.name ${HIDDEN}`,
      expected: /name of a Terraform variable/,
      remedy: /rename/,
    },
    {
      wrong: "a property of a Proposal that is a secret",
      app: vpn({
        ikeProposals: [Proposal.ike(untyped({ preSharedKey: "correct horse battery" }))],
      }),
      at: 'net/a-c: ikeProposals.0 is "preSharedKey"',
      expected: /algorithms of Encryption/,
      remedy: /Proposal\.ike\(\)/,
    },
    {
      wrong: "a literal that is too short",
      app: secret(Secret.unsafeLiteral("horse")),
      at: `net/a-c: secret.value ${HIDDEN}`,
      expected: /at least 8 characters/,
      remedy: /entropy/,
    },
    {
      wrong: "a path that climbs",
      app: secret(Secret.file("/run/../etc/shadow")),
      at: `net/a-c: secret.path ${HIDDEN}`,
      expected: /absolute path/,
      remedy: /move the file/,
    },
    {
      wrong: "a relative path",
      app: secret(Secret.file("psk")),
      at: `net/a-c: secret.path ${HIDDEN}`,
      expected: /absolute path/,
      remedy: /move the file/,
    },
    {
      wrong: "a command of no words",
      app: secret(Secret.command([])),
      at: `net/a-c: secret.argv ${HIDDEN}`,
      expected: />=1/,
      remedy: /API\.md/,
    },
    {
      wrong: "one name for two secrets",
      app: (stack) => {
        const token = (name: string) => new TerraformVariable(stack, name, {}).stringValue;
        secret(Secret.reference("psk", token("first")))(stack);
        const left = siteGateway(stack, "b", 3, 2);
        const right = siteGateway(stack, "d", 4, 2);
        const authentication = Authentication.preSharedKey(
          Secret.reference("psk", token("second")),
        );
        new RouteBasedVpn(stack, "b-d", { left, right, authentication });
      },
      at: 'net/b-d: authentication is "psk"',
      expected: /a name of one secret/,
      remedy: /another name/,
    },
    {
      wrong: "the secret in a property of its own",
      app: vpn(untyped({ psk: "correct horse battery" })),
      at: `net/a-c: psk ${HIDDEN}`,
      expected: /a property that this construct knows/,
      remedy: /remove it/,
    },
  ]);
});
