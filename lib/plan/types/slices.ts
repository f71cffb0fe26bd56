import { GatewayPlan } from "./gateway";

/** What each group of renderers reads of a gateway's plan: a caller with that much can have their files. */

/** Who speaks IPsec with whom. */
export type VpnsSlice = Pick<GatewayPlan, "name" | "tunnels" | "policyVpns">;

export type IpsecSlice = VpnsSlice & Pick<GatewayPlan, "path" | "uplinks" | "additions">;

export type RoutingSlice = Pick<
  GatewayPlan,
  | "path"
  | "name"
  | "platform"
  | "inside"
  | "vrf"
  | "namespace"
  | "bgp"
  | "ospf"
  | "pic"
  | "bfdProfiles"
  | "additions"
>;

/** Links, addresses and routes of the kernel. */
export type LinksSlice = Pick<
  GatewayPlan,
  | "path"
  | "platform"
  | "inside"
  | "pairLink"
  | "vrf"
  | "namespace"
  | "breakout"
  | "tunnels"
  | "policyVpns"
  | "staticRoutes"
  | "protectedNetworks"
  | "ownPrefixes"
  | "pic"
  | "bgp"
>;

export type FirewallSlice = Pick<
  GatewayPlan,
  | "path"
  | "uplinks"
  | "managementFrom"
  | "managementPort"
  | "inside"
  | "pairLink"
  | "vrf"
  | "namespace"
  | "breakout"
  | "tunnels"
  | "policyVpns"
  | "protectedNetworks"
  | "ownPrefixes"
  | "traffic"
  | "pic"
  | "bgp"
  | "bfdProfiles"
  | "ospf"
  | "vrrp"
  | "additions"
>;

/** Settings of the kernel and of networkd. */
export type KernelSlice = Pick<
  GatewayPlan,
  "path" | "platform" | "uplinks" | "inside" | "pairLink" | "vrf" | "namespace" | "additions"
>;

/** How hosts of a segment find the gateway: by the virtual router, or by router advertisements. */
export type HaSlice = Pick<GatewayPlan, "path" | "vrrp" | "bgp">;
export type AdvertisementsSlice = Pick<GatewayPlan, "path" | "inside" | "namespace">;

/** What keeps the inside apart. */
export type IsolationSlice = Pick<GatewayPlan, "path" | "vrf" | "namespace">;
