import { App, TerraformStack } from "cdktf";
import { Gateway, PolicyBasedVpn, RouteBasedVpn } from "cdktf-routed-vpn";
import { parseIp } from "../../lib/model/ip";
import { InvalidNetworkError, Problem } from "../../lib/model/problem";
import { Network } from "../../lib/network/network";
import { payloadOf } from "../../lib/payload/bundle";
import { userDataOf } from "../../lib/payload/user-data";
import { vpnEnds } from "../../lib/plan/ends";
import { GatewayPlan, NetworkPlan } from "../../lib/plan/types";
import { renderPeer } from "../../lib/peers/sheets";
import { buildApp, Recipe } from "./app";
import { MARK, SECRET } from "./hostile";

/** No run is near it: what takes so long hangs. */
const HANG_MS = 60_000;

/** Whether the app is accepted; throws for whatever must not be. */
export function check(recipe: Recipe): boolean {
  const start = performance.now();
  const accepted = synthesized(recipe);
  if (performance.now() - start > HANG_MS) throw new Error("synthesis hangs");
  return accepted;
}

function synthesized(recipe: Recipe): boolean {
  const stack = new TerraformStack(new App(), "net");
  let plan: NetworkPlan;
  try {
    buildApp(stack, recipe);
    plan = Network.of(stack).plan();
  } catch (error) {
    if (!(error instanceof InvalidNetworkError)) throw error;
    wellFormed(error.problems, error.message);
    return false;
  }
  JSON.stringify(stack.toTerraform());
  for (const gateway of plan.gateways) declared(stack, gateway);
  // A page is for people; what else there is of a sheet, a program reads.
  const sheets = plan.peers.flatMap(renderPeer).filter(({ path }) => !path.endsWith(".md"));
  for (const { text } of sheets) undeclared(text);
  return true;
}

