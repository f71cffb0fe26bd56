import { placeholder, secretPlaceholderName } from "../../model/placeholder";
import { vpnEnds } from "../../plan/ends";
import { VpnEnd, VpnsSlice } from "../../plan/types";
import { shellWord } from "../shell";
import { Section } from "./settings";
import { settingValue } from "./print";

/**
 * Keys that the payload brings: in base64, so that nothing they hold can end the line. The peer is the only
 * owner. charon verifies a peer with every key that lists either end (mem_cred.c), so a key that listed this
 * gateway too would let its holder authenticate as any other peer.
 */
export function deliveredSecrets(gateway: VpnsSlice): Section {
  const sections = vpnEnds(gateway).flatMap((tunnel) => {
    const base64 = deliveredSecret(tunnel);
    if (base64 === undefined) return [];
    const settings = { id: tunnel.ipsec.remoteId, secret: `0s${base64}` };
    return [{ name: `ike-${tunnel.name}`, settings }];
  });
  return { name: "secrets", sections };
}

function deliveredSecret({ ipsec: { secret } }: VpnEnd): string | undefined {
  switch (secret?.kind) {
    case "terraform":
      return placeholder(secretPlaceholderName(secret.name));
    case "unsafe-literal":
      return Buffer.from(secret.value, "utf8").toString("base64");
    case "file":
    case "command":
    case undefined:
      return undefined;
    case "literal-refused":
      throw new RangeError("a secret that the model refuses");
  }
}

/** One call per key that the gateway fetches: the key's name, the peer that owns it, and the command that prints it. */
export function fetchCalls(gateway: VpnsSlice): string[] {
  return vpnEnds(gateway).flatMap(({ name, ipsec: { secret, remoteId } }) => {
    const command =
      secret?.kind === "file"
        ? ["cat", secret.path]
        : secret?.kind === "command"
          ? secret.argv
          : undefined;
    if (command === undefined) return [];
    const names = [`ike-${name}`, settingValue(remoteId)];
    return [["secret", ...[...names, ...command].map(shellWord)].join(" ")];
  });
}
