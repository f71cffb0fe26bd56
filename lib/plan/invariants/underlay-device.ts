import { GatewayIntent } from "../../model/gateway";
import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** The device that faces the public network carries IKE and ESP, and nothing that the firewall trusts. */
export function underlayDeviceProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) => {
    const { underlayDevice } = gateway;
    if (underlayDevice === undefined) return [];
    return trustedDevices(gateway, topology)
      .filter(({ device }) => device === underlayDevice)
      .map(({ path, property, device, use }) =>
        problem(
          path,
          property,
          device,
          `an interface other than underlayDevice of ${gateway.path}: anyone on the public network could send into ${use}`,
          `give ${use} an interface of its own, or correct underlayDevice`,
        ),
      );
  });
}

function trustedDevices(gateway: GatewayIntent, topology: Topology) {
  const { path, inside } = gateway;
  const pair = topology.site(gateway.path)?.pair;
  const link = pair?.pairLink;
  const side = topology.role(path) === "primary" ? "primaryDevice" : "secondaryDevice";
  return [
    ...inside.map(({ device }) => ({
      ...{ path, property: "inside.device", device },
      use: "the inside segment",
    })),
    ...inside.flatMap((segment) =>
      segment.kind === "vxlan"
        ? [
            {
              path,
              property: "inside.underlay",
              device: segment.underlay,
              use: "the VXLAN segment",
            },
          ]
        : [],
    ),
    ...(pair && link?.kind === "interface"
      ? [
          {
            ...{ path: pair.path, property: `pairLink.${side}`, device: link[side] },
            use: "the pair link",
          },
        ]
      : []),
  ];
}
