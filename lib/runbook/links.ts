import { isPlaceholder } from "../model/placeholder";
import { GatewayPlan, NetworkPlan, TunnelPlan } from "../plan/types";
import { table } from "./markdown";

export function gatewayTable(gateways: readonly GatewayPlan[]): string {
  return table(
    ["gateway", "public address", "inside", "AS", "pair", "platform"],
    gateways.map(({ name, underlay, inside, bgp, pairLink, platform }) => [
      name,
      isPlaceholder(underlay.address) ? "known to Terraform" : underlay.address,
      inside.map(({ device, addresses }) => `${device}: ${addresses.join(", ")}`).join("; "),
      bgp ? String(bgp.asn) : "–",
      pairLink ? `with ${pairLink.partner} over ${pairLink.device}` : "–",
      platform,
    ]),
  );
}

/** Each tunnel from the outside in: header bytes and the largest packet of every layer. */
export function tunnelTable({ gateways, tunnels }: NetworkPlan): string {
  const ends = new Map(
    gateways.flatMap((gateway) => gateway.tunnels.map((end) => [`${end.path} ${end.side}`, end])),
  );
  const interfaceOf = ({ path }: TunnelPlan, side: "left" | "right") => {
    const end = ends.get(`${path} ${side}`);
    return end ? `${end.device} ${end.addresses.join(", ")}` : "–";
  };
  return table(
    ["tunnel", "left", "right", "layers: header bytes / largest packet", "MTU", "MSS IPv4, IPv6"],
    tunnels.map((tunnel) => [
      tunnel.path,
      interfaceOf(tunnel, "left"),
      interfaceOf(tunnel, "right"),
      tunnel.layers
        .map(({ protocol, headerBytes, mtu }) => `${protocol} ${headerBytes}/${mtu}`)
        .join(", "),
      String(tunnel.mtu),
      `${tunnel.mss4}, ${tunnel.mss6}`,
    ]),
  );
}
