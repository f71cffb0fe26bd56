import {
  BY_LINK,
  byAdjacencyInside,
  bySession,
  bySessionInside,
  byVrrp,
  Detection,
  keptAlive,
  told,
  Watched,
} from "./detection";
import { losesOneWay, Lost } from "./lost";
import { WalkedGateway } from "./walked";

/** Who notices a failure first, and by what. */
export interface Noticed {
  readonly at: string;
  readonly detection: Detection;
}

/** @param next where `node` sends packets that are lost now; the last one hands them to the inside */
export function noticed(
  node: string,
  next: string | undefined,
  gateways: readonly WalkedGateway[],
  lost: Lost,
): Noticed {
  if (next === undefined) return { at: node, detection: BY_LINK };
  const peer = gateways.find(({ name }) => name === next)!;
  const own = gateways.find(({ name }) => name === node);
  if (!own) return fromInside(node, peer, gateways);
  const session = sessionWith(own, next);
  const detection = bySession(own, session);
  if (detection.roundTrip || !losesOneWay(lost, node, next)) return { at: node, detection };
  const far = bySession(peer, sessionWith(peer, node));
  return far.by === "BFD"
    ? { at: next, detection: told(far, detection, node) }
    : { at: node, detection: keptAlive(session.timers) };
}

/** An inner router, by what the gateway speaks with it; or for hosts the partner. */
function fromInside(
  node: string,
  gateway: WalkedGateway,
  gateways: readonly WalkedGateway[],
): Noticed {
  if (gateway.vrrp) {
    const partner = gateways.find(({ name }) => name === gateway.pairLink!.partner)!;
    return { at: partner.name, detection: byVrrp(partner.vrrp!) };
  }
  if (gateway.ospf) return { at: node, detection: byAdjacencyInside(gateway, gateway.ospf) };
  const { listen, sessions } = gateway.bgp!;
  // An inner router that the app does not name is as quick as the site's own sessions.
  const ofKind = (kind: string) => sessions.find((it) => it.kind === kind);
  const session = listen ?? ofKind("inside") ?? ofKind("pair") ?? sessions[0]!;
  return { at: node, detection: bySessionInside(gateway, session) };
}

/** Over the tunnel to the other site's gateway, or over the pair link. */
function sessionWith({ tunnels, bgp }: WalkedGateway, next: string): Watched {
  const tunnel = tunnels.find(({ peer }) => peer === next);
  return bgp!.sessions.find(({ kind, device, carries }) =>
    tunnel
      ? kind === "tunnel" && device === tunnel.device && carries !== "networks"
      : kind === "pair",
  )!;
}
