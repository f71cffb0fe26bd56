import { describePlan } from "../../lib/payload/describe";
import { foreignGateway, gateway, plan, vpn } from "../fixtures/intents";

describe("plan.json", () => {
  const network = plan({
    gateways: [gateway("a", 1)],
    foreignGateways: [foreignGateway("b", 2)],
    vpns: [vpn("a", "b")],
  });
  const text = describePlan(network, []);

  it("is one line with the version of its form first", () => {
    expect(text).toMatch(/^\{"version":1,"gateways":\[.*\}\n$/);
  });

  it("is the plan but for the other sides, which have sheets", () => {
    const { peers: _, ...ours } = network;
    const { version: __, ...described } = JSON.parse(text);
    expect(described).toEqual(JSON.parse(JSON.stringify(ours)));
  });
});
