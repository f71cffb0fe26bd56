import { TerraformStack, TerraformVariable } from "cdktf";
import {
  Authentication,
  ForeignGateway,
  ForeignGatewayProps,
  Inside,
  PolicyBasedVpn,
  RouteBasedVpn,
  Secret,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { itRefuses, two } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

/** An office with two partners, each with a key of its own. */
function partners(first: Partial<ForeignGatewayProps>, second: Partial<ForeignGatewayProps>) {
  return (stack: TerraformStack) => {
    const office = siteGateway(stack, "a", 1, 2, {
      ikeId: "Office.Example",
      inside: Inside.onInterface("eth1", ["10.1.0.2/24"]),
    });
    [first, second].forEach((props, index) => {
      const right = new ForeignGateway(stack, `far${index + 1}`, {
        address: `203.0.113.${index + 1}`,
        networks: [`172.16.${index}.0/24`],
        ...props,
      });
      const authentication = preSharedKey(`psk_${index}`);
      if (index === 0) new RouteBasedVpn(stack, "a-far1", { left: office, right, authentication });
      else new PolicyBasedVpn(stack, "a-far2", { left: right, right: office, authentication });
    });
  };
}

const behindNat = { ikeId: "192.168.1.1", behindNat: true };

describe("W2: identities that charon could not tell apart are refused:", () => {
  itRefuses([
    {
      wrong: "two peers behind NATs with the same private address",
      app: partners(behindNat, behindNat),
      at: 'net/far2: ikeId is "192.168.1.1"',
      expected: /no other peer of net\/a has; net\/far1 has it/,
      remedy: /`ikeId` of its own/,
    },
    {
      wrong: "a peer with another one's address as its identity",
      app: partners({}, { ikeId: "203.0.113.1" }),
      at: 'net/far2: ikeId is "203.0.113.1"',
      expected: /no other peer of net\/a has; net\/far1 has it/,
      remedy: /`ikeId`/,
    },
    {
      wrong: "IPv6 addresses in two notations",
      app: partners({ ikeId: "fd00::1" }, { ikeId: "FD00:0:0::1" }),
      at: 'net/far2: ikeId is "FD00:0:0::1"',
      expected: /net\/far1 has it/,
      remedy: /`ikeId`/,
    },
    {
      wrong: "subjects in two notations",
      app: partners({ ikeId: "O=Far,CN=vpn" }, { ikeId: "o=far, cn=VPN" }),
      at: 'net/far2: ikeId is "o=far, cn=VPN"',
      expected: /net\/far1 has it/,
      remedy: /`ikeId`/,
    },
    {
      wrong: "the gateway's own",
      app: partners({ ikeId: "office.example" }, {}),
      at: 'net/far1: ikeId is "office.example"',
      expected: /other than that of its peer net\/a/,
      remedy: /`ikeId`/,
    },
  ]);

  it("gateways without a common peer may share one", () => {
    const { folder } = synthesizeStack((stack) => {
      for (const [index, name] of ["a", "b"].entries()) {
        new RouteBasedVpn(stack, name === "a" ? "first" : "second", {
          left: siteGateway(stack, name, index + 1, 2),
          right: new ForeignGateway(stack, `far-${name}`, {
            address: `203.0.113.${index + 1}`,
            networks: [`172.16.${index}.0/24`],
            ...behindNat,
          }),
          authentication: preSharedKey(`psk_${name}`),
        });
      }
    });
    expect(folder("net")).toBeTruthy();
  });
});

describe("W3: identities of more than one peer are refused:", () => {
  itRefuses(
    ["0.0.0.0", "0::0", "%any", "ipv4range:0.0.0.0-255.255.255.255", "*@corp", "CN=*"].map(
      (ikeId) => ({
        wrong: ikeId,
        app: partners({ ikeId }, {}),
        at: `net/far1: ikeId is ${JSON.stringify(ikeId)}`,
        expected: /an IKE identity of one peer/,
        remedy: /without wildcards, ranges and type prefixes/,
      }),
    ),
  );
});

describe("W4: a placeholder that the app wrote itself is refused:", () => {
  const forged = "@{secret.backbone_psk}";
  const address = /a unicast IP address/;
  itRefuses([
    {
      wrong: "in ikeId",
      app: two({ ikeId: forged }),
      at: `net/a: ikeId is "${forged}"`,
      expected: /an IKE identity of one peer/,
      remedy: /the peer expects/,
    },
    {
      wrong: "in address",
      app: two({ address: forged }),
      at: `net/a: address is "${forged}"`,
      expected: address,
      remedy: /give the address/,
    },
    {
      wrong: "in localAddress",
      app: two({ localAddress: forged }),
      at: `net/a: localAddress is "${forged}"`,
      expected: address,
      remedy: /give the address/,
    },
    {
      wrong: "in localAddress, of an address that is a token",
      app: (stack) => {
        const late = new TerraformVariable(stack, "late", { type: "string" }).stringValue;
        two({ address: late, localAddress: "@{address.a}" })(stack);
      },
      at: 'net/a: localAddress is "@{address.a}"',
      expected: address,
      remedy: /give the address/,
    },
    {
      wrong: "in a peer's address",
      app: partners({ address: forged }, {}),
      at: `net/far1: address is "${forged}"`,
      expected: address,
      remedy: /give the address/,
    },
    {
      wrong: "in a command that prints a key",
      app: two(
        {},
        { authentication: Authentication.preSharedKey(Secret.command(["fetch", forged])) },
      ),
      at: "net/a-c: secret.argv.1 is a value that is not shown, lest it be the secret",
      expected: /a non-empty argument/,
      remedy: /a script on the gateway/,
    },
    {
      wrong: "in a description",
      app: two({ description: forged }),
      at: `net/a: description is "${forged}"`,
      expected: /one line of words/,
      remedy: /shorten/,
    },
  ]);
});
