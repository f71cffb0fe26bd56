import { App, TerraformStack } from "cdktf";
import {
  AddedFile,
  AddedUnit,
  FirewallChain,
  FrrSection,
  Gateway,
  TransportProtocol,
} from "cdktf-routed-vpn";
import { readdirSync, readFileSync } from "fs";
import path from "path";
import { isOwnPath } from "../../lib/model/additions";
import { Network } from "../../lib/network/network";
import { runbook } from "../../lib/runbook/runbook";
import { mesh, soleSite } from "../fixtures/apps";
import { Build, itRefuses, untyped } from "../fixtures/bad-input";

/** Two gateways with BGP, the first of them with something of the app's own. */
function withOwn(add: (gateway: Gateway) => void): Build {
  return (stack) => {
    const gateway = soleSite(stack, "a", 1);
    mesh(stack, [gateway, soleSite(stack, "c", 2)]);
    add(gateway);
  };
}

const withFile = (file: Partial<AddedFile>) =>
  withOwn((gateway) => gateway.addFile({ path: "/etc/own", text: "", ...file }));
const withUnit = (unit: Partial<AddedUnit>) =>
  withOwn((gateway) => gateway.addUnit({ name: "own.service", text: "[Service]\n", ...unit }));
const withRule = (rule: string) =>
  withOwn((gateway) =>
    gateway.addFirewallRules({ chain: FirewallChain.INPUT, rules: ["accept", rule] }),
  );
const withLine = (section: FrrSection, line: string) =>
  withOwn((gateway) => gateway.addFrrLines({ section, lines: [line] }));
const withSetting = (key: string, value = "1") =>
  withOwn((gateway) => gateway.addKernelSetting({ key, value }));
const withCharon = (key: string, value = "1") =>
  withOwn((gateway) => gateway.addCharonSetting({ key, value }));

function planned(add: (gateway: Gateway) => void) {
  const stack = new TerraformStack(new App(), "net");
  withOwn(add)(stack);
  return { network: Network.of(stack), plan: Network.of(stack).plan() };
}

describe("what an app adds", () => {
  it("is in the plan and in the runbook, and nowhere else", () => {
    const { plan } = planned((gateway) => {
      gateway.allow({ protocol: TransportProtocol.TCP, ports: [9100], sources: ["192.0.2.0/24"] });
      gateway.addPackage("curl");
    });
    const [a, c] = plan.gateways;
    expect(a!.additions).toEqual({
      allow: [{ protocol: "tcp", ports: [9100], sources: ["192.0.2.0/24"] }],
      addPackage: ["curl"],
    });
    expect(c!.additions).toBeUndefined();
    expect(runbook(plan, [])).toContain(
      "| a | service | tcp 9100 from 192.0.2.0/24 |\n| a | package | curl |",
    );
  });

  it("counts although the payload was asked for before", () => {
    const { network } = planned(() => undefined);
    const before = network.payload("net/a")!.hash;
    const stack = new TerraformStack(new App(), "net");
    const gateway = soleSite(stack, "a", 1);
    mesh(stack, [gateway, soleSite(stack, "c", 2)]);
    expect(Network.of(stack).payload("net/a")!.hash).toBe(before);
    gateway.addPackage("curl");
    expect(Network.of(stack).payload("net/a")!.hash).not.toBe(before);
  });

  it("has no path that the library writes itself", () => {
    const golden = path.join(__dirname, "..", "golden");
    const manifests = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter(
      (file) => path.basename(file) === "manifest" && !file.startsWith("additions"),
    );
    expect(manifests.length).toBeGreaterThan(10);
    const paths = manifests
      .flatMap((file) => readFileSync(path.join(golden, file), "utf8").split("\n"))
      .flatMap((line) => (line.startsWith("file ") ? [line.split(" ").at(-1)!] : []));
    // Named after the operator's credentials.
    const free = [...new Set(paths)].filter((one) => !/^\/etc\/swanctl\/(x509|pubkey)/.test(one));
    expect(free.filter((one) => !isOwnPath(one))).toEqual([]);
  });
});

