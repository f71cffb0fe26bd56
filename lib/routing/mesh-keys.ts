import { IGateway, IMeshMember } from "../gateway/igateway";
import { describeKind, Misfit } from "../model/misfit";
import { chosen, given } from "../network/given";
import { Authentication } from "../vpn/authentication";
import { AUTHENTICATIONS } from "../vpn/ipsec-intent";

export const TUNNELS = [
  "a tunnel that the mesh makes",
  "use the construct ids of the mesh's VPNs: two gateways' names in alphabetical order, '-' between",
] as const;
const MEMBERS = [
  "a member of the mesh whose construct id no other has",
  "use the members' construct ids",
] as const;

/** What an app gives by construct id, and what of it is no authentication, by property. */
class ById {
  readonly known = new Map<string, Authentication>();
  readonly misfits: Record<string, Misfit> = {};

  constructor(
    private readonly property: string,
    authentications: Record<string, Authentication> | undefined,
  ) {
    for (const [id, value] of Object.entries(given(authentications, property))) {
      const read = chosen(value, Authentication, (it) => it, AUTHENTICATIONS);
      if (read instanceof Misfit) {
        this.misfits[(value as unknown) instanceof Misfit ? property : this.at(id)] = read;
      } else if (read !== undefined) {
        this.known.set(id, read);
      }
    }
  }

  /** Those that are of nothing there is. */
  unknown(exists: (id: string) => boolean, [expected, remedy]: readonly [string, string]) {
    const unknown = [...this.known].filter(([id]) => !exists(id));
    return Object.fromEntries(
      unknown.map(([id, value]) => [
        this.at(id),
        new Misfit(describeKind(value), expected, remedy),
      ]),
    );
  }

  at(id: string): string {
    return `${this.property}.${id}`;
  }
}

/** Which of a mesh's authentications each of its VPNs has: its own, else its member's, else the template's. */
export class MeshKeys {
  private readonly members: IMeshMember[] = [];
  private readonly memberOf = new Map<IGateway, IMeshMember>();
  private readonly ambiguous: string[] = [];
  private readonly byMember: ById;
  private readonly byTunnel: ById;

  constructor(
    private readonly template: Authentication,
    byMember: Record<string, Authentication> | undefined,
    byTunnel: Record<string, Authentication> | undefined,
  ) {
    this.byMember = new ById("memberAuthentication", byMember);
    this.byTunnel = new ById("tunnelAuthentication", byTunnel);
  }

  add(member: IMeshMember): void {
    this.members.push(member);
    for (const gateway of member.memberGateways) this.memberOf.set(gateway, member);
  }

  of(tunnel: string, left: IGateway, right: IGateway): Authentication {
    const own = this.byTunnel.known.get(tunnel);
    if (own) return own;
    const given = [left, right].flatMap((end) => {
      const member = this.memberOf.get(end);
      return (member && this.byMember.known.get(member.node.id)) ?? [];
    });
    if (new Set(given).size > 1) this.ambiguous.push(tunnel);
    return given[0] ?? this.template;
  }

  /** What is wrong, by property; a member's id that two members have names neither. */
  misfits(tunnels: readonly string[] | undefined): Record<string, Misfit> {
    const ids = this.members.map(({ node }) => node.id);
    const once = (id: string) => ids.filter((one) => one === id).length === 1;
    const made = (id: string) => tunnels === undefined || tunnels.includes(id);
    return {
      ...this.byMember.misfits,
      ...this.byTunnel.misfits,
      ...this.byMember.unknown(once, MEMBERS),
      ...this.byTunnel.unknown(made, TUNNELS),
      ...Object.fromEntries(this.ambiguous.map((id) => [this.byTunnel.at(id), AMBIGUOUS()])),
    };
  }
}

const AMBIGUOUS = () =>
  Misfit.of(
    undefined,
    "one authentication for each tunnel; memberAuthentication has one for either end of this one",
    "name the tunnel in tunnelAuthentication",
  );
