import { GatewayFile } from "../file";
import { program, programPath } from "../program";
import { CONFINED, ORDINARY_CALLS, unitFile } from "../unit";

const SOURCE = "routing.sh";

export const ROUTING = { unit: "vpn-gateway-routing.service", program: programPath(SOURCE) };

/**
 * Brings FRR to frr.conf after each start and each change. Debian's own reload replaces watchfrr, FRR's main
 * process: systemd then loses track of it, and stops all of FRR as a clean exit when the reload exceeds the
 * unit's limit of 2 minutes (frr#12735, frr#20430). A start under load can lose lines (frr#15799).
 */
export function routingFiles(path: string): GatewayFile[] {
  return [program(SOURCE), unitFile(ROUTING.unit, path, SECTIONS)];
}

/** A unit of its own: neither the limit of frr.service nor the end of an SSH session cuts a reload short. */
const SECTIONS = {
  Unit: { Description: "Routing configuration of this VPN gateway", After: "frr.service" },
  Service: {
    Type: "oneshot",
    ExecStart: ROUTING.program,
    TimeoutStartSec: "infinity",
    // Sockets, log and folders of FRR are its own user's.
    CapabilityBoundingSet: "CAP_DAC_OVERRIDE CAP_CHOWN CAP_FOWNER CAP_SETUID CAP_SETGID",
    RestrictAddressFamilies: "AF_UNIX",
    ...CONFINED,
    ...ORDINARY_CALLS,
  },
  Install: { WantedBy: "frr.service" },
};
