import { PeerFile } from "./file";
import { ConfiguredPeer } from "./link";
import { Part } from "./markdown";

/** What a kind of peer has beside the page that all of them have. */
export interface Sheet {
  /** Configuration in the peer's own syntax. */
  readonly configuration?: (peer: ConfiguredPeer) => PeerFile[];
  /** What to enter where there is no configuration but a service's settings. */
  readonly settings?: (peer: ConfiguredPeer) => Part[];
  /** What to do beside loading the configuration. */
  readonly notes?: readonly Part[];
}
