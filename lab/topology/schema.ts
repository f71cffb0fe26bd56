import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { parse } from "yaml";
import { z } from "zod";
import { releases, type Tree } from "../image/recipe";
import { claim } from "./claim";

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, "a name of at most 20 lower-case letters, digits and dashes");
const device = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9._-]{0,14}$/, "an interface name of at most 15 characters");
const address = z.string().refine((text) => isIP(text) !== 0, "an IP address");
const prefix = z.string().refine(isPrefix, 'an address with prefix length, such as "10.1.0.10/24"');
const asn = z.number().int().min(1).max(4294967295);
const links = z.record(device, name);

/** A router that translates between the gateway's uplink and the transit. */
const nat = z.strictObject({
  /** one-to-one, as clouds do; masquerade, as office routers do: nothing comes in that nobody asked for */
  kind: z.enum(["one-to-one", "masquerade"]),
  /** its public address, and the transit's next to it */
  address: prefix,
  via: address,
  /** seconds after which it forgets a UDP flow; RFC 4787 wants 120, many have less */
  udpTimeout: z.number().int().min(5).max(600).default(30),
});

const uplink = z.strictObject({
  device,
  /** addresses the cloud would have given the machine */
  addresses: z.array(prefix).min(1),
  /** the transit's address for each of them: the gateway's next hop, and its default route */
  via: z.array(address).min(1),
  nat: nat.optional(),
});

const gateway = z.strictObject({
  delivery: z.enum(["cloud-init", "ssh"]),
  release: z.enum(releases).default("bookworm"),
  uplink,
  /** device → segment; it comes up without an address, as an unconfigured card does */
  links: links.default({}),
  /** path → text of files that are on the machine before it is delivered, root's alone; {{names}} are filled in */
  files: z
    .record(z.string().regex(/^\/[A-Za-z0-9._/-]+$/, "an absolute path"), z.string())
    .default({}),
});

const bfd = z.strictObject({
  intervalMs: z.number().int().min(10).max(60000),
  multiplier: z.number().int().min(2).max(255),
});

/** The other side: what it runs and how it is configured comes from the sheet that synthesis wrote for it. */
const foreign = z.strictObject({
  uplink,
  links: links.default({}),
  /** of its links: its own affair, and so in no sheet */
  addresses: z.record(device, z.array(prefix)).default({}),
});

const bgp = z.strictObject({
  asn,
  neighbors: z.array(address).min(1),
  /** AS of the neighbors; default the host's own */
  remoteAsn: asn.optional(),
  /** prefixes the host announces */
  networks: z.array(prefix).default([]),
  /** prefixes of a length, as many as count says, out of a block; the host answers for all of the block */
  announce: z
    .array(
      z.strictObject({
        within: prefix,
        length: z.number().int().min(1).max(128),
        count: z.number().int().min(1).max(100000),
      }),
    )
    .default([]),
  bfd: bfd.optional(),
  keepalive: z.number().int().min(1).default(3),
  hold: z.number().int().min(3).default(9),
  maximumPaths: z.number().int().min(1).max(64).default(1),
});

const ospf = z.strictObject({
  area: z.string().refine((text) => isIP(text) === 4, "an area in dotted form, such as 0.0.0.0"),
  hello: z.number().int().min(1).default(10),
  dead: z.number().int().min(2).default(40),
  bfd: bfd.optional(),
  /** the Terraform variable that holds its neighbors' key: MD5 in version 2, HMAC-SHA-256 in version 3 */
  key: z.string().min(1).optional(),
});

const vxlan = z
  .strictObject({
    name: device,
    vni: z.number().int().min(1).max(16777215),
    /** the link it runs over */
    device,
    group: address.optional(),
    peers: z.array(address).default([]),
    port: z.number().int().min(1).max(65535).default(4789),
    /** none: they come by router advertisements */
    addresses: z.array(prefix).default([]),
  })
  .refine((one) => (one.group === undefined) === one.peers.length > 0, "either a group or peers");

const host = z.strictObject({
  links,
  addresses: z.record(device, z.array(prefix)).default({}),
  routes: z
    .array(z.strictObject({ to: z.union([z.literal("default"), prefix]), via: address }))
    .default([]),
  vxlan: vxlan.optional(),
  /** takes addresses and routes from router advertisements (RFC 4861, RFC 4191) */
  acceptRa: z.boolean().default(false),
  bgp: bgp.optional(),
  /** version 2 on links with an IPv4 address, 3 on those with an IPv6 one; "lo" may have addresses too */
  ospf: ospf.optional(),
});

/** Named as the failure analysis names them; with what the lab can break in more than one way. */
export const faultKinds = [
  "gateway",
  "boot",
  "uplink",
  "uplink-in",
  "uplink-out",
  "uplink-unplugged",
  "inside",
  "tunnel",
  "tunnel-in",
  "tunnel-out",
  "pair-link",
  "transit",
  "transit-in",
  "transit-out",
  "routing-daemons",
  "ike-daemon",
  "restart-ike",
] as const;

