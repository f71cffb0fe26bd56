import { Construct } from "constructs";
import { given, intentOf } from "../network/given";
import { isRegistered, Network } from "../network/network";
import { AddressFamily } from "../model/words/address-family";
import { AnnouncedPrefixes } from "./announced-prefixes";
import { IGateway, IMeshMember } from "./igateway";
import { NetworkOutput } from "../network/output";
import { nameOf, plannedAddress, plannedFamily } from "./naming";
import { PeerKind } from "../model/words/peer-kind";

/** A third-party gateway, described by its operator. */
export interface ForeignGatewayProps extends AnnouncedPrefixes {
  /**
   * Public address; may be a Terraform token. Required unless `dynamicAddress` is set.
   *
   * @default - none; see dynamicAddress
   */
  readonly address?: string;
  /**
   * Whether it has no fixed public address. It then starts the tunnel from wherever it is, and `ikeId`
   * identifies it; ESP goes in UDP (RFC 3948), over XFRM interfaces, and the firewall of our end admits
   * IKE from anywhere.
   *
   * Errors: neither `address` nor `dynamicAddress`; both.
   *
   * @default false
   */
  readonly dynamicAddress?: boolean;
  /**
   * What it is. Its sheet has the syntax of this kind, and synthesis refuses what the kind cannot do.
   *
   * @default PeerKind.GENERIC
   */
  readonly kind?: PeerKind;
  /**
   * IP version of an address that only Terraform knows, or that is not known.
   *
   * @default - as the address shows; IPv4 for a token
   */
  readonly addressFamily?: AddressFamily;
  /**
   * Whether a NAT translates its address. ESP then goes in UDP (RFC 3948).
   *
   * @default false
   */
  readonly behindNat?: boolean;
  /**
   * Prefixes behind it.
   *
   * @default - none: to be learned
   */
  readonly networks?: string[];
  /**
   * Its AS number.
   *
   * @default - none: no BGP
   */
  readonly asn?: number;
  /**
   * Whether its BGP sends with 255 hops and takes nothing that a router has forwarded, as our own gateways do
   * among themselves (TTL security, RFC 5082). A host behind it can then not pass for it. Both ends have to be
   * set: its sheet says so. On our gateways the firewall does it: nftables sets the hops of what bgpd sends, and
   * drops the rest. It has to start sessions itself: where its kernel answers ours (SYN with SYN-ACK), it does so with
   * its usual hops, which are dropped.
   *
   * Errors: a `kind` whose BGP cannot do this, or not beside BFD; a gateway without BGP.
   *
   * @default false: BGP's usual single hop, which also a forwarded packet may have left
   */
  readonly ttlSecurity?: boolean;
  /**
   * Its IKE identity: an address, a host name, user@host, or a certificate's subject. It
   * names this gateway alone: no wildcard, range or type prefix, and no other peer of a gateway has it.
   *
   * @default - the public address; required without one
   */
  readonly ikeId?: string;
  /**
   * The gateway's public key (SubjectPublicKeyInfo in PEM, RFC 7468), for Authentication.publicKey().
   *
   * @default - none
   */
  readonly publicKey?: string;
  /**
   * Short name, used in connection and interface names.
   *
   * @default - the construct's path below its stack, in lower case
   */
  readonly name?: string;
  /**
   * One line about it, for the readers of its sheet.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * The third-party side of a VPN. It is part of the plan; nothing is installed on it.
 *
 * Synthesis writes a sheet for its operator beside the stack, in `peers/<name>/`: a page that lists
 * what to set up, and for kinds whose syntax is known the configuration itself, without the pre-shared
 * key.
 */
export class ForeignGateway extends Construct implements IGateway, IMeshMember {
  /** Whether a value is a ForeignGateway of this library. */
  public static isForeignGateway(x: unknown): x is ForeignGateway {
    return isRegistered(x, "foreignGateways");
  }

  public readonly gatewayName: string;
  public readonly memberGateways: IGateway[];

  constructor(scope: Construct, id: string, props: ForeignGatewayProps) {
    super(scope, id);
    const { address, addressFamily, name = nameOf(this), ...more } = given(props);
    const { kind = PeerKind.GENERIC, ...rest } = more;
    // What is no text is refused as the name; others make names of it before.
    this.gatewayName = typeof name === "string" ? name : nameOf(this);
    this.memberGateways = [this];
    const family = plannedFamily(address, addressFamily);
    const own = {
      name,
      foreign: true,
      kind,
      address: plannedAddress(this, "address", address, family),
      addressFamily: family,
    };
    const intent = intentOf(own, rest);
    Network.of(this).add("foreignGateways", this, () => intent);
    NetworkOutput.in(this).addPeer(this.node.path);
  }
}
