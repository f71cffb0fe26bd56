import { Construct } from "constructs";
import { Gateway } from "../gateway/gateway";
import { IGateway } from "../gateway/igateway";
import { Authentication } from "./authentication";
import { IpsecOptions } from "./ipsec-options";
import { Encryption, KeyExchange, Prf, Proposal } from "./proposal";
import { Secret } from "./secret";

const DEFAULT_IKE = Proposal.ike({
  encryption: Encryption.AES_256_GCM_16,
  prf: Prf.SHA2_384,
  keyExchange: KeyExchange.ECP_384,
});
const DEFAULT_ESP = Proposal.esp({
  encryption: Encryption.AES_256_GCM_16,
  keyExchange: KeyExchange.ECP_384,
});

/** The options of a VPN in the model's words. Words that it does not know go through, to be refused. */
export function ipsecIntent(
  vpn: Construct,
  options: IpsecOptions,
  ends: readonly IGateway[],
): object {
  const { authentication, ikeProposals, espProposals, ...plain } = options;
  const keywords = (proposals: Proposal[]) => proposals.map((proposal) => proposal.keywords);
  return {
    ...plain,
    ...proof(vpn, authentication, ends),
    ikeProposals: keywords(ikeProposals ?? [DEFAULT_IKE]),
    espProposals: keywords(espProposals ?? [DEFAULT_ESP]),
    forceUdpEncapsulation: plain.forceUdpEncapsulation ?? false,
    dpdDelaySeconds: plain.dpdDelaySeconds ?? 10,
  };
}

function proof(vpn: Construct, authentication: Authentication, ends: readonly IGateway[]): object {
  const { _secret: secret, _certificate: certificate, _rawPublicKeys } = authentication ?? {};
  if (certificate) return { certificate };
  if (_rawPublicKeys) return { rawPublicKeys: true };
  // A plain string, which JavaScript lets through, must not reach a message.
  if (!(secret instanceof Secret)) return { secret: { kind: "literal-refused" } };
  secret._bind(
    vpn,
    ends.filter((end): end is Gateway => end instanceof Gateway),
  );
  return { secret: secret._intent };
}
