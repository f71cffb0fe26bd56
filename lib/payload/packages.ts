import { PlatformName } from "../model/gateway";
import { GatewayPlan } from "../plan/types";

const ROUTING = ["frr", "frr-pythontools"];
const IPSEC = ["charon-systemd", "libstrongswan-standard-plugins", "strongswan-swanctl"];
const BASE = ["iproute2", "iputils-ping", "nftables", "procps", "python3"];

/** Debian 12, Debian 13 and Ubuntu 24.04 name them alike; a release that does not gets its own row. */
const NAMES: Readonly<
  Record<PlatformName, { routing: string[]; ipsec: string[]; base: string[] }>
> = {
  "debian-12": { routing: ROUTING, ipsec: IPSEC, base: BASE },
  "debian-13": { routing: ROUTING, ipsec: IPSEC, base: BASE },
  "ubuntu-24.04": { routing: ROUTING, ipsec: IPSEC, base: BASE },
};

export function packagesOf(gateway: GatewayPlan): string[] {
  const { routing, ipsec, base } = NAMES[gateway.platform];
  return [...base, ...ipsec, ...(gateway.bgp ? routing : [])].sort();
}
