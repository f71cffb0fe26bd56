import { Construct } from "constructs";
import { Gateway } from "../gateway/gateway";
import { IGateway } from "../gateway/igateway";
import { Misfit } from "../model/misfit";
import { chosen, chosenList, intentOf } from "../network/given";
import { Network } from "../network/network";
import { Authentication } from "./authentication";
import { IpsecOptions } from "./ipsec-options";
import { Proposal } from "./proposal";
import { Secret } from "./secret";

const PROPOSALS = "make it with Proposal.ike(), Proposal.esp() or Proposal.parse()";

export const AUTHENTICATIONS =
  "make it with Authentication.preSharedKey(), Authentication.certificate() or Authentication.publicKey()";

/** The options of a VPN in the model's words. Words that it does not know go through, to be refused. */
export function ipsecIntent(vpn: Construct, options: IpsecOptions, ends: readonly IGateway[]) {
  const { authentication, ikeProposals, espProposals, ...plain } = options;
  const own = {
    ...proof(vpn, authentication, ends),
    ikeProposals: chosenList(ikeProposals, Proposal, ({ _words }) => _words, PROPOSALS),
    espProposals: chosenList(espProposals, Proposal, ({ _words }) => _words, PROPOSALS),
  };
  return intentOf(own, plain);
}

function proof(
  vpn: Construct,
  authentication: Authentication | undefined,
  ends: readonly IGateway[],
): object {
  const read = (it: Authentication) => proofOf(vpn, it, ends);
  // Left out, it must be refused: a VPN without any would be planned without a key.
  const wanted = authentication ?? Misfit.of(authentication, "an Authentication", AUTHENTICATIONS);
  const chosenOne = chosen(wanted as Authentication, Authentication, read, AUTHENTICATIONS);
  const none = { secret: undefined, certificate: undefined, rawPublicKeys: undefined };
  if (chosenOne instanceof Misfit) return { ...none, secret: chosenOne.at("authentication") };
  return { ...none, ...chosenOne };
}

function proofOf(vpn: Construct, authentication: Authentication, ends: readonly IGateway[]) {
  const { _secret: secret, _certificate: certificate, _rawPublicKeys } = authentication;
  if (certificate) return { certificate };
  if (_rawPublicKeys) return { rawPublicKeys: true };
  // A plain string, which JavaScript lets through, must not reach a message.
  if (!(secret instanceof Secret)) return { secret: { kind: "literal-refused" } };
  const network = Network.of(vpn);
  secret._bind(
    vpn,
    ends.filter((end): end is Gateway => network.has(end, "gateways")),
  );
  return { secret: secret._intent };
}
