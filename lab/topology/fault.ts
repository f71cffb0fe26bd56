import { cables, gatewayNamespace, transit, type Cable } from "./fabric";
import { publicAddresses } from "./nat";
import { machinesOf, type FaultKind, type LabFile } from "./schema";

/** A tunnel as the transit sees it: the two gateways whose uplinks it joins. */
export interface ForwardingPath {
  gateway: string;
  tunnelPeer: string;
}

/** What the failure analysis of synthesis calls it. */
export interface Failure {
  kind: string;
  /** the gateways it concerns; none for what joins the sites */
  at: string[];
  /** what is lost if not all is: what is sent to the gateway that forwards, or what it sends */
  direction?: "in" | "out";
  /** the gateway, or one of the site, that `direction` is seen from */
  seenFrom: string;
}

export interface Fault {
  /** what happens, in words */
  description: string;
  /** none: an operation, or what the analysis does not walk */
  failure?: Failure;
  inject: string;
  heal: string;
  /** Seconds within which all sessions are up again once it has been healed, on CPUs that may be busy. */
  returnsWithin: number;
  /** Seconds within which the gateway repairs it by itself; how that goes is measured as well. */
  passesWithin?: number;
}

const table = "inet fault";

/** Seconds within which sessions are up again, for most faults and for a machine that has to boot. */
const [RETURNS_WITHIN, BOOTS_WITHIN] = [60, 240];

/** Shell commands that bring a fault about, and end it, on the path that forwards. */
export function fault(lab: LabFile, kind: FaultKind, path: ForwardingPath): Fault {
  return {
    returnsWithin: kind === "boot" ? BOOTS_WITHIN : RETURNS_WITHIN,
    ...commands(lab, kind, path),
  };
}

function commands(
  lab: LabFile,
  kind: FaultKind,
  path: ForwardingPath,
): Omit<Fault, "returnsWithin"> {
  const { gateway, tunnelPeer } = path;
  const own = cables(lab).filter(({ owner }) => owner === gatewayNamespace(gateway));
  const failure = (name: string, ...at: string[]) => ({ kind: name, at, seenFrom: gateway });
  switch (kind) {
    case "gateway":
      return {
        description: `${gateway} loses its power: every link of it is dead, and nothing on it runs`,
        failure: failure("gateway", gateway),
        ...powerOff(gateway, own),
      };
    case "boot":
      return {
        description: `${gateway} loses its power, and boots from cold when it is back`,
        failure: failure("gateway", gateway),
        ...coldBoot(gateway, own),
      };
    case "uplink":
    case "uplink-in":
    case "uplink-out":
      return lose(lab, kind, { near: [gateway], failure: failure("uplink", gateway) });
    case "uplink-unplugged":
      return {
        description: `the uplink of ${gateway} is unplugged: it loses all remote links`,
        failure: failure("uplink", gateway),
        ...cut(own.filter(({ segment }) => segment === undefined)),
      };
    case "inside":
      return {
        description: `${gateway} loses its links to the inside`,
        failure: failure("inside", gateway),
        ...cut(own.filter(({ segment }) => segment !== undefined && hasHosts(lab, segment))),
      };
    case "pair-link":
      return cutPairLink(lab, gateway, own);
    case "tunnel":
    case "tunnel-in":
    case "tunnel-out":
      return lose(lab, kind, {
        near: [gateway],
        far: [tunnelPeer],
        failure: failure("tunnel", gateway, tunnelPeer),
      });
    case "transit":
    case "transit-in":
    case "transit-out": {
      const [near, far] = [siteOf(lab, gateway), siteOf(lab, tunnelPeer)];
      return lose(lab, kind, { near, far, failure: failure("transit") });
    }
    case "routing-daemons":
    case "ike-daemon":
      return kill(kind, gateway);
    case "restart-ike":
      return {
        description: `the IKE daemon of ${gateway} is restarted`,
        inject: systemctl(gateway, "restart strongswan.service"),
        heal: "true",
        passesWithin: 5,
      };
  }
}

/** Gateways alone share a pair link. */
function hasHosts(lab: LabFile, wanted: string): boolean {
  return cables(lab).some(({ owner, segment }) => segment === wanted && owner.startsWith("host-"));
}

/** The machines beside hosts that this one is beside too, itself among them. */
function siteOf(lab: LabFile, machine: string): string[] {
  const machines = machinesOf(lab);
  const inside = (id: string) =>
    Object.values(machines[id].links).filter((segment) => hasHosts(lab, segment));
  const near = new Set(inside(machine));
  return Object.keys(machines).filter(
    (id) => id === machine || inside(id).some((segment) => near.has(segment)),
  );
}

