/** How each end of a single VPN learns what lies behind the other. */
export class RouteExchange {
  /**
   * Static routes: on each gateway, the other side's networks through
   * the tunnel's interface, kept apart from other routes by protocol `static`.
   *
   * @param toRight what the left end sends into the tunnel; by default the right end's networks
   * @param toLeft what the right end sends into the tunnel; by default the left end's networks
   */
  public static staticRoutes(toRight?: string[], toLeft?: string[]): RouteExchange {
    return new RouteExchange("static", toRight, toLeft);
  }

  /** No routes: the interface is there, and the operator decides what enters it. */
  public static none(): RouteExchange {
    return new RouteExchange("none");
  }

  /**
   * Routes come by the BGP sessions of a mesh, which makes the VPN.
   *
   * @internal
   */
  public static _bgp(mesh: string): RouteExchange {
    return new RouteExchange("bgp", undefined, undefined, mesh);
  }

  /** @internal */
  public readonly _kind: "static" | "none" | "bgp";
  /** @internal */
  public readonly _mesh?: string;
  /** @internal */
  public readonly _toRight?: readonly string[];
  /** @internal */
  public readonly _toLeft?: readonly string[];

  private constructor(
    kind: "static" | "none" | "bgp",
    toRight?: string[],
    toLeft?: string[],
    mesh?: string,
  ) {
    this._kind = kind;
    this._toRight = toRight;
    this._toLeft = toLeft;
    this._mesh = mesh;
  }
}
