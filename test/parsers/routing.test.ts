import { spawnSync } from "node:child_process";
import { Platform } from "cdktf-routed-vpn";
import { releaseTree } from "../../lab/image/image";
import { gatewayFiles } from "./network";
import { Brought, bringRouting, withWitness } from "./routing";

const RELEASES = [
  { release: "bookworm", platform: Platform.DEBIAN_12, losers: ["bgpd", "ospfd", "zebra"] },
  // What zebra has is kept by mgmtd there.
  { release: "trixie", platform: Platform.DEBIAN_13, losers: ["bgpd", "ospfd"] },
] as const;

const LIMIT_MS = 10 * 60_000;

const possible =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("mmdebstrap", ["--version"]).status === 0;

(possible ? describe : describe.skip).each(RELEASES)(
  "M2: FRR of $release comes to its whole configuration",
  ({ release, platform, losers }) => {
    // A pair's gateway with GRE tunnels and BFD, and the same with much less.
    const gateways = gatewayFiles(platform);
    const conf = withWitness(gateways.get("a")!["/etc/frr/frr.conf"]!);
    const smaller = conf
      .replace(/^ neighbor \S+ bfd.*\n/gm, "")
      .replace(/^ {2}neighbor \S+ prefix-list.*\n/gm, "");
    const WHOLE = {
      status: 0,
      begun: true,
      delta: "",
      daemons: ["zebra", "bgpd", "staticd", "watchfrr"],
    };
    let tree: string;

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, 20 * 60_000);

    const bring = (options: Parameters<typeof bringRouting>[2]): Brought =>
      bringRouting(tree, conf, options);

    it(
      "by one reload, where lines were lost in zebra at a slow start",
      () => {
        const before = 'vtysh -c "configure" -c "ip nht resolve-via-default"';
        expect(bring({ before })).toEqual({ ...WHOLE, reloads: 1, restarts: 0 });
      },
      LIMIT_MS,
    );

    it.each(losers)(
      "by loading all of it again, where %s alone had lost lines at a slow start",
      (daemon) => {
        const before = `
          vtysh -d ${daemon} -c configure -c "no ip prefix-list own-networks"
          vtysh -c "show running-config" | grep -q "ip prefix-list own-networks" || exit 9`;
        const after = `vtysh -d ${daemon} -c "show ip prefix-list own-networks"`;
        const { output, ...brought } = bring({ before, after });
        expect(brought).toEqual({ ...WHOLE, reloads: 1, restarts: 0 });
        expect(output).toContain("permit 10.1.0.0/24 le 29");
      },
      LIMIT_MS,
    );

    it(
      "without a reload, where a vtysh that told all lines was killed before it told of their end",
      () => {
        const before = `
          vtysh -c configure -c "no router bgp $(sed -n 's/^router bgp //p' frr.conf)"
          mkfifo /tmp/slow
          { cat frr.conf; exec sleep 100; } > /tmp/slow &
          vtysh -d bgpd -f /tmp/slow > /tmp/told 2>&1 &
          until [ -z "$(/usr/lib/frr/frr-reload.py --test frr.conf 2>/dev/null)" ]; do sleep 0.5; done
          kill -9 $!`;
        expect(bring({ before })).toEqual({ ...WHOLE, reloads: 0, restarts: 0 });
      },
      LIMIT_MS,
    );

    it(
      "by another reload, where the first was killed half-way",
      () => {
        expect(smaller).not.toBe(conf);
        const { reloads, ...brought } = bring({ wanted: smaller, reloads: "first killed" });
        expect(brought).toEqual({ ...WHOLE, restarts: 0 });
        expect(reloads).toBeGreaterThan(1);
      },
      LIMIT_MS,
    );

    it(
      "by a restart, where every reload is killed half-way",
      () => {
        expect(bring({ wanted: smaller, reloads: "all killed" })).toEqual({
          ...WHOLE,
          reloads: 3,
          restarts: 1,
        });
      },
      LIMIT_MS,
    );
  },
);
