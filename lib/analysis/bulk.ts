import { FAMILIES, familyOf } from "../model/ip";
import { WalkedGateway, WalkedSite } from "./walked";

/** What many prefixes cost a speaker that changes its routes, beyond the repair of a few. */
export interface Bulk {
  readonly ms: number;
  readonly arithmetic: string;
  /** What makes it less. */
  readonly remedy: string;
}

/** So many are within the repair of a few: 10 and 1,000 differed by 4 ms (docs/prefix-independent-convergence.md). */
const FEW = 100;

/**
 * Milliseconds for each prefix of each family until the last one is in the kernel. FRR writes every route
 * anew when its next hop changes: 20,000 took 4 to 8 s (docs/prefix-independent-convergence.md).
 */
const REWRITE = 0.4;

/**
 * With prefixIndependentConvergence bgpd walks its tables for one route: 20,000 took at most 200 ms more than
 * ten (docs/prefix-independent-convergence.md).
 */
const WALK = 0.01;

/** @param node a gateway, or the inside of a site, whose router has a table of its own */
export function bulkAt(
  node: string,
  to: WalkedSite,
  gateways: readonly WalkedGateway[],
): Bulk | undefined {
  const prefixes = prefixesOf(to);
  if (prefixes <= FEW) return undefined;
  const gateway = gateways.find(({ name }) => name === node);
  const apart = gateway?.bgp?.sessions.some(({ carries }) => carries === "networks") ?? false;
  const each = apart ? WALK : REWRITE;
  const ms = Math.round(prefixes * each);
  return { ms, arithmetic: `${prefixes} × ${each} ms at ${node}`, remedy: remedy(gateway, apart) };
}

function prefixesOf({ expectedPrefixes, networks }: WalkedSite): number {
  const ofFamily = FAMILIES.map(
    (family) => networks.filter((prefix) => familyOf(prefix) === family).length,
  );
  return expectedPrefixes ?? Math.max(...ofFamily);
}

function remedy(gateway: WalkedGateway | undefined, apart: boolean): string {
  if (apart) return "announce fewer prefixes, by aggregates";
  return gateway
    ? "give the mesh prefixIndependentConvergence, which makes a failure one change of a route"
    : "announce fewer prefixes, by aggregates: the inner routers write every route anew";
}
