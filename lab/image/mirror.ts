import { run } from "../processes";
import type { Release } from "./recipe";

/**
 * APT sources of a Debian release, from the same archives the host's own apt is configured with.
 * Empty where the host is not a Debian: mmdebstrap's own default is used then.
 * LAB_DEBIAN_MIRROR names another archive.
 */
export async function aptSources(release: Release): Promise<string[]> {
  const mirror = process.env.LAB_DEBIAN_MIRROR;
  if (mirror) return [`deb ${mirror} ${release} main`];
  const format = "$(ORIGIN) $(RELEASE) $(REPO_URI)";
  const listed = await run(
    "apt-get",
    ["indextargets", "--format", format, "Created-By: Packages", "Origin: Debian"],
    {
      timeLimit: 30,
      mayFail: true,
    },
  );
  const sources = new Set<string>();
  for (const line of listed.stdout.split("\n").filter(Boolean)) {
    const [, suite, uri] = line.split(" ");
    const pocket = /^[a-z]+(|-updates|-security)$/.exec(suite)?.[1];
    if (pocket !== undefined) sources.add(`deb ${uri} ${release}${pocket} main`);
  }
  return [...sources];
}
