import { createHash } from "crypto";
import {
  canonicalCertificate,
  canonicalPublicKey,
  CertificateIntent,
} from "../../model/certificate";
import { vpnEnds } from "../../plan/ends";
import { VpnEnd, VpnsSlice } from "../../plan/types";
import { GatewayFile } from "../file";
import { Section } from "./settings";

const AUTHORITIES = "/etc/swanctl/x509ca";
const PUBLIC_KEYS = "/etc/swanctl/pubkey";
const PRIVATE_KEYS = "/etc/swanctl/private/*";

/** How this gateway proves who it is to a peer, and how the peer must: `local` and `remote`. */
export function proofs({ name, ipsec }: VpnEnd, gateway: string): Section[] {
  const { localId, remoteId, certificate, publicKeys } = ipsec;
  const auth = ipsec.secret ? "psk" : "pubkey";
  const revocation = certificate?.revocation;
  return [
    {
      name: "local",
      settings: {
        auth,
        id: localId,
        certs: certificate && [certificate.certificateFile],
        pubkeys: publicKeys && [publicKeyFile(gateway)],
      },
    },
    {
      name: "remote",
      settings: {
        auth,
        id: remoteId,
        cacerts: certificate && [authorityFile(certificate)],
        pubkeys: publicKeys && [publicKeyFile(name)],
        revocation: revocation === "relaxed" ? undefined : revocation,
      },
    },
  ];
}

/** Where revocation is asked for, for authorities whose certificates do not say it themselves. */
export function authorities(gateway: VpnsSlice): Section[] {
  const sections = certificatesOf(gateway)
    .filter(({ crlUris, ocspUris }) => crlUris ?? ocspUris)
    .map((certificate): Section => ({
      name: `vpn-gateway-${shortHash(JSON.stringify(certificate))}`,
      settings: {
        cacert: authorityFile(certificate),
        crl_uris: certificate.crlUris,
        ocsp_uris: certificate.ocspUris,
      },
    }));
  return sections.length > 0 ? [{ name: "authorities", sections: distinct(sections) }] : [];
}

/** Certificates and public keys that the payload brings; a private key never is among them. */
export function credentialFiles(gateway: VpnsSlice): GatewayFile[] {
  const certificates = certificatesOf(gateway).flatMap((certificate) => {
    const { authority } = certificate;
    if (authority.kind === "file") return [];
    return [{ path: authorityFile(certificate), text: canonicalCertificate(authority.pem) }];
  });
  const keys = vpnEnds(gateway).flatMap(({ name, ipsec: { publicKeys } }) =>
    publicKeys
      ? [
          { path: publicKeyFile(gateway.name), text: canonicalPublicKey(publicKeys.local) },
          { path: publicKeyFile(name), text: canonicalPublicKey(publicKeys.remote) },
        ]
      : [],
  );
  return [...new Map([...certificates, ...keys].map((file) => [file.path, file])).values()].map(
    (file) => ({ ...file, mode: "0644", owner: "root" }),
  );
}

/** Files that the gateway's owner alone has; a private key may have any name. */
export function neededCredentials(gateway: VpnsSlice): string[] {
  const certificates = certificatesOf(gateway);
  const keys = vpnEnds(gateway).some(({ ipsec }) => ipsec.secret === undefined);
  const files = certificates.flatMap(({ certificateFile, authority }) => [
    certificateFile,
    ...(authority.kind === "file" ? [authority.file] : []),
  ]);
  return [...new Set([...(keys ? [PRIVATE_KEYS] : []), ...files])].sort();
}

function certificatesOf(gateway: VpnsSlice): CertificateIntent[] {
  return vpnEnds(gateway).flatMap(({ ipsec }) => ipsec.certificate ?? []);
}

/** By its content, so that VPNs with the same authority share the file. */
function authorityFile({ authority }: CertificateIntent): string {
  return authority.kind === "file"
    ? authority.file
    : `${AUTHORITIES}/vpn-gateway-${shortHash(canonicalCertificate(authority.pem))}.pem`;
}

function publicKeyFile(gateway: string): string {
  return `${PUBLIC_KEYS}/vpn-gateway-${gateway}.pem`;
}

function distinct(sections: readonly Section[]): Section[] {
  return [...new Map(sections.map((section) => [section.name, section])).values()];
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
