import { Delivery } from "cdktf-routed-vpn";
import { HOST_KEY, siteGateway } from "../fixtures/apps";
import { itRefuses, two, untyped } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

const ssh = (props: object) => two({ delivery: Delivery.ssh(untyped(props)) });

describe("bad deliveries are refused", () => {
  itRefuses([
    {
      wrong: "an empty host key: Terraform would take any",
      app: ssh({ hostKey: "" }),
      at: 'net/a: ssh.hostKey is ""',
      expected: /type and base64/,
      remedy: /ssh-keyscan/,
    },
    {
      wrong: "no host key, which JavaScript lets through",
      app: ssh({}),
      at: "net/a: ssh.hostKey not set",
      expected: /text/,
      remedy: /API\.md/,
    },
    {
      wrong: "a port that is none",
      app: ssh({ hostKey: HOST_KEY, port: 99999 }),
      at: "net/a: ssh.port is 99999",
      expected: /1 to 65535/,
      remedy: /22/,
    },
    {
      wrong: "a confirmation that no gateway of a pair would come in time for",
      app: ssh({ hostKey: HOST_KEY, confirmWithinSeconds: 5 }),
      at: "net/a: ssh.confirmWithinSeconds is 5",
      expected: /seconds from 60 to 3600/,
      remedy: /600/,
    },
    {
      wrong: "a limit of user data that is no number of bytes",
      app: two({ delivery: Delivery.cloudInit({ userDataLimit: -1 }) }),
      at: "net/a: cloudInit.userDataLimit is -1",
      expected: /bytes from 1 to/,
      remedy: /EC2 takes 16384/,
    },
    {
      wrong: "a provider in place of its limit",
      app: two({ delivery: Delivery.cloudInit(untyped({ userDataLimit: "EC2" })) }),
      at: 'net/a: cloudInit.userDataLimit is "EC2"',
      expected: /a number/,
      remedy: /API\.md/,
    },
    {
      wrong: "nobody who may log in",
      app: two({ managementFrom: [] }),
      at: "net/a: managementFrom is []",
      expected: /at least one prefix/,
      remedy: /leave it out/,
    },
    {
      wrong: "a name that is a directive of strongSwan's files",
      app: two({ name: "include" }),
      at: 'net/a: name is "include"',
      expected: /lower-case letters/,
      remedy: /name of its own/,
    },
    {
      wrong: "a description that stands for a secret",
      app: two({ description: "@{secret.backbone_psk}" }),
      at: 'net/a: description is "@{secret.backbone_psk}"',
      expected: /one line of words/,
      remedy: /one line/,
    },
    {
      wrong: "no inside at all, which JavaScript lets through",
      app: two(untyped({ inside: undefined })),
      at: "net/a: inside.0 not set",
      expected: /.+/,
      remedy: /.+/,
    },
  ]);
});

it("the firewall leaves the delivery's own SSH port open", () => {
  const written = synthesizeStack((stack) => {
    siteGateway(stack, "a", 1, 2, { delivery: Delivery.ssh({ hostKey: HOST_KEY, port: 2222 }) });
  });
  const rules = written.gateway("net", "a")["payload/files/etc/vpn-gateway/nftables.nft"];
  expect(rules).toMatch(/set management_ports \{[^}]*elements = \{\s*2222,/);
  expect(rules).toContain("ip saddr @management4 tcp dport @management_ports accept");
});
