import { GatewayPlan, TunnelEnd } from "../../plan/types";
import { GatewayFile } from "../file";
import { shellWord } from "../shell";
import { generatedFrom, withoutComments } from "../text";
import { CONFINED, ORDINARY_CALLS, unitFile } from "../unit";
import { childSas } from "./document";

const SCRIPT = "/usr/local/lib/vpn-gateway/initiate";

/**
 * charon tries for ever while nobody answers, and never again once it is answered with an error: by a
 * peer that has just started and not loaded its connections, or that has another key yet.
 */
const text = (path: string, calls: readonly string[]) => String.raw`#!/bin/sh
# ${generatedFrom(path)}
# Starts tunnels whenever they are down and nobody tries.
set -u

start() {
  case " $known" in *" $1 "*) return ;; esac
  echo "starting $1"
  swanctl --initiate --child "$1" --timeout 1 >/dev/null 2>&1
}

while sleep 30; do
  known=$(swanctl --list-sas 2>/dev/null |
    sed -n -e 's/^\([^ ]*\): #[0-9]*, CONNECTING.*/\1/p' -e 's/^  \([^ ]*\): #.*/\1/p' | tr '\n' ' ')
${calls.map((call) => `  ${call}\n`).join("")}done
`;

/** While an IKE SA comes up, it bears the peer's name; one more child would be made twice. */
function call(tunnel: TunnelEnd): string {
  const children = childSas(tunnel).map(({ name }) => `start ${shellWord(name)}`);
  if (children.length === 1) return children[0]!;
  return `case " $known" in *" ${tunnel.peer} "*) ;; *) ${children.join("; ")} ;; esac`;
}

/** Nothing where every tunnel is started by its other end. */
export function initiateFiles({ path, tunnels }: GatewayPlan): GatewayFile[] {
  const ours = tunnels.filter(({ initiator }) => initiator).map(call);
  if (ours.length === 0) return [];
  const sections = {
    Unit: {
      Description: "Starts tunnels of this VPN gateway that are down",
      After: "strongswan.service",
      PartOf: "strongswan.service",
    },
    // It only ever looks, and must not take the time that BFD keeps.
    Service: {
      ExecStart: SCRIPT,
      Restart: "always",
      Nice: "19",
      CPUSchedulingPolicy: "idle",
      // It speaks with charon, by a socket that is root's.
      CapabilityBoundingSet: "",
      RestrictAddressFamilies: "AF_UNIX",
      ...CONFINED,
      ...ORDINARY_CALLS,
    },
    Install: { WantedBy: "strongswan.service" },
  };
  return [
    { path: SCRIPT, mode: "0755", owner: "root", text: withoutComments(text(path, ours)) },
    unitFile("vpn-gateway-initiate.service", path, sections),
  ];
}
