import { vpnEnds } from "../../plan/ends";
import { IpsecSlice } from "../../plan/types";
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
export const strongswan: Component<IpsecSlice> = (gateway) => {
  const { path } = gateway;
  const fetches = fetchCalls(gateway);
  const certificates = vpnEnds(gateway).some((end) => end.ipsec.certificate);
  const keys = printSettings(path, [deliveredSecrets(gateway)]);
  return {
    files: [
      {
        path: "/etc/strongswan.d/zz-vpn-gateway.conf",
        mode: "0644",
        owner: "root",
        text: printSettings(path, [daemon(gateway.additions?.addCharonSetting)]),
      },
      {
        path: "/etc/swanctl/conf.d/vpn-gateway.conf",
        mode: "0600",
        owner: "root",
        text: printSettings(path, [
          connections(gateway, gateway.additions?.addConnectionSetting),
          ...authorities(gateway),
        ]),
      },
      {
        path: "/etc/swanctl/conf.d/vpn-gateway-secrets.conf",
        mode: "0600",
        owner: "root",
        text: fetches.length > 0 ? `${keys}include ${FETCHED}\n` : keys,
      },
      program("load.sh"),
      unitFile(`${UNIT}.d/vpn-gateway.conf`, path, RECORDED),
      ...(fetches.length > 0 ? fetchFiles(path, fetches) : []),
      ...credentialFiles(gateway),
    ],
    packages: [
      ...["charon-systemd", "libstrongswan-standard-plugins", "strongswan-swanctl"],
      ...(certificates ? [REVOCATION] : []),
    ],
    daemons: [UNIT],
    modules: [...new Set(gateway.uplinks.map(({ family }) => ESP[family]))],
    needs: neededCredentials(gateway),
    actions: [
      { stage: "IKE", unit: UNIT, restart: ["/etc/strongswan.d/*"] },
      ...loads(fetches.length > 0),
    ],
  };
};

/** New credentials: those that the gateway fetches first. */
function loads(fetched: boolean): Action[] {
  const fetch = [COMMANDS, programPath("secrets.sh"), `*/${FETCH_UNIT}`];
  const after = ["/etc/swanctl/*", ...(fetched ? fetch : [])];
  // The unit's own state says nothing: it ends when it is done. `load` ends SAs whose peer or key is gone, too.
  const commands = [...(fetched ? [`systemctl restart ${FETCH_UNIT}`] : []), LOAD];
  return commands.map((run) => ({ stage: "IKE", unit: UNIT, run, after }));
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
