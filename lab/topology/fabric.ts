import { isIP } from "node:net";
import { quote } from "../processes";
import { natNamespace, natScript, outside } from "./nat";
import { machinesOf, type LabFile } from "./schema";

/** Where the management host, the VM's root namespace, meets the transit. */
export const management = {
  addresses: ["192.0.2.2/30", "2001:db8:ffff::2/64"],
  via: ["192.0.2.1", "2001:db8:ffff::1"],
};

/** A machine of the transit that no plan knows, while it scans. */
export const stranger = { 4: "198.18.255.1", 6: "2001:db8:5ca::1" } as const;

/** A link end in the fabric: the namespace it is in and its device there. Taking it down cuts the cable. */
export interface Port {
  namespace: string;
  device: string;
}

/** One end-to-end cable of a gateway or host, seen from its owner. */
export interface Cable {
  owner: string;
  device: string;
  /** undefined: an uplink, into the transit */
  segment?: string;
  port: Port;
}

export const transit = "transit";
export const gatewayNamespace = (name: string) => `gw-${name}`;
export const hostNamespace = (name: string) => `host-${name}`;
export const segmentNamespace = (name: string) => `seg-${name}`;

/** Every cable of the lab, in a fixed order. */
export function cables(lab: LabFile): Cable[] {
  const list: Cable[] = [];
  const into = (namespace: string, owner: string, device: string, segment?: string) =>
    list.push({ owner, device, segment, port: { namespace, device: `port${list.length}` } });
  const plug = (owner: string, device: string, segment: string) =>
    into(segmentNamespace(segment), owner, device, segment);
  for (const [id, gateway] of Object.entries(machinesOf(lab))) {
    const { device, nat } = gateway.uplink;
    into(nat ? natNamespace(id) : transit, gatewayNamespace(id), device);
    if (nat) into(transit, natNamespace(id), outside);
    for (const [device, segment] of Object.entries(gateway.links))
      plug(gatewayNamespace(id), device, segment);
  }
  for (const [id, host] of Object.entries(lab.hosts))
    for (const [device, segment] of Object.entries(host.links))
      plug(hostNamespace(id), device, segment);
  return list;
}

export function segments(lab: LabFile): string[] {
  return [...new Set(cables(lab).flatMap(({ segment }) => segment ?? []))];
}

/** Gateways on a segment of the host's: those its traffic may leave by. */
export function neighbors(lab: LabFile, host: string): string[] {
  const near = new Set(Object.values(lab.hosts[host].links));
  return Object.entries(lab.gateways)
    .filter(([, { links }]) => Object.values(links).some((segment) => near.has(segment)))
    .map(([id]) => id);
}

