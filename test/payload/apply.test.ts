import { spawnSync } from "child_process";
import { payloadOf, STAGING } from "../../lib/payload/bundle";
import { GatewayPlan } from "../../lib/plan/types";
import { programText } from "../../lib/render/program";
import { KEY_A, KEY_C } from "../fixtures/keys";
import { canIsolate, Machine } from "../fixtures/machine";
import { gatewayPlan } from "../fixtures/plan";

const SECRETS = "/etc/swanctl/conf.d/vpn-gateway-secrets.conf";
const FRR_CONF = "/etc/frr/frr.conf";

/** As the delivery fills the payload. */
function fill(text: string): string {
  return text.replaceAll("@{secret.backbone_psk}", "c2VjcmV0");
}

function machineWith(plan: GatewayPlan = gatewayPlan()): Machine {
  const machine = new Machine();
  machine.stage(payloadOf(plan), fill);
  return machine;
}

let applied: Machine | undefined;

/** A machine that has come up once. */
function appliedMachine(): Machine {
  if (!applied) {
    const machine = machineWith();
    expect(machine.apply()).toMatchObject({ status: 0 });
    applied = machine;
  }
  return new Machine(applied);
}

const installed = payloadOf(gatewayPlan())
  .files.filter(({ path }) => path.startsWith("files/"))
  .map(({ path }) => path.replace(/^files/, ""));

/** FRR's start has it compare FRR with its file, which apply waits for. */
const FRR_ANEW = [
  "systemctl restart frr.service",
  "systemctl start vpn-gateway-routing.service",
  "vtysh -f /dev/null",
];

const FIRST_RUN = [
  "systemctl enable --quiet --no-reload strongswan.service frr.service vpn-gateway-firewall.service vpn-gateway-initiate.service vpn-gateway-links.service vpn-gateway-routing.service vpn-gateway-status.timer",
  "systemctl daemon-reload",
  "sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf",
  "systemctl reload-or-restart vpn-gateway-firewall.service",
  "systemctl try-restart systemd-networkd.service",
  "systemctl restart vpn-gateway-links.service",
  "systemctl restart strongswan.service",
  "systemctl restart vpn-gateway-initiate.service",
  ...FRR_ANEW,
  "systemctl restart vpn-gateway-status.timer",
];

