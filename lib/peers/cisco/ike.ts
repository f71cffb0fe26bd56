import { parseIp } from "../../model/ip";
import { algorithms, numbered } from "../sheets/algorithms";
import { Command, command, mode } from "../sheets/commands";
import { keyPlaceholder } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer, identityKind } from "../sheets/link";

const POLICY = "vpn";

/**
 * One policy with the proposals of all VPNs: IOS XE takes the first policy that matches the local
 * address, and with it that policy's proposals alone (IKEv2 configuration guide).
 */
export function ikePolicy({ links }: ConfiguredPeer): Command[] {
  const texts = [...new Set(links.flatMap(({ end }) => end.ipsec.ikeProposals))];
  if (texts.length === 0) return [];
  const proposals = numbered(POLICY, texts);
  const locals = [...new Set(links.flatMap(({ end }) => end.ipsec.localAddress ?? []))];
  return [
    ...proposals.map(({ id, text }) => proposal(id, text)),
    mode(
      ["crypto", "ikev2", "policy", POLICY],
      ...locals.map((address) => command("match", "address", "local", address)),
      ...proposals.map(({ id }) => command("proposal", id)),
    ),
  ];
}

function proposal(id: string, text: string): Command {
  const { mode: cipher, bits, integrity, prf, group } = algorithms(text, "ike");
  return mode(
    ["crypto", "ikev2", "proposal", id],
    command("encryption", `aes-${cipher}-${bits}`),
    ...(integrity === undefined ? [] : [command("integrity", `sha${integrity}`)]),
    command("prf", `sha${prf}`),
    command("group", group!),
  );
}

const SHORTEST_DPD_SECONDS = 10;

/** Keyring and profile of one VPN. */
export function ike({ address, family }: ConfiguredPeer, link: ConfiguredLink): Command[] {
  const { name } = link.gateway;
  const own = link.end.ipsec;
  return [
    mode(
      ["crypto", "ikev2", "keyring", name],
      mode(
        ["peer", name],
        command("address", own.remoteAddress),
        command("pre-shared-key", keyPlaceholder(link)),
      ),
    ),
    mode(
      ["crypto", "ikev2", "profile", name],
      command("match", "identity", "remote", ...remoteIdentity(own, family)),
      command("identity", "local", ...identity(own.localId, address)),
      command("authentication", "remote", "pre-share"),
      command("authentication", "local", "pre-share"),
      command("keyring", "local", name),
      ...(own.ikeRekeySeconds ? [command("lifetime", own.ikeRekeySeconds)] : []),
      command("dpd", Math.max(SHORTEST_DPD_SECONDS, own.dpdDelaySeconds), 2, "on-demand"),
    ),
  ];
}

function identity(id: string, address?: string): string[] {
  const word = { address: "address", mailbox: "email", "host name": "fqdn" };
  return [word[identityKind(id, address)], id];
}

/** An address is matched with its mask; one that only Terraform knows is of the peer's own family. */
function remoteIdentity(
  { remoteId, remoteAddress }: ConfiguredLink["end"]["ipsec"],
  family: ConfiguredPeer["family"],
): string[] {
  const [word, id] = identity(remoteId, remoteAddress);
  if (word !== "address") return [word!, id!];
  const isIpv4 = (parseIp(remoteId)?.family ?? family) === 4;
  return isIpv4 ? [word, id!, "255.255.255.255"] : [word, `${id}/128`];
}
