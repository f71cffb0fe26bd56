import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { Platform } from "cdktf-routed-vpn";
import { payloadOf } from "../../lib/payload/bundle";
import { GatewayPlan } from "../../lib/plan/types";
import { programText } from "../../lib/render/program";
import { canIsolate, Machine } from "../fixtures/machine";
import { gatewayPlan } from "../fixtures/plan";
import { installedOn } from "../fixtures/footprints";
import { scratchFolder } from "../fixtures/synth";
import { gatewayPlans } from "../parsers/network";

/** What a gateway has that is drained by its app. */
function drainedByApp({ bgp, ospf, vrrp, ...rest }: GatewayPlan): GatewayPlan {
  return {
    ...rest,
    ...(bgp && { bgp: { ...bgp, gracefulShutdown: true } }),
    ...(ospf && { ospf: { ...ospf, externalMetric: 10_000 } }),
    ...(vrrp && { vrrp: { ...vrrp, priority: 252 } }),
  };
}

/** What the program makes of the files of a gateway. */
function edited(files: Readonly<Record<string, string>>): Record<string, string> {
  const home = scratchFolder();
  const at = (file: string) => path.join(home, file);
  const program = path.join(scratchFolder(), "drain");
  fs.writeFileSync(program, programText("drain.sh"));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), text);
  }
  execFileSync("sh", [program, "edit", home]);
  return Object.fromEntries(
    Object.keys(files).map((file) => [file, fs.readFileSync(at(file), "utf8")]),
  );
}

/** One whose inner routers come from anywhere. */
const listening = gatewayPlan({
  name: "listening",
  bgp: {
    ...gatewayPlan().bgp!,
    listen: {
      device: "eth1",
      prefixes: ["10.1.0.0/24", "fd01::/64"],
      secret: { kind: "terraform", name: "lan" },
      limits: { 4: { prefixes: 10 }, 6: { prefixes: 10 } },
      localAddresses: ["10.1.0.2", "fd01::2"],
      timers: { keepaliveSeconds: 3, holdTimeSeconds: 9, connectRetrySeconds: 10 },
    },
  },
});

describe("draining a gateway that runs", () => {
  const planned = [Platform.DEBIAN_12, Platform.DEBIAN_13].flatMap((platform) =>
    gatewayPlans(platform).filter(({ bgp }) => bgp),
  );
  const plans = [...planned, listening];

  it("covers every way in which a gateway is preferred", () => {
    expect(plans.some(({ ospf }) => ospf)).toBe(true);
    expect(plans.some(({ vrrp }) => vrrp)).toBe(true);
    expect(plans.some(({ bgp }) => bgp!.siteLoopbacks)).toBe(true);
    expect(plans.some(({ bgp }) => bgp!.sessions.some((it) => it.policy.communities))).toBe(true);
  });

  it.each(plans.map((plan) => [`${plan.name}, ${plan.platform}`, plan] as const))(
    "%s: gives it the very files that `drained` in its app would",
    (_, plan) => {
      const normal = { ...plan, bgp: { ...plan.bgp!, gracefulShutdown: undefined } };
      const { "/etc/vpn-gateway/radvd.conf": _radvd, ...files } = installedOn(normal);
      const wanted = installedOn(drainedByApp(plan));
      const made = edited(files);
      for (const [file, text] of Object.entries(made))
        expect([file, text]).toEqual([file, wanted[file]]);
      expect(made).not.toEqual(files);
      expect(edited(made)).toEqual(made);
    },
  );

  it("has hosts prefer any other router", () => {
    const [first] = gatewayPlan().inside;
    const advertised = (defaultRouter: boolean) => {
      const advertisement = {
        prefixes: ["fd01::/64"],
        ...{ autonomousAddresses: true, defaultRouter, preferred: true, routes: ["fd02::/64"] },
      };
      const plan = gatewayPlan({ inside: [{ ...first!, advertisement }] });
      return edited(installedOn(plan))["/etc/vpn-gateway/radvd.conf"]!;
    };
    expect(advertised(true)).toContain("  AdvDefaultPreference low;\n");
    expect(advertised(false)).not.toContain("AdvDefaultPreference");
    expect(advertised(true)).toMatch(/route fd02::\/64 \{\n {4}AdvRoutePreference low;\n/);
    expect(advertised(true)).not.toContain("high");
  });
});

(canIsolate() ? describe : describe.skip)("a machine that is drained (Linux, root)", () => {
  const FRR_CONF = "/etc/frr/frr.conf";
  const MARK = " set community graceful-shutdown additive";
  const fill = (text: string) => text.replaceAll("@{secret.backbone_psk}", "c2VjcmV0");
  const machine = () => {
    const it = new Machine();
    it.stage(payloadOf(gatewayPlan({ overSsh: true })), fill);
    expect(it.apply().status).toBe(0);
    return it;
  };

  it("reloads routing alone, and has what it had before when it is no more", () => {
    const it = machine();
    const before = it.text(FRR_CONF);
    const { acts, status } = it.change("drain");
    expect(status).toBe(0);
    expect(acts).toEqual([
      "systemctl restart vpn-gateway-routing.service",
      `frr-reload.py --reload ${FRR_CONF}`,
      "vtysh -f /dev/null",
    ]);
    expect(it.text(FRR_CONF)).toContain(MARK);
    expect(it.change("undrain").acts).toEqual(acts);
    expect(it.text(FRR_CONF)).toBe(before);
    expect(it.change("undrain").acts).toEqual([]);
  });

  it("stays so through a change, which is kept without it", () => {
    const it = machine();
    it.change("drain");
    it.stage(payloadOf(gatewayPlan({ overSsh: true })), (text) =>
      fill(text).replaceAll("65001", "65009"),
    );
    expect(it.apply({}, "confirm", "600").status).toBe(0);
    expect(it.text(FRR_CONF)).toContain(MARK);
    expect(it.text(FRR_CONF)).toContain("router bgp 65009");
    expect(it.change("undrain").status).toBe(0);
    expect(it.change("confirm").output).toBe("vpn-gateway: confirmed\n");
    expect(it.text(FRR_CONF)).not.toContain(MARK);
    expect(it.text(FRR_CONF)).toContain("router bgp 65009");
    expect(it.text("/var/lib/vpn-gateway/confirmed/files/etc/frr/frr.conf")).toBe(
      it.text(FRR_CONF),
    );
  });

  it("is drained no more by what undoes a change", () => {
    const it = machine();
    const before = it.text(FRR_CONF);
    it.change("drain");
    it.stage(payloadOf(gatewayPlan({ overSsh: true })), (text) =>
      fill(text).replaceAll("65001", "65009"),
    );
    it.apply({}, "confirm", "600");
    expect(it.change("rollback").status).toBe(0);
    expect(it.text(FRR_CONF)).toBe(before);
  });
});
