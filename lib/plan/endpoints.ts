import { AnyGatewayIntent } from "../model/gateway";
import { cidr, hostPrefix, parseIp } from "../model/ip";
import { Nested, Range, rangeOf } from "./ranges";

interface Endpoint {
  readonly range: Range;
  readonly peer: AnyGatewayIntent;
}

/** The public addresses that one gateway sends IKE and ESP to. */
export class Endpoints {
  private readonly fixed: Nested<Endpoint>;
  private readonly anywhere: readonly AnyGatewayIntent[];

  constructor(peers: readonly AnyGatewayIntent[]) {
    const known = (peer: AnyGatewayIntent) => parseIp(peer.address ?? "");
    this.fixed = new Nested(
      peers.filter(known).map((peer) => ({ range: rangeOf(hostPrefix(peer.address!)), peer })),
    );
    this.anywhere = peers.filter((peer) => !known(peer));
  }

  /** Peers with an address in the prefix; one at an unknown address is in the default route. */
  within(prefix: string): AnyGatewayIntent[] {
    const { family, length } = cidr(prefix);
    const fixed = this.fixed.covered(rangeOf(prefix)).map(({ peer }) => peer);
    if (length > 0) return fixed;
    return [...fixed, ...this.anywhere.filter(({ addressFamily }) => addressFamily === family)];
  }
}
