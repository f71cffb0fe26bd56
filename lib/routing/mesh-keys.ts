import { IGateway, IMeshMember } from "../gateway/igateway";
import { Authentication } from "../vpn/authentication";

type ById = Readonly<Record<string, Authentication>>;

/** Which of a mesh's authentications each of its VPNs has: its own, else its member's, else the template's. */
export class MeshKeys {
  private readonly memberOf = new Map<IGateway, IMeshMember>();
  private readonly byMember: ReadonlyMap<string, Authentication>;
  private readonly byTunnel: ReadonlyMap<string, Authentication>;
  private readonly ambiguous: string[] = [];

  constructor(
    private readonly members: readonly IMeshMember[],
    private readonly template: Authentication,
    byMember: ById = {},
    byTunnel: ById = {},
  ) {
    for (const member of members) {
      for (const gateway of member.memberGateways) this.memberOf.set(gateway, member);
    }
    this.byMember = new Map(Object.entries(byMember));
    this.byTunnel = new Map(Object.entries(byTunnel));
  }

  of(tunnel: string, left: IGateway, right: IGateway): Authentication {
    const own = this.byTunnel.get(tunnel);
    if (own) return own;
    const given = [left, right].flatMap((end) => {
      const member = this.memberOf.get(end);
      return (member && this.byMember.get(member.node.id)) ?? [];
    });
    if (new Set(given).size > 1) this.ambiguous.push(tunnel);
    return given[0] ?? this.template;
  }

  /** In the model's words; a member's id that two members have names neither. */
  problems(tunnels: readonly string[]): object {
    const ids = this.members.map(({ node }) => node.id);
    const once = (id: string) => ids.filter((one) => one === id).length === 1;
    return {
      unknownMemberAuthentication: [...this.byMember.keys()].filter((id) => !once(id)),
      unknownTunnelAuthentication: [...this.byTunnel.keys()].filter((id) => !tunnels.includes(id)),
      ambiguousAuthentication: this.ambiguous,
    };
  }
}
