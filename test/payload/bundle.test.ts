import { payloadOf } from "../../lib/payload/bundle";
import { GatewayPlan } from "../../lib/plan/types";
import { gatewayPlan } from "../fixtures/plan";

function filesOf(plan: GatewayPlan): Map<string, string> {
  return new Map(payloadOf(plan).files.map(({ path, text }) => [path, text]));
}

function withoutBgp(): GatewayPlan {
  return gatewayPlan({ bgp: undefined, bfdProfiles: [], pairLink: undefined });
}

describe("payload", () => {
  const files = filesOf(gatewayPlan());
  const said = (keyword: string, all = files) =>
    all
      .get("manifest")!
      .split("\n")
      .filter((line) => line.startsWith(`${keyword} `))
      .map((line) => line.slice(keyword.length + 1));
  const manifest = said("file");

  it("holds the program that applies it, the manifest and the files to install", () => {
    const [own, installed] = [...files.keys()].reduce<[string[], string[]]>(
      ([a, b], path) => (path.startsWith("files/") ? [a, [...b, path]] : [[...a, path], b]),
      [[], []],
    );
    expect(own).toEqual(["apply", "manifest"]);
    const overSsh = payloadOf(gatewayPlan({ overSsh: true })).files.map(({ path }) => path);
    expect(overSsh.filter((path) => !path.startsWith("files/"))).toEqual([
      ...["apply", "transaction", "verify", "manifest"],
    ]);
    expect(overSsh).toContain("files/usr/local/lib/vpn-gateway/change");
    expect(installed).toEqual([...installed].sort());
    expect(manifest.map((line) => `files${line.split(" ")[3]}`)).toEqual(installed);
  });

  it("says mode, owner and group of each file", () => {
    for (const line of manifest) expect(line).toMatch(/^0[0-7]{3} (root root|frr frr) \/\S+$/);
  });

  it("keys are root's alone, and FRR's files FRR's", () => {
    const line = (path: string) => manifest.find((it) => it.endsWith(` ${path}`));
    expect(line("/etc/swanctl/conf.d/vpn-gateway-secrets.conf")).toMatch(/^0600 root root /);
    expect(line("/etc/swanctl/conf.d/vpn-gateway.conf")).toMatch(/^0600 root root /);
    expect(line("/etc/frr/frr.conf")).toMatch(/^0640 frr frr /);
  });

  it("no file of it is for all to write", () => {
    for (const line of manifest) expect(line).toMatch(/^0[0-7][0-5][0-5] /);
  });

  it("wants the routing daemon only where there is BGP", () => {
    expect(said("package")).toContain("frr");
    const bare = filesOf(withoutBgp());
    expect(said("package", bare).join(" ")).not.toContain("frr");
    expect([...bare.keys()].filter((path) => path.includes("frr"))).toEqual([]);
  });

  it("never wants the plugins that send ESP back out of the tunnel", () => {
    expect(said("package")).not.toContain("libcharon-extra-plugins");
  });

  describe("its hash", () => {
    const hash = (overrides: Partial<GatewayPlan> = {}) => payloadOf(gatewayPlan(overrides)).hash;

    it("is the same for the same plan", () => {
      expect(hash()).toMatch(/^[0-9a-f]{64}$/);
      expect(hash()).toBe(hash());
    });

    it("changes with any byte", () => {
      expect(hash({ managementFrom: ["192.0.2.0/25"] })).not.toBe(hash());
    });

    it("does not know what Terraform fills in: that has a trigger of its own", () => {
      const { placeholders } = payloadOf(gatewayPlan());
      expect(placeholders).toEqual(["secret.backbone_psk"]);
    });
  });
});
