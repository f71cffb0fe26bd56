import { GatewayPlan } from "../plan/types";
import { GatewayFile } from "./file";
import { frrFiles } from "./frr";
import { linksFiles } from "./links";
import { namespaceFiles } from "./namespace";
import { nftablesFiles } from "./nftables";
import { radvdFiles } from "./radvd";
import { statusFiles } from "./status";
import { strongswanFiles } from "./strongswan";
import { sysctlFiles } from "./sysctl";

const RENDERERS = [
  sysctlFiles,
  namespaceFiles,
  nftablesFiles,
  linksFiles,
  strongswanFiles,
  frrFiles,
  radvdFiles,
  statusFiles,
];

/** Every file that lies on the gateway because of its plan. */
export function renderGateway(gateway: GatewayPlan): GatewayFile[] {
  return RENDERERS.flatMap((files) => files(gateway));
}
