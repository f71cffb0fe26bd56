import { spawnSync } from "node:child_process";
import { Platform } from "cdktf-routed-vpn";
import { releaseTree } from "../../lab/image/image";
import { gatewayFiles } from "./network";
import { checkSwanctl } from "./swanctl";

const RELEASES = [
  { release: "bookworm", platform: Platform.DEBIAN_12 },
  { release: "trixie", platform: Platform.DEBIAN_13 },
] as const;

const possible =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("mmdebstrap", ["--version"]).status === 0;

(possible ? describe : describe.skip).each(RELEASES)(
  "charon of $release",
  ({ release, platform }) => {
    it.each(["a", "eight", "six"])(
      "M7: rekeys each CHILD SA by packets too: gateway %s",
      async (name) => {
        const tree = await releaseTree(release);
        const files = Object.entries(gatewayFiles(platform).get(name)!)
          .filter(([path]) => /^\/etc\/(swanctl|strongswan\.d)\//.test(path))
          .map(([path, text]) => ({ path, text }));
        const { output } = checkSwanctl(tree, files, "swanctl --list-conns");
        const children = output.match(/^ {2}\S+: (TUNNEL|TRANSPORT), .*$/gm)!;
        expect(children.length).toBeGreaterThan(0);
        for (const child of children) {
          expect(child).toMatch(/rekeying every (\d+s or )?2147483648 packets\b/);
        }
      },
      20 * 60_000,
    );
  },
);
