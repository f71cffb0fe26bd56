import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { compact, withoutComments } from "../text";
import { unitFile } from "../unit";
import { authorities, credentialFiles } from "./credentials";
import { connections, daemon } from "./document";
import { initiateFiles } from "./initiate";
import { FETCHED, LOAD, loadScript } from "./load";
import { printSettings } from "./print";
import { deliveredSecrets, fetchCalls, fetchScript } from "./secrets";

const SCRIPT = "/usr/local/lib/vpn-gateway/secrets";

/** strongSwan: what charon does, with whom, and the keys. */
export function strongswanFiles(gateway: GatewayPlan): GatewayFile[] {
  const calls = fetchCalls(gateway);
  const keys = printSettings(gateway.path, [deliveredSecrets(gateway)]);
  return [
    {
      path: "/etc/strongswan.d/zz-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printSettings(gateway.path, [daemon()]),
    },
    {
      path: "/etc/swanctl/conf.d/vpn-gateway.conf",
      mode: "0600",
      owner: "root",
      text: printSettings(gateway.path, [connections(gateway), ...authorities(gateway)]),
    },
    {
      path: "/etc/swanctl/conf.d/vpn-gateway-secrets.conf",
      mode: "0600",
      owner: "root",
      text: calls.length > 0 ? `${keys}include ${FETCHED}\n` : keys,
    },
    ...(calls.length > 0 ? fetchFiles(gateway.path, calls) : []),
    {
      path: LOAD,
      mode: "0755",
      owner: "root",
      text: compact(loadScript(gateway.path), 2),
    },
    ...credentialFiles(gateway),
    ...initiateFiles(gateway),
  ];
}

function fetchFiles(path: string, calls: readonly string[]): GatewayFile[] {
  return [
    { path: SCRIPT, mode: "0755", owner: "root", text: withoutComments(fetchScript(path, calls)) },
    unitFile("vpn-gateway-secrets.service", path, FETCH_UNIT),
  ];
}

/**
 * Runs whenever strongSwan starts, before charon and its `swanctl --load-all`; a store of secrets
 * that is out of reach is asked again.
 */
const FETCH_UNIT = {
  Unit: {
    Description: "Pre-shared keys that this VPN gateway fetches itself",
    Wants: "network-online.target",
    After: "network-online.target",
    Before: "strongswan.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    Type: "oneshot",
    ExecStart: SCRIPT,
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
