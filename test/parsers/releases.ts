import { spawnSync } from "node:child_process";
import { Platform } from "cdktf-routed-vpn";

/** Releases whose own daemons read what the library writes, in a file tree of the lab. */
export const RELEASES = [
  { release: "bookworm", platform: Platform.DEBIAN_12 },
  { release: "trixie", platform: Platform.DEBIAN_13 },
] as const;

/** A file tree is built as root, once, out of Debian's archive. */
export const BUILD_LIMIT_MS = 20 * 60_000;

const canBuild =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("mmdebstrap", ["--version"]).status === 0;

export const describeIfPossible = canBuild ? describe : describe.skip;
