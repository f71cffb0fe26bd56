import { IConstruct } from "constructs";
import { Fn, TerraformStack, Token } from "../cdktf";
import { Family, parseIp } from "../model/ip";
import { fittingName, NAME_MAX, plainName } from "../model/naming";
import { Misfit } from "../model/misfit";
import { coveringName, Placeholder } from "../model/placeholder";
import { Network } from "../network/network";
import { LONGEST_COVERING, SHORTEST } from "../plan/bogons";
import { AddressFamily } from "../model/words/address-family";
import { IGateway } from "./igateway";

/**
 * The name of a construct within its stack, as a host name: `Site A/gw` becomes `site-a-gw`. It
 * depends on nothing but the path, so that no other construct can change it.
 */
export function nameOf(construct: IConstruct): string {
  const stack = TerraformStack.of(construct);
  const scopes = construct.node.scopes;
  const below = scopes.slice(scopes.indexOf(stack) + 1).map((scope) => scope.node.id);
  return fittingName(plainName(below.join("-")), NAME_MAX, construct.node.path);
}

/** An address as the plan takes it: itself, or a placeholder if only Terraform knows it. */
export function plannedAddress(
  gateway: IGateway,
  property: string,
  address: string | undefined,
  family: Family | Misfit,
): string | Placeholder | undefined {
  if (typeof address !== "string" || !Token.isUnresolved(address)) return address;
  const name = `${property}.${gateway.gatewayName}`;
  // Fails for what is no address, so that no other text can reach a script or a daemon's file.
  const length = family === 6 ? "/128" : "/32";
  const checked = Fn.cidrhost(Fn.join("", [address, length]), 0);
  Network.of(gateway).addLateValue(name, () => checked);
  Network.of(gateway).addLateValue(coveringName(name), () =>
    covering(checked, family === 6 ? 6 : 4),
  );
  return new Placeholder(name);
}

/** Every prefix that the address is in, as the routing daemon's filters want them: apart by spaces. */
function covering(address: string, family: Family): string {
  const lengths = `range(${SHORTEST[family]}, ${LONGEST_COVERING[family] + 1})`;
  const prefix = `cidrsubnet(join("/", [${address}, n]), 0, 0)`;
  return `\${join(" ", [for n in ${lengths} : ${prefix}])}`;
}

/** The family of an address, as far as it shows; IPv4 by default. */
export function plannedFamily(
  address: string | undefined,
  declared?: AddressFamily,
): Family | Misfit {
  switch (declared) {
    case AddressFamily.IPV4:
      return 4;
    case AddressFamily.IPV6:
      return 6;
    case undefined:
      return typeof address === "string" ? (parseIp(address)?.family ?? 4) : 4;
    default:
      return Misfit.of(declared, 'one of "4", "6"', "use AddressFamily.IPV4 or AddressFamily.IPV6");
  }
}
