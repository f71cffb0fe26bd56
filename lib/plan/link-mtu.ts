import { familyOf } from "../model/ip";
import { Problem, problem } from "../model/problem";
import { GatewayPlan } from "./types";

/** The kernel has no IPv6 on a link that carries less (RFC 8200, 5). */
const IPV6_MINIMUM = 1280;

/** Links that would lose their IPv6 addresses, and stop the script that makes them all. */
export function linkMtuProblems(gateway: GatewayPlan): Problem[] {
  const { path, inside, tunnels, policyVpns = [] } = gateway;
  const links = [
    ...inside.map(({ device, mtu, addresses }) => ({ owner: path, device, mtu, addresses })),
    ...tunnels.flatMap(({ path: owner, ipsec, gre }) => [
      { owner, ...ipsec },
      ...(gre ? [{ owner: gre.path, ...gre }] : []),
    ]),
    ...policyVpns.map(({ path: owner, device, mtu, remoteSelectors: addresses }) => {
      return { owner, device, mtu, addresses };
    }),
  ];
  return links
    .filter(({ addresses }) => addresses.some((address) => familyOf(address) === 6))
    .filter(({ mtu }) => mtu !== undefined && mtu < IPV6_MINIMUM)
    .map(({ owner, device, mtu }) =>
      problem(
        owner,
        "mtu",
        mtu,
        `at least ${IPV6_MINIMUM} bytes, since ${device} has IPv6 addresses or routes`,
        "raise underlayMtu where the path allows it, leave out GRE, or number the links with IPv4 pools only",
      ),
    );
}
