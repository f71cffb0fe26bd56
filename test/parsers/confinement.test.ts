import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Platform } from "cdktf-routed-vpn";
import { releaseTree } from "../../lab/image/image";
import { gatewayFiles } from "./network";
import { inTree } from "./tree";

const RELEASES = [
  { release: "bookworm", platform: Platform.DEBIAN_12 },
  { release: "trixie", platform: Platform.DEBIAN_13 },
] as const;

/** Together they have each unit; the last one's inside is a network namespace. */
const GATEWAYS = ["six", "office", "apart", "r1", "walled"] as const;

/** Those that have to be more exposed, and why, as the documentation has it. */
const TABLE = readFileSync(`${__dirname}/../../docs/confinement.md`, "utf8");
const EXPOSED = new Map(
  [...TABLE.matchAll(/^\| vpn-gateway-([a-z-]+)(, namespace)? +\| +([\d.]+) /gm)].map(
    ([, unit, namespaced, most]) => [`${unit}${namespaced ?? ""}`, Number(most)],
  ),
);

const possible =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("mmdebstrap", ["--version"]).status === 0;

(possible ? describe : describe.skip).each(RELEASES)(
  "systemd of $release: how exposed our units are",
  ({ release, platform }) => {
    it.each(GATEWAYS)(
      "at most 5.0, or what docs/confinement.md gives a reason for: gateway %s",
      async (name) => {
        const files = Object.entries(gatewayFiles(platform).get(name)!)
          .filter(([path]) => /^\/etc\/systemd\/system\/vpn-gateway-[a-z-]+\.service$/.test(path))
          .map(([path, text]) => ({ path, text }));
        const script = files
          .map(
            ({ path }) => `systemd-analyze security --offline=yes --no-pager ${path} | tail -n 1`,
          )
          .join("\n");
        const { output } = inTree(await releaseTree(release), files, script);
        const found = [...output.matchAll(/for vpn-gateway-([a-z-]+)\.service: ([\d.]+)/g)];
        expect(found).toHaveLength(files.length);
        for (const [, unit, exposure] of found) {
          const own = name === "walled" ? EXPOSED.get(`${unit}, namespace`) : undefined;
          const most = own ?? EXPOSED.get(unit!) ?? 5;
          expect([unit, Number(exposure) <= most, exposure]).toEqual([unit, true, exposure]);
        }
      },
      20 * 60_000,
    );
  },
);
