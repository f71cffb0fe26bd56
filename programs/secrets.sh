#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Writes the pre-shared keys that this gateway fetches itself, in strongSwan's form. One key that cannot be had does not
# cost the others theirs: at the first start the rest is written, later the last complete file stays.
set -eu
umask 077
# swanctl's AppArmor profile reads no other place.
target=/etc/swanctl/vpn-gateway-fetched.conf
load=/usr/local/lib/vpn-gateway/load
failed=0

# secret SECTION PEER-ID COMMAND…: what the command prints is the peer's key.
# shellcheck disable=SC2317 # the file below calls it
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

{
  echo 'secrets {'
  # shellcheck source=/dev/null
  . /etc/vpn-gateway/secrets
  echo '}'
} > $target.new
if [ "$failed" = 0 ] || [ ! -e $target ]; then
  mv $target.new $target
else
  rm $target.new
fi
# After a first start that failed, strongSwan is up without them, and a key may be another one than before.
if systemctl --quiet is-active strongswan.service; then
  $load
else
  $load --record
fi
exit "$failed"
