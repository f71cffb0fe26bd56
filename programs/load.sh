#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Loads connections and credentials, and ends SAs whose peer is gone or whose credentials have changed, and no others.
# swanctl leaves each IKE SA that is up; it would be rekeyed without another proof (RFC 7296, 2.8.3) for as long as both
# ends run. The notes of the credentials hold keys and are root's alone.
#   load             run again it changes nothing
#   load --record    notes the credentials alone, for a charon that is about to start and has no SAs
set -eu
umask 077
cd /etc/swanctl
fetched=/etc/swanctl/vpn-gateway-fetched.conf
notes=/var/lib/vpn-gateway/credentials

# Each setting by which an end of a connection proves itself, behind the connection's name; a file by its content.
credentials() {
  {
    sha256sum x509/* x509ca/* pubkey/* || :
    cat conf.d/vpn-gateway*.conf $fetched
  } 2>/dev/null | awk '
    /^ *#/ { next }
    /{$/ { name[++depth] = $1; next }
    /^ *}$/ { depth--; next }
    depth == 0 { sum["/etc/swanctl/" $2] = $1 }
    name[1] == "secrets" { print substr(name[2], 5), $0 }
    name[3] ~ /^(local|remote)$/ {
      for (i = split($3, file, ","); i > 0; i--) $0 = $0 " " sum[file[i]]
      print name[2], name[3], $0
    }' | LC_ALL=C sort
}

credentials > $notes.new
if [ $# = 0 ]; then
  swanctl --load-all --noprompt
  swanctl --list-conns > $notes.known
  set +e
  swanctl --list-sas | sed -n 's/^\([^( ]*\): #\([0-9]*\), .*/\1 \2/p' |
    while read -r name id; do
      # Not what is new alone: the SA of a new connection is new, too.
      if grep -q "^$name: IKE" $notes.known && ! diff $notes $notes.new | grep -q "^< $name "; then continue; fi
      # Sends DELETE, and waits no longer than this for the answer.
      swanctl --terminate --ike-id "$id" --force --timeout 3
      # The end that starts a tunnel starts it again: charon does not where it ended the SA itself. A gateway that
      # starts none has no such program.
      /usr/local/lib/vpn-gateway/initiate "$name" 2> /dev/null
    done
fi
mv $notes.new $notes
grep -q ^include conf.d/vpn-gateway-secrets.conf || rm -f $fetched
