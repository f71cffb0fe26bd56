import { MACHINE_LACKS } from "../limits/common";
import { PeerLimits } from "../limits/types";

export const STRONGSWAN_FRR: PeerLimits = {
  title: "strongSwan with FRR",
  source: "swanctl.conf(5), FRR's manual",
  // FRR 8.4 to 10.3 take such a neighbor for one several hops away, and BFD with it.
  noTtlSecurity: "with BFD",
  sheetLacks: MACHINE_LACKS,
};
