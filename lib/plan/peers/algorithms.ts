import { Problem, problem } from "../../model/problem";
import { parseProposal, Proposal, Protocol } from "../../model/proposal";
import { PeerLimits } from "../../peers/limits/types";
import { because } from "./expectation";
import { PeerLink } from "./types";

/** Proposals with an algorithm that the peer does not have. */
export function algorithmProblems({ end }: PeerLink, limits: PeerLimits): Problem[] {
  const { ikeProposals, espProposals } = end.ipsec;
  const found = groupProblems(end.path, espProposals, limits);
  const each = (["ike", "esp"] as const).flatMap((protocol) => {
    const property = `${protocol}Proposals`;
    const proposals = protocol === "ike" ? ikeProposals : espProposals;
    if (limits.oneProposal && proposals.length > 1) {
      const expected = because(limits, "one proposal");
      found.push(problem(end.path, property, proposals, expected, "give only the best one"));
    }
    return proposals.flatMap((text) => {
      const unknown = unknownAlgorithm(text, protocol, limits);
      if (!unknown) return [];
      const expected = because(limits, `${unknown.what} ${unknown.known.join(", ")}`);
      const remedy = "give the VPN a proposal of these with Proposal.ike() or Proposal.esp()";
      return [problem(end.path, property, text, expected, remedy)];
    });
  });
  return [...found, ...each];
}

function groupProblems(path: string, proposals: readonly string[], limits: PeerLimits): Problem[] {
  const groups = new Set(proposals.map((text) => (parseProposal(text, "esp") as Proposal).group));
  if (limits.needsEspGroup && groups.has(undefined)) {
    const expected = because(limits, "a key exchange group in every ESP proposal (PFS)");
    const remedy = "give each Proposal.esp() a keyExchange: without one, rekeying fails";
    return [problem(path, "espProposals", proposals, expected, remedy)];
  }
  if (!limits.oneEspGroup || groups.size < 2) return [];
  const expected = because(limits, "the same key exchange group in all proposals");
  const remedy = "give all of them the same keyExchange, or none";
  return [problem(path, "espProposals", proposals, expected, remedy)];
}

function unknownAlgorithm(text: string, protocol: Protocol, limits: PeerLimits) {
  const { cipher, integrity, prf, group } = parseProposal(text, protocol) as Proposal;
  const { ciphers, integrity: integrities, prfs, groups } = limits[protocol] ?? {};
  const implied = protocol === "ike" ? impliedPrf(cipher.keyword, integrity, limits) : undefined;
  return [
    { what: "a cipher of", used: cipher.keyword, known: ciphers },
    { what: "an integrity algorithm of", used: integrity, known: integrities },
    { what: "a PRF of", used: prf, known: implied === undefined ? prfs : [implied] },
    { what: "a key exchange group of", used: group, known: groups },
  ].flatMap(({ what, used, known }) =>
    used === undefined || !known || known.includes(used) ? [] : [{ what, known }],
  )[0];
}

/** The one PRF that goes with a cipher or an integrity algorithm, where the peer has no choice. */
function impliedPrf(
  cipher: string,
  integrity: string | undefined,
  { prfOfIntegrity, prfOfCipher }: PeerLimits,
): string | undefined {
  if (integrity === undefined) return prfOfCipher?.[cipher];
  return prfOfIntegrity ? `prf${integrity}` : undefined;
}