(canIsolate() ? describe : describe.skip)("apply, run on folders of its own (Linux, root)", () => {
  it("the first run installs every file with its mode and owner", () => {
    const machine = appliedMachine();
    for (const path of installed)
      expect([path, machine.stat(path)]).toEqual([path, expect.anything()]);
    expect(machine.stat(SECRETS)).toBe("0600 0 0");
    expect(machine.stat(FRR_CONF)).toBe("0640 115 121");
    expect(machine.stat("/usr/local/lib/vpn-gateway/links")).toBe("0755 0 0");
    expect(machine.text(SECRETS)).toContain("0sc2VjcmV0");
  });

  it("the first run acts in the order in which things need each other: firewall, links, IKE, BGP", () => {
    expect(machineWith().apply().acts).toEqual(FIRST_RUN);
  });

  it("FRR is named as the machine is, or its reload would find a difference for ever", () => {
    const machine = appliedMachine();
    const name = spawnSync("uname", ["-n"], { encoding: "utf8" }).stdout.trim();
    expect(machine.text(FRR_CONF)).toMatch(new RegExp(`^hostname ${name}$`, "m"));
  });

  it("B3: prefixes around an address that was filled in have a line each, and others are as they were", () => {
    const bgp = gatewayPlan().bgp!;
    const session = { ...bgp.sessions[0]!, accept: undefined };
    const addresses = ["@{address.c}", "@{address.six}"] as const;
    const never = {
      within: ["127.0.0.0/8"],
      covering: [
        { address: addresses[0], family: 4 as const },
        { address: addresses[1], family: 6 as const },
      ],
      otherSites: [],
    };
    const sessions = [session, { ...session, neighbor: "fd00::1", family: 6 as const }];
    const plan = gatewayPlan({ bgp: { ...bgp, sessions, never } });
    const machine = new Machine();
    machine.stage(payloadOf(plan), (text) =>
      fill(text)
        .replace("@{address.c.covering}", "203.0.0.0/8 203.0.113.9/32")
        .replace("@{address.six.covering}", "2001::/16 2001:db8::/64"),
    );
    expect(machine.apply()).toMatchObject({ status: 0 });
    const written = machine.text(FRR_CONF).split("\n");
    expect(written.filter((line) => line.includes("prefix-list around"))).toEqual(
      [
        "ip prefix-list around-address.c seq 5 permit 203.0.0.0/8",
        "ip prefix-list around-address.c seq 10 permit 203.0.113.9/32",
        " match ip address prefix-list around-address.c",
        "ipv6 prefix-list around-address.six seq 5 permit 2001::/16",
        "ipv6 prefix-list around-address.six seq 10 permit 2001:db8::/64 le 128",
        " match ipv6 address prefix-list around-address.six",
      ].sort((a, b) => written.indexOf(a) - written.indexOf(b)),
    );
    const planned = payloadOf(plan).files.find(({ path }) => path.endsWith(FRR_CONF))!.text;
    const rest = (lines: string[]) =>
      lines.filter((line) => !/^hostname|prefix-list around.* permit/.test(line));
    expect(rest(written)).toEqual(rest(planned.split("\n")));
  });

  it("a second run changes nothing", () => {
    const machine = appliedMachine();
    const again = machine.apply();
    expect(again.acts).toEqual([]);
    expect(again.output).toBe("vpn-gateway: up to date\n");
  });

  it("the same payload staged anew changes nothing", () => {
    const machine = appliedMachine();
    machine.stage(payloadOf(gatewayPlan()), fill);
    expect(machine.apply().acts).toEqual([]);
  });

  it.each([
    [
      "the firewall",
      "/etc/vpn-gateway/nftables.nft",
      ["systemctl reload-or-restart vpn-gateway-firewall.service"],
    ],
    [
      "the links",
      "/usr/local/lib/vpn-gateway/links",
      ["systemctl restart vpn-gateway-links.service"],
    ],
    ["connections", "/etc/swanctl/conf.d/vpn-gateway.conf", ["swanctl --load-all --noprompt"]],
    ["keys", SECRETS, ["swanctl --load-all --noprompt"]],
    [
      "charon's settings",
      "/etc/strongswan.d/zz-vpn-gateway.conf",
      ["systemctl restart strongswan.service"],
    ],
    // It counts from the next start on; a restart would cost all SAs.
    [
      "what precedes charon",
      "/etc/systemd/system/strongswan.service.d/vpn-gateway.conf",
      ["systemctl daemon-reload"],
    ],
    ["the set of routing daemons", "/etc/frr/daemons", FRR_ANEW],
    [
      "kernel settings",
      "/etc/sysctl.d/90-vpn-gateway.conf",
      ["sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf"],
    ],
  ])("a change of %s touches nothing else", (_, path, acts) => {
    const machine = appliedMachine();
    machine.edit(path, "# somebody was here\n");
    const { status, acts: done } = machine.apply();
    expect(status).toBe(0);
    expect(done).toEqual(acts);
    expect(machine.text(path)).not.toContain("somebody was here");
  });

  it.each([
    ["vpn-gateway-firewall", ["systemctl reload-or-restart vpn-gateway-firewall.service"]],
    ["vpn-gateway-links", ["systemctl restart vpn-gateway-links.service"]],
    ["strongswan", ["systemctl restart strongswan.service"]],
    ["frr", FRR_ANEW],
  ])("a stopped %s is started", (unit, acts) => {
    const machine = appliedMachine();
    machine.stop(unit);
    expect(machine.apply().acts).toEqual(acts);
  });

  describe("M2: FRR is never left stopped, nor without a part of its configuration", () => {
    const RESTART = "systemctl restart vpn-gateway-routing.service";
    const END = "vtysh -f /dev/null";
    const RELOAD = `frr-reload.py --reload ${FRR_CONF}`;
    const changed = (machine: Machine) => {
      machine.stage(payloadOf(gatewayPlan()), (text) => fill(text).replace("65001", "65009"));
      return machine;
    };

    it("reloads a change by a unit of its own, not by FRR's", () => {
      const machine = changed(appliedMachine());
      const { status, acts } = machine.apply();
      expect(status).toBe(0);
      expect(acts).toEqual([RESTART, RELOAD, END]);
      expect(machine.apply().acts).toEqual([]);
    });

    it("loads again what FRR has lost, although no file differs", () => {
      const machine = appliedMachine();
      machine.loseRunningConfiguration();
      const { status, acts } = machine.apply();
      expect(status).toBe(0);
      expect(acts).toEqual([RESTART, RELOAD, END]);
    });

    it("compares it once, by the unit that its own start brings, where FRR was started anew", () => {
      const machine = appliedMachine();
      machine.edit("/etc/frr/daemons", "# another set\n");
      const { calls } = machine.apply();
      expect(calls.filter((call) => call.startsWith("frr-reload.py --test"))).toHaveLength(1);
    });

    it("restarts the unit where what FRR's start brought has failed", () => {
      const machine = appliedMachine();
      machine.edit("/etc/frr/daemons", "# another set\n");
      const { status, acts } = machine.apply({ fail: "systemctl start *" });
      expect(status).toBe(0);
      expect(acts).toEqual([...FRR_ANEW.slice(0, 2), RESTART, END]);
    });

    it("restarts FRR where reloads fail", () => {
      const machine = changed(appliedMachine());
      const { status, acts } = machine.apply({ fail: "frr-reload.py --reload *" });
      expect(status).toBe(0);
      expect(acts).toEqual([
        RESTART,
        RELOAD,
        RELOAD,
        RELOAD,
        "systemctl try-restart frr.service",
        END,
      ]);
      expect(machine.isActive("frr")).toBe(true);
      expect(machine.apply().acts).toEqual([]);
    });

    it("says so where nothing helps, and FRR goes on", () => {
      const machine = changed(appliedMachine());
      const { status, output } = machine.apply({ fail: "frr-reload.py *" });
      expect(status).not.toBe(0);
      expect(output).toContain("failed: vpn-gateway-routing");
      expect(machine.isActive("frr")).toBe(true);
      expect(machine.apply().status).toBe(0);
    });

    it("starts it again where a command fails while it is stopped for another namespace", () => {
      const machine = machineWith(
        gatewayPlan({ namespace: { name: "private", publicName: "public" } }),
      );
      machine.apply();
      machine.stage(payloadOf(gatewayPlan()), fill);
      const { status, acts } = machine.apply({ fail: "systemctl daemon-reload" });
      expect(status).not.toBe(0);
      expect(acts).toContain("systemctl disable --now vpn-gateway-namespace.service");
      expect(acts.at(-1)).toBe("systemctl --no-block start frr.service");
      expect(machine.isActive("frr")).toBe(true);
    });

    it("goes on to FRR where swanctl refuses its configuration", () => {
      const machine = changed(appliedMachine());
      machine.edit(SECRETS, "# another key\n");
      const { status, acts } = machine.apply({ fail: "swanctl *" });
      expect(status).not.toBe(0);
      expect(acts).toContain(RELOAD);
    });

    it("gets there although the SSH session ends in between", () => {
      const machine = changed(appliedMachine());
      const { status } = machine.apply({ hangUp: true });
      expect(status).toBe(0);
      expect(machine.apply().acts).toEqual([]);
    });
  });

  it.each([
    "systemctl daemon-reload",
    "systemctl reload-or-restart vpn-gateway-firewall.service",
    "systemctl restart vpn-gateway-links.service",
    "systemctl restart strongswan.service",
    "systemctl restart frr.service",
  ])("a run killed at `%s` is completed by the next", (kill) => {
    const machine = machineWith();
    expect(machine.apply({ kill }).status).not.toBe(0);
    const next = machine.apply();
    expect(next.status).toBe(0);
    expect(next.acts).toContain(kill);
    expect(next.acts).toContain("systemctl restart frr.service");
    expect(machine.apply().acts).toEqual([]);
  });

  it.each([
    ["a command that fails", { fail: "systemctl restart strongswan.service" }],
    ["a daemon that refuses", { fail: "systemctl restart vpn-gateway-links.service" }],
  ])("%s fails the run, which says so by its exit status", (_, fault) => {
    expect(machineWith().apply(fault).status).not.toBe(0);
  });

  describe("files of an earlier payload", () => {
    const withoutBgp = () => gatewayPlan({ bgp: undefined, bfdProfiles: [], pairLink: undefined });
    const withFetchedKey = () => {
      const plan = gatewayPlan();
      const fetched = { kind: "file", path: "/etc/vpn/psk" } as const;
      const tunnels = plan.tunnels.map((end) => ({
        ...end,
        ipsec: { ...end.ipsec, secret: fetched },
      }));
      return { ...plan, tunnels };
    };

    it("are removed", () => {
      const machine = appliedMachine();
      machine.stage(payloadOf(withoutBgp()), fill);
      expect(machine.apply().status).toBe(0);
      expect(machine.stat(FRR_CONF)).toBeUndefined();
      expect(machine.stat("/etc/frr/daemons")).toBeUndefined();
    });

    it("leave no routing daemon running with them", () => {
      const machine = appliedMachine();
      machine.stage(payloadOf(withoutBgp()), fill);
      machine.apply();
      expect(machine.isActive("frr")).toBe(false);
    });

    it("are removed although the run that installed them was killed", () => {
      const machine = machineWith();
      machine.apply({ kill: "install *zz-vpn-gateway.conf*" });
      expect(machine.stat(FRR_CONF)).toBeDefined();
      machine.stage(payloadOf(withoutBgp()), fill);
      expect(machine.apply().status).toBe(0);
      expect(machine.stat(FRR_CONF)).toBeUndefined();
    });

    it("that are units are stopped and disabled first", () => {
      const machine = machineWith(withFetchedKey());
      machine.apply();
      expect(machine.stat("/etc/systemd/system/vpn-gateway-secrets.service")).toBeDefined();
      machine.stage(payloadOf(gatewayPlan()), fill);
      expect(machine.apply().acts).toContain("systemctl disable --now vpn-gateway-secrets.service");
      expect(machine.stat("/etc/systemd/system/vpn-gateway-secrets.service")).toBeUndefined();
    });

    it("do not take others of the machine with them", () => {
      const machine = appliedMachine();
      machine.edit("/etc/frr/own.conf", "kept\n");
      machine.stage(payloadOf(withoutBgp()), fill);
      machine.apply();
      expect(machine.text("/etc/frr/own.conf")).toBe("kept\n");
    });
  });

  describe("refuses before it changes anything", () => {
    const untouched = (machine: Machine, complaint: RegExp, fault = {}) => {
      const { status, output, acts } = machine.apply(fault);
      expect(status).not.toBe(0);
      expect(output).toMatch(complaint);
      expect(acts).toEqual([]);
      for (const path of installed) expect(machine.stat(path)).toBeUndefined();
    };

    it("a firewall that nft does not take", () => {
      untouched(machineWith(), /nftables\.nft is not valid; nothing was changed/, {
        fail: "nft -c *",
      });
    });

    it("a frr.conf that vtysh does not take", () => {
      untouched(machineWith(), /frr\.conf is not valid; nothing was changed/, {
        fail: "vtysh -C *",
      });
    });

    it("a value that was never filled in", () => {
      const machine = new Machine();
      machine.stage(payloadOf(gatewayPlan()));
      untouched(machine, /a value was never filled in: .*vpn-gateway-secrets\.conf/);
    });

    it("a machine without the keys and certificates that its owner brings", () => {
      const [tunnel] = gatewayPlan().tunnels;
      const publicKeys = { local: KEY_A, remote: KEY_C };
      const ipsec = { ...tunnel!.ipsec, secret: undefined, publicKeys };
      const machine = machineWith(gatewayPlan({ tunnels: [{ ...tunnel!, ipsec }] }));
      untouched(machine, /\/etc\/swanctl\/private\/\* has to be on this machine first/);
      machine.edit("/etc/swanctl/private/any-name.pem", "a key");
      expect(machine.apply()).toMatchObject({ status: 0 });
    });

    it("a payload that did not arrive whole", () => {
      const machine = machineWith();
      machine.remove(`${STAGING}/files${FRR_CONF}`);
      untouched(machine, /the payload lacks \/etc\/frr\/frr\.conf/);
    });
  });

  describe("with a virtual router", () => {
    const virtual = (priority: number) => {
      return gatewayPlan({
        vrrp: {
          ...{ device: "eth1", virtualRouterId: 51, priority, advertisementIntervalMs: 100 },
          ...{ startupDelayMs: 0, preemptDelaySeconds: 30, virtualAddresses: ["10.1.0.1"] },
          ...{ address: "10.1.0.2", partnerAddress: "10.1.0.3" },
        },
      });
    };

    it("starts keepalived behind the routing daemons, and reloads it for another priority", () => {
      const machine = machineWith(virtual(254));
      const { acts } = machine.apply();
      const restarted = (unit: string) => acts.indexOf(`systemctl restart ${unit}.service`);
      expect(restarted("vpn-gateway-vrrp")).toBeGreaterThan(restarted("frr"));
      machine.stage(payloadOf(virtual(100)), fill);
      expect(machine.apply().acts).toEqual([
        "systemctl reload-or-restart vpn-gateway-vrrp.service",
      ]);
    });

    it("refuses a keepalived.conf that keepalived does not take", () => {
      const { status, output } = machineWith(virtual(254)).apply({
        fail: "keepalived --config-test*",
      });
      expect(status).not.toBe(0);
      expect(output).toContain("keepalived.conf is not valid; nothing was changed");
    });
  });

  describe("with router advertisements", () => {
    const advertising = (routes: string[]) => {
      const [segment] = gatewayPlan().inside;
      const advertisement = {
        prefixes: ["fd01::/64"],
        autonomousAddresses: true,
        defaultRouter: false,
        preferred: false,
        routes,
      };
      return gatewayPlan({ inside: [{ ...segment!, advertisement }] });
    };

    it("starts radvd behind the links, and reloads it for other routes", () => {
      const machine = machineWith(advertising([]));
      const { acts } = machine.apply();
      expect(acts.indexOf("systemctl restart vpn-gateway-advertise.service")).toBe(
        acts.indexOf("systemctl restart vpn-gateway-links.service") + 1,
      );
      machine.stage(payloadOf(advertising(["fd02::/64"])), fill);
      expect(machine.apply().acts).toEqual([
        "systemctl reload-or-restart vpn-gateway-advertise.service",
      ]);
    });

    it("stops it where nothing is advertised any more", () => {
      const machine = machineWith(advertising([]));
      machine.apply();
      machine.stage(payloadOf(gatewayPlan()), fill);
      expect(machine.apply().acts).toContain(
        "systemctl disable --now vpn-gateway-advertise.service",
      );
    });

    it("refuses a radvd.conf that radvd does not take", () => {
      const { status, output } = machineWith(advertising([])).apply({
        fail: "radvd --configtest*",
      });
      expect(status).not.toBe(0);
      expect(output).toContain("radvd.conf is not valid; nothing was changed");
    });
  });

  it("takes back a VRF that is not wanted any more, before the links lose it", () => {
    const machine = machineWith(gatewayPlan({ vrf: { device: "private", table: 1000 } }));
    expect(machine.apply().acts).toContain("systemctl reload-or-restart vpn-gateway-vrf.service");
    machine.stage(payloadOf(gatewayPlan()), fill);
    const { acts, status } = machine.apply();
    expect(status).toBe(0);
    expect(acts[0]).toBe("systemctl disable --now vpn-gateway-vrf.service");
    expect(acts).toContain("systemctl restart vpn-gateway-links.service");
  });

  describe("with an inside that is a network namespace", () => {
    const namespaced = () => gatewayPlan({ namespace: { name: "private", publicName: "public" } });
    const NAMESPACE = "systemctl reload-or-restart vpn-gateway-namespace.service";
    const PRIVATE_LINKS = "systemctl restart vpn-gateway-private-links.service";

    it("makes it first, and its links behind those that give way to them", () => {
      const { acts, status } = machineWith(namespaced()).apply();
      expect(status).toBe(0);
      expect(acts.slice(2)).toEqual([
        NAMESPACE,
        ...FIRST_RUN.slice(2, 6),
        PRIVATE_LINKS,
        ...FIRST_RUN.slice(6),
      ]);
    });

    it.each([
      ["/etc/vpn-gateway/private-sysctl.conf", NAMESPACE],
      [
        "/etc/vpn-gateway/private-nftables.nft",
        "systemctl reload-or-restart vpn-gateway-firewall.service",
      ],
      ["/usr/local/lib/vpn-gateway/private-links", PRIVATE_LINKS],
    ])("acts on %s alone", (path, act) => {
      const machine = machineWith(namespaced());
      machine.apply();
      expect(machine.apply().acts).toEqual([]);
      machine.edit(path, "# somebody was here\n");
      expect(machine.apply().acts).toEqual([act]);
    });

    it("moves a running gateway into it: links leave the outside first, FRR starts anew", () => {
      const machine = appliedMachine();
      machine.stage(payloadOf(namespaced()), fill);
      const { acts, status } = machine.apply();
      expect(status).toBe(0);
      expect(acts).toEqual([
        "systemctl enable --quiet --no-reload vpn-gateway-namespace.service vpn-gateway-private-links.service",
        "systemctl daemon-reload",
        NAMESPACE,
        "sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf",
        "systemctl reload-or-restart vpn-gateway-firewall.service",
        "systemctl restart vpn-gateway-links.service",
        PRIVATE_LINKS,
        ...FRR_ANEW,
      ]);
    });

    it("moves it out again: the namespace gives back its NICs first, FRR starts anew", () => {
      const machine = machineWith(namespaced());
      machine.apply();
      machine.stage(payloadOf(gatewayPlan()), fill);
      const { acts, status } = machine.apply();
      expect(status).toBe(0);
      expect(acts).toEqual([
        "systemctl disable --now vpn-gateway-namespace.service",
        "systemctl disable --now vpn-gateway-private-links.service",
        "systemctl daemon-reload",
        "sysctl -q -p /etc/sysctl.d/90-vpn-gateway.conf",
        "systemctl reload-or-restart vpn-gateway-firewall.service",
        "systemctl restart vpn-gateway-links.service",
        ...FRR_ANEW,
      ]);
      const placed = "/etc/systemd/system/frr.service.d/vpn-gateway-namespace.conf";
      expect(machine.stat(placed)).toBeUndefined();
    });

    it("refuses rules of the inside that nft does not take", () => {
      const { status, output } = machineWith(namespaced()).apply({ fail: "nft -c *private*" });
      expect(status).not.toBe(0);
      expect(output).toContain("private-nftables.nft is not valid; nothing was changed");
    });
  });

  it("warns of a machine that is not the planned platform, and goes on", () => {
    const machine = machineWith();
    machine.edit("/etc/os-release", "ID=ubuntu\nVERSION_ID=24.04\n");
    const { status, output } = machine.apply();
    expect(status).toBe(0);
    expect(output).toContain(
      "warning: planned for platform debian-12, but this machine is ubuntu-24.04; set the gateway's platform",
    );
    machine.remove("/etc/os-release");
    expect(machine.apply().output).toContain("but this machine is unknown");
  });

  it("installs the packages that are missing, and asks for none otherwise", () => {
    const machine = machineWith();
    machine.lack("frr", "nftables");
    const { acts, status } = machine.apply();
    expect(status).toBe(0);
    expect(acts.slice(0, 2)).toEqual([
      "apt-get -q -o DPkg::Lock::Timeout=600 update",
      "apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends -o Dpkg::Options::=--force-confold frr nftables",
    ]);
    expect(machine.apply().acts.join("\n")).not.toContain("apt-get");
  });
});

