import { GatewayPlan } from "../plan/types";
import { GatewayFile } from "./file";
import { frrFiles } from "./frr";
import { keepalivedFiles } from "./keepalived";
import { linksFiles } from "./links";
import { nftablesFiles } from "./nftables";
import { privateSideFiles } from "./private-side";
import { radvdFiles } from "./radvd";
import { statusFiles } from "./status";
import { strongswanFiles } from "./strongswan";
import { sysctlFiles } from "./sysctl";

const RENDERERS = [
  sysctlFiles,
  privateSideFiles,
  nftablesFiles,
  linksFiles,
  strongswanFiles,
  frrFiles,
  radvdFiles,
  keepalivedFiles,
  statusFiles,
];

/** Every file that lies on the gateway because of its plan. */
export function renderGateway(gateway: GatewayPlan): GatewayFile[] {
  return RENDERERS.flatMap((files) => files(gateway));
}