function wellFormed(problems: readonly Problem[], message: string): void {
  demand(problems.length > 0, "an error without a problem");
  for (const { path, property, value, expected, remedy } of problems) {
    const texts = [path, property, value, expected, remedy];
    demand(
      texts.every((text) => typeof text === "string" && text !== ""),
      `a problem with an empty part: ${JSON.stringify(texts)}`,
    );
  }
  demand(!message.includes(SECRET), "a message that shows the secret");
  demand(!/\[object |Invalid input/.test(message), `a message of the program's own: ${message}`);
}

/** What was rendered has exactly what the app has: connections, keys, neighbors, interfaces. */
function declared(stack: TerraformStack, gateway: GatewayPlan): void {
  const payload = payloadOf(gateway);
  userDataOf(payload);
  const files = new Map(payload.files.map(({ path, text }) => [path.replace(/^files/, ""), text]));
  const byApp = linesByApp(gateway);
  for (const text of files.values()) undeclared(text, byApp);
  const vpns = stack.node
    .findAll()
    .filter((one) => one instanceof RouteBasedVpn || one instanceof PolicyBasedVpn)
    .filter(({ left, right }) =>
      [left, right].some((end) => end instanceof Gateway && end.node.path === gateway.path),
    );
  const swanctl = files.get("/etc/swanctl/conf.d/vpn-gateway.conf") ?? "";
  const connections = /^connections \{\n(.*?)^\}/ms.exec(swanctl)?.[1] ?? "";
  equal(count(connections, /^ {2}[^\s#]\S* \{$/gm), vpns.length, "connections");
  const keyed = vpnEnds(gateway).filter(({ ipsec }) => ipsec.secret);
  const delivered = files.get("/etc/swanctl/conf.d/vpn-gateway-secrets.conf") ?? "";
  const fetched = files.get("/etc/vpn-gateway/secrets") ?? "";
  const keys = count(delivered, /^ {2}ike-\S+ \{$/gm) + count(fetched, /^secret ike-/gm);
  equal(keys, keyed.length, "keys");
  const frr = files.get("/etc/frr/frr.conf") ?? "";
  const neighbors = [...frr.matchAll(/^ *neighbor (\S+) remote-as /gm)].map((match) => match[1]!);
  const sessions = (gateway.bgp?.sessions ?? []).map(({ neighbor }) => neighbor);
  equal(
    neighbors
      .filter((one) => parseIp(one))
      .sort()
      .join(),
    sessions.sort().join(),
    "neighbors",
  );
  walled(files, gateway);
  const links = ["links", "private-links"]
    .map((name) => files.get(`/usr/local/lib/vpn-gateway/${name}`) ?? "")
    .join("");
  for (const { ipsec, gre } of gateway.tunnels) {
    for (const device of [ipsec.device, ...(gre ? [gre.device] : [])]) {
      const made = count(links, new RegExp(`^ +(?:link|crossing) ${device} `, "gm"));
      demand(made === 1, `${made} links ${device}`);
    }
  }
}

/** The firewall knows the ends and the devices of these VPNs, and no others. */
function walled(files: ReadonlyMap<string, string>, gateway: GatewayPlan): void {
  const rulesets = [...files].filter(([path]) => /\/(private-)?nftables\.nft$/.test(path));
  const text = rulesets.map(([, one]) => one).join("\n");
  const fixed = vpnEnds(gateway).flatMap(({ ipsec }) => ipsec.remoteAddress ?? []);
  const known = [...elements(text, "peers4"), ...elements(text, "peers6")];
  equal(sorted(known), sorted(fixed), "peers of the firewall");
  const devices = elements(text, "tunnels").map((one) => one.replace(/"/g, ""));
  // With prefix-independent convergence, the VRF of a remote site is the device of packets that its tunnels bring.
  const own = [...gateway.tunnels, ...(gateway.pic?.remoteSites ?? [])];
  equal(sorted(devices), sorted(own.map(({ device }) => device)), "tunnels of the firewall");
}

function elements(ruleset: string, set: string): string[] {
  const body = new RegExp(`^  set ${set} \\{$.*?^    elements = \\{\n(.*?)^    \\}$`, "ms");
  const lines = body.exec(ruleset)?.[1]?.split("\n") ?? [];
  return lines.flatMap((line) => line.trim().split(/[ ,]/)[0] || []);
}

function sorted(words: readonly string[]): string {
  return [...new Set(words)].sort().join();
}

/** What an app adds in a daemon's own words is a line of its own, and no more. */
function linesByApp({ additions, bgp }: GatewayPlan): Set<string> {
  const { addFirewallRules = [], addFile = [], addUnit = [], addFrrLines = [] } = additions ?? {};
  const sessionsWith = (peer?: string) =>
    bgp!.sessions.filter((it) => it.peer === peer).map(({ neighbor }) => neighbor);
  const texts = [
    ...addFirewallRules.flatMap(({ rules }) => rules),
    ...addFrrLines.flatMap(({ section, lines, peer }) =>
      section.startsWith("neighbor")
        ? sessionsWith(peer).flatMap((neighbor) => lines.map((it) => `neighbor ${neighbor} ${it}`))
        : lines,
    ),
    ...[...addFile, ...addUnit].flatMap(({ text }) => text.split("\n")),
  ];
  return new Set(texts.map((text) => text.trim()));
}

/** Marks may stand in comments, quotes and descriptions, which are no words of the file's reader. */
function undeclared(text: string, byApp: ReadonlySet<string> = new Set()): void {
  if (!text.includes(MARK)) return;
  for (const line of text.split("\n").filter((one) => one.includes(MARK))) {
    if (byApp.has(line.trim())) continue;
    const bare = line
      .replace(/^(\s*(neighbor \S+ )?description ).*/, "$1")
      .replace(/"(\\.|[^"\\])*"/g, '""')
      .replace(/'[^']*'/g, "''")
      .replace(/^\s*[#!].*/, "");
    demand(!bare.includes(MARK), `a line that the app did not declare: ${JSON.stringify(line)}`);
  }
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function equal(got: unknown, expected: unknown, what: string): void {
  demand(got === expected, `${what}: ${String(got)} where the app has ${String(expected)}`);
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
