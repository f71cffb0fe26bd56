import { analyse } from "../../lib/analysis/analyse";
import { runbook } from "../../lib/runbook/runbook";
import { gatewayTable } from "../../lib/runbook/links";
import { model7 } from "../fixtures/apps";
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
      "| the transit between the sites carries nothing | no | until it is back |",
    );
  });

  it("no name ends a table's cell", () => {
    const [gateway] = plan.gateways;
    const hostile = { ...gateway!, name: "a | b\n| c" };
    expect(gatewayTable([hostile]).split("\n")[2]).toMatch(/^\| a \\\| b \\\| c \| 198/);
  });
});