/** Shell script that builds the whole fabric: as few processes as possible, each costs 30 ms under emulation. */
export function fabricScript(lab: LabFile): string {
  const batches = new Map<string, string[]>();
  const inside = (namespace: string, ...lines: string[]) =>
    batches.set(namespace, [...(batches.get(namespace) ?? ["link set lo up"]), ...lines]);
  const root: string[] = [];
  const floods: string[] = [];
  const hosts = Object.keys(lab.hosts).map(hostNamespace);
  const gateways = Object.keys(machinesOf(lab)).map(gatewayNamespace);
  const bridges = segments(lab).map(segmentNamespace);
  const nats = Object.entries(machinesOf(lab)).flatMap(([id, { uplink }]) =>
    uplink.nat ? [{ id, uplink, nat: uplink.nat, namespace: natNamespace(id) }] : [],
  );
  const routers = nats.map(({ namespace }) => namespace);
  for (const namespace of [transit, ...bridges, ...routers, ...hosts, ...gateways])
    root.push(`netns add ${namespace}`);

  // Owners first: they make both ends of their cables.
  for (const { owner, device, port } of cables(lab))
    inside(owner, `link add ${device} type veth peer name ${port.device} netns ${port.namespace}`);
  for (const bridge of bridges)
    inside(bridge, "link add br0 type bridge mcast_snooping 0", "link set br0 up");
  for (const { segment, port } of cables(lab)) {
    const bridge = segment === undefined ? "" : " master br0";
    inside(port.namespace, `link set ${port.device} up${bridge}`);
  }

  root.push(`link add mgmt type veth peer name mgmt netns ${transit}`, "link set mgmt up");
  inside(transit, "link set mgmt up", ...nextHops("mgmt", management.addresses, management.via));
  root.push(...uplinkAddresses("mgmt", management.addresses, management.via));

  for (const [id, { uplink }] of Object.entries(machinesOf(lab))) {
    const namespace = gatewayNamespace(id);
    const { port } = cables(lab).find(
      ({ owner, segment }) => owner === namespace && segment === undefined,
    )!;
    inside(port.namespace, ...nextHops(port.device, uplink.addresses, uplink.via));
    inside(
      namespace,
      `link set ${uplink.device} up`,
      ...uplinkAddresses(uplink.device, uplink.addresses, uplink.via),
    );
  }
  for (const { namespace, nat } of nats) {
    const { port } = cables(lab).find(({ owner }) => owner === namespace)!;
    inside(transit, ...nextHops(port.device, [nat.address], [nat.via]));
    inside(
      namespace,
      `link set ${outside} up`,
      ...uplinkAddresses(outside, [nat.address], [nat.via]),
    );
  }
  for (const [id, { links, addresses }] of Object.entries(lab.foreign)) {
    const namespace = gatewayNamespace(id);
    for (const device of Object.keys(links)) inside(namespace, `link set ${device} up`);
    for (const [device, own] of Object.entries(addresses))
      inside(namespace, ...own.map((one) => addressLine(device, one)));
  }
  for (const [id, host] of Object.entries(lab.hosts)) {
    const namespace = hostNamespace(id);
    for (const device of Object.keys(host.links)) inside(namespace, `link set ${device} up`);
    for (const [device, addresses] of Object.entries(host.addresses))
      inside(namespace, ...addresses.map((one) => addressLine(device, one)));
    if (host.vxlan) {
      const { name, vni, device, group, peers, port, addresses } = host.vxlan;
      // Without a group, its own address alone says that the underlay is IPv6.
      const own = host.addresses[device]?.find(
        (one) => one.includes(":") && peers[0]?.includes(":"),
      );
      const to =
        group === undefined ? (own ? ` local ${own.split("/")[0]}` : "") : ` group ${group}`;
      inside(
        namespace,
        `link add ${name} type vxlan id ${vni} dev ${device} dstport ${port}${to}`,
        `link set ${name} up`,
      );
      inside(namespace, ...addresses.map((one) => addressLine(name, one)));
      // The all-zero entry is where broadcast and unknown destinations go.
      for (const peer of peers)
        floods.push(`bridge -n ${namespace} fdb append 00:00:00:00:00:00 dev ${name} dst ${peer}`);
    }
    for (const { within } of host.bgp?.announce ?? [])
      inside(namespace, `route add local ${within} dev lo`);
    for (const { to, via } of host.routes)
      inside(namespace, `route add ${to === "default" ? anywhere(via) : to} via ${via}`);
  }

  const script = ["set -e", ipBatch(undefined, root)];
  script.push(`ip netns exec ${transit} sysctl -qw ${transitSysctls.join(" ")}`);
  for (const namespace of hosts)
    script.push(`ip netns exec ${namespace} sysctl -qw ${hostSysctls.join(" ")}`);
  for (const [id, { acceptRa }] of Object.entries(lab.hosts))
    if (acceptRa) script.push(`ip netns exec ${hostNamespace(id)} sysctl -qw ${acceptedRoutes}`);
  for (const [namespace, lines] of batches) script.push(ipBatch(namespace, lines));
  for (const { namespace, nat, uplink } of nats)
    script.push(natScript(namespace, nat, uplink.addresses[0].split("/")[0]));
  return [...script, ...floods].join("\n") + "\n";
}

/** A cable that is cut and plugged in again has the addresses it had. */
const transitSysctls = [
  "net.ipv4.ip_forward=1",
  "net.ipv6.conf.all.forwarding=1",
  "net.ipv6.conf.all.keep_addr_on_down=1",
];

/** A host takes no shortcut that a router suggests, and spreads flows like a router. */
const hostSysctls = [
  "net.ipv4.conf.all.rp_filter=0",
  "net.ipv4.conf.default.rp_filter=0",
  "net.ipv4.conf.all.accept_redirects=0",
  "net.ipv4.conf.default.accept_redirects=0",
  "net.ipv6.conf.all.accept_redirects=0",
  "net.ipv6.conf.default.accept_redirects=0",
  "net.ipv4.fib_multipath_hash_policy=1",
  "net.ipv6.fib_multipath_hash_policy=1",
];

/** The kernel by itself takes no routes from advertisements, whatever their length. */
const acceptedRoutes = "net.ipv6.conf.default.accept_ra_rt_info_max_plen=128";

function ipBatch(namespace: string | undefined, lines: string[]): string {
  const where = namespace === undefined ? "" : `-n ${quote(namespace)} `;
  return `ip ${where}-batch - <<'END'\n${lines.join("\n")}\nEND`;
}

function uplinkAddresses(device: string, addresses: string[], via: string[]): string[] {
  return [
    ...addresses.map((one) => addressLine(device, one)),
    ...via.map((hop) => `route add ${anywhere(hop)} via ${hop} dev ${device}`),
  ];
}

/** The transit's side of an uplink: each next hop with the prefix length of the address it serves. */
function nextHops(device: string, addresses: string[], via: string[]): string[] {
  return via.map((hop, at) => addressLine(device, `${hop}/${addresses[at].split("/")[1]}`));
}

function addressLine(device: string, prefix: string): string {
  const v6 = isIP(prefix.split("/")[0]) === 6;
  return `address add ${prefix} dev ${device}${v6 ? " nodad" : ""}`;
}

function anywhere(nextHop: string): string {
  return isIP(nextHop) === 6 ? "::/0" : "0.0.0.0/0";
}
