import { vpnEnds } from "../../plan/ends";
import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { Action, Component } from "../footprint";
import { program, programPath } from "../program";
import { generatedFrom } from "../text";
import { unitFile } from "../unit";
import { authorities, credentialFiles, neededCredentials } from "./credentials";
import { connections, daemon } from "./document";
import { ESP } from "./kernel";
import { printSettings } from "./print";
import { deliveredSecrets, fetchCalls } from "./secrets";

const UNIT = "strongswan.service";
const FETCH_UNIT = "vpn-gateway-secrets.service";
const LOAD = programPath("load.sh");

/** What `secrets` reads: the file of the keys' commands. */
const COMMANDS = "/etc/vpn-gateway/secrets";

/** What `secrets` writes: swanctl's AppArmor profile reads no other place. */
const FETCHED = "/etc/swanctl/vpn-gateway-fetched.conf";

/** Its `curl` plugin fetches CRLs and asks OCSP responders; nothing else here needs the package. */
const REVOCATION = "libstrongswan-extra-plugins";

/** strongSwan: what charon does, with whom, and the keys. */
export const strongswan: Component = (gateway) => {
  const fetches = fetchCalls(gateway).length > 0;
  const certificates = vpnEnds(gateway).some((end) => end.ipsec.certificate);
  const credentials = [
    "/etc/swanctl/*",
    ...(fetches ? [COMMANDS, programPath("secrets.sh"), `*/${FETCH_UNIT}`] : []),
  ];
  return {
    files: strongswanFiles(gateway),
    packages: [
      ...["charon-systemd", "libstrongswan-standard-plugins", "strongswan-swanctl"],
      ...(certificates ? [REVOCATION] : []),
    ],
    daemons: [UNIT],
    modules: [ESP[gateway.underlay.family]],
    needs: neededCredentials(gateway),
    actions: [
      { stage: "IKE", unit: UNIT, restart: ["/etc/strongswan.d/*"] },
      ...(fetches ? [restartOf(FETCH_UNIT, credentials)] : []),
      // Ends SAs whose peer or key is gone, too.
      { stage: "IKE", unit: UNIT, run: LOAD, after: credentials },
    ],
  };
};

/** The unit's own state says nothing: it ends when it is done. */
function restartOf(unit: string, after: readonly string[]): Action {
  return { stage: "IKE", unit: UNIT, run: `systemctl restart ${unit}`, after };
}

export function strongswanFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path } = gateway;
  const calls = fetchCalls(gateway);
  const keys = printSettings(path, [deliveredSecrets(gateway)]);
  return [
    {
      path: "/etc/strongswan.d/zz-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printSettings(path, [daemon()]),
    },
    {
      path: "/etc/swanctl/conf.d/vpn-gateway.conf",
      mode: "0600",
      owner: "root",
      text: printSettings(path, [connections(gateway), ...authorities(gateway)]),
    },
    {
      path: "/etc/swanctl/conf.d/vpn-gateway-secrets.conf",
      mode: "0600",
      owner: "root",
      text: calls.length > 0 ? `${keys}include ${FETCHED}\n` : keys,
    },
    program("load.sh"),
    unitFile(`${UNIT}.d/vpn-gateway.conf`, path, RECORDED),
    ...(calls.length > 0 ? fetchFiles(path, calls) : []),
    ...credentialFiles(gateway),
  ];
}

/** No SA outlives charon, and a new one has the credentials of its start. */
const RECORDED = { Service: { ExecStartPre: `-${LOAD} --record` } };

function fetchFiles(path: string, calls: readonly string[]): GatewayFile[] {
  const text = [`# ${generatedFrom(path)}`, ...calls, ""].join("\n");
  return [
    { path: COMMANDS, mode: "0600", owner: "root", text },
    program("secrets.sh"),
    unitFile(FETCH_UNIT, path, FETCH_SECTIONS),
  ];
}

/**
 * Runs whenever strongSwan starts, before charon and its `swanctl --load-all`; a store of secrets
 * that is out of reach is asked again.
 */
const FETCH_SECTIONS = {
  Unit: {
    Description: "Pre-shared keys that this VPN gateway fetches itself",
    Wants: "network-online.target",
    After: "network-online.target",
    Before: "strongswan.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    Type: "oneshot",
    ExecStart: programPath("secrets.sh"),
    TimeoutStartSec: "60",
    Restart: "on-failure",
    RestartSec: "10",
    // No more: it runs commands of the app, whatever they need.
    LockPersonality: "yes",
    RestrictRealtime: "yes",
    ProtectControlGroups: "yes",
    ProtectKernelLogs: "yes",
    ProtectKernelModules: "yes",
  },
  Install: { WantedBy: "strongswan.service" },
};
