import { analyse } from "../../lib/analysis/analyse";
import { runbook } from "../../lib/runbook/runbook";
import { gatewayTable } from "../../lib/runbook/links";
import { model7 } from "../fixtures/apps";
import { gateway, plan as planOf, policyVpn, vpn } from "../fixtures/intents";
import { synthesizeStack } from "../fixtures/synth";

describe("runbook.md", () => {
  const result = synthesizeStack((stack) => void model7(stack));
  const plan = result.plan("net");
  const text = runbook(plan, analyse(plan));

  it("lists gateways and tunnels with the layers of each", () => {
    expect(text).toContain("| a | 198.51.1.2 | eth1: 10.1.0.2/24, fd01::2/64 | 65001 |");
    expect(text).toContain(
      "IPv4 20/1500, ESP 34/1480, IPv4 20/1446, GRE 4/1426, inner IP 0/1422 | 1422 | 1382, 1362 |",
    );
  });

  it("says of every single failure whether it is survived, how long it takes, and who notices", () => {
    expect(text).toContain(
      "| a loses its power | yes | 220 to 450 ms | BFD at inside of 65001: 3 × max(100, 100) ms | a → c; then b → c |",
    );
    expect(text).toContain(
      "| the transit between the sites drops all packets | no | until it is back |",
    );
  });

  it("S2: names the VPNs that no failure is walked for", () => {
    const still = planOf({
      gateways: [gateway("a", 1), gateway("c", 2), gateway("d", 3)],
      vpns: [vpn("a", "c")],
      policyVpns: [policyVpn("a", "d")],
    });
    expect(runbook(still, [])).toMatch(
      /## Failures that are not predicted\n\n.*: `net\/a-c`, `net\/a-d`\.\n/,
    );
    expect(text).not.toContain("not predicted");
  });

  it("says what a policy-based VPN protects, and what it costs", () => {
    const policies = planOf({
      gateways: [gateway("a", 1), gateway("c", 2)],
      policyVpns: [policyVpn("a", "c")],
    });
    expect(runbook(policies, [])).toContain(
      "| net/a-c | 10.1.0.0/24, fd01::/64 | 10.2.0.0/24, fd02::/64 | IPv4 20/1500, ESP 34/1480, inner IP 0/1446 | 1446 | 1406, 1386 | BGP, BFD, OSPF, GRE, failover by routing |",
    );
    expect(text).not.toContain("Policy-based");
  });

  it("no name ends a table's cell", () => {
    const [gateway] = plan.gateways;
    const hostile = { ...gateway!, name: "a | b\n| c" };
    expect(gatewayTable([hostile]).split("\n")[2]).toMatch(/^\| a \\\| b \\\| c \| 198/);
  });
});
