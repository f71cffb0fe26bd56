import { GatewayPlan } from "../plan/types";
import { additions } from "./additions";
import { change } from "./change";
import { drain } from "./drain";
import { Component, Footprint } from "./footprint";
import { frr } from "./frr";
import { keepalived } from "./keepalived";
import { links } from "./links";
import { nftables } from "./nftables";
import { isolation } from "./isolation";
import { radvd } from "./radvd";
import { status } from "./status";
import { strongswan } from "./strongswan";
import { initiate } from "./strongswan/initiate";
import { sysctl } from "./sysctl";

/** Every daemon and program that a gateway can have. */
const COMPONENTS: readonly Component[] = [
  sysctl,
  isolation,
  nftables,
  links,
  strongswan,
  initiate,
  frr,
  radvd,
  keepalived,
  status,
  additions,
  change,
  drain,
];

export function footprints(gateway: GatewayPlan): Footprint[] {
  return COMPONENTS.flatMap((component) => component(gateway) ?? []);
}
