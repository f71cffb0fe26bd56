import { BgpPlan, BgpSession, GatewayPlan, SitePlan, TunnelEnd } from "../plan/types";

/**
 * What of a plan cannot matter to what a failure does, wherever it stands. All else decides whether two
 * sites are alike (shape.ts), what a plan has new too; what is left out here no walk can read.
 */
export const CANNOT_MATTER = [
  // Words for people.
  "path",
  "description",
  // How a packet is carried and protected: a tunnel has its way or has lost it, whatever it is made of.
  "uplinks",
  "ipsec",
  "gre",
  "side",
  "initiator",
  "mtu",
  "mss4",
  "mss6",
  "vxlan",
  // Who may do what with the gateway.
  "managementFrom",
  "managementPort",
  "overSsh",
  "secret",
  "additions",
  // What the firewall drops, and what has no other way: VPNs without BGP are not walked.
  "traffic",
  "protectedNetworks",
  "ownPrefixes",
  "staticRoutes",
  "policyVpns",
  // Refused of those that may announce anything, which does not concern what a site declares.
  "never",
  "withheld",
  // Of all other sites at once. What two sites have of it is in their sessions.
  "pic",
  // What hosts learn, who hear of both gateways.
  "advertisement",
] as const;

export type CannotMatter = (typeof CANNOT_MATTER)[number];

/** Names of a plan's properties at any depth, but for those within what cannot matter. */
export type NamesIn<T> = T extends readonly (infer Item)[]
  ? NamesIn<Item>
  : T extends object
    ? {
        [K in keyof T & string]-?:
          K | (K extends CannotMatter ? never : NamesIn<NonNullable<T[K]>>);
      }[keyof T & string]
    : never;

/** What stands in a plan of what may matter. */
type Mattering<T> = T extends readonly (infer Item)[]
  ? readonly Mattering<Item>[]
  : T extends object
    ? { readonly [K in keyof T as Exclude<K, CannotMatter>]: Mattering<T[K]> }
    : T;

/** Some of a plan's properties, and the others where they are known: a third party's are not. */
type Known<T, K extends keyof T> = Pick<T, K> & Partial<T>;

type Whole = Omit<Mattering<GatewayPlan>, "tunnels" | "bgp">;

/** A gateway with the tunnels and sessions between two sites alone. */
export type WalkedGateway = Known<Whole, "name" | "inside" | "bfdProfiles"> & {
  readonly tunnels: readonly WalkedTunnel[];
  readonly bgp?: WalkedBgp;
};

export type WalkedTunnel = Mattering<TunnelEnd>;

export type WalkedBgp = Known<
  Omit<Mattering<BgpPlan>, "sessions">,
  "asn" | "networks" | "maximumPaths"
> & { readonly sessions: readonly WalkedSession[] };

export type WalkedSession = Known<
  Mattering<BgpSession>,
  "kind" | "device" | "neighbor" | "family" | "timers" | "transit" | "policy"
>;

/** It is named by its path. */
export interface WalkedSite extends SitePlan {
  /** Run by a third party: its own failures are not ours to survive. */
  readonly foreign?: true;
}
