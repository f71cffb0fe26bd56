import { createHash, createPublicKey } from "crypto";
import {
  canonicalCertificate,
  canonicalPublicKey,
  CertificateIntent,
} from "../../model/certificate";
import { PeerPlan } from "../../plan/peers/types";
import { IpsecEnd, PublicKeys } from "../../plan/types";
import { keyPlaceholder, keySource, PeerFile, SharedKey } from "./file";

/** A VPN of either kind. */
interface Link {
  readonly end: { readonly ipsec: IpsecEnd };
  readonly gateway: SharedKey["gateway"];
}

type Row = [setting: string, value: string];

/** How the ends authenticate, as rows of the page. */
export function authenticationRows({ end: { ipsec }, gateway }: Link): Row[] {
  const { secret, certificate, publicKeys } = ipsec;
  if (certificate) return certificateRows(certificate, gateway.name);
  if (publicKeys) return publicKeyRows(publicKeys, gateway.name);
  const key = { end: { ipsec: { secret: secret! } }, gateway };
  return [
    ["Authentication", "pre-shared key, both ways"],
    ["Pre-shared key", `${keyPlaceholder(key)}, from ${keySource(key)}`],
  ];
}

const REVOCATION = {
  strict: "its status must be known",
  ifuri: "its status must be known if the certificate or its authority names a CRL or OCSP URI",
  relaxed: "it must not be known to be revoked",
};

function certificateRows(certificate: CertificateIntent, gateway: string): Row[] {
  const { authority, crlUris = [], ocspUris = [], revocation } = certificate;
  const signer =
    authority.kind === "pem"
      ? `the certificate authority in ${authorityFile(gateway)}`
      : `a certificate authority whose certificate the operator of ${gateway} sends you`;
  return [
    ["Authentication", "X.509 certificates, both ways (RFC 4945)"],
    ["Certificates are signed by", signer],
    ["IKE identity", "the subject or a subjectAltName of the certificate"],
    ["Revocation of your certificate", REVOCATION[revocation]],
    ...crlUris.map((uri): Row => ["Revocation list", uri]),
    ...ocspUris.map((uri): Row => ["OCSP responder", uri]),
  ];
}

function publicKeyRows({ local, remote }: PublicKeys, gateway: string): Row[] {
  return [
    ["Authentication", "raw public keys, both ways (RFC 7670)"],
    ["Our public key", `in ${publicKeyFile(gateway)}, SHA-256 ${fingerprint(remote)}`],
    ["Your public key on our side", `SHA-256 ${fingerprint(local)}`],
  ];
}

/** Certificates and public keys of ours, which are no secrets. */
export function credentialFiles({ links, policyLinks }: PeerPlan): PeerFile[] {
  return [...links, ...policyLinks].flatMap(({ end: { ipsec }, gateway: { name } }) => {
    const { certificate, publicKeys } = ipsec;
    if (publicKeys)
      return [{ path: publicKeyFile(name), text: canonicalPublicKey(publicKeys.remote) }];
    if (certificate?.authority.kind !== "pem") return [];
    return [{ path: authorityFile(name), text: canonicalCertificate(certificate.authority.pem) }];
  });
}

function authorityFile(gateway: string): string {
  return `${gateway}-authority.pem`;
}

function publicKeyFile(gateway: string): string {
  return `${gateway}-public-key.pem`;
}

/** Of the SubjectPublicKeyInfo in DER, as `openssl pkey -pubin -outform der | sha256sum` shows it. */
function fingerprint(pem: string): string {
  const der = createPublicKey(pem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}
