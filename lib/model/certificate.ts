import { createPublicKey, KeyObject, X509Certificate } from "crypto";
import { z } from "zod";
import { rule } from "./rule";
import { wordsOf } from "./word";
import { Revocation } from "./words/revocation";

/** A key that NIST SP 800-131A still allows. */
function isStrong({ asymmetricKeyDetails: details }: KeyObject): boolean {
  return details?.modulusLength === undefined || details.modulusLength >= 2048;
}

/** PEM is read leniently by everybody, so what is written is never the app's own text. */
export function canonicalPublicKey(pem: string): string {
  return createPublicKey(pem).export({ type: "spki", format: "pem" }).toString();
}

export function canonicalCertificate(pem: string): string {
  return new X509Certificate(pem).toString();
}

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

/** node would derive a public key from a private one, or take it out of a certificate. */
const ONE_PUBLIC_KEY = /^-----BEGIN PUBLIC KEY-----\s[^-]*-----END PUBLIC KEY-----$/;
const ONE_CERTIFICATE = /^-----BEGIN CERTIFICATE-----\s[^-]*-----END CERTIFICATE-----$/;

export const publicKey = rule(
  z.string(),
  (text) => ONE_PUBLIC_KEY.test(text.trim()) && holds(() => isStrong(createPublicKey(text))),
  "a public key as SubjectPublicKeyInfo in PEM (RFC 7468, 13), RSA with at least 2048 bits",
  "`openssl pkey -in private.pem -pubout` prints it; the private key stays on the gateway",
);

const authorityPem = rule(
  z.string(),
  (text) =>
    ONE_CERTIFICATE.test(text.trim()) &&
    holds(() => {
      const certificate = new X509Certificate(text);
      return certificate.ca && isStrong(certificate.publicKey);
    }),
  "one certificate of an authority (basicConstraints CA:TRUE) in PEM, RSA with at least 2048 bits",
  "give the certificate that signs the gateways' own ones, not one of those",
);

/** AppArmor lets swanctl read nothing outside of /etc/swanctl, and swanctl loads by folder. */
function swanctlFile(folder: string) {
  return rule(
    z.string(),
    (text) =>
      text.startsWith(`${folder}/`) &&
      /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text.slice(folder.length + 1)),
    `a file in ${folder} on the gateway`,
    "put it there: swanctl's AppArmor profile keeps it from reading other places (swanctl(8))",
  );
}

const uri = rule(
  z.string(),
  (text) => /^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~%/?&=+:@-]*)?$/.test(text),
  "an http or https URI",
  "the gateways fetch it themselves (RFC 5280, 4.2.1.13; RFC 6960)",
);

export const certificateIntent = z.strictObject({
  authority: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("pem"), pem: authorityPem }),
    z.strictObject({ kind: z.literal("file"), file: swanctlFile("/etc/swanctl/x509ca") }),
  ]),
  certificateFile: swanctlFile("/etc/swanctl/x509"),
  crlUris: z.array(uri).min(1).optional(),
  ocspUris: z.array(uri).min(1).optional(),
  revocation: z.enum(wordsOf(Revocation)),
});
export type CertificateIntent = z.infer<typeof certificateIntent>;
