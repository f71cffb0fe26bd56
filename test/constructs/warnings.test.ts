import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  Delivery,
  Gateway,
  InsideOspfProps,
  InsideRouting,
  RouteBasedVpn,
  RouteExchange,
  Secret,
} from "cdktf-routed-vpn";
import { HOST_KEY, mesh, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { scratchFolder } from "../fixtures/synth";

type Use = "userData" | "userDataGzipBase64";

/** Messages of cdktf's manifest, by construct path, after two syntheses of one app. */
function warnings(build: (stack: TerraformStack) => void): string[] {
  const app = new App({ outdir: scratchFolder() });
  const stack = new TerraformStack(app, "net");
  build(stack);
  app.synth();
  app.synth();
  const { annotations } = app.manifest.forStack(stack);
  return annotations.map(({ constructPath, message }) => `${constructPath}: ${message}`);
}

const MANAGED = { managementFrom: ["192.0.2.0/24"] };
const SSH = { ...MANAGED, delivery: Delivery.ssh({ hostKey: HOST_KEY }) };

function joined(stack: TerraformStack, props: object, use?: Use): Gateway {
  const left = siteGateway(stack, "a", 1, 2, props);
  const right = siteGateway(stack, "c", 2, 2, SSH);
  new RouteBasedVpn(stack, "a-c", { left, right, authentication: preSharedKey("psk") });
  if (use) new TerraformOutput(stack, "user_data", { value: left[use] });
  return left;
}

describe("warnings", () => {
  it("S12: say nothing of a network that is complete", () => {
    expect(warnings((stack) => joined(stack, SSH))).toEqual([]);
    expect(warnings((stack) => joined(stack, MANAGED, "userDataGzipBase64"))).toEqual([]);
  });

  it("S12: name a gateway that is in no VPN, and synthesis goes on", () => {
    expect(warnings((stack) => siteGateway(stack, "a", 1, 2, SSH))).toEqual([
      expect.stringMatching(/^net\/a: the gateway is in no VPN: make a RouteBasedVpn/),
    ]);
  });

  it("S12: name user data that no resource takes", () => {
    expect(warnings((stack) => joined(stack, MANAGED))).toEqual([
      expect.stringMatching(/^net\/a: no resource takes the gateway's user data: pass `userData`/),
    ]);
  });

  it("S12: name SSH that is open to every address, with its port", () => {
    const open = { delivery: Delivery.ssh({ hostKey: HOST_KEY }), managementPort: 2222 };
    const everywhere = ["0.0.0.0/0", "192.0.2.0/24"];
    const expected = [expect.stringMatching(/^net\/a: SSH \(TCP 2222\) is open to every address/)];
    expect(warnings((stack) => joined(stack, open))).toEqual(expected);
    const named = { ...open, managementFrom: everywhere };
    expect(warnings((stack) => joined(stack, named))).toEqual(expected);
  });

  it("S12, B1: name OSPF that any host may speak, where it has no key", () => {
    const site = (more: InsideOspfProps) => (stack: TerraformStack) =>
      void mesh(stack, [
        soleSite(stack, "a", 1, { ...SSH, insideRouting: InsideRouting.ospf(more) }),
        soleSite(stack, "c", 2, SSH),
      ]);
    expect(warnings(site({}))).toEqual([
      expect.stringMatching(/^net\/a: any host of the inside segments may speak OSPF/),
    ]);
    expect(warnings(site({ secret: Secret.variable("inside"), md5: true }))).toEqual([]);
  });

  it("S12: name the providers that refuse user data of this size, and what is smaller", () => {
    const [warning] = warnings((stack) => joined(stack, MANAGED, "userData"));
    expect(warning).toMatch(
      /^net\/a: the user data has \d+ bytes, over the limit of AWS \(16 KiB\).*: there, pass `userDataGzipBase64` instead$/,
    );
  });

  it("say nothing of providers to an app that declares what its own takes", () => {
    const delivery = Delivery.cloudInit({ userDataLimit: 200_000 });
    expect(warnings((stack) => joined(stack, { ...MANAGED, delivery }, "userData"))).toEqual([]);
  });

  describe("S12: routes through a gateway that lets nothing from one VPN into another", () => {
    /** Spokes b and c of a hub by static routes; b's to the hub lead to c's network too. */
    function star(toHub: string[], transit: { b?: boolean; c?: boolean }) {
      return warnings((stack) => {
        const [left, b, c] = ["a", "b", "c"].map((id, at) =>
          siteGateway(stack, id, at + 1, 2, SSH),
        );
        const routes = RouteExchange.staticRoutes(undefined, toHub);
        const to = (id: "b" | "c", right: Gateway, more: object) =>
          new RouteBasedVpn(stack, `a-${id}`, {
            ...{ left: left!, right, authentication: preSharedKey(id), transit: transit[id] },
            ...more,
          });
        to("b", b!, { routes });
        to("c", c!, {});
      });
    }

    it.each([
      ["exactly that network", ["10.1.0.0/24", "10.3.0.0/24"], "10\\.3\\.0\\.0/24"],
      ["a part of it", ["10.1.0.0/24", "10.3.0.128/25"], "10\\.3\\.0\\.128/25"],
      ["what holds it", ["10.0.0.0/8"], "10\\.0\\.0\\.0/8"],
    ])("are named: %s", (_, toHub, prefix) => {
      const text = `^net/a: net/b routes ${prefix} to this gateway, which has it behind c .*: set transit`;
      expect(star(toHub, {})).toEqual([expect.stringMatching(new RegExp(text))]);
      expect(star(toHub, { b: true })).toEqual([expect.stringMatching(new RegExp(text))]);
    });

    it("are not with transit, nor where they end at the gateway", () => {
      expect(star(["10.1.0.0/24", "10.3.0.0/24"], { b: true, c: true })).toEqual([]);
      expect(star(["10.1.0.0/24"], {})).toEqual([]);
    });
  });
});
