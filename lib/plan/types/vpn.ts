import { CertificateIntent } from "../../model/certificate";
import { Family } from "../../model/ip";
import { SecretIntent } from "../../model/vpn";
import { Word } from "../../model/word";
import { TunnelInterface } from "../../model/words/tunnel-interface";

/** One layer of a link's packets, outermost first, and the largest packet that enters it. */
export interface Layer {
  readonly protocol: string;
  readonly headerBytes: number;
  /** Largest packet that this layer carries. */
  readonly mtu: number;
}

/** `gre` is GRE itself, in ESP transport mode; the others put packets into a tunnel-mode SA. */
export type InterfaceType = Word<TunnelInterface>;

/** One gateway's end of an IKE SA and its CHILD SA. */
export interface IpsecEnd {
  /** Of the addresses that ESP runs between. */
  readonly family: Family;
  readonly localAddress?: string;
  /** Unset: the peer comes from anywhere, and its identity alone identifies it. */
  readonly remoteAddress?: string;
  readonly localId: string;
  readonly remoteId: string;
  /** How the ends prove who they are: one of these three is set. */
  readonly secret?: SecretIntent;
  readonly certificate?: CertificateIntent;
  readonly publicKeys?: PublicKeys;
  readonly ikeProposals: readonly string[];
  readonly espProposals: readonly string[];
  readonly forceUdpEncapsulation: boolean;
  readonly dpdDelaySeconds: number;
  readonly ikeRekeySeconds?: number;
  readonly childRekeySeconds?: number;
}

/** SubjectPublicKeyInfo in PEM. */
export interface PublicKeys {
  readonly local: string;
  readonly remote: string;
}

/** One gateway's end of a VPN of either kind. */
export interface VpnEnd {
  readonly path: string;
  readonly side: "left" | "right";
  /** Of its connection, its files and its keys on the gateway, where no other VPN has it. */
  readonly name: string;
  /** Name of the gateway at the far end. */
  readonly peer: string;
  /** A third-party gateway: what it answers is not ours to expect. */
  readonly foreignPeer: boolean;
  readonly description?: string;
  readonly initiator: boolean;
  readonly ipsec: IpsecEnd;
}

/** One gateway's end of a policy-based VPN. */
export interface PolicyEnd extends VpnEnd {
  readonly localSelectors: readonly string[];
  readonly remoteSelectors: readonly string[];
  /** Whether its packets may go on into other tunnels with transit. */
  readonly transit?: boolean;
  /** Where packets for the selectors are routed to: only those that no policy takes reach it. */
  readonly device: string;
  /** What the gateway's own IPv4 packets for the selectors come from, so that the policies take them. */
  readonly source4?: string;
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
}

/** One gateway's end of a tunnel. */
export interface TunnelEnd extends VpnEnd {
  readonly ipsec: IpsecEnd & {
    readonly kind: InterfaceType;
    readonly device: string;
    /** if_id of an XFRM interface; mark and key of a VTI; key of a GRE, where it has one. */
    readonly id?: number;
    readonly mtu: number;
    /** Set where the peer needs a CHILD SA for each of these families; else one carries both. */
    readonly families?: readonly Family[];
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
  };
  readonly gre?: {
    readonly path: string;
    readonly device: string;
    readonly family: Family;
    readonly local: string;
    readonly remote: string;
    readonly key?: number;
    readonly mtu: number;
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
  };
  /** The interface that routes and sessions use: the GRE's, else the IPsec one. */
  readonly device: string;
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
  readonly addresses: readonly string[];
  readonly peerAddresses: readonly string[];
  /** Further addresses of that interface, of the sessions that carry networks alone. */
  readonly forNetworks?: {
    readonly path: string;
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
  };
}
