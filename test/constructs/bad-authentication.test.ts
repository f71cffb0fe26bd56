import { Authentication, CertificateAuthority, CertificateProps } from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { Build, itRefuses, lateText, two, untyped } from "../fixtures/bad-input";
import { AUTHORITY, END_ENTITY, KEY_A, KEY_C, WEAK_KEY } from "../fixtures/keys";

function certificate(props: Partial<CertificateProps>): Build {
  const authority = CertificateAuthority.pem(AUTHORITY);
  return two({}, { authentication: Authentication.certificate({ authority, ...props }) });
}

function publicKey(key: string): Build {
  return two({ publicKey: key });
}

const PRIVATE_KEY = ["BEGIN", "END"]
  .map((word) => `-----${word} PRIVATE KEY-----`)
  .join("\nMC4C\n");

describe("bad certificates and keys are refused", () => {
  itRefuses([
    {
      wrong: "a gateway's certificate in the authority's place",
      app: certificate({ authority: CertificateAuthority.pem(END_ENTITY) }),
      at: `net/a-c: certificate.authority.pem is ${JSON.stringify(END_ENTITY).slice(0, 80)}…`,
      expected: /an authority \(basicConstraints CA:TRUE\)/,
      remedy: /that signs the gateways' own ones/,
    },
    {
      wrong: "no certificate at all",
      app: certificate({ authority: CertificateAuthority.pem("company.pem") }),
      at: 'net/a-c: certificate.authority.pem is "company.pem"',
      expected: /in PEM/,
      remedy: /give the certificate/,
    },
    {
      wrong: "an authority's file where AppArmor lets nobody read",
      app: certificate({ authority: CertificateAuthority.file("/etc/ssl/certs/company.pem") }),
      at: 'net/a-c: certificate.authority.file is "/etc/ssl/certs/company.pem"',
      expected: /a file in \/etc\/swanctl\/x509ca/,
      remedy: /AppArmor/,
    },
    {
      wrong: "a certificate's file that climbs out of its folder",
      app: certificate({ certificateFile: "/etc/swanctl/x509/../private/gateway.pem" }),
      at: 'net/a-c: certificate.certificateFile is "/etc/swanctl/x509/../private/gateway.pem"',
      expected: /a file in \/etc\/swanctl\/x509 on/,
      remedy: /put it there/,
    },
    {
      wrong: "a URI that would end its setting",
      app: certificate({ crlUris: ["http://pki.example/a.crl, x"] }),
      at: 'net/a-c: certificate.crlUris.0 is "http://pki.example/a.crl, x"',
      expected: /an http or https URI/,
      remedy: /fetch it themselves/,
    },
    {
      wrong: "a certificate instead of its authority",
      app: certificate(untyped({ authority: undefined })),
      at: "net/a-c: certificate.authority not set",
      expected: /./,
      remedy: /API\.md/,
    },
    {
      wrong: "no public key at an end that needs one",
      app: two({ publicKey: KEY_A }, { authentication: Authentication.publicKey() }),
      at: "net/c: publicKey not set",
      expected: /since net\/a-c authenticates by them/,
      remedy: /openssl pkey/,
    },
    {
      wrong: "a weak key",
      app: publicKey(WEAK_KEY),
      at: `net/a: publicKey is ${JSON.stringify(WEAK_KEY).slice(0, 80)}…`,
      expected: /RSA with at least 2048 bits/,
      remedy: /openssl pkey/,
    },
    {
      wrong: "two keys in one text",
      app: publicKey(KEY_A + KEY_C),
      at: `net/a: publicKey is ${JSON.stringify(KEY_A).slice(0, 80)}…`,
      expected: /a public key/,
      remedy: /openssl pkey/,
    },
    {
      wrong: "one key at two gateways",
      app: (stack) => {
        siteGateway(stack, "a", 1, 2, { publicKey: KEY_A });
        siteGateway(stack, "c", 2, 2, { publicKey: KEY_A });
      },
      at: 'net/c: publicKey is "that of net/a"',
      expected: /a key of its own/,
      remedy: /on each gateway/,
    },
    {
      wrong: "a private key, which is not shown",
      app: publicKey(PRIVATE_KEY),
      at: "net/a: publicKey is a value that is not shown, lest it be the secret",
      expected: /a public key/,
      remedy: /the private key stays on the gateway/,
    },
    {
      wrong: "a token in a key's place",
      app: (stack) => publicKey(lateText(stack))(stack),
      at: "net/a: publicKey is a Terraform token",
      expected: /known at synthesis/,
      remedy: /write the value itself/,
    },
  ]);
});