function cutPairLink(lab: LabFile, gateway: string, own: Cable[]): Omit<Fault, "returnsWithin"> {
  const links = own.filter(({ segment }) => segment !== undefined && !hasHosts(lab, segment));
  if (links.length === 0)
    throw new Error(`${gateway} has no link that only gateways share: no pair link to cut`);
  const shared = new Set(links.map(({ segment }) => segment));
  const at = Object.keys(lab.gateways).filter((id) =>
    Object.values(lab.gateways[id].links).some((segment) => shared.has(segment)),
  );
  return {
    description: `the link between ${at.join(" and ")} is cut`,
    failure: { kind: "pair-link", at, seenFrom: gateway },
    ...cut(links),
  };
}

function cut(links: Cable[], ...freezers: string[]): Pick<Fault, "inject" | "heal"> {
  const ports = links.map(({ port }) => port);
  const words = [...ports.map(({ namespace, device }) => `${namespace}/${device}`), ...freezers];
  const up = ports.map(({ namespace, device }) => `ip -n ${namespace} link set ${device} up`);
  return { inject: `/lab/guest/cut.py ${words.join(" ")}`, heal: up.join("; ") };
}

/** One without power takes no CPU's time from those that have to notice. */
function powerOff(gateway: string, own: Cable[]): Pick<Fault, "inject" | "heal"> {
  const freezer = `/sys/fs/cgroup/system.slice/gw-${gateway}.service/cgroup.freeze`;
  const { inject, heal } = cut(own, freezer);
  // Before its links are back it has to notice that they were away.
  return { inject, heal: `echo 0 >${freezer}; sleep 1; ${heal}` };
}

/** Its links are there again when it boots; what it had in its memory is not. */
function coldBoot(gateway: string, own: Cable[]): Pick<Fault, "inject" | "heal"> {
  const { inject } = powerOff(gateway, own);
  return { inject, heal: `/lab/guest/gateway.sh power-cycle ${gateway}; ${cut(own).heal}` };
}

interface Loss {
  near: string[];
  /** default all */
  far?: string[];
  failure: Failure;
}

/** A silent loss in the transit, in both directions or one; no link goes down. */
function lose(
  lab: LabFile,
  kind: FaultKind,
  { near, far, failure }: Loss,
): Omit<Fault, "returnsWithin"> {
  const direction = /-(in|out)$/.exec(kind)?.[1] as Failure["direction"];
  const rules = ["ip", "ip6"].flatMap((family) => {
    const of = (machines: string[]) =>
      machines
        .flatMap((id) => publicAddresses(machinesOf(lab)[id]))
        .filter((one) => one.includes(":") === (family === "ip6"));
    const [ours, theirs] = [of(near), far && of(far)];
    if (ours.length === 0 || theirs?.length === 0) return [];
    const match = (field: string, addresses?: string[]) =>
      addresses ? `${family} ${field} { ${addresses.join(", ")} } ` : "";
    const out = `${match("saddr", ours)}${match("daddr", theirs)}drop`;
    const back = `${match("saddr", theirs)}${match("daddr", ours)}drop`;
    return [...(direction === "in" ? [] : [out]), ...(direction === "out" ? [] : [back])];
  });
  const chain = ["type filter hook forward priority 0", ...rules].join("\n");
  const ruleset = `table ${table} {\nchain forward {\n${chain}\n}\n}`;
  return {
    description: `the transit drops everything ${way(near, far, direction)}`,
    failure: { ...failure, direction },
    inject: `ip netns exec ${transit} nft '${ruleset}'`,
    heal: `ip netns exec ${transit} nft delete table ${table}`,
  };
}

function way(near: string[], far: string[] | undefined, direction: Failure["direction"]): string {
  const [ours, theirs] = [near.join(" or "), far?.join(" or ") ?? "anybody"];
  if (direction === undefined) return `between ${ours} and ${theirs}`;
  return direction === "in" ? `from ${theirs} to ${ours}` : `from ${ours} to ${theirs}`;
}

/** All processes of a service at one blow, as by a defect of theirs; systemd starts it anew. */
function kill(
  kind: "routing-daemons" | "ike-daemon",
  gateway: string,
): Omit<Fault, "returnsWithin"> {
  const { what, service } = {
    "routing-daemons": { what: "routing", service: "frr.service" },
    "ike-daemon": { what: "IKE daemon", service: "strongswan.service" },
  }[kind];
  return {
    description: `${gateway}'s ${what} dies`,
    failure: { kind, at: [gateway], seenFrom: gateway },
    inject: systemctl(gateway, `kill --kill-whom=all --signal=KILL ${service}`),
    heal: systemctl(gateway, `start ${service}`),
    passesWithin: 20,
  };
}

function systemctl(gateway: string, words: string): string {
  return `/lab/guest/gateway.sh exec ${gateway} systemctl ${words}`;
}
