import { PlatformName } from "../model/gateway";
import { vpnEnds } from "../plan/ends";
import { GatewayPlan } from "../plan/types";
import { linkTypes } from "./kernel";

const ROUTING = ["frr", "frr-pythontools"];
const IPSEC = ["charon-systemd", "libstrongswan-standard-plugins", "strongswan-swanctl"];
const ADVERTISEMENTS = ["radvd"];
const VIRTUAL_ROUTER = ["keepalived"];
const BASE = ["iproute2", "iputils-ping", "nftables", "procps", "python3"];

/** Its `curl` plugin fetches CRLs and asks OCSP responders; nothing else here needs the package. */
const REVOCATION = ["libstrongswan-extra-plugins"];

interface Names {
  readonly base: readonly string[];
  readonly ipsec: readonly string[];
  readonly revocation: readonly string[];
  readonly routing: readonly string[];
  readonly advertisements: readonly string[];
  readonly virtualRouter: readonly string[];
  /** Of the running kernel, where its own package lacks the module; `apply` fills in `%kernel`. */
  readonly vrf: readonly string[];
}

const DEBIAN: Names = {
  base: BASE,
  ipsec: IPSEC,
  revocation: REVOCATION,
  routing: ROUTING,
  advertisements: ADVERTISEMENTS,
  virtualRouter: VIRTUAL_ROUTER,
  vrf: [],
};

/** They name almost all alike; a release that does not gets its own row. */
const NAMES: Readonly<Record<PlatformName, Names>> = {
  "debian-12": DEBIAN,
  "debian-13": DEBIAN,
  "ubuntu-24.04": { ...DEBIAN, vrf: ["linux-modules-extra-%kernel"] },
};

export function packagesOf(gateway: GatewayPlan): string[] {
  const names = NAMES[gateway.platform];
  const certificates = vpnEnds(gateway).some((end) => end.ipsec.certificate);
  const advertises = gateway.inside.some(({ advertisement }) => advertisement);
  return [
    ...names.base,
    ...names.ipsec,
    ...(certificates ? names.revocation : []),
    ...(gateway.bgp ? names.routing : []),
    ...(advertises ? names.advertisements : []),
    ...(gateway.vrrp ? names.virtualRouter : []),
    ...(linkTypes(gateway).has("vrf") ? names.vrf : []),
  ].sort();
}
