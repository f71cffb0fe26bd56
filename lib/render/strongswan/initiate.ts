import { IpsecSlice } from "../../plan/types";
import { Component } from "../footprint";
import { program, programPath } from "../program";
import { CONFINED, ORDINARY_CALLS, unitFile } from "../unit";

const SOURCE = "initiate.sh";
const UNIT = "vpn-gateway-initiate.service";

/** Nothing where every tunnel is started by its other end. */
export const initiate: Component<Pick<IpsecSlice, "path" | "tunnels">> = ({ path, tunnels }) => {
  if (!tunnels.some(({ initiator }) => initiator)) return undefined;
  const sections = {
    Unit: {
      Description: "Starts tunnels of this VPN gateway that are down",
      After: "strongswan.service",
      PartOf: "strongswan.service",
    },
    // It only ever looks, and must not take the time that BFD keeps.
    Service: {
      ExecStart: programPath(SOURCE),
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
  return {
    files: [program(SOURCE), unitFile(UNIT, path, sections)],
    actions: [{ stage: "IKE", unit: UNIT, restart: [] }],
  };
};
