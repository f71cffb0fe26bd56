import * as net from "../fixtures/intents";

const vxlan = (underlay: string) => ({
  ...{ kind: "vxlan", device: "vxlan7", vni: 7, underlay },
  ...{ group: "239.0.0.7", addresses: ["10.1.0.1/24"] },
});

function refused(extra: Record<string, unknown>) {
  const gateways = [net.gateway("a", 1, { underlayDevice: "eth0", ...extra }), net.gateway("b", 2)];
  const found = net.problems({ gateways, vpns: [net.vpn("a", "b")] });
  return found.map(({ path, property, value }) => [path, property, value]);
}

describe("the device of the public network", () => {
  it("B6: carries no VXLAN segment", () => {
    expect(refused({ inside: [vxlan("eth0")] })).toEqual([["net/a", "inside.underlay", '"eth0"']]);
    expect(refused({ inside: [vxlan("eth1")] })).toEqual([]);
  });

  it("B6: is no inside segment", () => {
    const inside = [{ kind: "interface", device: "eth0", addresses: ["10.1.0.1/24"] }];
    expect(refused({ inside })).toEqual([["net/a", "inside.device", '"eth0"']]);
  });

  it("B6: is no pair link, of either gateway", () => {
    const inside = (n: number) => [
      { kind: "interface", device: "eth1", addresses: [`10.1.0.${n}/24`] },
    ];
    const gateways = ["a", "b"].map((name, index) =>
      net.gateway(name, index + 1, {
        underlayDevice: `eth${index * 3}`,
        inside: inside(index + 1),
      }),
    );
    const pairLink = { kind: "interface", primaryDevice: "eth2", secondaryDevice: "eth3" };
    const pair = net.pair("site", "a", "b", { asn: 65001, networks: ["10.1.0.0/24"], pairLink });
    const found = net.problems({ gateways, pairs: [pair] });
    expect(found.map(({ path, property }) => [path, property])).toEqual([
      ["net/site", "pairLink.secondaryDevice"],
    ]);
  });
});
