/** What runs on the gateway: decides package and unit names, and what its FRR understands. */
export enum Platform {
  /** Debian 12: FRR 8.4, strongSwan 5.9. */
  DEBIAN_12 = "debian-12",
  /** Debian 13: FRR 10.3, strongSwan 6.0. */
  DEBIAN_13 = "debian-13",
  /** Ubuntu 24.04: FRR 8.4, strongSwan 5.9. */
  UBUNTU_24_04 = "ubuntu-24.04",
}
