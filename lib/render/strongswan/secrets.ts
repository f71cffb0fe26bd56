import { placeholder, secretPlaceholderName } from "../../model/placeholder";
import { vpnEnds } from "../../plan/ends";
import { GatewayPlan, VpnEnd } from "../../plan/types";
import { shellWord } from "../shell";
import { generatedFrom } from "../text";
import { Section } from "./document";
import { FETCHED, LOAD } from "./load";
import { settingValue } from "./print";

/**
 * Keys that the payload brings: in base64, so that nothing they hold can end the line. The peer is the only
 * owner. charon verifies a peer with every key that lists either end (mem_cred.c), so a key that listed this
 * gateway too would let its holder authenticate as any other peer.
 */
export function deliveredSecrets(gateway: GatewayPlan): Section {
  const sections = vpnEnds(gateway).flatMap((tunnel) => {
    const base64 = deliveredSecret(tunnel);
    if (base64 === undefined) return [];
    const settings = { id: tunnel.ipsec.remoteId, secret: `0s${base64}` };
    return [{ name: `ike-${tunnel.peer}`, settings }];
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
export function fetchCalls(gateway: GatewayPlan): string[] {
  return vpnEnds(gateway).flatMap(({ peer, ipsec: { secret, remoteId } }) => {
    const command =
      secret?.kind === "file"
        ? ["cat", secret.path]
        : secret?.kind === "command"
          ? secret.argv
          : undefined;
    if (command === undefined) return [];
    const names = [`ike-${peer}`, settingValue(remoteId)];
    return [["secret", ...[...names, ...command].map(shellWord)].join(" ")];
  });
}

/**
 * The script that fetches them. One key that cannot be had does not cost the others theirs: at the
 * first start the rest is written, later the last complete file stays.
 */
export function fetchScript(path: string, calls: readonly string[]): string {
  return String.raw`#!/bin/sh
# ${generatedFrom(path)}
# Writes the pre-shared keys that this gateway fetches itself, in strongSwan's form.
set -eu
umask 077
target=${FETCHED}
failed=0

# secret SECTION PEER-ID COMMAND…: what the command prints is the peer's key.
secret() {
  section=$1 peer_id=$2
  shift 2
  if value=$("$@") && [ -n "$value" ]; then
    base64=$(printf %s "$value" | base64 -w 0)
    printf '  %s {\n    id = %s\n    secret = "0s%s"\n  }\n' "$section" "$peer_id" "$base64"
  else
    echo "no secret for $section: '$*' failed or printed nothing" >&2
    failed=1
  fi
}

secrets() {
  echo 'secrets {'
${calls.map((call) => `  ${call}\n`).join("")}  echo '}'
}

secrets > "$target.new"
if [ "$failed" = 0 ] || [ ! -e "$target" ]; then
  mv "$target.new" "$target"
else
  rm "$target.new"
fi
# After a first start that failed, strongSwan is up without them, and a key may be another one than before.
if systemctl --quiet is-active strongswan.service; then
  ${LOAD}
else
  ${LOAD} --record
fi
exit "$failed"
`;
}
