import { Authentication } from "./authentication";
import { Proposal } from "./proposal";

/** What VPNs of every kind have in common. */
export interface IpsecOptions {
  /** How the two ends prove who they are. */
  readonly authentication: Authentication;
  /**
   * Algorithms of the IKE SA, best first.
   *
   * @default - AES-256-GCM-16, PRF-SHA-384, ECP-384
   */
  readonly ikeProposals?: Proposal[];
  /**
   * Algorithms of the CHILD SA, best first. The MTU holds for the worst of them.
   *
   * @default - AES-256-GCM-16, ECP-384
   */
  readonly espProposals?: Proposal[];
  /**
   * Whether ESP goes in UDP (RFC 3948) although no NAT is on the path. Where a NAT is declared or
   * found, it does so anyway.
   *
   * @default false
   */
  readonly forceUdpEncapsulation?: boolean;
  /**
   * Whether the MTU leaves the 8 bytes of ESP in UDP free although no NAT is declared: for a path on
   * which IKE may find one at run time. Bare ESP then goes in packets of 8 bytes less.
   *
   * @default false
   */
  readonly allowForUdpEncapsulation?: boolean;
  /**
   * Whether packets of this VPN may go on into other VPNs with transit, at either end. Without transit
   * a VPN leads to the inside of each end only. On the gateway: rules of the firewall. They accept, they
   * make no routes: the other side must have routes to what is reached by transit.
   *
   * @default - in a hub-and-spoke mesh, at the hub: between all members, but not from one third-party
   * gateway to another; elsewhere false
   */
  readonly transit?: boolean;
  /**
   * Seconds between probes of an idle peer (RFC 3706), from 1 to 3600. A dead one is given up about
   * 25 seconds after a probe goes unanswered; BFD is for those in a hurry.
   *
   * @default 10
   */
  readonly dpdDelaySeconds?: number;
  /**
   * Seconds until the IKE SA is rekeyed, from 300 to 604800.
   *
   * @default - charon's: 4 hours
   */
  readonly ikeRekeySeconds?: number;
  /**
   * Seconds until the CHILD SA is rekeyed, from 300 to 604800; at the latest after 2^31 packets (`rekey_packets`),
   * since an SA ends after 2^32 (RFC 4303, 3.3.3).
   *
   * @default - charon's: 1 hour
   */
  readonly childRekeySeconds?: number;
}