const labFile = z
  .strictObject({
    gateways: z.record(name, gateway),
    /** somebody else's machines, by the names of the sheets */
    foreign: z.record(name, foreign).default({}),
    hosts: z.record(name, host).default({}),
    /** what must answer; outages are measured between the hosts of the first one */
    probes: z.array(z.strictObject({ from: name, to: address })).default([]),
    /** prefixes that gateways may send to in clear text, from their own addresses */
    breakout: z.array(prefix).default([]),
    /** who forwards the first probe while all is healthy; default observed on the wire */
    preferred: z.strictObject({ gateway: name, tunnelPeer: name }).optional(),
    /** the failover that `lab smoke` shows, and how long traffic may be out */
    smoke: z
      .strictObject({ fault: z.enum(faultKinds), maxOutageMs: z.number().int().positive() })
      .default({ fault: "gateway", maxOutageMs: 3000 }),
    /** what else the network promises: checked by "lab NETWORK" and "lab smoke" */
    claims: z.array(claim).default([]),
    terraform: z
      .strictObject({ variables: z.record(z.string(), z.string()).default({}) })
      .default({ variables: {} }),
  })
  .superRefine((lab, context) => {
    const report = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const id of Object.keys(lab.foreign))
      if (id in lab.gateways) report(["foreign", id], "a name that no gateway has");
    const machines = { ...lab.gateways, ...lab.foreign };
    for (const [id, { uplink }] of Object.entries(machines)) {
      const kind = id in lab.gateways ? "gateways" : "foreign";
      if (uplink.nat) {
        const families = [...uplink.addresses, ...uplink.via, uplink.nat.address, uplink.nat.via];
        if (uplink.addresses.length > 1 || families.some((one) => one.includes(":")))
          report([kind, id, "uplink", "nat"], "translates one IPv4 address");
        if (lab.gateways[id]?.delivery === "ssh")
          report([kind, id, "delivery"], "a NAT lets no SSH in: use cloud-init");
      }
      if (uplink.via.length !== uplink.addresses.length)
        report([kind, id, "uplink", "via"], "one next hop for each address, in the same order");
      uplink.via.forEach((via, at) => {
        if (uplink.addresses[at] && isIP(via) !== isIP(uplink.addresses[at].split("/")[0]))
          report([kind, id, "uplink", "via", at], `of another family than ${uplink.addresses[at]}`);
      });
    }
    for (const [id, { links, addresses }] of Object.entries(lab.foreign))
      for (const used of Object.keys(addresses))
        if (!(used in links))
          report(["foreign", id, "links"], `${used} is not linked to a segment`);
    for (const [id, { links, addresses, vxlan }] of Object.entries(lab.hosts)) {
      for (const used of [...Object.keys(addresses), ...(vxlan ? [vxlan.device] : [])])
        if (used !== "lo" && !(used in links))
          report(["hosts", id, "links"], `${used} is not linked to a segment`);
    }
    lab.probes.forEach(({ from }, at) => {
      if (!(from in lab.hosts)) report(["probes", at, "from"], `no host ${from}`);
    });
    lab.claims.forEach(({ on, cut, reboot, powerCycle }, at) => {
      const [kind, host] = on.split(":");
      const known =
        kind === "host" ? host in lab.hosts : ["transit", "vm"].includes(on) || on in machines;
      if (!known) report(["claims", at, "on"], `no ${on}`);
      for (const [key, ids] of Object.entries({ cut, reboot, powerCycle }))
        for (const id of ids)
          if (!(id in lab.gateways)) report(["claims", at, key], `no gateway ${id}`);
    });
    for (const [key, id] of Object.entries(lab.preferred ?? {}))
      if (!(id in machines)) report(["preferred", key], `no gateway ${id}`);
  });

export type FaultKind = (typeof faultKinds)[number];
/** lab.yaml, checked and completed. */
export type LabFile = z.output<typeof labFile>;
export type LabGateway = LabFile["gateways"][string];
export type LabNat = NonNullable<LabGateway["uplink"]["nat"]>;
export type LabHost = LabFile["hosts"][string];
export type ForeignMachine = LabFile["foreign"][string];

/** Every machine with an uplink, ours and others'. */
export function machinesOf(lab: LabFile): Record<string, LabGateway | ForeignMachine> {
  return { ...lab.gateways, ...lab.foreign };
}

/** The file trees that a network's machines run from. */
export function treesOf({ gateways, foreign }: LabFile): Tree[] {
  const trees: Tree[] = Object.values(gateways).map((one) => one.release);
  return [...new Set(Object.keys(foreign).length > 0 ? [...trees, "foreign" as const] : trees)];
}

/** Reads a lab.yaml; one error lists everything wrong with it. */
export async function readLabFile(path: string): Promise<LabFile> {
  return parseLabFile(await readFile(path, "utf8"), path);
}

export function parseLabFile(text: string, path = "lab.yaml"): LabFile {
  const result = labFile.safeParse(parse(text));
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path: at, message }) => `  ${at.join(".") || "(top)"}: ${message}`,
  );
  throw new Error(`${path} is not a lab file:\n${lines.join("\n")}`);
}

function isPrefix(text: string): boolean {
  const [ip, length, ...rest] = text.split("/");
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(ip)]!;
  return rest.length === 0 && /^\d{1,3}$/.test(length ?? "") && Number(length) <= bits;
}
