import { Problem, problem } from "../../model/problem";
import { AnyVpnIntent, SecretIntent } from "../../model/vpn";
import { Topology } from "../topology";

/** A VPN that uses a key, and the third party's gateway at its end, if there is one. */
interface Use {
  readonly vpn: AnyVpnIntent;
  readonly secret: SecretIntent;
  readonly foreign?: string;
}

/**
 * A pre-shared key authenticates any party that holds it. One that a third party holds must prove that party alone: with it,
 * the third party could authenticate as any other peer that the key belongs to.
 */
export function sharedKeyProblems(topology: Topology): Problem[] {
  const found = new Map<string, Problem>();
  for (const uses of usesByKey(topology).values()) {
    // Among third parties the first may keep the key, unless our own gateways have it too.
    const [first] = uses;
    const keeper = uses.every(({ foreign }) => foreign !== undefined) ? first!.foreign : undefined;
    for (const use of uses) {
      if (use.foreign === undefined || use.foreign === keeper) continue;
      const other = uses.find((one) => one.foreign !== use.foreign);
      if (other && !found.has(use.vpn.path)) found.set(use.vpn.path, sharedKey(use, other));
    }
  }
  return [...found.values()];
}

function sharedKey({ vpn, secret, foreign }: Use, other: Use): Problem {
  return problem(
    vpn.path,
    "authentication",
    sourceOf(secret),
    `a pre-shared key that ${foreign} alone has; ${other.vpn.path} uses it too`,
    "give each ForeignGateway a secret of its own; in a BgpMesh, with memberAuthentication",
  );
}

/** Where a key is found; never the key. */
function sourceOf(secret: SecretIntent): string {
  if (secret.kind === "terraform") return secret.name;
  return secret.kind === "file" ? secret.path : secret.kind;
}

function usesByKey(topology: Topology): Map<string, Use[]> {
  const { vpns, policyVpns } = topology.intent;
  const uses = new Map<string, Use[]>();
  for (const vpn of [...vpns, ...policyVpns]) {
    const { secret } = vpn;
    if (secret === undefined) continue;
    const ends = [vpn.left, vpn.right].flatMap((end) => topology.gateway(end) ?? []);
    const use = { vpn, secret, foreign: ends.find((end) => end.foreign)?.path };
    const own = ends.filter((end) => !end.foreign).map(({ path }) => path);
    for (const key of keysOf(secret, own)) push(uses, key, use);
  }
  return uses;
}

/** A file or a command is another one on each gateway; the rest is the same everywhere. */
function keysOf(secret: SecretIntent, gateways: readonly string[]): string[] {
  const source = JSON.stringify(secret);
  const isLocal = secret.kind === "file" || secret.kind === "command";
  return isLocal ? gateways.map((gateway) => `${source} ${gateway}`) : [source];
}

/** A mesh has thousands of VPNs with one key. */
function push(uses: Map<string, Use[]>, key: string, use: Use): void {
  const known = uses.get(key);
  if (known) known.push(use);
  else uses.set(key, [use]);
}
