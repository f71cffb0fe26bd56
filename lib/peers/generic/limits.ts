import { PeerLimits } from "../limits/types";

export const GENERIC: PeerLimits = {
  title: "a gateway of unknown kind",
  source: "nothing is known of it",
};
