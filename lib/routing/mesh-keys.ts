import { IGateway, IMeshMember } from "../gateway/igateway";
import { Misfit } from "../model/misfit";
import { chosen, given } from "../network/given";
import { Authentication } from "../vpn/authentication";
import { AUTHENTICATIONS } from "../vpn/ipsec-intent";
import { ById, misfitsOf, TUNNELS, Wanted } from "./by-id";

const MEMBERS: Wanted = [
  "a member of the mesh whose construct id no other has",
  "use the members' construct ids",
];

function authenticationById(
  property: string,
  authentications: Record<string, Authentication> | undefined,
): ById<Authentication> {
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
  return { property, byId, misfits };
}

/** Which of a mesh's authentications each of its VPNs has: its own, else its member's, else the template's. */
export class MeshKeys {
  private readonly members: IMeshMember[] = [];
  private readonly memberOf = new Map<IGateway, IMeshMember>();
  private readonly ambiguous: string[] = [];
  private readonly byMember: ById<Authentication>;
  private readonly byTunnel: ById<Authentication>;

  constructor(
    private readonly template: Authentication,
    byMember: Record<string, Authentication> | undefined,
    byTunnel: Record<string, Authentication> | undefined,
  ) {
    this.byMember = authenticationById("memberAuthentication", byMember);
    this.byTunnel = authenticationById("tunnelAuthentication", byTunnel);
  }

  add(member: IMeshMember): void {
    this.members.push(member);
    for (const gateway of member.memberGateways) this.memberOf.set(gateway, member);
  }

  of(tunnel: string, left: IGateway, right: IGateway): Authentication {
    const own = this.byTunnel.byId.get(tunnel);
    if (own) return own;
    const given = [left, right].flatMap((end) => {
      const member = this.memberOf.get(end);
      return (member && this.byMember.byId.get(member.node.id)) ?? [];
    });
    if (new Set(given).size > 1) this.ambiguous.push(tunnel);
    return given[0] ?? this.template;
  }

  /** What is wrong, by property; a member's id that two members have names neither. */
  misfits(isTunnel: (id: string) => boolean): Record<string, unknown> {
    const ids = this.members.map(({ node }) => node.id);
    const once = (id: string) => ids.filter((one) => one === id).length === 1;
    const ambiguous = this.ambiguous.map((id) => [
      `${this.byTunnel.property}.${id}`,
      Misfit.of(undefined, ONE_EACH, "name the tunnel in tunnelAuthentication"),
    ]);
    return {
      ...misfitsOf(this.byMember, once, MEMBERS),
      ...misfitsOf(this.byTunnel, isTunnel, TUNNELS),
      ...Object.fromEntries(ambiguous),
    };
  }
}

const ONE_EACH =
  "one authentication for each tunnel; memberAuthentication has one for either end of this one";
