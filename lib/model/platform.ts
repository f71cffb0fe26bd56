import { Word, wordsOf } from "./word";
import { Platform } from "./words/platform";

export const PLATFORMS = wordsOf(Platform);
export type PlatformName = Word<Platform>;

/** In what the releases differ, as far as it matters here; packages bear the same names in all of them. */
export interface PlatformProfile {
  /** Whether its FRR is version 10 (Debian 13 has 10.3) and not 8.4. */
  readonly frr10: boolean;
  /** Whether its strongSwan is version 6 (Debian 13 has 6.0.1) and not 5.9. */
  readonly strongswan6: boolean;
  /** Whether networkd manages next-hop objects, FRR's too (systemd 256). */
  readonly networkdNextHops: boolean;
  /** The package of VRFs, where the kernel's own lacks the module; `apply` fills in `%kernel`. */
  readonly vrfPackage?: string;
}

const DEBIAN_12 = { frr10: false, strongswan6: false, networkdNextHops: false };

export const PROFILES: Readonly<Record<PlatformName, PlatformProfile>> = {
  "debian-12": DEBIAN_12,
  "debian-13": { frr10: true, strongswan6: true, networkdNextHops: true },
  "ubuntu-24.04": { ...DEBIAN_12, vrfPackage: "linux-modules-extra-%kernel" },
};