(canIsolate() ? describe : describe.skip)("apply, on the machine's own ways (Linux, root)", () => {
  it("M3: waits where another apt holds the lists or the archives", () => {
    const machine = machineWith();
    machine.lack("frr");
    machine.lock(3);
    const { status, acts, output } = machine.apply();
    expect(status).toBe(0);
    expect(acts.filter((act) => act.endsWith(" update"))).toHaveLength(4);
    expect(acts.filter((act) => act.endsWith(" frr"))).toHaveLength(1);
    expect(output).toContain("waiting for apt: E: Could not get lock");
  });

  it("M3: does not wait for ever, nor for another fault", () => {
    const machine = machineWith();
    machine.lack("frr");
    machine.lock(1000);
    const { status, acts, output } = machine.apply();
    expect(status).not.toBe(0);
    expect(acts).toHaveLength(121);
    expect(output).toContain("apt-get update failed");
    machine.lock(0);
    expect(machine.apply({ fail: "apt-get *" }).acts).toHaveLength(1);
  });

  it("M4: refuses a kernel that lacks a module, and says what blocks it, before it changes anything", () => {
    const machine = machineWith();
    machine.edit("/etc/modprobe.d/cis.conf", "blacklist dccp\ninstall ip-vti /bin/false\n");
    const { status, output, acts } = machine.apply({ fail: "unshare --net ip link *type vti *" });
    expect(status).not.toBe(0);
    expect(output).toMatch(
      /kernel \S+ does not offer ip_vti \(\/etc\/modprobe\.d\/cis\.conf:install ip-vti \/bin\/false\); nothing/,
    );
    expect(acts).toEqual([]);
    for (const path of installed) expect(machine.stat(path)).toBeUndefined();
  });

  it("M4: tries every part of the kernel that the gateway needs", () => {
    const { calls } = machineWith().apply();
    const tried = calls.filter((call) => call.startsWith("unshare --net ip "));
    expect(tried.map((call) => call.split(" ").slice(2, 8).join(" "))).toEqual([
      "ip link add probe type gre",
      "ip link add probe type vti",
      "ip xfrm state add src 127.0.0.1",
    ]);
  });

  it("M4: goes on, with a warning, where no network namespace can be made to try them in", () => {
    const { status, output } = machineWith().apply({ fail: "unshare *" });
    expect(status).toBe(0);
    expect(output).toContain("warning: no network namespace to try the kernel's modules in");
  });

  it("M4: asks Ubuntu for the modules of the running kernel, and for those of its successors", () => {
    const release = spawnSync("uname", ["-r"], { encoding: "utf8" }).stdout.trim();
    const machine = machineWith(
      gatewayPlan({ platform: "ubuntu-24.04", vrf: { device: "private", table: 1000 } }),
    );
    machine.lack(`linux-modules-extra-${release}`);
    const { status, acts } = machine.apply();
    expect(status).toBe(0);
    const asked = acts.filter((act) => act.startsWith("apt-get ")).map((it) => it.split(" ").pop());
    expect(asked).toEqual([
      "update",
      `linux-modules-extra-${release}`,
      expect.stringMatching(/^linux-(modules-extra-(?!generic$)[a-z0-9+]+|image-generic)$/),
    ]);
  });
});

describe("apply, as text", () => {
  const text = programText("apply.sh");
  const check = (shell: string, ...args: string[]) =>
    spawnSync(shell, args, { input: text, encoding: "utf8" });

  it("is a POSIX shell's", () => {
    expect(check("sh", "-n")).toMatchObject({ status: 0, stderr: "" });
    expect(text).toMatch(/^#!\/bin\/sh\n/);
  });

  it("holds nothing that Terraform or the delivery would fill in", () => {
    expect(payloadOf(gatewayPlan()).files[0]).toMatchObject({ path: "apply", placeholders: [] });
  });
});
