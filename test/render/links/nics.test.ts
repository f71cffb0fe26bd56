import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { links } from "../../../lib/render/links";
import { filesOf } from "../../fixtures/footprints";
import { canIsolate } from "../../fixtures/machine";
import { gatewayPlan } from "../../fixtures/plan";
import { scratchFolder } from "../../fixtures/synth";

const ENTER = `set -e
mount --make-rprivate /
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
ip link add eth1 type veth peer name far
ip link set far up
ip link set eth1 up
. "$1/before"
sh "$1/links" > "$1/output" 2>&1 || { cat "$1/output"; exit 1; }
sleep 2.2
echo ADDRESSES
ip -o address show dev eth1 scope global
echo ROUTES
ip route show dev eth1
ip -6 route show dev eth1
echo AGAIN
sh "$1/links"
echo ARP
ip ntable show dev eth1 name arp_cache
`;

interface Outcome {
  readonly addresses: readonly string[];
  readonly routes: string;
  readonly again: string;
  /** What the kernel does to find a neighbor. */
  readonly arp: string;
}

/** Runs the script, as it is, in a network of its own where something else had eth1 before. */
function afterLinks(before: string): Outcome {
  const home = scratchFolder();
  const plan = gatewayPlan({ tunnels: [], pairLink: undefined, protectedNetworks: [] });
  fs.writeFileSync(path.join(home, "links"), filesOf(links, plan)[0]!.text);
  fs.writeFileSync(path.join(home, "before"), before);
  const command = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const { stdout, stderr } = spawnSync("unshare", [...command, "sh", "-c", ENTER, "links", home], {
    encoding: "utf8",
    timeout: 60_000,
  });
  const parts = stdout.split(/^(?:ADDRESSES|ROUTES|AGAIN|ARP)\n/m);
  if (parts.length !== 5) throw new Error(stdout + stderr);
  const addresses = parts[1]!.trim().split("\n");
  return { addresses, routes: parts[2]!, again: parts[3]!, arp: parts[4]! };
}

/** What eth1 has of its own, for ever. */
const OWN = [
  expect.stringMatching(/ inet 10\.1\.0\.2\/24 scope global eth1\\ +valid_lft forever/),
  expect.stringMatching(/ inet6 fd01::2\/64 scope global (tentative )?\\ +valid_lft forever/),
];

(canIsolate() ? describe : describe.skip)("M1: a NIC that had a lease before (Linux, root)", () => {
  it("keeps the same address when the lease ends, without the lease's routes", () => {
    const { addresses, routes, again } = afterLinks(`
ip address add 10.1.0.2/24 dev eth1 valid_lft 2 preferred_lft 2
ip route add default via 10.1.0.254 dev eth1 proto dhcp metric 200
ip route add 192.0.2.0/24 via 10.1.0.254 dev eth1
ip address add fd01::2/64 dev eth1 valid_lft 2 preferred_lft 2
ip -6 route add default via fe80::1 dev eth1 proto ra
`);
    expect(addresses).toEqual(OWN);
    expect(routes).not.toMatch(/default|192\.0\.2\.0/);
    expect(routes).toMatch(/^10\.1\.0\.0\/24 proto kernel scope link src 10\.1\.0\.2 $/m);
    expect(again).toBe("");
  });

  it("gives up another address of a lease, whose route would lead around the tunnels", () => {
    const { addresses, routes } = afterLinks(`
ip address add 10.1.0.99/24 dev eth1 valid_lft 900 preferred_lft 900
ip route add default via 10.1.0.254 dev eth1
`);
    expect(addresses).toEqual(OWN);
    expect(routes).not.toContain("default");
  });

  it("leaves what was configured for good", () => {
    const { addresses, routes } = afterLinks(`
ip address add 10.1.0.2/24 dev eth1
ip address add 10.1.0.77/32 dev eth1
ip route add 192.0.2.0/24 via 10.1.0.254 dev eth1
`);
    expect(addresses).toHaveLength(3);
    expect(routes).toContain("192.0.2.0/24 via 10.1.0.254");
  });

  it("ends the client that would renew it", () => {
    const { addresses } = afterLinks(`
cp "$(command -v sleep)" /run/dhclient
/run/dhclient 600 &
echo $! > /run/dhclient.eth1.pid
ip address add 10.1.0.2/24 dev eth1 valid_lft 900 preferred_lft 900
trap 'kill -0 "$(cat /run/dhclient.eth1.pid)" 2>/dev/null && echo RUNS' EXIT
`);
    expect(addresses).toEqual(OWN);
  });
});

(canIsolate() ? describe : describe.skip)("a NIC whose link was down (Linux, root)", () => {
  it("asks for a neighbor again within 100 ms, not within a second", () => {
    expect(afterLinks("").arp).toMatch(/ retrans 100 /);
  });
});
