import { GatewayIntent } from "../../model/gateway";
import { isDefault } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { farEnd } from "../../model/vpn";
import { defaultFrom } from "../default-route";
import { inNamespace, inVrf, isIsolated } from "../isolation";
import { Topology } from "../topology";

export const ISOLATE = "set isolation to Isolation.VRF";

/** What only an inside with a routing table of its own can do, and what it cannot. */
export function isolationProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) => [
    ...(isIsolated(gateway)
      ? [...plainVtis(gateway, topology), ...carriersInside(gateway, topology)]
      : [...takenDefault(gateway, topology), ...givenDefault(gateway, topology)]),
    ...breakoutProblems(gateway),
  ]);
}

/** A VTI seeks its peer in the table it is in itself (seen on Linux 6.1: XfrmOutBundleGenError). */
function plainVtis(gateway: GatewayIntent, topology: Topology): Problem[] {
  if (!inVrf(gateway)) return [];
  const { path } = gateway;
  return topology
    .vpns(path)
    .filter((vpn) => vpn.interfaceType !== "xfrm" && !topology.gre(vpn))
    .map((vpn) =>
      problem(
        vpn.path,
        "interfaceType",
        vpn.interfaceType,
        `an XFRM interface or GRE over it, since ${path} is isolated: in a VRF a VTI has no route to its peer`,
        "use TunnelInterface.XFRM, put GRE over the VTI, or set isolation to Isolation.NETWORK_NAMESPACE",
      ),
    );
}

/** What carries a VXLAN segment stays on the outside. */
function carriersInside(gateway: GatewayIntent, topology: Topology): Problem[] {
  const link = topology.site(gateway.path)?.pair?.pairLink;
  const privateDevices = [
    ...gateway.inside.map(({ device }) => device),
    ...(link?.kind === "interface"
      ? [topology.role(gateway.path) === "primary" ? link.primaryDevice : link.secondaryDevice]
      : []),
  ];
  return gateway.inside.flatMap((inside) =>
    inside.kind === "vxlan" && privateDevices.includes(inside.underlay)
      ? [
          problem(
            gateway.path,
            "inside.underlay",
            inside.underlay,
            "an interface apart from the inside segments and the pair link, since the gateway is isolated",
            "carry the VXLAN over an interface of its own",
          ),
        ]
      : [],
  );
}

function takenDefault(gateway: GatewayIntent, topology: Topology): Problem[] {
  const site = topology.site(gateway.path)!;
  // Refused as a whole where the site speaks OSPF (inside-routing.ts): isolation would not mend it.
  if (site.insideRouting?.kind === "ospf") return [];
  const givers = topology.vpns(gateway.path).flatMap((vpn) => {
    const mesh = topology.mesh(vpn.mesh);
    const far = farEnd(vpn, gateway.path);
    if (!mesh || !topology.site(far)) return [];
    const session = { mesh, site, far, topology };
    return defaultFrom(session, 4) ?? defaultFrom(session, 6) ?? [];
  });
  return givers.map((giver) =>
    problem(
      gateway.path,
      "isolation",
      gateway.isolation,
      `a routing table of its own for the default route of ${giver.path}, which would carry IKE and ESP into their own tunnel`,
      `${ISOLATE}, or leave the default route out of the networks of ${giver.path}`,
    ),
  );
}

/** In the one table the outside's default route would always be there to be announced. */
function givenDefault(gateway: GatewayIntent, topology: Topology): Problem[] {
  const site = topology.site(gateway.path)!;
  if (!topology.meshOfSite(site) || !site.networks.some(isDefault)) return [];
  return [
    problem(
      gateway.path,
      "isolation",
      gateway.isolation,
      `a routing table of its own for the default route that ${site.path} announces, or that of the outside would pass for it`,
      `${ISOLATE}, or leave the default route out of the networks of ${site.path}`,
    ),
  ];
}

function breakoutProblems(gateway: GatewayIntent): Problem[] {
  const { path, localBreakout, isolation, underlayDevice } = gateway;
  if (!localBreakout) return [];
  return [
    ...(inVrf(gateway)
      ? []
      : [
          problem(
            path,
            "isolation",
            isolation,
            inNamespace(gateway)
              ? "a VRF for the inside, since localBreakout leads out of it, and out of a network namespace nothing leaves in clear"
              : "a routing table of its own for the inside, since localBreakout leads out of it",
            `${ISOLATE}, or drop localBreakout`,
          ),
        ]),
    ...(underlayDevice === undefined
      ? [
          problem(
            path,
            "underlayDevice",
            underlayDevice,
            "the outside's interface, by which alone localBreakout leaves",
            'name it, such as "eth0"',
          ),
        ]
      : []),
  ];
}
