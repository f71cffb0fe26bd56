import { Problem, problem } from "../../model/problem";
import { VpnIntent } from "../../model/vpn";
import { Topology } from "../topology";
import { behindNat } from "../vpn-end";

/** GRE in ESP transport mode: what it cannot have, and what none but it can. */
export function transportProblems(topology: Topology): Problem[] {
  const { vpns, gres } = topology.intent;
  const transport = new Set(
    vpns.filter(({ interfaceType }) => interfaceType === "gre").map(({ path }) => path),
  );
  return [
    ...vpns.flatMap((vpn) =>
      transport.has(vpn.path) ? transportOnly(vpn, topology) : greKeyProblems(vpn),
    ),
    ...gres
      .filter(({ vpn }) => transport.has(vpn))
      .map(({ path, vpn }) =>
        problem(
          path,
          "vpn",
          vpn,
          "a VPN in tunnel mode; this one is GRE already",
          "leave GreOverVti out, or give the VPN another interfaceType",
        ),
      ),
  ];
}

function transportOnly(vpn: VpnIntent, topology: Topology): Problem[] {
  const found: Problem[] = [];
  const refuse = (property: string, value: unknown, expected: string, remedy: string) =>
    found.push(problem(vpn.path, property, value, expected, remedy));
  if (vpn.ifId !== undefined) {
    refuse(
      "ifId",
      vpn.ifId,
      "none: GRE in transport mode has neither an if_id nor a mark",
      "pin greKey where the packets shall carry a key (RFC 2890)",
    );
  }
  const translated = [vpn.left, vpn.right].filter((path) => {
    const gateway = topology.gateway(path);
    return gateway !== undefined && behindNat(gateway);
  });
  for (const path of translated) {
    refuse(
      "interfaceType",
      vpn.interfaceType,
      `no NAT on the path; ${path} has a translated address, which transport mode cannot undo (RFC 3948, 5.2; RFC 7296, 2.23.1)`,
      "use TunnelInterface.XFRM, with GreOverVti where the peer wants GRE",
    );
  }
  if (vpn.forceUdpEncapsulation) {
    refuse(
      "forceUdpEncapsulation",
      true,
      "false: it is for paths with a NAT, and transport mode does not go through one (RFC 3948, 5.2)",
      "leave it out, or use TunnelInterface.XFRM",
    );
  }
  return found;
}

function greKeyProblems({ path, greKey }: VpnIntent): Problem[] {
  if (greKey === undefined) return [];
  return [
    problem(
      path,
      "greKey",
      greKey,
      "TunnelInterface.GRE, whose packets alone carry a key",
      "pin the key of GreOverVti where that is meant, or leave it out",
    ),
  ];
}
