import { Problem } from "../../lib/model/problem";
import { planNetwork } from "../../lib/plan/plan";
import { gateway, intents, mesh, meshVpn, pair } from "../fixtures/intents";

const SPOKES = 5000;
const names = Array.from({ length: SPOKES }, (_, index) => `customer-site-${index + 1}`);
const V4 = "100.64.0.0/10";
const V6 = "fdcd:7076:6e00::/48";

/** A hub pair and its spokes, nothing pinned. */
function hubAndSpoke(addressPools: readonly string[]) {
  const six = addressPools.every((pool) => pool.includes(":"));
  const inside = (number: number, host: number) => {
    const [high, low] = [number >> 8, number & 255];
    const four = `10.${high}.${low}.${host}/24`;
    const addresses = [...(six ? [] : [four]), `fd01:${number.toString(16)}::${host}/64`];
    return [{ kind: "interface", device: "eth1", addresses }];
  };
  const own = (name: string, number: number, host = 1) =>
    gateway(name, 1, {
      address: `198.18.${number >> 8}.${number & 255}`,
      inside: inside(Math.max(number, 2) - 1, host),
      asn: host === 1 && number > 2 ? 4_200_000_000 + number : undefined,
    });
  const networks = [...(six ? [] : ["10.0.1.0/24"]), "fd01:1::/64"];
  const left = ["hub-one", "hub-two"];
  return intents({
    gateways: [
      own("hub-one", 1, 2),
      own("hub-two", 2, 3),
      ...names.map((name, index) => own(name, index + 3)),
    ],
    pairs: [pair("hub", "hub-one", "hub-two", { asn: 65001, networks })],
    vpns: left.flatMap((hub) =>
      names.map((name) => meshVpn(hub, name, { path: `net/mesh/${name}-${hub}`, addressPools })),
    ),
    meshes: [mesh(["hub", ...names], { hubs: ["net/hub"] })],
  });
}

describe("S7: five thousand spokes on a hub pair, nothing pinned", () => {
  it("plan without a collision over IPv6", () => {
    const { plan, problems } = planNetwork(hubAndSpoke([V6]));
    expect(problems).toEqual([]);
    const hub = plan!.gateways.find(({ name }) => name === "hub-one")!;
    expect(hub.tunnels).toHaveLength(SPOKES);
    expect(new Set(hub.tunnels.map(({ device }) => device)).size).toBe(SPOKES);
    expect(new Set(hub.tunnels.map(({ ipsec }) => ipsec.id)).size).toBe(SPOKES);
  });

  it("over IPv4 nothing collides but link subnets, of which the pool has two million", () => {
    const { problems } = planNetwork(hubAndSpoke([V4, V6]));
    const property = ({ property }: Problem) => property;
    expect(new Set(problems.map(property))).toEqual(new Set(["subnets"]));
    // Six of each hub's are expected (README, Limits).
    expect(problems.length).toBeLessThan(24);
    expect(problems[0]!.remedy).toContain("pin subnets");
  });
});
