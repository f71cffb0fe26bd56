import { IGateway, IMeshMember } from "../gateway/igateway";
import { Misfit } from "../model/misfit";
import { chosen, given } from "../network/given";
import { Authentication } from "../vpn/authentication";
import { AUTHENTICATIONS } from "../vpn/ipsec-intent";

type ById = ReadonlyMap<string, Authentication>;

/** What an app gives by construct id, and what of it is no authentication, by property. */
export function authenticationById(
  property: string,
  authentications: Record<string, Authentication> | undefined,
): { readonly byId: ById; readonly misfits: Record<string, Misfit> } {
  const byId = new Map<string, Authentication>();
  const misfits: Record<string, Misfit> = {};
  for (const [id, value] of Object.entries(given(authentications, property))) {
    const read = chosen(value, Authentication, (it) => it, AUTHENTICATIONS);
    if (read instanceof Misfit) {
      misfits[(value as unknown) instanceof Misfit ? property : `${property}.${id}`] = read;
    } else if (read !== undefined) {
      byId.set(id, read);
    }
  }
  return { byId, misfits };
}

/** Which of a mesh's authentications each of its VPNs has: its own, else its member's, else the template's. */
export class MeshKeys {
  private readonly memberOf = new Map<IGateway, IMeshMember>();
  private readonly ambiguous: string[] = [];

  constructor(
    private readonly members: readonly IMeshMember[],
    private readonly template: Authentication,
    private readonly byMember: ById,
    private readonly byTunnel: ById,
  ) {
    for (const member of members) {
      for (const gateway of member.memberGateways) this.memberOf.set(gateway, member);
    }
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
