import { payloadOf } from "../../lib/payload/bundle";
import { canIsolate, Machine } from "../fixtures/machine";
import { gatewayPlan } from "../fixtures/plan";

const FRR_CONF = "/etc/frr/frr.conf";
const LINKS = "systemctl restart vpn-gateway-links.service";
const CHANGE = "/var/lib/vpn-gateway/change";
const START = "systemctl start vpn-gateway-rollback.timer";
const STOP = "systemctl stop vpn-gateway-rollback.timer";

const fill = (text: string) => text.replaceAll("@{secret.backbone_psk}", "c2VjcmV0");
const staged = (machine: Machine, filled = fill) => {
  machine.stage(payloadOf(gatewayPlan({ overSsh: true })), filled);
  return machine;
};

let kept: Machine | undefined;

/** A machine that has kept a payload, and has another staged: its AS number is 65009. */
function changing(): Machine {
  if (!kept) {
    kept = staged(new Machine());
    expect(kept.apply()).toMatchObject({ status: 0 });
  }
  return staged(new Machine(kept), (text) => fill(text).replaceAll("65001", "65009"));
}

const asn = (machine: Machine) => /^router bgp (\d+)/m.exec(machine.text(FRR_CONF))![1];
const history = (machine: Machine) =>
  machine
    .change("history")
    .output.trim()
    .split("\n")
    .map((line) => line.replace(/^\S+ (\w+) [0-9a-f]{12}/, "$1"));

/** As if so many seconds had passed since. */
const later = (machine: Machine, seconds: number) => {
  const [phase, boot, until] = machine.text(CHANGE).trim().split(" ");
  machine.edit(CHANGE, `${phase} ${boot} ${Number(until) - seconds}\n`);
};

/** As if the machine had started anew since. */
const restarted = (machine: Machine) => {
  const [phase, , until] = machine.text(CHANGE).trim().split(" ");
  machine.edit(CHANGE, `${phase} 00000000-0000-0000-0000-000000000000 ${until}\n`);
};

