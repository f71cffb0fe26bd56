import { renderPeer } from "../../../lib/peers/sheets";
import {
  foreignGateway,
  gateway,
  Intents,
  mesh,
  meshVpn,
  plan,
  policyVpn,
  vpn,
  wayOut,
} from "../../fixtures/intents";
import { AUTHORITY, KEY_A, KEY_C } from "../../fixtures/keys";

interface Ends {
  readonly peer?: Record<string, unknown>;
  readonly office?: Record<string, unknown>;
}

/** The files of a sheet by their names; the page is README.md. */
function sheet(vpns: Partial<Intents>, { peer, office }: Ends = {}): Record<string, string> {
  const network = plan({
    gateways: [gateway("office", 1, office)],
    foreignGateways: [foreignGateway("partner", 2, peer)],
    ...vpns,
  });
  return Object.fromEntries(renderPeer(network.peers[0]!).map(({ path, text }) => [path, text]));
}

function page(extra: Record<string, unknown>, ends: Ends = {}): string {
  return sheet({ vpns: [vpn("office", "partner", extra)] }, ends)["README.md"]!;
}

describe("the page for a peer of any kind", () => {
  it("says of a peer without an address that it starts, from anywhere, in UDP", () => {
    const text = page({}, { peer: { address: undefined, ikeId: "partner.example" } });
    expect(text).toContain(
      "| Your public address | any; the IKE identity identifies the gateway |\n",
    );
    expect(text).toContain("| Your IKE identity | partner.example |\n");
    expect(text).toContain("| Initiator | you |\n");
    expect(text).toContain("| ESP | tunnel mode, in UDP 4500 (RFC 3948) |\n");
  });

  it("says of a gateway of ours without an address that it comes from anywhere", () => {
    const text = page({}, { office: { address: undefined, ikeId: "office.example" } });
    expect(text).toContain(
      "| Our public address | any; the IKE identity identifies the gateway |\n",
    );
    expect(text).toContain("| Initiator | we |\n");
  });

  it("names the authority of the certificates, and brings its certificate", () => {
    const files = sheet({
      vpns: [
        vpn("office", "partner", {
          secret: undefined,
          certificate: {
            authority: { kind: "pem", pem: AUTHORITY },
            certificateFile: "/etc/swanctl/x509/gateway.pem",
            crlUris: ["http://pki.example/a.crl"],
            ocspUris: ["http://ocsp.example"],
            revocation: "strict",
          },
        }),
      ],
    });
    expect(files["office-authority.pem"]).toBe(AUTHORITY);
    const text = files["README.md"]!;
    expect(text).toContain("| Authentication | X.509 certificates, both ways (RFC 4945) |\n");
    expect(text).toContain(
      "| Certificates are signed by | the certificate authority in office-authority.pem |\n",
    );
    expect(text).toContain("| Revocation of your certificate | its status must be known |\n");
    expect(text).toContain("| Revocation list | http://pki.example/a.crl |\n");
    expect(text).toContain("| OCSP responder | http://ocsp.example |\n");
    expect(text).not.toContain("/etc/swanctl");
  });

  it("does not have the certificate of an authority that is a file of ours", () => {
    const files = sheet({
      vpns: [
        vpn("office", "partner", {
          secret: undefined,
          certificate: {
            authority: { kind: "file", file: "/etc/swanctl/x509ca/company.pem" },
            certificateFile: "/etc/swanctl/x509/gateway.pem",
            revocation: "relaxed",
          },
        }),
      ],
    });
    expect(Object.keys(files)).toEqual(["README.md"]);
    expect(files["README.md"]).toContain(
      "| Certificates are signed by | a certificate authority whose certificate the operator of office sends you |\n",
    );
  });

  it("brings our public key, and says by which of theirs we know them", () => {
    const files = sheet(
      { vpns: [vpn("office", "partner", { secret: undefined, rawPublicKeys: true })] },
      { office: { publicKey: KEY_A }, peer: { publicKey: KEY_C } },
    );
    expect(files["office-public-key.pem"]).toBe(KEY_A);
    // By `openssl pkey -pubin -outform der | sha256sum`.
    expect(files["README.md"]).toContain(
      "| Our public key | in office-public-key.pem, SHA-256 b2fecb0ba3a9806b2aad09c800aec06d7d8f0386735f9bfc492a77ed0129363f |\n",
    );
    expect(files["README.md"]).toContain(
      "| Your public key on our side | SHA-256 4bbf86ff0c8ec09c22dae525d5e92366a2cb7328b134db765db1a6b5c7513656 |\n",
    );
  });

  it("has the selectors of a policy-based VPN from the peer's side, and no interface", () => {
    const selectors = { leftSelectors: ["10.1.0.0/24"], rightSelectors: ["10.2.0.0/25"] };
    const text = sheet({ policyVpns: [policyVpn("office", "partner", selectors)] })["README.md"]!;
    expect(text).toContain("## Policy-based VPN to office\n");
    expect(text).toContain("| Selector on your side | 10.2.0.0/25 |\n");
    expect(text).toContain("| Selector on our side | 10.1.0.0/24 |\n");
    expect(text).toContain("| Largest packet in the VPN | 1446 |\n");
    expect(text).toContain("| TCP MSS of IPv4, IPv6 | 1406, 1386 |\n");
    expect(text).not.toContain("Inside the tunnel");
  });

  it("has GRE in transport mode between the public addresses", () => {
    const text = page({ interfaceType: "gre", greKey: 42 });
    expect(text).toContain("| ESP | transport mode, IP protocol 50 |\n");
    expect(text).toContain(
      "| Selectors of the CHILD SA | GRE (IP protocol 47) between the public addresses |\n",
    );
    expect(text).toContain("| GRE | from your public address to ours (RFC 2784) |\n");
    expect(text).toContain("| GRE key | 42 |\n");
    expect(page({ interfaceType: "gre" })).toContain("| GRE key | none |\n");
  });

  it("says whether what a hub announces includes the default route", () => {
    const hubs = { hubs: ["net/office"] };
    const isolated = { asn: 65001, isolation: "vrf" };
    const announced = (networks: string[]) =>
      sheet(
        {
          gateways: [
            gateway("office", 1, isolated),
            gateway("exit", 3, { asn: 65003, isolation: "vrf", networks, ...wayOut(3) }),
          ],
          vpns: [
            meshVpn("office", "partner", { secret: { kind: "terraform", name: "partner_psk" } }),
            meshVpn("exit", "office"),
          ],
          meshes: [mesh(["office", "partner", "exit"], hubs)],
        },
        { peer: { asn: 65002 } },
      )["README.md"]!;
    const line = "| We announce | all routes that you may use except your own networks";
    expect(announced(["0.0.0.0/0"])).toContain(`${line} |\n`);
    expect(announced(["10.3.0.0/24"])).toContain(`${line} and the default route |\n`);
  });
});
