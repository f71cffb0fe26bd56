import { PlatformName } from "../model/gateway";
import { vpnEnds } from "../plan/ends";
import { GatewayPlan } from "../plan/types";

const ROUTING = ["frr", "frr-pythontools"];
const IPSEC = ["charon-systemd", "libstrongswan-standard-plugins", "strongswan-swanctl"];
const BASE = ["iproute2", "iputils-ping", "nftables", "procps", "python3"];

/** Its `curl` plugin fetches CRLs and asks OCSP responders; nothing else here needs the package. */
const REVOCATION = ["libstrongswan-extra-plugins"];

/** Debian 12, Debian 13 and Ubuntu 24.04 name them alike; a release that does not gets its own row. */
const NAMES: Readonly<
  Record<PlatformName, { routing: string[]; ipsec: string[]; revocation: string[]; base: string[] }>
> = {
  "debian-12": { routing: ROUTING, ipsec: IPSEC, revocation: REVOCATION, base: BASE },
  "debian-13": { routing: ROUTING, ipsec: IPSEC, revocation: REVOCATION, base: BASE },
  "ubuntu-24.04": { routing: ROUTING, ipsec: IPSEC, revocation: REVOCATION, base: BASE },
};

export function packagesOf(gateway: GatewayPlan): string[] {
  const { routing, ipsec, revocation, base } = NAMES[gateway.platform];
  const certificates = vpnEnds(gateway).some((end) => end.ipsec.certificate);
  return [
    ...base,
    ...ipsec,
    ...(certificates ? revocation : []),
    ...(gateway.bgp ? routing : []),
  ].sort();
}