(canIsolate() ? describe : describe.skip)("a change of a gateway (Linux, root)", () => {
  it("is kept at once where nobody has to confirm it, as by user data", () => {
    const machine = changing();
    expect(machine.apply()).toMatchObject({ status: 0 });
    expect(asn(machine)).toBe("65009");
    expect(history(machine)).toEqual(["kept", "kept"]);
    expect(machine.stat(CHANGE)).toBeUndefined();
  });

  it("waits for its confirmation, and says how long", () => {
    const machine = changing();
    const { status, output, calls } = machine.apply({}, "confirm", "600");
    expect(status).toBe(0);
    expect(output).toContain("goes back in 600 s unless it is confirmed: vpn-gateway confirm");
    expect(calls).toContain(START);
    expect(calls).not.toContain(STOP);
    expect(machine.change("watch").acts).toEqual([]);
    expect(asn(machine)).toBe("65009");
    const { output: said, calls: last } = machine.change("confirm");
    expect(said).toBe("vpn-gateway: confirmed\n");
    expect(last).toContain(STOP);
    expect(history(machine)).toEqual(["kept", "kept"]);
    expect(machine.change("watch").acts).toEqual([]);
    expect(asn(machine)).toBe("65009");
  });

  it("has its way back before the first file differs", () => {
    const { calls } = changing().apply({}, "confirm", "600");
    const first = (call: RegExp) => calls.findIndex((it) => call.test(it));
    expect(first(/^install /)).toBeGreaterThan(calls.indexOf(START));
  });

  it("does not begin where there would be no way back", () => {
    const machine = changing();
    const { status, output, acts } = machine.apply({ fail: START });
    expect(status).not.toBe(0);
    expect(output).toContain("there would be no way back; nothing was changed");
    expect(acts).toEqual([]);
    expect(asn(machine)).toBe("65001");
  });

  it.each<[string, (machine: Machine) => void, string]>([
    ["is not confirmed in time", (it) => later(it, 601), "it was not confirmed in time"],
    ["the machine starts anew", restarted, "the machine started anew before it was confirmed"],
  ])("is undone where it %s, without touching what did not differ", (_, event, why) => {
    const machine = changing();
    const { acts } = machine.apply({}, "confirm", "600");
    event(machine);
    const undone = machine.change("watch");
    expect(undone.status).toBe(0);
    expect(undone.acts).toEqual(acts);
    expect(undone.output).toContain(`vpn-gateway: undone: ${why}`);
    expect(asn(machine)).toBe("65001");
    expect(history(machine)).toEqual(["kept", `undone: ${why}`]);
    expect(machine.change("watch").acts).toEqual([]);
    const { status, output } = machine.change("confirm");
    expect(status).not.toBe(0);
    expect(output).toMatch(/nothing to confirm: undone [0-9a-f]{12}: /);
  });

  it("is undone by hand, and what was kept before it by the next time", () => {
    const machine = changing();
    machine.apply({}, "confirm", "600");
    expect(machine.change("rollback").status).toBe(0);
    expect(asn(machine)).toBe("65001");
    expect(machine.change("rollback").output).toContain("there is nothing to go back to");
    staged(machine, (text) => fill(text).replaceAll("65001", "65009"));
    machine.apply();
    expect(machine.change("rollback").status).toBe(0);
    expect(asn(machine)).toBe("65001");
    expect(machine.change("rollback").status).toBe(0);
    expect(asn(machine)).toBe("65009");
  });

  it.each([
    ["a link that cannot be made", LINKS, /failed: vpn-gateway-links\.service/],
    ["a disk that is full", "install *frr.conf*", /apply did not end/],
    ["a restart of systemd's own that fails", "systemctl daemon-reload", /apply did not end/],
  ])("is undone at once by %s", (_, failOnce, why) => {
    const machine = changing();
    machine.edit("/etc/systemd/system/vpn-gateway-links.service", "# what differs\n");
    const { status, output } = machine.apply({ failOnce }, "confirm", "600");
    expect(status).not.toBe(0);
    expect(output).toContain("vpn-gateway: undone: ");
    expect(asn(machine)).toBe("65001");
    expect(history(machine)).toEqual(["kept", expect.stringMatching(why)]);
    expect(machine.stat(CHANGE)).toBeUndefined();
    expect(machine.apply().status).toBe(0);
    expect(asn(machine)).toBe("65009");
  });

  it("is tried to be undone again where that fails too", () => {
    const machine = changing();
    machine.edit("/usr/local/lib/vpn-gateway/links", "# what differs\n");
    expect(machine.apply({ fail: LINKS }).status).not.toBe(0);
    expect(machine.change("watch", { fail: LINKS }).status).not.toBe(0);
    expect(machine.change("watch")).toMatchObject({ status: 0, acts: [LINKS] });
    expect(asn(machine)).toBe("65001");
    expect(machine.stat(CHANGE)).toBeUndefined();
  });

  it("that waits is not confused with a later one that was refused", () => {
    const machine = changing();
    machine.apply({}, "confirm", "600");
    staged(machine, (text) => fill(text).replaceAll("65001", "65010"));
    expect(machine.apply({ fail: "vtysh -C *" }, "confirm", "600").output).toContain("not valid");
    expect(machine.change("confirm").status).toBe(0);
    expect(asn(machine)).toBe("65009");
    staged(machine);
    machine.apply();
    machine.change("rollback");
    expect(asn(machine)).toBe("65009");
  });

  it("ends where the power goes while it is being kept", () => {
    const machine = changing();
    machine.apply({}, "confirm", "600");
    machine.remove("/var/lib/vpn-gateway/confirmed");
    expect(machine.change("watch").acts).toEqual([]);
    expect(asn(machine)).toBe("65009");
    expect(machine.stat("/var/lib/vpn-gateway/confirmed/manifest")).toBe("0600 0 0");
  });

  it("leaves copies that root alone can read, and two of them at most", () => {
    const machine = changing();
    machine.apply();
    staged(machine).apply();
    for (const copy of ["confirmed", "previous"]) {
      const folder = `/var/lib/vpn-gateway/${copy}`;
      expect(machine.stat(folder)).toBe("0700 0 0");
      expect(machine.stat(`${folder}/files/etc/swanctl/conf.d/vpn-gateway-secrets.conf`)).toBe(
        "0600 0 0",
      );
    }
    for (const copy of ["new", "next"])
      expect(machine.stat(`/var/lib/vpn-gateway/${copy}`)).toBeUndefined();
  });

  it.each([
    "install *frr.conf*",
    "systemctl daemon-reload",
    LINKS,
    "systemctl restart vpn-gateway-routing.service",
  ])("killed at `%s` is undone by the timer, or completed by the next run", (kill) => {
    const machine = changing();
    machine.edit("/etc/systemd/system/vpn-gateway-links.service", "# what differs\n");
    expect(machine.apply({ kill }, "confirm", "600").status).not.toBe(0);
    const other = new Machine(machine);
    expect(machine.change("watch").status).toBe(0);
    expect(asn(machine)).toBe("65001");
    expect(history(machine)).toEqual(["kept", "undone: apply did not end"]);
    expect(machine.apply().status).toBe(0);
    expect(other.apply({}, "confirm", "600").status).toBe(0);
    expect(other.change("confirm").status).toBe(0);
    expect(asn(other)).toBe("65009");
  });
});
