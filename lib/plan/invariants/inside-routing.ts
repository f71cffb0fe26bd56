import { PROFILES } from "../../model/platform";
import { familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { MeshIntent } from "../../model/routing";
import { MD5_KEY } from "../../model/routing-key";
import { HIDDEN_VALUE } from "../../model/rule";
import { ospfTimers } from "../ospf";
import { Site, Topology } from "../topology";

export function insideRoutingProblems(topology: Topology): Problem[] {
  return topology
    .sites()
    .flatMap((site) => [
      ...outsideMesh(site, topology),
      ...unprovenRouters(site, topology),
      ...ospfProblems(site, topology),
      ...ospfKeyProblems(site),
    ]);
}

/** A gateway alone has BGP, and so anything to tell, in a mesh only; a pair has it anyway. */
function outsideMesh(site: Site, topology: Topology): Problem[] {
  if (!site.insideRouting || site.pair || topology.meshOfSite(site)) return [];
  // Refused in any case (vrrp.ts).
  if (site.insideRouting.kind === "vrrp") return [];
  return [
    problem(
      site.path,
      "insideRouting",
      site.insideRouting.kind,
      "a member of a BgpMesh, whose routes it announces to the inside",
      "make the gateway a member of a mesh, or leave insideRouting out",
    ),
  ];
}

/**
 * Routers without a name prove by a key who they are. FRR 8.4 denies what such a session brings in the first seconds
 * after FRR's start, and does not ask again (seen on 8.4.4; 10.3 does).
 */
function unprovenRouters(site: Site, topology: Topology): Problem[] {
  const { path, insideRouting, pair, gateways } = site;
  if (insideRouting?.kind !== "bgp" || pair?.insideRouters) return [];
  if (insideRouting.secret === undefined) {
    if (pair || !topology.meshOfSite(site)) return [];
    const expected =
      "a key (`secret`), since any host of the segment could announce the site's networks";
    const remedy = "give InsideRouting.bgp() a secret, or leave insideRouting out";
    return [problem(path, "insideRouting", "bgp", expected, remedy)];
  }
  const old = gateways.find((it) => !it.foreign && !PROFILES[it.platform].frr10);
  if (!old) return [];
  return [
    problem(
      path,
      "insideRouters",
      undefined,
      `the inner routers by address: FRR 8.4 of ${old.path} may ignore what others announce until their next session`,
      "name them with insideRouters of an HaPair, or run Platform.DEBIAN_13",
    ),
  ];
}

function ospfProblems(site: Site, topology: Topology): Problem[] {
  const { insideRouting, pair } = site;
  if (insideRouting?.kind !== "ospf") return [];
  const { helloIntervalSeconds, deadIntervalSeconds } = ospfTimers(insideRouting);
  const found: Problem[] = [];
  if (deadIntervalSeconds <= helloIntervalSeconds || deadIntervalSeconds > 65535) {
    found.push(
      problem(
        site.path,
        "insideRouting.deadIntervalSeconds",
        deadIntervalSeconds,
        `more than the ${helloIntervalSeconds} s between hellos, and at most 65535 s`,
        `leave it out for four times the hello interval, or set the hello interval below it`,
      ),
    );
  }
  if (pair?.insideRouters) {
    found.push(
      problem(
        site.path,
        "insideRouters",
        pair.insideRouters,
        "no inner routers by address: OSPF finds them on the segment (RFC 2328, 9.5)",
        "leave insideRouters out; it is for InsideRouting.bgp()",
      ),
    );
  }
  const mesh = topology.meshOfSite(site);
  return mesh ? [...found, ...defaultRoutes(site, mesh, topology)] : found;
}

function ospfKeyProblems({ path, insideRouting, gateways }: Site): Problem[] {
  if (insideRouting?.kind !== "ospf") return [];
  const { secret, md5 } = insideRouting;
  if (!secret)
    return md5
      ? [problem(path, "insideRouting.md5", md5, "a `secret` to use it with", "add one")]
      : [];
  if (md5) {
    if (secret.kind !== "unsafe-literal" || MD5_KEY.test(secret.value)) return [];
    const expected = "at most 16 characters, as MD5's keys have (RFC 2328, D.3)";
    const found = problem(path, "insideRouting.secret", "", expected, "choose a shorter key");
    return [{ ...found, value: HIDDEN_VALUE }];
  }
  const old = gateways.find(
    (it) =>
      !it.foreign &&
      !PROFILES[it.platform].frr10 &&
      it.inside.some(({ addresses }) => addresses.some((one) => familyOf(one) === 4)),
  );
  if (!old) return [];
  return [
    problem(
      path,
      "insideRouting.md5",
      md5,
      `true: FRR 8.4 of ${old.path} has no HMAC-SHA for OSPFv2 (RFC 5709)`,
      "set md5, with a secret of at most 16 characters, or run Platform.DEBIAN_13",
    ),
  ];
}

/** OSPF redistributes no default route (RFC 2328 has it originated, and the machine has one of its own). */
function defaultRoutes(site: Site, mesh: MeshIntent, topology: Topology): Problem[] {
  const others = mesh.members.flatMap((path) => topology.member(path) ?? []);
  return others
    .filter((other) => other.path !== site.path)
    .flatMap((other) =>
      other.networks
        .filter((prefix) => prefix.endsWith("/0"))
        .map((prefix) =>
          problem(
            site.path,
            "insideRouting",
            "ospf",
            `BGP inside, since ${other.path} announces ${prefix}, which OSPF does not redistribute`,
            "use InsideRouting.bgp(), or name the prefixes behind the other site",
          ),
        ),
    );
}