describe("additions that cannot be are refused", () => {
  itRefuses([
    {
      wrong: "a rule that ends its chain",
      app: withRule("accept } chain evil { type filter hook input priority -1; accept"),
      at: 'net/a: addFirewallRules.0.rules.1 is "accept } chain evil { type filter hook input priority -1; accept"',
      expected: /one rule of nft: with all its braces and quotes closed/,
      remedy: /each rule by itself/,
    },
    {
      wrong: "a rule of two lines",
      app: withRule("accept\ndrop"),
      at: String.raw`net/a: addFirewallRules.0.rules.1 is "accept\ndrop"`,
      expected: /one line of text/,
      remedy: /each line by itself/,
    },
    {
      wrong: "a kernel setting by which the machine forwards without rules",
      app: withSetting("net.ipv4.ip_forward"),
      at: 'net/a: addKernelSetting.0.key is "net.ipv4.ip_forward"',
      expected: /other than whether the machine forwards/,
      remedy: /leave it out/,
    },
    {
      wrong: "the same, of one interface, with slashes",
      app: withSetting("net/ipv6/conf/eth0/forwarding"),
      at: 'net/a: addKernelSetting.0.key is "net/ipv6/conf/eth0/forwarding"',
      expected: /other than whether the machine forwards/,
      remedy: /leave it out/,
    },
    {
      wrong: "the same, of an interface whose name has a dot",
      app: withSetting("net/ipv4/conf/eth0.7/forwarding"),
      at: 'net/a: addKernelSetting.0.key is "net/ipv4/conf/eth0.7/forwarding"',
      expected: /other than whether the machine forwards/,
      remedy: /leave it out/,
    },
    {
      wrong: "a key with both separators in the wrong order",
      app: withSetting("net.ipv4.conf.eth0/7.forwarding"),
      at: 'net/a: addKernelSetting.0.key is "net.ipv4.conf.eth0/7.forwarding"',
      expected: /a key of sysctl/,
      remedy: /sysctl -a/,
    },
    {
      wrong: "a key with a word that no setting has",
      app: withSetting("net.core._x"),
      at: 'net/a: addKernelSetting.0.key is "net.core._x"',
      expected: /a key of sysctl/,
      remedy: /sysctl -a/,
    },
    {
      wrong: "a path of the library's own",
      app: withFile({ path: "/etc/frr/frr.conf" }),
      at: 'net/a: addFile.0.path is "/etc/frr/frr.conf"',
      expected: /that the library does not write itself/,
      remedy: /have methods that add to them/,
    },
    {
      wrong: "a path that leaves its folder",
      app: withFile({ path: "/etc/own/../shadow" }),
      at: 'net/a: addFile.0.path is "/etc/own/../shadow"',
      expected: /an absolute path/,
      remedy: /choose one below/,
    },
    {
      wrong: "a file without the end of its last line",
      app: withFile({ text: "own" }),
      at: 'net/a: addFile.0.text is "own"',
      expected: /ends with a line feed/,
      remedy: /end its last line/,
    },
    {
      wrong: "a file that the delivery would fill something into",
      app: withFile({ text: "@{secret.company}\n" }),
      at: String.raw`net/a: addFile.0.text is "@{secret.company}\n"`,
      expected: /without .* placeholders/,
      remedy: /a secret reaches a file by other ways/,
    },
    {
      wrong: "a program that runs as its owner",
      app: withFile({ mode: "4755" }),
      at: 'net/a: addFile.0.mode is "4755"',
      expected: /three octal digits/,
      remedy: /makes a program run as its owner/,
    },
    {
      wrong: "two files with one path",
      app: withOwn((gateway) => {
        gateway.addFile({ path: "/etc/own", text: "1\n" });
        gateway.addFile({ path: "/etc/own", text: "2\n" });
      }),
      at: 'net/a: addFile.1.path is "/etc/own"',
      expected: /one that no other call has; addFile\.0 has it too/,
      remedy: /leave one of them out/,
    },
    {
      wrong: "the file of an added unit",
      app: withOwn((gateway) => {
        gateway.addUnit({ name: "own.service", text: "[Service]\n" });
        gateway.addFile({ path: "/etc/systemd/system/own.service", text: "" });
      }),
      at: 'net/a: addFile.0.path is "/etc/systemd/system/own.service"',
      expected: /a file that is none of a unit/,
      remedy: /addUnit writes it/,
    },
    {
      wrong: "a unit of what the library installs",
      app: withUnit({ name: "frr.service" }),
      at: 'net/a: addUnit.0.name is "frr.service"',
      expected: /neither the library nor what it installs has/,
      remedy: /a drop-in .* is a file/,
    },
    {
      wrong: "a unit that every apply would start anew",
      app: withUnit({ text: "[Service]\nType=oneshot\n[Install]\nWantedBy=x.target\n" }),
      at: String.raw`net/a: addUnit.0.text is "[Service]\nType=oneshot\n[Install]\nWantedBy=x.target\n"`,
      expected: /still active once it has done its work/,
      remedy: /RemainAfterExit=yes/,
    },
    {
      wrong: "a unit that restarts by a file of nobody's",
      app: withUnit({ restartedBy: ["/etc/* /etc/shadow"] }),
      at: 'net/a: addUnit.0.restartedBy.0 is "/etc/* /etc/shadow"',
      expected: /the path of a file that addFile adds/,
      remedy: /add the file/,
    },
    {
      wrong: "a line of FRR that ends the configuration",
      app: withLine(FrrSection.GLOBAL, "end"),
      at: 'net/a: addFrrLines.0 is {"section":"global","lines":["end"]}',
      expected: /lines that stay in their section/,
      remedy: /leave out what ends it/,
    },
    {
      wrong: "a line of FRR that leaves its section",
      app: withLine(FrrSection.BGP_IPV6, "exit-address-family"),
      at: 'net/a: addFrrLines.0 is {"section":"bgp-ipv6","lines":["exit-address-family"]}',
      expected: /lines that stay in their section/,
      remedy: /leave out what ends it/,
    },
    {
      wrong: "lines of FRR for a gateway that has none",
      app: (stack) => {
        const gateway = soleSite(stack, "a", 1);
        gateway.addFrrLines({ section: FrrSection.GLOBAL, lines: ["log facility local1"] });
      },
      at: 'net/a: addFrrLines is {"section":"global","lines":["log facility local1"]}',
      expected: /a gateway that speaks BGP: no other has FRR/,
      remedy: /a member of a BgpMesh/,
    },
    {
      wrong: "a setting by which charon would make routes",
      app: withCharon("charon.install_routes", "yes"),
      at: 'net/a: addCharonSetting.0.key is "charon.install_routes"',
      expected: /that the gateway does not depend on/,
      remedy: /own routes and addresses/,
    },
    {
      wrong: "a setting of another daemon",
      app: withCharon("swanctl.load"),
      at: 'net/a: addCharonSetting.0.key is "swanctl.load"',
      expected: /below charon/,
      remedy: /strongswan\.conf\(5\)/,
    },
    {
      wrong: "an option in the place of a package",
      app: withOwn((gateway) => gateway.addPackage("-o=APT::Get::AllowUnauthenticated=1")),
      at: 'net/a: addPackage.0 is "-o=APT::Get::AllowUnauthenticated=1"',
      expected: /a Debian package's name/,
      remedy: /apt-get install/,
    },
    {
      wrong: "a service of no protocol",
      app: withOwn((gateway) =>
        gateway.allow({ protocol: untyped("sctp"), ports: [1], sources: ["192.0.2.0/24"] }),
      ),
      at: 'net/a: allow.0.protocol is "sctp"',
      expected: /one of "tcp", "udp"/,
      remedy: /API\.md/,
    },
    {
      wrong: "no object at all",
      app: withOwn((gateway) => gateway.addFile(untyped("/etc/own"))),
      at: 'net/a: addFile.0 is "/etc/own"',
      expected: /an object of properties/,
      remedy: /in braces/,
    },
  ]);
});
