import { ROUTER_LACKS } from "../limits/common";
import { PeerLimits } from "../limits/types";

export const VYOS: PeerLimits = {
  title: "VyOS",
  source: "VyOS 1.4 manual: IPsec, BGP, BFD",
  // It runs FRR.
  noTtlSecurity: "with BFD",
  ikeRekeySeconds: [30, 86400],
  childRekeySeconds: [30, 86400],
  sheetLacks: ROUTER_LACKS,
  oneEspGroup: true,
};
