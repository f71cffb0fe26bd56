/** Prefixes that leave by the outside instead of a tunnel. */
export interface LocalBreakout {
  /**
   * The prefixes, such as `192.0.2.0/24`; they overlap no site's. On the gateway: a policy rule for each
   * leads to the outside's table, and the firewall lets these packets out of the inside segments
   * and by the underlay device alone, and their answers back in.
   */
  readonly prefixes: string[];
  /**
   * Whether they leave with the gateway's own address (source NAT). Without, the outside must know
   * the way back to the inside.
   *
   * @default true
   */
  readonly masquerade?: boolean;
}
