import { AnyGatewayIntent } from "../model/gateway";
import { HaPairIntent } from "../model/routing";

/** Number of prefixes that a site announces, per address family, where the app says it. */
export function expectedPrefixesOf(site: AnyGatewayIntent | HaPairIntent): number | undefined {
  return site.expectedPrefixes;
}
