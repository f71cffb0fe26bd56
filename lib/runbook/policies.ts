import { PolicyVpnPlan } from "../plan/types";
import { LAYERS, layersText } from "./links";
import { table } from "./markdown";

/** Policy-based VPNs: what each protects, and what it costs to have no interface. */
export function policyTable(vpns: readonly PolicyVpnPlan[]): string {
  return table(
    ["VPN", "left", "right", LAYERS, "MTU", "MSS IPv4, IPv6", "cannot carry"],
    vpns.map((vpn) => [
      vpn.path,
      vpn.leftSelectors.join(", "),
      vpn.rightSelectors.join(", "),
      layersText(vpn.layers),
      String(vpn.mtu),
      `${vpn.mss4}, ${vpn.mss6}`,
      vpn.cannotCarry.join(", "),
    ]),
  );
}
