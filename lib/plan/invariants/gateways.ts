import { GatewayIntent, InsideIntent } from "../../model/gateway";
import { familyOf, parseIp } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { duplicates } from "../overlap";
import { Topology } from "../topology";
import { unreachableProblems } from "./unreachable";

export function gatewayProblems(topology: Topology): Problem[] {
  const { gateways, foreignGateways } = topology.intent;
  const all = [...gateways, ...foreignGateways];
  return [
    ...duplicates(all, (gateway) => gateway.name).map(([first, second]) =>
      problem(
        second.path,
        "name",
        second.name,
        `a name that no other gateway has; ${first.path} has it`,
        "give one of the two a `name` of its own",
      ),
    ),
    ...duplicates(
      all.filter(({ address }) => address !== undefined),
      (gateway) => gateway.address!,
    ).map(([first, second]) =>
      problem(
        second.path,
        "address",
        second.address,
        `an address that no other gateway has; ${first.path} has it`,
        "give each gateway its own public address",
      ),
    ),
    ...all.flatMap((gateway) => {
      const fixed = parseIp(gateway.address ?? "");
      if (!fixed || fixed.family === gateway.addressFamily) return [];
      return [
        problem(
          gateway.path,
          "addressFamily",
          gateway.addressFamily,
          `the family of address ${gateway.address}`,
          "leave addressFamily out; it is for addresses that only Terraform knows",
        ),
      ];
    }),
    ...unreachableProblems(all),
    ...gateways.flatMap((gateway) => [
      ...localAddressProblems(gateway),
      ...insideProblems(gateway),
    ]),
  ];
}

function localAddressProblems(gateway: GatewayIntent): Problem[] {
  const local = gateway.localAddress && parseIp(gateway.localAddress);
  if (!local || local.family === gateway.addressFamily) return [];
  return [
    problem(
      gateway.path,
      "localAddress",
      gateway.localAddress,
      `an IPv${gateway.addressFamily} address, as the public address is`,
      "give the address that the NAT translates to the public one",
    ),
  ];
}

function insideProblems(gateway: GatewayIntent): Problem[] {
  const devices = duplicates(gateway.inside, (inside) => inside.device).map(([, inside]) =>
    problem(
      gateway.path,
      "inside.device",
      inside.device,
      "an interface name that the gateway's other segments do not have",
      "give each segment its own interface",
    ),
  );
  return [...devices, ...gateway.inside.flatMap((inside) => vxlanProblems(gateway, inside))];
}

function vxlanProblems(gateway: GatewayIntent, inside: InsideIntent): Problem[] {
  if (inside.kind !== "vxlan") return [];
  const found: Problem[] = [];
  if (inside.group !== undefined && inside.peers !== undefined) {
    found.push(
      problem(
        gateway.path,
        "inside.group",
        inside.group,
        "either a multicast group or a list of peers",
        "drop one of the two",
      ),
    );
  }
  const families = new Set((inside.peers ?? []).map(familyOf));
  if (families.size > 1) {
    found.push(
      problem(
        gateway.path,
        "inside.peers",
        inside.peers,
        "peers of one address family",
        "reach all of them by IPv4, or all by IPv6",
      ),
    );
  }
  const { underlayAddresses = [], peers = [] } = inside;
  if (families.has(6) && !underlayAddresses.some((address) => familyOf(address) === 6)) {
    found.push(
      problem(
        gateway.path,
        "inside.underlayAddresses",
        inside.underlayAddresses,
        `an IPv6 address, since the peers have some (${peers[0]})`,
        "give the underlay interface its address with underlayAddresses",
      ),
    );
  }
  return found;
}
