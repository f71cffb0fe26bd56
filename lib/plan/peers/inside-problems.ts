import {
  addressAt,
  cidr,
  contains,
  familyOf,
  firstUsable,
  formatCidr,
  network,
  overlaps,
} from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { InsideRange, PeerLimits } from "../../peers/limits/types";
import { because } from "./expectation";
import { PeerLink } from "./types";

/** Addresses inside the tunnel that the peer cannot have, and GRE. */
export function insideProblems({ end }: PeerLink, limits: PeerLimits): Problem[] {
  const { insideFamilies: families, inside, noGre } = limits;
  const found: Problem[] = [];
  if (noGre && end.gre) {
    const expected = because(limits, "no GRE over the VPN");
    found.push(problem(end.gre.path, "vpn", end.path, expected, "leave GRE out"));
  }
  if (limits.oneFamilyInside && (end.gre ?? end.ipsec).addresses.length > 1) {
    const expected = because(limits, "IPv4 or IPv6 inside the tunnel, not both");
    const remedy = "name a single pool in addressPools";
    found.push(problem(end.path, "addressPools", end.addresses, expected, remedy));
  }
  for (const address of end.ipsec.addresses) {
    const subnet = formatCidr(network(cidr(address)));
    const range = inside?.[familyOf(address)];
    if (families && !families.includes(familyOf(address))) {
      const expected = because(limits, `only IPv${families.join(" and IPv")} inside the tunnel`);
      const remedy = `name only an IPv${families.join(" or IPv")} pool in addressPools`;
      found.push(problem(end.path, "addressPools", subnet, expected, remedy));
    } else if (range) {
      found.push(...rangeProblems(end.path, address, subnet, range, limits));
    }
  }
  return found;
}

function rangeProblems(
  path: string,
  address: string,
  subnet: string,
  { prefixes, reserved, lengths, first }: InsideRange,
  limits: PeerLimits,
): Problem[] {
  const net = cidr(subnet);
  const fits =
    lengths.includes(net.length) &&
    prefixes.some((prefix) => contains(cidr(prefix), net)) &&
    !reserved.some((one) => overlaps(cidr(one), net));
  if (!fits) {
    const less = reserved.length > 0 ? `, less ${reserved.join(", ")}` : "";
    const shape = lengths.map((length) => `/${length}`).join(" or ");
    const expected = because(limits, `a ${shape} of ${prefixes.join(" or ")}${less}`);
    return [problem(path, "subnets", subnet, expected, "pin it with pins.subnets")];
  }
  const isFirst = cidr(address).value === addressAt(net, firstUsable(net)).value;
  if (!first || isFirst) return [];
  const expected = because(limits, "the subnet's first usable address");
  const remedy =
    "make it the left end of the VPN; in a mesh this is the gateway whose name sorts first";
  return [problem(path, "left", address, expected, remedy)];
}
