import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TreeFile {
  readonly path: string;
  readonly text: string;
  readonly mode?: string;
}

export interface Outcome {
  readonly status: number;
  /** Standard output and error, in order. */
  readonly output: string;
}

/** Ends what hangs; how fast a machine is decides nothing. */
const TIME_LIMIT_MS = 4 * 60_000;

/** In its own mount, network and process namespace; the tree is only the lower layer of an overlay. */
const ENTER = `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$2/layer"
mkdir "$2/layer/upper" "$2/layer/work" "$2/layer/root"
root=$2/layer/root
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/layer/upper,workdir=$2/layer/work" "$root"
cp -r "$2/files/." "$root/"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
ip link set lo up
exec chroot "$root" sh /check
`;

/** Puts files over a file tree and runs a script with it as root. Nothing of it stays. */
export function inTree(
  tree: string,
  files: readonly TreeFile[],
  script: string,
  limitMs = TIME_LIMIT_MS,
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "vpn-check-"));
  try {
    mkdirSync(join(folder, "layer"));
    for (const { path, text, mode } of [...files, { path: "/check", text: script }]) {
      const target = join(folder, "files", path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { mode: Number.parseInt(mode ?? "0644", 8) });
    }
    const user = process.getuid?.() === 0 ? [] : ["--map-root-user"];
    const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", ...user];
    const command = ["sh", "-c", `exec 2>&1\n${ENTER}`, "check", tree, folder];
    const result = spawnSync("unshare", [...namespaces, ...command], {
      encoding: "utf8",
      timeout: limitMs,
      // unshare waits for its child whatever else comes.
      killSignal: "SIGKILL",
    });
    if (result.error) throw result.error;
    return { status: result.status ?? -1, output: result.stdout + result.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
