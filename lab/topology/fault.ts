import { cables, gatewayNamespace, transit, type Port } from "./fabric";
import { publicAddresses } from "./nat";
import { machinesOf, type FaultKind, type LabFile } from "./schema";

/** A tunnel as the transit sees it: the two gateways whose uplinks it joins. */
export interface ForwardingPath {
  gateway: string;
  tunnelPeer: string;
}

export interface Fault {
  /** what happens, in words */
  description: string;
  inject: string;
  heal: string;
}

const table = "inet fault";

/** Shell commands that bring a fault about, and end it, on the path that forwards. */
export function fault(
  lab: LabFile,
  kind: FaultKind,
  { gateway, tunnelPeer }: ForwardingPath,
): Fault {
  const own = cables(lab).filter(({ owner }) => owner === gatewayNamespace(gateway));
  const between = pairSegments(lab);
  const pair = own.filter(({ segment }) => segment !== undefined && between.has(segment));
  switch (kind) {
    case "power-off":
      return cut(
        `${gateway} loses its power: every link of it is dead`,
        own.map(({ port }) => port),
      );
    case "uplinks":
      return cut(
        `the uplink of ${gateway} is unplugged; it loses all remote links`,
        own.filter(({ segment }) => segment === undefined).map(({ port }) => port),
      );
    case "inside":
      return cut(
        `${gateway} loses its links to the inside`,
        own
          .filter(({ segment }) => segment !== undefined && !between.has(segment))
          .map(({ port }) => port),
      );
    case "pair-link":
      if (pair.length === 0)
        throw new Error(`${gateway} has no link that only gateways share: no pair link to cut`);
      return cut(
        `the link between ${gateway} and its partner is cut`,
        pair.map(({ port }) => port),
      );
    case "blackhole":
      return drop(
        `the transit drops everything from and to ${gateway}, links stay up`,
        uplink(lab, gateway),
      );
    case "tunnel":
      return drop(
        `the transit drops everything between ${gateway} and ${tunnelPeer}`,
        uplink(lab, gateway),
        uplink(lab, tunnelPeer),
      );
    case "restart-ike":
      return {
        description: `the IKE daemon of ${gateway} is restarted`,
        inject: `/lab/guest/gateway.sh exec ${gateway} systemctl restart strongswan.service`,
        heal: "true",
      };
  }
}

/** Segments that only gateways are on. */
function pairSegments(lab: LabFile): Set<string> {
  const all = cables(lab).flatMap(({ owner, segment }) =>
    segment === undefined ? [] : { owner, segment },
  );
  const withHosts = new Set(
    all.filter(({ owner }) => owner.startsWith("host-")).map(({ segment }) => segment),
  );
  return new Set(all.map(({ segment }) => segment).filter((segment) => !withHosts.has(segment)));
}

function uplink(lab: LabFile, gateway: string): string[] {
  return publicAddresses(machinesOf(lab)[gateway]);
}

function cut(description: string, ports: Port[]): Fault {
  const set = (state: string) =>
    ports.map(({ namespace, device }) => `ip -n ${namespace} link set ${device} ${state}`);
  // At once, as a power cut is: each command takes tens of milliseconds.
  const inject = `${set("down").join(" & ")} & wait`;
  return { description, inject, heal: set("up").join("; ") };
}

/** A silent loss in the transit, in both directions; with `peer`, of the traffic between the two only. */
function drop(description: string, addresses: string[], peer?: string[]): Fault {
  const rules: string[] = [];
  for (const address of addresses) {
    const family = address.includes(":") ? "ip6" : "ip";
    const others = peer?.filter((one) => one.includes(":") === address.includes(":"));
    for (const other of others ?? [undefined]) {
      const from = other === undefined ? "" : `${family} daddr ${other} `;
      const to = other === undefined ? "" : `${family} saddr ${other} `;
      rules.push(`${family} saddr ${address} ${from}drop`, `${family} daddr ${address} ${to}drop`);
    }
  }
  const chain = ["type filter hook forward priority 0", ...rules].join("\n");
  const ruleset = `table ${table} {\nchain forward {\n${chain}\n}\n}`;
  return {
    description,
    inject: `ip netns exec ${transit} nft '${ruleset}'`,
    heal: `ip netns exec ${transit} nft delete table ${table}`,
  };
}
