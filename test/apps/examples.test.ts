import * as fs from "fs";
import * as path from "path";
import { parseLabFile } from "../../lab/topology/schema";
import { NetworkPlan } from "../../lib/plan/types";
import { ROOT, runExample } from "../fixtures/examples";
import { written } from "../fixtures/synth";

/** Largest packet, and largest segment over IPv4 and IPv6, of every tunnel of an example. */
const SIZES = {
  "three-sites": { tunnels: 12, sizes: [1426, 1386, 1366] },
  "aes-cbc": { tunnels: 1, sizes: [1406, 1366, 1346] },
  "ha-our-side": { tunnels: 2, sizes: [1446, 1406, 1386] },
  vrrp: { tunnels: 2, sizes: [1446, 1406, 1386] },
  "ha-both-sides": { tunnels: 4, sizes: [1446, 1406, 1386] },
};

describe.each(Object.entries(SIZES))("example %s", (name, { tunnels, sizes }) => {
  let plan: NetworkPlan;
  beforeAll(() => {
    plan = written(runExample(name)).plan(name);
  });

  it("002.8 has the tunnels and sizes that its README tells", () => {
    expect(plan.tunnels).toHaveLength(tunnels);
    for (const { mtu, mss4, mss6 } of plan.tunnels) expect([mtu, mss4, mss6]).toEqual(sizes);
  });

  it("its lab file gives every gateway the uplink that the app addresses it by", () => {
    const text = fs.readFileSync(path.join(ROOT, "examples", name, "lab.yaml"), "utf8");
    const { gateways, claims } = parseLabFile(text);
    const uplinks = Object.entries(gateways).map(([id, { uplink }]) => [
      id,
      uplink.addresses[0]!.split("/")[0],
    ]);
    expect(uplinks.sort()).toEqual(plan.gateways.map((it) => [it.name, it.uplinks[0]!.address]));
    expect(claims.length).toBeGreaterThan(0);
  });
});
