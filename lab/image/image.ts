import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cached, digest, forgetOlder } from "../cache";
import { run } from "../processes";
import { silent, type Progress } from "../progress";
import { aptSources } from "./mirror";
import { kernelRelease, recipe, releaseOf, type Tree } from "./recipe";

/**
 * Folder with a tree of Debian's files, holding every program a gateway runs, or the other side's.
 * It is shared: use it read-only, or through an overlay.
 */
export async function releaseTree(tree: Tree, progress: Progress = silent): Promise<string> {
  const name = `tree-${tree}-`;
  const path = await cached(name + version(tree), (temporary) =>
    progress.step(`build the ${tree} file tree`, () => bootstrap(tree, temporary)),
  );
  await forgetOlder(path, name);
  return path;
}

/** Disk image of the same tree. */
export async function releaseDisk(tree: Tree, progress: Progress = silent): Promise<string> {
  const folder = await releaseTree(tree, progress);
  const name = `disk-${tree}-`;
  const path = await cached(`${name}${version(tree)}.ext4`, (temporary) =>
    progress.step(`make the ${tree} disk image`, async () => {
      const options = [
        "-q",
        "-t",
        "ext4",
        "-O",
        "^has_journal",
        "-m",
        "0",
        "-L",
        tree,
        "-d",
        folder,
      ];
      await run("/sbin/mke2fs", [...options, temporary, "3G"], { timeLimit: 300 });
    }),
  );
  await forgetOlder(path, name);
  return path;
}

export interface Kernel {
  kernel: string;
  initrd: string;
}

/** The kernel the VM boots. */
export async function kernel(progress: Progress = silent): Promise<Kernel> {
  const boot = join(await releaseTree(kernelRelease, progress), "boot");
  const files = await readdir(boot);
  const named = (prefix: string) =>
    join(
      boot,
      files
        .filter((file) => file.startsWith(prefix))
        .sort()
        .at(-1)!,
    );
  return { kernel: named("vmlinuz-"), initrd: named("initrd.img-") };
}

function version(tree: Tree): string {
  return digest(tree, JSON.stringify(recipe(tree)), JSON.stringify(options(tree, "")));
}

/** mmdebstrap's options; `overlay` is a folder of files to copy into the tree. */
function options(tree: Tree, overlay: string): string[] {
  return [
    "--mode=root",
    "--variant=minbase",
    "--skip=cleanup/apt/lists",
    `--include=${recipe(tree).packages.join(",")}`,
    ...["doc", "man", "locale"].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=Acquire::Retries "3"',
    `--customize-hook=cp -r ${overlay}/. "$1"/`,
    '--customize-hook=chroot "$1" sh /lab-set-up',
    '--customize-hook=rm -rf "$1"/lab-set-up "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin',
  ];
}

async function bootstrap(tree: Tree, target: string): Promise<void> {
  const { files, script } = recipe(tree);
  const overlay = await mkdtemp(join(tmpdir(), "vpn-lab-image-"));
  try {
    for (const [path, text] of Object.entries({ ...files, "/lab-set-up": script })) {
      const mode = text.startsWith("#!") ? 0o755 : 0o644;
      await mkdir(dirname(overlay + path), { recursive: true });
      await writeFile(overlay + path, text, { mode });
    }
    const release = releaseOf(tree);
    const words = [...options(tree, overlay), release, target, ...(await aptSources(release))];
    await run("mmdebstrap", words, { timeLimit: 1200 });
  } finally {
    await rm(overlay, { recursive: true, force: true });
  }
}
