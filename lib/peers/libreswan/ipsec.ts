import { EVERYTHING, Family } from "../../model/ip";
import { oneLine } from "../../render/text";
import { algorithms, espGroup } from "../sheets/algorithms";
import { keyPlaceholder, machineFile, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer, identityKind } from "../sheets/link";
import { linuxLinks } from "../sheets/linux-links";

/** libreswan names the interface after its if_id, and takes one that is there. */
export function libreswanDevice({ end }: ConfiguredLink): string {
  return `ipsec${end.ipsec.id}`;
}

/** ipsec.conf(5): a connection for each CHILD SA, a secret for each VPN. */
export function libreswanFiles(peer: ConfiguredPeer): PeerFile[] {
  return [
    ...peer.links.flatMap((link) => [
      machineFile(`/etc/ipsec.d/${link.gateway.name}.conf`, connections(peer, link)),
      machineFile(`/etc/ipsec.d/${link.gateway.name}.secrets`, secret(peer, link)),
    ]),
    ...linuxLinks(peer, "ipsec", libreswanDevice),
  ];
}

function connections(peer: ConfiguredPeer, link: ConfiguredLink): string {
  const families = link.end.ipsec.families!;
  const sections = families.map((family) => {
    const name = families.length === 1 ? link.gateway.name : `${link.gateway.name}-ipv${family}`;
    const settings = Object.entries(connection(peer, link, family)).flatMap(([key, value]) =>
      value === undefined ? [] : `  ${key}=${oneLine(String(value))}\n`,
    );
    return `conn ${name}\n${settings.join("")}`;
  });
  return [`# ${sheetOf(peer)}\n`, ...sections].join("\n");
}

function connection(
  { address }: ConfiguredPeer,
  { end: { ipsec } }: ConfiguredLink,
  family: Family,
) {
  const esp = ipsec.espProposals.map(espKeywords);
  return {
    ikev2: "insist",
    authby: "secret",
    left: ipsec.localAddress ?? "%defaultroute",
    leftid: identity(ipsec.localId, address),
    // Without it ESP to the peer leaves by a route without a next hop.
    leftnexthop: "%defaultroute",
    leftsubnet: EVERYTHING[family],
    right: ipsec.remoteAddress,
    rightid: identity(ipsec.remoteId, ipsec.remoteAddress),
    rightsubnet: EVERYTHING[family],
    ike: ipsec.ikeProposals.map(ikeKeywords).join(","),
    esp: esp.join(","),
    pfs: espGroup(ipsec.espProposals) === undefined ? "no" : "yes",
    ikelifetime: ipsec.ikeRekeySeconds && `${ipsec.ikeRekeySeconds}s`,
    salifetime: ipsec.childRekeySeconds && `${ipsec.childRekeySeconds}s`,
    dpddelay: ipsec.dpdDelaySeconds,
    dpdtimeout: 3 * ipsec.dpdDelaySeconds,
    dpdaction: "clear",
    mobike: "no",
    encapsulation: ipsec.forceUdpEncapsulation ? "yes" : undefined,
    "ipsec-interface": ipsec.id,
    // Every tunnel is for all addresses; without it pluto refuses the second one (libreswan/libreswan#2783).
    overlapip: "yes",
    // The other end starts: two that start make two SAs of one tunnel.
    auto: "add",
  };
}

/** A host name has an "@" before it, or libreswan would look up its address. */
function identity(id: string, address?: string): string {
  return identityKind(id, address) === "host name" ? `@${id}` : id;
}

function cipher(text: string, protocol: "ike" | "esp"): string {
  const { mode, bits } = algorithms(text, protocol);
  if (mode === "chacha20poly1305") return "chacha20_poly1305";
  return mode === "cbc" ? `aes${bits}` : `aes_${mode}${bits}`;
}

function ikeKeywords(text: string): string {
  const { hash, group } = algorithms(text, "ike");
  return `${cipher(text, "ike")}-sha2_${hash}-dh${group}`;
}

function espKeywords(text: string): string {
  const { integrity, group } = algorithms(text, "esp");
  const hash = integrity === undefined ? "none" : `sha2_${integrity}`;
  return [cipher(text, "esp"), hash, ...(group === undefined ? [] : [`dh${group}`])].join("-");
}

/**
 * ipsec.secrets(5). Unlike charon, pluto uses a key with two identities only where both match (lib/libswan/secrets.c),
 * so naming both binds the key to this peer.
 */
function secret(peer: ConfiguredPeer, link: ConfiguredLink): string {
  const { localId, remoteId, remoteAddress } = link.end.ipsec;
  const ids = [identity(localId, peer.address), identity(remoteId, remoteAddress)];
  return `# ${sheetOf(peer)}\n${ids.map(oneLine).join(" ")} : PSK "${keyPlaceholder(link)}"\n`;
}
