import { BlockList, isIP } from "node:net";
import { quote } from "../processes";
import { management, stranger, transit } from "../topology/fabric";
import { publicAddresses } from "../topology/nat";
import type { LabFile } from "../topology/schema";
import type { Lab } from "../lab";
import type { ExecOptions } from "../vm/remote";
import type { Check, Subject } from "./check";
import { planOf, vpnEnds, type GatewayPlan } from "./plan";

/** Packets a second; an emulated CPU may send fewer. */
const RATE = 20_000;

const TIME_LIMIT_SECONDS = 600;

type Family = 4 | 6;
type Kind = "tcp" | "udp" | "ip";

/** From where to where, in which network namespace of the lab. */
interface Scan {
  namespace?: string;
  source: string;
  target: string;
  kinds: Kind[];
}

/** What came of a scan: what the target said, and what its firewall let in. */
export interface Found {
  kind: Kind;
  target: string;
  sent: number;
  seconds: number;
  /** text → how often */
  answers: Record<string, number>;
}

export const scanned: Check = {
  name: "013.2 a scan of every port and protocol from the transit finds IKE, and SSH where it is allowed, and nothing else",
  concerns: ({ lab }) => scannable(lab.file.gateways).length > 0,
  async run(subject) {
    const wrong: string[] = [];
    for (const gateway of scannable(subject.lab.file.gateways))
      for (const target of publicAddresses(subject.lab.file.gateways[gateway]))
        wrong.push(...(await scanAddress(subject, gateway, target)));
    return wrong;
  },
};

/**
 * One gateway of each site and release: a pair's two have one ruleset but for their addresses. A NAT that
 * masquerades lets no scan through.
 */
export function scannable(gateways: LabFile["gateways"]): string[] {
  const open = Object.entries(gateways).filter(
    ([, { uplink }]) => uplink.nat?.kind !== "masquerade",
  );
  const like = new Map<string, string>();
  for (const [id, { links, release }] of open) {
    const site = JSON.stringify([Object.values(links).sort(), release]);
    if (!like.has(site)) like.set(site, id);
  }
  return [...like.values()];
}

async function scanAddress(
  { lab, plan }: Subject,
  gateway: string,
  target: string,
): Promise<string[]> {
  const family = isIP(target) as Family;
  const own = planOf(plan, gateway);
  const manager = management.addresses
    .map((one) => one.split("/")[0])
    .find((one) => isIP(one) === family)!;
  const scans: Scan[] = [
    { namespace: transit, source: stranger[family], target, kinds: ["tcp", "udp", "ip"] },
    { source: manager, target, kinds: ["tcp"] },
  ];
  const wrong: string[] = [];
  for (const scan of scans) {
    const { found, letIn, arrived } = await probe(lab, gateway, scan);
    const allowed = allowedFrom(own, scan.source);
    const lines = [...lost(found, arrived), ...surprises(scan, found, letIn, allowed)];
    wrong.push(...lines.map((line) => `${gateway}, from ${scan.source}: ${line}`));
    for (const one of found) lab.say(`  ${gateway}, from ${scan.source}: ${describe(one, letIn)}`);
  }
  return wrong;
}

function describe({ kind, target, sent, seconds, answers }: Found, letIn: string[]): string {
  const list = (words: string[]) => words.join(", ") || "none";
  const ofKind = letIn.filter((one) => one.startsWith(kind === "ip" ? "protocol" : kind));
  return `${sent} packets of ${kind} to ${target} in ${seconds} s; answers: ${list(Object.keys(answers))}; let in: ${list(ofKind)}`;
}

async function probe(
  lab: Lab,
  gateway: string,
  { namespace, source, target, kinds }: Scan,
): Promise<{ found: Found[] } & Counted> {
  const inTransit = namespace ? ["ip", "netns", "exec", namespace] : [];
  // By its own nft: an older one cannot read what a newer one has loaded.
  const nft = (words: string[], options?: ExecOptions) =>
    lab.exec(gateway, ["nft", ...words], options);
  const ip = ["ip", "-n", transit, "address"];
  const held = [`${source}/${isIP(source) === 4 ? 32 : 128}`, "dev", "lo"];
  if (namespace)
    await lab.vm.exec(quote(...ip, "add", ...held, ...(isIP(source) === 6 ? ["nodad"] : [])));
  try {
    await nft(["-f", "-"], { input: counters(source) });
    const found: Found[] = [];
    for (const kind of kinds) {
      const words = ["/lab/guest/scan.py", source, target, kind, String(RATE)];
      const { stdout } = await lab.vm.exec(quote(...inTransit, ...words), {
        timeLimit: TIME_LIMIT_SECONDS,
      });
      found.push(JSON.parse(stdout) as Found);
    }
    const { stdout } = await nft(["-j", "list", "table", "inet", "lab_scan"]);
    return { found, ...parseCounters(stdout) };
  } finally {
    await nft(["delete", "table", "inet", "lab_scan"], { mayFail: true });
    if (namespace) await lab.vm.exec(quote(...ip, "delete", ...held), { mayFail: true });
  }
}

