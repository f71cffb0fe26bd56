import { IMeshMember } from "../gateway/igateway";

/** Which members of a mesh are joined. */
export class MeshTopology {
  /** Every member with every other. */
  public static full(): MeshTopology {
    return new MeshTopology();
  }

  /**
   * Every member with the hubs, and the hubs with each other. Hubs pass on what they learn, so
   * spokes reach each other through them.
   */
  public static hubAndSpoke(...hubs: IMeshMember[]): MeshTopology {
    return new MeshTopology(hubs);
  }

  /** @internal */
  public readonly _hubs?: readonly IMeshMember[];

  private constructor(hubs?: readonly IMeshMember[]) {
    this._hubs = hubs;
  }
}
