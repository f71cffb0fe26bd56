import { renderPeer } from "../../../lib/peers/sheets";
import { foreignGateway, gateway, plan, vpn } from "../../fixtures/intents";

/** The sheet of a peer that routes these networks into its tunnel. */
function sheet(kind: string, extra: object = {}): Readonly<Record<string, string>> {
  const network = plan({
    gateways: [gateway("office", 1)],
    foreignGateways: [foreignGateway("partner", 2, { kind })],
    vpns: [
      vpn("office", "partner", {
        addressPools: ["100.64.0.0/10"],
        subnets: ["192.0.2.0/30"],
        ifId: 7,
        ...extra,
      }),
    ],
  });
  return Object.fromEntries(renderPeer(network.peers[0]!).map(({ path, text }) => [path, text]));
}

const LINKS = "files/usr/local/sbin/vpn-links";

describe("What belongs into a peer's tunnel, and finds none", () => {
  it.each(["strongswan-frr", "libreswan-bird", "libreswan-gobgp"])(
    "goes nowhere on %s, from before the tunnel is made",
    (kind) => {
      const script = sheet(kind)[LINKS]!;
      const lastResort = "ip -4 route replace blackhole 10.1.0.0/24 metric 4278198272\n";
      expect(script).toContain(lastResort);
      expect(script.indexOf(lastResort)).toBeLessThan(script.indexOf("\nmake "));
    },
  );

  it.each([
    ["vyos", "vyos.txt", "set protocols static route 10.1.0.0/24 blackhole distance 254\n"],
    ["cisco-ios-xe", "ios-xe.txt", "\nip route 10.1.0.0 255.255.255.0 Null0 254\n"],
  ])("is discarded on %s", (kind, file, line) => {
    expect(sheet(kind)[file]).toContain(line);
  });

  it("cannot be discarded on an SRX where a static route has the prefix; its sheet still asks for it", () => {
    const files = sheet("juniper-srx");
    expect(files["junos.txt"]).not.toContain("discard");
    expect(files["README.md"]).toContain("Discard traffic to 10.1.0.0/24, ");
  });

  it("is told to people of every kind that routes by itself, and to no service's users", () => {
    expect(sheet("generic")["README.md"]).toContain("Discard traffic to 10.1.0.0/24, ");
    const azure = sheet("azure-vpn", { subnets: ["169.254.21.0/30"] });
    expect(azure["README.md"]).not.toContain("Discard");
  });

  it("is never everything: the default route is the peer's own", () => {
    const files = sheet("generic", { routesToLeft: ["0.0.0.0/0"] });
    expect(files["README.md"]).not.toContain("Discard");
  });
});
