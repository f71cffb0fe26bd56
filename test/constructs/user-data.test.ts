import { gzipSync } from "zlib";
import {
  App,
  Fn,
  LocalBackend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import { Delivery, PayloadSource, RouteBasedVpn, TunnelInterface } from "cdktf-routed-vpn";
import { placeholdersIn } from "../../lib/model/placeholder";
import { untyped } from "../fixtures/bad-input";
import { HOST_KEY, preSharedKey, siteGateway } from "../fixtures/apps";
import { refusal, refusalOf, synthesize, Synthesized, synthesizeStack } from "../fixtures/synth";

/** An address that a cloud gives out: known to Terraform alone. */
class ElasticAddress extends TerraformResource {
  constructor(scope: TerraformStack, id: string) {
    super(scope, id, { terraformResourceType: "cloud_address" });
  }
  get ip(): string {
    return this.getStringAttribute("ip");
  }
}

function stackOf(app: ConstructorParameters<typeof TerraformStack>[0], id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `${id}.tfstate` });
  return stack;
}

function output(result: Synthesized, stack: string, name: string): string {
  return result.json(stack).output[name]!.value;
}

describe("userData", () => {
  it("is the file beside the stack, with each value filled in that only Terraform knows", () => {
    const result = synthesizeStack((stack) => {
      const address = new ElasticAddress(stack, "eip").ip;
      const left = siteGateway(stack, "a", 1, 2, { address });
      const right = siteGateway(stack, "c", 2, 2);
      new RouteBasedVpn(stack, "a-c", { left, right, authentication: preSharedKey("psk") });
      new TerraformOutput(stack, "user_data", { value: left.userData });
    });
    const expression = output(result, "net", "user_data");
    expect(expression).toContain('file("${path.module}/gateways/a/user-data")');
    expect(expression).toContain('"@{secret.psk}", "${base64encode(var.psk)}"');
    expect(expression).toContain(
      '"@{address.a}", "${cidrhost(join("", [cloud_address.eip.ip, "/32"]), 0)}"',
    );
    const userData = result.gateway("net", "a")["user-data"]!;
    expect(placeholdersIn(userData)).toEqual(["address.a", "secret.psk"]);
  });

  it("compressed is the same through base64gzip", () => {
    const result = synthesizeStack((stack) => {
      const a = siteGateway(stack, "a", 1, 2);
      new TerraformOutput(stack, "plain", { value: a.userData });
      new TerraformOutput(stack, "compressed", { value: a.userDataGzipBase64 });
    });
    const plain = output(result, "net", "plain");
    expect(plain).toMatch(/^\$\{.*\}$/);
    expect(output(result, "net", "compressed")).toBe(`\${base64gzip(${plain.slice(2, -1)})}`);
  });

  describe("with a limit", () => {
    /** Gateway a with user data in one stack, c in another. */
    function build(app: App, [a, c]: [number, number], use: "userData" | "userDataGzipBase64") {
      const stacks = [stackOf(app, "net-0"), stackOf(app, "net-1")];
      const [left, right] = [a, c].map((userDataLimit, at) => {
        const stack = stacks[at]!;
        const delivery = Delivery.cloudInit({ userDataLimit });
        const gateway = siteGateway(stack, at ? "c" : "a", at + 1, 2, { delivery });
        new TerraformOutput(stack, "user_data", { value: gateway[use] });
        return gateway;
      });
      const authentication = preSharedKey("psk");
      new RouteBasedVpn(stacks[0]!, "a-c", { left: left!, right: right!, authentication });
    }

    it("that is enough is written", () => {
      const result = synthesize((app) => build(app, [16_384, 16_384], "userDataGzipBase64"));
      const { length } = gzipSync(result.gateway("net-0", "a")["user-data"]!);
      expect(length).toBeLessThan(16_384);
    });

    it("that is not enough is refused, of all gateways of all stacks at once, with what is smaller", () => {
      const limit = (path: string, at: number) => `${path}: cloudInit.userDataLimit is ${at}`;
      const plain = refusalOf(() => synthesize((app) => build(app, [16_384, 9_999], "userData")));
      expect(plain).toContain(limit("net-0/a", 16_384));
      expect(plain).toContain(limit("net-1/c", 9_999));
      expect(plain).toMatch(/at least the \d{5} bytes .*pass `userDataGzipBase64`/s);
      const compressed = () => synthesize((app) => build(app, [999, 99_999], "userDataGzipBase64"));
      expect(refusalOf(compressed)).toContain(limit("net-0/a", 999));
      expect(refusalOf(compressed)).not.toContain("net-1/c");
      expect(refusalOf(compressed)).toMatch(/bytes .*, compressed.*Delivery\.ssh\(\)/s);
    });
  });

  it.each<[string, (userData: string) => string, string]>([
    ["base64encode", (it) => Fn.base64encode(it), "base64encode(replace(file("],
    ["sha256", (it) => Fn.sha256(it), "sha256(replace(file("],
    ["join", (it) => Fn.join(",", [it, it]), 'join(",", [replace(file('],
    ["jsonencode", (it) => Fn.jsonencode({ it: [it] }), 'jsonencode({"it" = [replace(file('],
    ["a nested function", (it) => Fn.upper(Fn.sha256(it)), "upper(sha256(replace(file("],
    ["text around it", (it) => Fn.sha256(`<${it}>`), 'sha256("<${replace(file('],
  ])("S8: is an expression inside %s", (_, wrap, start) => {
    const result = synthesizeStack((stack) => {
      const left = siteGateway(stack, "a", 1, 2);
      const right = siteGateway(stack, "c", 2, 2);
      new RouteBasedVpn(stack, "a-c", { left, right, authentication: preSharedKey("psk") });
      new TerraformOutput(stack, "plain", { value: left.userData });
      new TerraformOutput(stack, "wrapped", { value: wrap(left.userData) });
    });
    const plain = output(result, "net", "plain").slice(2, -1);
    expect(output(result, "net", "wrapped")).toContain(`\${${start}`);
    expect(output(result, "net", "wrapped")).toContain(plain);
  });

  describe("that fetches the payload", () => {
    const source = () => PayloadSource.googleStorage("bucket", "office");

    it("is as small as the limit wants, whatever the size of the gateway", () => {
      const result = synthesizeStack((stack) => {
        const delivery = Delivery.cloudInit({ userDataLimit: 4096 });
        const gateway = siteGateway(stack, "a", 1, 2, { delivery });
        new TerraformOutput(stack, "user_data", { value: gateway.userDataFrom(source()) });
        new TerraformOutput(stack, "content", { value: gateway.payload });
      });
      expect(output(result, "net", "content")).toContain('/gateways/a/user-data")');
      const expression = output(result, "net", "user_data");
      expect(expression).toContain('/gateways/a/user-data-fetch")');
      expect(expression).toContain('"url" = "https://storage.googleapis.com/bucket/office"');
      const files = result.gateway("net", "a");
      expect(Buffer.byteLength(files["user-data-fetch"]!)).toBeLessThan(4096);
      expect(files["user-data"]).toContain("/payload/apply");
    });

    it("may have an address that Terraform alone knows, of another stack too", () => {
      const result = synthesize((app) => {
        const net = stackOf(app, "net");
        const machines = stackOf(app, "machines");
        const gateway = siteGateway(net, "a", 1, 2);
        const { ip } = new ElasticAddress(machines, "server");
        const address = PayloadSource.azureBlob(`https://${ip}/office`);
        new TerraformOutput(machines, "user_data", { value: gateway.userDataFrom(address) });
      });
      const expression = output(result, "machines", "user_data");
      expect(expression).toContain('"url" = "https://${cloud_address.server.ip}/office"');
      expect(expression).toContain('file("${path.module}/../net/gateways/a/user-data-fetch")');
      expect(expression).toContain('sha256(file("${path.module}/../net/gateways/a/user-data"))');
    });

    it.each<[string, () => PayloadSource, RegExp]>([
      ["without HTTPS", () => PayloadSource.url("http://host/file"), /begins with https:/],
      [
        "without HTTPS, of a host that Terraform alone knows",
        () => PayloadSource.url(`http://${Token.asString({ host: 1 })}/file`),
        /begins with https:/,
      ],
      ["without a host", () => PayloadSource.url("https:///file"), /begins with https:/],
      ["of no command", () => PayloadSource.command([]), /payloadSource\.command/],
      ["of two lines", () => PayloadSource.command(["cat", "a\nb"]), /payloadSource\.command\.1/],
      [
        "of a package that is none",
        () => PayloadSource.command(["cat"], ["--force"]),
        /a Debian package's name/,
      ],
      ["that is none", () => untyped("https://host/file"), /PayloadSource of this library/],
      ["that is left out", () => untyped(undefined), /payloadSource/],
      ["of numbers", () => PayloadSource.command(untyped([1, {}])), /payloadSource\.command\.0/],
    ])("from a source %s is refused", (_, made, said) => {
      const text = refusal((stack) => {
        const value = siteGateway(stack, "a", 1, 2).userDataFrom(made());
        new TerraformOutput(stack, "user_data", { value });
      });
      expect(text).toMatch(said);
      expect(text).toContain("net/a: payloadSource");
    });
  });

  it("in another stack is read from the stack that wrote it", () => {
    const result = synthesize((app) => {
      const net = stackOf(app, "net");
      const machines = stackOf(app, "machines");
      const left = siteGateway(net, "a", 1, 2);
      const right = siteGateway(net, "c", 2, 2);
      new RouteBasedVpn(net, "a-c", { left, right, authentication: preSharedKey("psk") });
      new TerraformOutput(machines, "user_data", { value: left.userData });
    });
    expect(output(result, "machines", "user_data")).toContain(
      'file("${path.module}/../net/gateways/a/user-data")',
    );
    expect(output(result, "machines", "user_data")).toContain("base64encode(var.psk)");
    expect(result.json("machines").variable).toEqual({ psk: { type: "string", sensitive: true } });
  });

  it("an address of another stack comes through that stack's outputs", () => {
    const result = synthesize((app) => {
      const cloud = stackOf(app, "cloud");
      const net = stackOf(app, "net");
      const left = siteGateway(net, "a", 1, 2, { address: new ElasticAddress(cloud, "eip").ip });
      const right = siteGateway(net, "c", 2, 2);
      new RouteBasedVpn(net, "a-c", { left, right, authentication: preSharedKey("psk") });
      new TerraformOutput(net, "user_data", { value: right.userData });
    });
    const [reference] = output(result, "net", "user_data").match(
      /data\.terraform_remote_state\.[\w.-]+/,
    )!;
    expect(reference).toContain("cross-stack-reference-input-cloud.outputs");
    const [exported] = Object.values(result.json("cloud").output);
    expect(exported!.value).toBe("${cloud_address.eip.ip}");
  });

  it("is written for a gateway that comes up by it; for one that is logged in to, if asked for", () => {
    const delivery = Delivery.ssh({ hostKey: HOST_KEY });
    const files = (build: (stack: TerraformStack) => void) =>
      Object.keys(synthesizeStack(build).gateway("net", "a"));
    expect(files((stack) => void siteGateway(stack, "a", 1, 2))).toContain("user-data");
    expect(files((stack) => void siteGateway(stack, "a", 1, 2, { delivery }))).not.toContain(
      "user-data",
    );
    const asked = files((stack) => {
      const { userData } = siteGateway(stack, "a", 1, 2, { delivery });
      new TerraformOutput(stack, "user_data", { value: userData });
    });
    expect(asked).toContain("user-data");
  });

  it("local addresses may be tokens as well", () => {
    const result = synthesizeStack((stack) => {
      const localAddress = new TerraformVariable(stack, "private_ip", {}).stringValue;
      const left = siteGateway(stack, "a", 1, 2, { localAddress });
      const right = siteGateway(stack, "c", 2, 2);
      const interfaceType = TunnelInterface.VTI;
      const authentication = preSharedKey("psk");
      new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
      new TerraformOutput(stack, "user_data", { value: left.userData });
    });
    expect(output(result, "net", "user_data")).toContain(
      '"@{local-address.a}", "${cidrhost(join("", [var.private_ip, "/32"]), 0)}"',
    );
    // A translated address: ESP in UDP, and an MTU that allows for it.
    expect(result.plan("net").tunnels[0]!.mtu).toBe(1438);
  });
});
