import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { shellWord } from "../shell";
import { generatedFrom } from "../text";
import { printUnit } from "../unit";

const SCRIPT = "/usr/local/lib/vpn-gateway/initiate";

/**
 * charon tries for ever while nobody answers, and never again once it is answered with an error: by a
 * peer that has just started and not loaded its connections, or that has another key yet.
 */
const text = (path: string) => String.raw`#!/bin/sh
# ${generatedFrom(path)}
# Starts the tunnels it is given whenever they are down and nobody tries.
set -u
while sleep 10; do
  known=$(swanctl --list-sas 2>/dev/null |
    sed -n -e 's/^\([^ ]*\): #[0-9]*, CONNECTING.*/\1/p' -e 's/^  \([^ ]*\): #.*/\1/p' | tr '\n' ' ')
  for tunnel; do
    case " $known" in *" $tunnel "*) continue ;; esac
    echo "starting $tunnel"
    swanctl --initiate --child "$tunnel" --timeout 1 >/dev/null 2>&1
  done
done
`;

/** Nothing where every tunnel is started by its other end. */
export function initiateFiles({ path, tunnels }: GatewayPlan): GatewayFile[] {
  const ours = tunnels.filter(({ initiator }) => initiator).map(({ peer }) => shellWord(peer));
  if (ours.length === 0) return [];
  const sections = {
    Unit: {
      Description: "Starts tunnels of this VPN gateway that are down",
      After: "strongswan.service",
      PartOf: "strongswan.service",
    },
    Service: { ExecStart: [SCRIPT, ...ours].join(" "), Restart: "always" },
    Install: { WantedBy: "strongswan.service" },
  };
  return [
    { path: SCRIPT, mode: "0755", owner: "root", text: text(path) },
    {
      path: "/etc/systemd/system/vpn-gateway-initiate.service",
      mode: "0644",
      owner: "root",
      text: printUnit({ path, sections }),
    },
  ];
}