/** Before all that may drop a packet: what has arrived. Behind the gateway's own firewall: what was let in. */
export function counters(source: string): string {
  const from = isIP(source) === 4 ? "ip saddr" : "ip6 saddr";
  return `table inet lab_scan {
set ports { typeof meta l4proto . th dport; flags dynamic; size 200000; }
set protocols { typeof meta l4proto; flags dynamic; }
counter arrived_tcp { }
counter arrived_udp { }
chain arrival {
type filter hook prerouting priority -450
${from} ${source} meta l4proto 6 counter name arrived_tcp
${from} ${source} meta l4proto 17 counter name arrived_udp
}
chain input {
type filter hook input priority filter + 10;
${from} ${source} meta l4proto { 6, 17 } update @ports { meta l4proto . th dport }
${from} ${source} meta l4proto != { 1, 6, 17, 58 } update @protocols { meta l4proto }
}
}
`;
}

interface Counters {
  set?: { name: string; elem?: ({ concat: (string | number)[] } | string | number)[] };
  counter?: { name: string; packets: number };
}

/** What the gateway itself counted of a scan. */
interface Counted {
  /** `udp 500`, `protocol 47` */
  letIn: string[];
  /** packets by protocol */
  arrived: Partial<Record<Kind, number>>;
}

export function parseCounters(json: string): Counted {
  const names: Record<string, string> = { 6: "tcp", 17: "udp" };
  const named = (protocol: string | number) => names[protocol] ?? String(protocol);
  const parts = JSON.parse(json).nftables as Counters[];
  const letIn = parts.flatMap(({ set }) =>
    (set?.elem ?? []).map((elem) =>
      typeof elem === "object" ? `${named(elem.concat[0])} ${elem.concat[1]}` : `protocol ${elem}`,
    ),
  );
  const arrived = parts.flatMap(({ counter }) =>
    counter ? [[counter.name.replace("arrived_", ""), counter.packets] as const] : [],
  );
  return { letIn, arrived: Object.fromEntries(arrived) };
}

/** A port whose packet never came was not scanned. */
export function lost(found: Found[], arrived: Counted["arrived"]): string[] {
  return found.flatMap(({ kind, sent }) => {
    const came = kind === "ip" ? sent : (arrived[kind] ?? 0);
    return came < sent ? [`only ${came} of ${sent} packets of ${kind} came`] : [];
  });
}

/** What a gateway may let in from an address that no peer has. */
export function allowedFrom(gateway: GatewayPlan, source: string): string[] {
  const { managementFrom, managementPort, uplinks, additions } = gateway;
  const family = isIP(source);
  const anywhere = vpnEnds(gateway).some(({ ipsec }) => ipsec.remoteAddress === undefined);
  return [
    ...(managementFrom.some((prefix) => contains(prefix, source)) ? [`tcp ${managementPort}`] : []),
    ...(additions?.allow ?? [])
      .filter(({ sources }) => sources.some((prefix) => contains(prefix, source)))
      .flatMap(({ protocol, ports }) => ports.map((port) => `${protocol} ${port}`)),
    ...(anywhere && uplinks.some((uplink) => uplink.family === family)
      ? ["udp 500", "udp 4500"]
      : []),
  ];
}

/** An answer of any kind, or a packet let in, that is not of what is allowed; and SSH that is not found. */
export function surprises(
  { kinds }: Pick<Scan, "kinds">,
  found: Found[],
  letIn: string[],
  allowed: string[],
): string[] {
  const answers = found.flatMap((one) => Object.keys(one.answers));
  const port = (answer: string) => answer.split(" ").slice(0, 2).join(" ");
  const expected = (answer: string) =>
    /(open|answered)$/.test(answer) && allowed.includes(port(answer));
  const missing = allowed.filter(
    (one) =>
      kinds.includes(one.split(" ")[0] as Kind) &&
      !(letIn.includes(one) && answers.some((answer) => port(answer) === one)),
  );
  return [
    ...answers.filter((one) => !expected(one)).map((one) => `it answers: ${one}`),
    ...letIn.filter((one) => !allowed.includes(one)).map((one) => `its firewall lets in ${one}`),
    ...missing.map((one) => `${one} is not found, though it is allowed`),
  ];
}

function contains(prefix: string, address: string): boolean {
  const [network, length] = prefix.split("/");
  const family = (text: string) => (isIP(text) === 4 ? "ipv4" : "ipv6");
  if (isIP(network) !== isIP(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), family(network));
  return list.check(address, family(address));
}
