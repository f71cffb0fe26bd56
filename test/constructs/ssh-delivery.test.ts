import { TerraformStack, TerraformVariable } from "cdktf";
import {
  Delivery,
  HaPair,
  MeshTopology,
  ProvisioningResource,
  SshDeliveryProps,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { STAGING } from "../../lib/payload/bundle";
import {
  HOST_KEY,
  mesh,
  model7,
  preSharedKey,
  siteGateway,
  sitePair,
  soleSite,
} from "../fixtures/apps";
import {
  synthesize,
  synthesizeStack,
  TerraformJson,
  TerraformResourceJson,
} from "../fixtures/synth";

const HASH = /^[0-9a-f]{64}$/;

/** MODEL-7 whose gateways c and d are reached like this; what carries c. */
function jsonOf(ssh: Partial<SshDeliveryProps> = {}): TerraformJson {
  const delivery = Delivery.ssh({ hostKey: HOST_KEY, ...ssh });
  return synthesizeStack((stack) => void model7(stack, { west: { delivery } })).json("net");
}

function resourceOf(json: TerraformJson, type = "null_resource"): TerraformResourceJson {
  const [name] = Object.keys(json.resource[type]!).filter((id) => id.startsWith("c_"));
  return json.resource[type]![name!]!;
}

describe("SSH delivery", () => {
  it("uploads the payload, fills secrets in, then applies it, in this order", () => {
    const { provisioner } = resourceOf(jsonOf());
    expect(provisioner.map((it) => Object.keys(it)[0])).toEqual([
      "remote-exec",
      "file",
      "file",
      "remote-exec",
      "remote-exec",
    ]);
    const [prepare, payload, secrets, install, confirm] = provisioner;
    expect(prepare!["remote-exec"]!.inline).toEqual([
      "umask 077",
      "chmod 0700 .",
      "rm -rf .vpn-gateway",
      "mkdir .vpn-gateway",
    ]);
    expect(payload!.file).toEqual({
      source: "${path.module}/gateways/c/payload",
      destination: ".vpn-gateway",
    });
    expect(secrets!.file!.destination).toBe(
      ".vpn-gateway/payload/files/etc/swanctl/conf.d/vpn-gateway-secrets.conf",
    );
    const steps = install!["remote-exec"]!.inline as string[];
    expect(steps[0]).toBe("set -eu");
    expect(steps.join("\n")).toContain(`\nsh ${STAGING}/apply confirm 600`);
    expect(confirm!["remote-exec"]!.inline).toContain("/usr/local/sbin/vpn-gateway confirm");
  });

  it("leaves a change as long as it is told to be confirmed", () => {
    const text = JSON.stringify(resourceOf(jsonOf({ confirmWithinSeconds: 120 })).provisioner);
    expect(text).toContain("apply confirm 120");
  });

  it("refers to files by path: no payload stands in the JSON", () => {
    const json = JSON.stringify(jsonOf());
    expect(json).not.toContain("router bgp");
    expect(json).not.toContain("table inet");
  });

  it("checks the host key", () => {
    expect(resourceOf(jsonOf()).connection).toMatchObject({ host_key: HOST_KEY });
  });

  it("logs in as root at the public address and asks the agent, unless told otherwise", () => {
    expect(resourceOf(jsonOf()).connection).toEqual({
      type: "ssh",
      host: "198.51.2.2",
      user: "root",
      host_key: HOST_KEY,
      agent: true,
    });
  });

  it("takes host, port, login and key file", () => {
    const ssh = { host: "c.example", port: 2222, user: "admin", privateKeyPath: "~/.ssh/id" };
    expect(resourceOf(jsonOf(ssh)).connection).toEqual({
      type: "ssh",
      host: "c.example",
      port: 2222,
      user: "admin",
      host_key: HOST_KEY,
      private_key: '${file("~/.ssh/id")}',
      agent: false,
    });
  });

  it("goes through a bastion, whose key is checked too", () => {
    const bastion = {
      host: "bastion.example",
      hostKey: "ssh-ed25519 BASTION",
      port: 22022,
      user: "jump",
    };
    expect(resourceOf(jsonOf({ bastion })).connection).toMatchObject({
      host: "198.51.2.2",
      bastion_host: "bastion.example",
      bastion_host_key: "ssh-ed25519 BASTION",
      bastion_port: 22022,
      bastion_user: "jump",
    });
  });

  it("an ordinary login uses sudo for what root must do, and only for that", () => {
    const steps = (user: string) =>
      resourceOf(jsonOf({ user })).provisioner.at(-2)!["remote-exec"]!.inline as string[];
    expect(steps("root").join("\n")).not.toContain("sudo");
    const privileged = steps("admin").filter((step) => step.includes("sudo -n "));
    expect(privileged.map((step) => step.replaceAll("sudo -n ", ""))).toEqual(
      steps("root").filter((step) => step.includes("/var/lib/") || step.includes("/sbin/")),
    );
  });

  it.each([
    ["root", "./vpn-gateway.sh"],
    ["admin", ".ssh/vpn-gateway.sh"],
  ])("M5: no script of %s lies where another user could write to it", (user, first) => {
    const { connection, provisioner } = resourceOf(jsonOf({ user }));
    type Script = { connection: object; inline: string[] };
    const scripts = provisioner.flatMap((it) => (it["remote-exec"] as Script | undefined) ?? []);
    expect(scripts.map((it) => it.connection)).toEqual([
      { ...connection, script_path: first },
      { ...connection, script_path: ".vpn-gateway/apply.sh" },
      { ...connection, script_path: first },
    ]);
    expect(scripts[1]!.inline[1]).toBe(`rm -f ${first}`);
    expect(scripts[2]!.inline[0]).toBe(`rm -f ${first}`);
  });

  describe("M8: a pair's gateways", () => {
    const delivery = Delivery.ssh({ hostKey: HOST_KEY });
    const stepsOf = (resource: TerraformResourceJson) =>
      (resource.provisioner.at(-2)!["remote-exec"]!.inline as string[]).join("\n");
    const resources = (json: TerraformJson) => {
      const all = Object.entries(json.resource.null_resource!);
      const of = (letter: string) => all.find(([id]) => id.startsWith(`${letter}_`))!;
      return { c: of("c"), d: of("d") };
    };

    it("are delivered in turn, each drained, and each has to serve again or goes back", () => {
      const { c, d } = resources(jsonOf());
      expect(c[1].depends_on).toEqual([`null_resource.${d[0]}`]);
      expect(d[1].depends_on).toBeUndefined();
      for (const [, resource] of [c, d])
        expect(stepsOf(resource).split("\n").slice(-5)).toEqual([
          `python3 ${STAGING}/verify note || :`,
          "[ ! -e /usr/local/lib/vpn-gateway/drain ] || /usr/local/sbin/vpn-gateway drain || :",
          `sh ${STAGING}/apply confirm 600 || { /usr/local/sbin/vpn-gateway undrain; exit 1; }`,
          `python3 ${STAGING}/verify wait 570 || { /usr/local/sbin/vpn-gateway rollback; exit 1; }`,
          "/usr/local/sbin/vpn-gateway undrain",
        ]);
    });

    it("of a mesh: all secondaries before all others, also before those that join later", () => {
      const result = synthesizeStack((stack) => {
        const members = [
          sitePair(stack, "east", 1, ["a", "b"], {}, { delivery }),
          sitePair(stack, "west", 2, ["c", "d"], {}, { delivery }),
          soleSite(stack, "e", 3, { delivery }),
        ];
        const net = mesh(stack, members);
        net.addMember(sitePair(stack, "north", 4, ["f", "g"], {}, { delivery }));
      });
      const all = Object.entries(result.json("net").resource.null_resource!);
      const named = (id: string) => id.split("_")[0]!;
      const order = all.map(([id, { depends_on: before = [] }]) => [
        named(id),
        (before as string[]).map((one) => named(one.replace("null_resource.", ""))).join(),
      ]);
      expect(Object.fromEntries(order)).toEqual({
        ...{ a: "b,d,g", b: "", c: "b,d,g", d: "", e: "b,d,g", f: "b,d,g", g: "" },
      });
    });

    it("of two stacks are warned of, since Terraform knows no order between them", () => {
      const warnings: string[] = [];
      const result = synthesize((app) => {
        const [one, two] = ["one", "two"].map((name) => new TerraformStack(app, name));
        const primary = siteGateway(one!, "c", 2, 2, { delivery });
        const secondary = siteGateway(two!, "d", 2, 3, { delivery });
        const networks = ["10.2.0.0/24"];
        const pair = new HaPair(one!, "west", { primary, secondary, asn: 65002, networks });
        mesh(one!, [pair, soleSite(one!, "a", 1)]);
        warnings.push(...pair.node.metadata.map(({ data }) => String(data)));
      });
      expect(warnings.join()).toMatch(/in different stacks.*secondary's stack first/);
      expect(JSON.stringify(result.json("one").resource)).not.toContain("depends_on");
    });
  });

  it("null_resource and terraform_data differ in type and trigger key alone", () => {
    const nullJson = jsonOf({ resource: ProvisioningResource.NULL_RESOURCE });
    const dataJson = jsonOf({ resource: ProvisioningResource.TERRAFORM_DATA });
    expect(Object.keys(nullJson.resource)).toEqual(["null_resource"]);
    expect(Object.keys(dataJson.resource)).toEqual(["terraform_data"]);
    const { triggers, ...asNull } = resourceOf(nullJson);
    const { triggers_replace, ...asData } = resourceOf(dataJson, "terraform_data");
    const typed = (it: object) =>
      JSON.parse(JSON.stringify(it).replaceAll("null_resource.", "terraform_data."));
    expect(asData).toEqual(typed(asNull));
    expect(triggers_replace).toEqual(triggers);
    expect(dataJson.provider).toBeUndefined();
    expect(nullJson.provider).toEqual({ null: [{}] });
  });

  it("null_resource is the default, with one provider for all gateways of a stack", () => {
    const json = jsonOf();
    expect(Object.keys(json.resource.null_resource!)).toHaveLength(2);
    expect(json.provider).toEqual({ null: [{}] });
  });

  describe("runs again", () => {
    const triggers = (change: Parameters<typeof model7>[1] = {}) => {
      const west = { delivery: Delivery.ssh({ hostKey: HOST_KEY }), ...change.west };
      const result = synthesizeStack((stack) => void model7(stack, { ...change, west }));
      return resourceOf(result.json("net")).triggers as Record<string, string>;
    };

    it("when the payload changes", () => {
      const changed = triggers({ mesh: { holdTimeSeconds: 12, keepaliveSeconds: 4 } });
      expect(triggers().payload).toMatch(HASH);
      expect(changed.payload).toMatch(HASH);
      expect(changed.payload).not.toBe(triggers().payload);
    });

    it("when the secret changes, which the trigger holds as a hash", () => {
      expect(triggers().values).toBe(
        '${sha256(jsonencode(["${base64encode(var.backbone_psk)}"]))}',
      );
    });

    it("not when only the way in changes", () => {
      const delivery = Delivery.ssh({ hostKey: HOST_KEY, user: "admin", host: "gateway.example" });
      expect(triggers({ west: { delivery } })).toEqual(triggers());
    });

    it("not when another spoke joins its hub", () => {
      const hash = (spokes: string[]) => {
        const result = synthesizeStack((stack) => {
          const hub = sitePair(stack, "hub", 1, ["h1", "h2"]);
          const own = soleSite(stack, "c", 2, { delivery: Delivery.ssh({ hostKey: HOST_KEY }) });
          const others = spokes.map((name, i) => soleSite(stack, name, i + 3));
          mesh(stack, [hub, own, ...others], { topology: MeshTopology.hubAndSpoke(hub) });
        });
        return resourceOf(result.json("net")).triggers;
      };
      expect(hash(["s1", "s2"])).toEqual(hash([]));
    });
  });

  it("fills an address that only Terraform knows into the files that hold it", () => {
    const result = synthesizeStack((stack) => {
      const address = new TerraformVariable(stack, "elastic", {}).stringValue;
      const delivery = Delivery.ssh({ hostKey: HOST_KEY, host: "c.example" });
      const late = soleSite(stack, "late", 1, { address });
      const vpn = { authentication: preSharedKey(), interfaceType: TunnelInterface.VTI };
      mesh(stack, [late, soleSite(stack, "c", 2, { delivery })], { vpn });
    });
    const { provisioner } = resourceOf(result.json("net"));
    const filled = provisioner.flatMap(({ file }) => (file?.content ? [file] : []));
    const destinations = filled.map(({ destination }) => String(destination).split("/").pop());
    expect(destinations).toEqual(
      expect.arrayContaining(["vpn-gateway.conf", "nftables.nft", "links"]),
    );
    for (const { content } of filled) {
      // A text that is no address fails here, before it reaches a script.
      expect(content).toContain(`cidrhost(join("", [var.elastic, "/32"]), 0)`);
    }
  });
});
