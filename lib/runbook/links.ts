import { isPlaceholder } from "../model/placeholder";
import { GatewayPlan, Layer, NetworkPlan, TunnelPlan } from "../plan/types";
import { table } from "./markdown";

export function gatewayTable(gateways: readonly GatewayPlan[]): string {
  return table(
    ["gateway", "public address", "inside", "AS", "pair", "platform"],
    gateways.map(({ name, uplinks, inside, bgp, pairLink, platform }) => [
      name,
      uplinks.map(({ address }) => publicAddress(address)).join(", "),
      inside.map(({ device, addresses }) => `${device}: ${addresses.join(", ")}`).join("; "),
      bgp ? String(bgp.asn) : "–",
      pairLink ? `with ${pairLink.partner} over ${pairLink.device}` : "–",
      platform,
    ]),
  );
}

function publicAddress(address: string | undefined): string {
  if (address === undefined) return "none: it starts its tunnels";
  return isPlaceholder(address) ? "known to Terraform" : address;
}

export const LAYERS = "layers: header bytes / largest packet";

export function layersText(layers: readonly Layer[]): string {
  return layers
    .map(({ protocol, headerBytes, mtu }) => `${protocol} ${headerBytes}/${mtu}`)
    .join(", ");
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
    ["tunnel", "left", "right", LAYERS, "MTU", "MSS IPv4, IPv6"],
    tunnels.map((tunnel) => [
      tunnel.path,
      interfaceOf(tunnel, "left"),
      interfaceOf(tunnel, "right"),
      layersText(tunnel.layers),
      String(tunnel.mtu),
      `${tunnel.mss4}, ${tunnel.mss6}`,
    ]),
  );
}
