import { Component } from "../footprint";
import { program, programPath } from "../program";
import { unitFile } from "../unit";

const SCRIPT = "change.sh";
const UNIT = "vpn-gateway-rollback";

/** What takes back a change that is not confirmed (programs/change.sh): a new machine has nothing to go back to. */
export const change: Component = ({ path, overSsh }) =>
  overSsh && {
    files: [
      program(SCRIPT),
      unitFile(`${UNIT}.service`, path, SERVICE),
      unitFile(`${UNIT}.timer`, path, TIMER),
    ],
  };

/** At boot behind all that it may restart; it runs `apply`, and so has no bounds. */
const SERVICE = {
  Unit: {
    Description: "Undoes a change of this VPN gateway that was not confirmed",
    ConditionPathExists: "/var/lib/vpn-gateway/change",
    After:
      "vpn-gateway-firewall.service vpn-gateway-links.service strongswan.service frr.service vpn-gateway-vrrp.service",
  },
  Service: {
    Type: "oneshot",
    ExecStart: `${programPath(SCRIPT)} watch`,
    TimeoutStartSec: "infinity",
  },
  Install: { WantedBy: "multi-user.target" },
};

/** Runs while a change waits: `change` starts and stops it. */
const TIMER = {
  Unit: { Description: "Looks whether a change of this VPN gateway has to be undone" },
  Timer: { OnActiveSec: "30", OnUnitInactiveSec: "30", AccuracySec: "1" },
};
