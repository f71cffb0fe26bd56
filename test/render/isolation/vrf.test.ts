import { execFileSync, spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { isolation } from "../../../lib/render/isolation";
import { filesOf } from "../../fixtures/footprints";
import { canIsolate } from "../../fixtures/machine";
import { gatewayPlan } from "../../fixtures/plan";
import { scratchFolder } from "../../fixtures/synth";

const vrf = { device: "private", table: 1000 };
const [data, script, unit] = filesOf(isolation, gatewayPlan({ vrf }));

/** The kernel's own order. */
const OWN = ["0: from all lookup 255", "32766: from all lookup 254", "32767: from all lookup 253"];
const OWN6 = OWN.slice(0, 2);

/** Runs `vrf` with these words, one after the other, in a network namespace of its own. */
function rulesAfter(
  runs: string,
  noted = "",
): { status: number | null; four: string; six: string } {
  const folder = scratchFolder();
  const file = path.join(folder, "vrf");
  fs.writeFileSync(path.join(folder, "noted"), noted);
  fs.writeFileSync(path.join(folder, "data"), data!.text);
  fs.writeFileSync(
    file,
    script!.text
      .replace("/run/vpn-gateway/network", path.join(folder, "noted"))
      .replace("/etc/vpn-gateway/vrf", path.join(folder, "data")),
  );
  const show = (family: string) => `ip -N -${family} rule show | sed 's/[[:space:]]\\+/ /g'`;
  const commands = `ip link set lo up; ${runs.replaceAll("vrf", `sh ${file}`)}; ${show("4")}; echo; ${show("6")}`;
  const { status, stdout } = spawnSync("unshare", ["--net", "sh", "-ec", commands], {
    encoding: "utf8",
  });
  const [four, six] = stdout.split("\n\n").map((text) => text.trim());
  return { status, four: four!, six: six! };
}

const hasRules =
  canIsolate() &&
  spawnSync("unshare", ["--net", "sh", "-ec", "ip rule add priority 2000 l3mdev unreachable"])
    .status === 0;

describe("the order of routing tables of a gateway with a VRF", () => {
  it("is set before any network is up, and taken back when nobody wants it any more", () => {
    expect(unit!.path).toBe("/etc/systemd/system/vpn-gateway-vrf.service");
    expect(unit!.text).toContain("Before=network-pre.target shutdown.target\n");
    expect(unit!.text).toContain("ExecStop=/usr/local/lib/vpn-gateway/vrf remove\n");
    expect(filesOf(isolation, gatewayPlan())).toEqual([]);
  });

  it("is a POSIX shell's", () => {
    expect(() => execFileSync("sh", ["-n"], { input: script!.text })).not.toThrow();
  });

  (hasRules ? describe : describe.skip)("in the kernel (Linux, root)", () => {
    it("has the VRF before the machine's own addresses, and nothing after it", () => {
      const { status, four, six } = rulesAfter("vrf make; vrf make");
      expect(status).toBe(0);
      for (const rules of [four, six]) {
        expect(rules.split("\n").slice(0, 2)).toEqual([
          // By number, as it was asked: RTN_UNREACHABLE.
          "2000: from all lookup [l3mdev-table] 7",
          "32765: from all lookup 255",
        ]);
      }
    });

    it("is the kernel's own again, with no rule that the links left", () => {
      const noted = "rule -4 900 from all to 192.0.2.0/24 iif eth1 lookup 254 \nnic eth1 \n";
      const add = "ip -4 rule add priority 900 from all to 192.0.2.0/24 iif eth1 lookup 254";
      const { status, four, six } = rulesAfter(`vrf make; ${add}; vrf remove; vrf remove`, noted);
      expect(status).toBe(0);
      expect(four.split("\n")).toEqual(OWN);
      expect(six.split("\n")).toEqual(OWN6);
    });
  });
});
