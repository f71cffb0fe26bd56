import { Parts } from "../../lib/payload/parts";
import { foreignGateway, gateway, plan, vpn } from "../fixtures/intents";

/** A third party's key proves that party alone. */
const keyOf = (name: string) => ({ secret: { kind: "terraform", name } });

describe("the part of a plan that one stack has", () => {
  const network = plan({
    gateways: [gateway("c", 3), gateway("a", 1), gateway("b", 2)],
    foreignGateways: [foreignGateway("p", 4), foreignGateway("q", 5)],
    vpns: [vpn("a", "b"), vpn("b", "c"), vpn("c", "p", keyOf("p")), vpn("a", "q", keyOf("q"))],
  });
  const parts = new Parts(network);

  it("is all of it, in the plan's order, for all gateways", () => {
    expect(parts.of(new Set(["net/c", "net/b", "net/a"]))).toEqual(network);
  });

  it("is every tunnel and peer that one of its gateways has", () => {
    const { gateways, tunnels, peers } = parts.of(new Set(["net/a"]));
    expect(gateways.map(({ name }) => name)).toEqual(["a"]);
    expect(tunnels.map(({ path }) => path)).toEqual(["net/a-b", "net/a-q"]);
    expect(peers.map(({ name }) => name)).toEqual(["q"]);
  });
});
