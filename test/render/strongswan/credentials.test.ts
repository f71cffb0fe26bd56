import { CertificateIntent } from "../../../lib/model/certificate";
import { filesOf, packagesOf } from "../../fixtures/footprints";
import { GatewayPlan, IpsecEnd } from "../../../lib/plan/types";
import { strongswan } from "../../../lib/render/strongswan";
import { AUTHORITY, KEY_A, KEY_C } from "../../fixtures/keys";
import { gatewayPlan } from "../../fixtures/plan";

const CONNECTIONS = "/etc/swanctl/conf.d/vpn-gateway.conf";

/** Gateway a, whose tunnels to c and d have other credentials than a pre-shared key. */
function withProof(...proofs: Partial<IpsecEnd>[]): GatewayPlan {
  const tunnels = gatewayPlan().tunnels.slice(0, proofs.length);
  return gatewayPlan({
    tunnels: tunnels.map((tunnel, n) => ({
      ...tunnel,
      ipsec: { ...tunnel.ipsec, secret: undefined, ...proofs[n] },
    })),
  });
}

function files(plan: GatewayPlan): Record<string, string> {
  return Object.fromEntries(filesOf(strongswan, plan).map(({ path, text }) => [path, text]));
}

function certificate(change: Partial<CertificateIntent> = {}): Partial<IpsecEnd> {
  return {
    certificate: {
      authority: { kind: "pem", pem: AUTHORITY },
      certificateFile: "/etc/swanctl/x509/gateway.pem",
      revocation: "relaxed",
      ...change,
    },
  };
}

describe("certificates", () => {
  it("name the gateway's own file, and the authority that a peer's must come from", () => {
    const written = files(withProof(certificate()));
    const [authority] = Object.keys(written).filter((path) => path.includes("x509ca"));
    expect(authority).toMatch(/^\/etc\/swanctl\/x509ca\/vpn-gateway-[0-9a-f]{8}\.pem$/);
    expect(written[authority!]).toBe(AUTHORITY);
    expect(written[CONNECTIONS]).toContain(`    local {
      auth = pubkey
      id = 198.51.100.2
      certs = /etc/swanctl/x509/gateway.pem
    }
    remote {
      auth = pubkey
      id = 203.0.113.2
      cacerts = ${authority}
    }
`);
  });

  it("have their authority's file in common, however it was wrapped", () => {
    const pem = `\n${AUTHORITY.replace(/\n/g, "\r\n")}`;
    const other = certificate({ authority: { kind: "pem", pem }, revocation: "strict" });
    const written = files(withProof(certificate(), other));
    expect(Object.keys(written).filter((path) => path.includes("x509ca"))).toHaveLength(1);
  });

  it("leave an authority's file on the gateway as it is", () => {
    const authority = { kind: "file", file: "/etc/swanctl/x509ca/company.pem" } as const;
    const written = files(withProof(certificate({ authority })));
    expect(Object.keys(written).join()).not.toContain("x509ca");
    expect(written[CONNECTIONS]).toContain("cacerts = /etc/swanctl/x509ca/company.pem\n");
  });

  it("say how sure of revocation a gateway must be, where it differs from charon's default", () => {
    expect(files(withProof(certificate()))[CONNECTIONS]).not.toContain("revocation");
    for (const revocation of ["strict", "ifuri"] as const) {
      const text = files(withProof(certificate({ revocation })))[CONNECTIONS];
      expect(text).toContain(`      revocation = ${revocation}\n    }\n    children {`);
    }
  });

  it("have an authority section for URIs, one for several VPNs", () => {
    const uris = {
      authority: { kind: "file", file: "/etc/swanctl/x509ca/company.pem" } as const,
      crlUris: ["http://pki.example/a.crl", "http://pki.example/b.crl"],
      ocspUris: ["http://ocsp.example"],
    };
    const text = files(withProof(certificate(uris), certificate(uris)))[CONNECTIONS]!;
    expect(text).toMatch(/\nauthorities \{\n {2}vpn-gateway-[0-9a-f]{8} \{\n/);
    expect(text.match(/cacert = /g)).toHaveLength(1);
    expect(text).toContain(`    cacert = /etc/swanctl/x509ca/company.pem
    crl_uris = http://pki.example/a.crl,http://pki.example/b.crl
    ocsp_uris = http://ocsp.example
`);
    expect(files(withProof(certificate()))[CONNECTIONS]).not.toContain("authorities");
  });

  it("need the package whose plugin fetches revocation lists, which nothing else needs", () => {
    const plugins = "libstrongswan-extra-plugins";
    expect(packagesOf(withProof(certificate()))).toContain(plugins);
    expect(packagesOf(gatewayPlan())).not.toContain(plugins);
  });
});

describe("raw public keys", () => {
  const written = files(withProof({ publicKeys: { local: KEY_A, remote: `${KEY_C}\n` } }));

  it("stand in a file for each end, named by the connection", () => {
    expect(written["/etc/swanctl/pubkey/vpn-gateway-a.pem"]).toBe(KEY_A);
    expect(written["/etc/swanctl/pubkey/vpn-gateway-c.pem"]).toBe(KEY_C);
    expect(written[CONNECTIONS]).toContain(`      auth = pubkey
      id = 198.51.100.2
      pubkeys = /etc/swanctl/pubkey/vpn-gateway-a.pem
    }
    remote {
      auth = pubkey
      id = 203.0.113.2
      pubkeys = /etc/swanctl/pubkey/vpn-gateway-c.pem
`);
  });

  it("leave no secret behind", () => {
    const [, secrets] = /secrets \{\n([^]*?)\}\n/.exec(
      written["/etc/swanctl/conf.d/vpn-gateway-secrets.conf"]!,
    )!;
    expect(secrets).toBe("");
  });
});
