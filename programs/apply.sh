#!/bin/sh
# Part of cdktf-routed-vpn. Brings this machine to the payload beside it: the same program for every gateway.
# It installs what differs, then acts on what differed; what an interrupted run left undone is remembered and done by
# the next one. Run again on an unchanged payload it changes nothing. Lines of the manifest:
#   platform NAME                    what the payload was planned for
#   package NAME                     %kernel stands for the running kernel's release
#   need PATTERN                     a file that has to be on this machine first
#   module NAME COMMAND…             makes one of the module's things in an empty network namespace
#   check NAME COMMAND…              fails if a daemon would refuse the file of that name, or mends it; % is the folder
#                                    where the files to install are
#   file MODE OWNER GROUP PATH
#   enable UNIT
# and, in the order in which they are done, for patterns of files that differed; of a unit of ours its own file, program
# and data are meant too:
#   restart UNIT PATTERN…            restarts it, also where it does not run
#   reload UNIT PATTERN…             reloads it, or starts it where it does not run
#   refresh UNIT PATTERN…            restarts it, but only where it runs
#   run UNIT COMMAND… : PATTERN…     unless the unit was just restarted
#   verify UNIT OTHER COMMAND…       restarts it unless the command succeeds; where OTHER was just restarted, which starts
#                                    the unit, waits for it instead
#   running UNIT                     it has to be active by now
set -eu
umask 077
payload=$(cd "$(dirname "$0")" && pwd)
state=/var/lib/vpn-gateway
pending=$state/pending
installed=$state/installed
log=$state/log
mkdir -p "$state"
touch "$pending" "$installed"

exec 9> "$state/lock"
flock -w 600 9 || { echo "vpn-gateway: another apply is still running" >&2; exit 1; }

active() { systemctl is-active --quiet "$1"; }
say() { echo "vpn-gateway: $*" || :; }
fail() { say "$*" >&2; exit 1; }
# quietly COMMAND…: its output is only shown if it fails.
quietly() { "$@" > "$log" 2>&1 < /dev/null || { cat "$log" >&2; return 1; }; }
# lines KEYWORD: what follows it in the manifest.
lines() { sed -n "s/^$1 //p" "$manifest"; }
# hook prepare | begin | undo | end: what else is done once the payload is valid, before the first change, after a
# failure, and at the end.
hook() { :; }
# shellcheck source=/dev/null
[ ! -e "$payload/transaction" ] || . "$payload/transaction"
manifest=$payload/manifest
from=$payload/files

# Another release's daemons may read these files otherwise; its packages may have other names.
planned=$(lines platform)
# shellcheck source=/dev/null
machine=$(. /etc/os-release 2>/dev/null && echo "$ID-${VERSION_ID:-testing}") || machine=unknown
[ "$machine" = "$planned" ] ||
  say "warning: planned for platform $planned, but this machine is $machine; set the gateway's platform" >&2

# --- packages ---------------------------------------------------------------
kernel=$(uname -r)
packages=$(lines package | sed "s/%kernel/$kernel/")
# shellcheck disable=SC2086 # one word per package
present=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $packages 2>/dev/null || true)
missing=
for package in $packages; do
  echo "$present" | grep -qx "installed $package" || missing="$missing $package"
done
if [ -n "$missing" ]; then
  say "installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  export LC_ALL=C
  # apt waits for dpkg's lock alone; those of its lists and archives are asked for again, for ten minutes.
  apt_get() {
    tries=120
    until apt-get -q -o DPkg::Lock::Timeout=600 "$@" 2> "$log"; do
      if ! grep -q 'Could not get lock' "$log" || [ "$tries" = 0 ]; then cat "$log" >&2; return 1; fi
      [ "$tries" -lt 120 ] || say "waiting for apt: $(head -n 1 "$log")"
      tries=$((tries - 1))
      sleep 5
    done
  }
  apt_get update || fail "apt-get update failed"
  # shellcheck disable=SC2086 # one word per package
  apt_get install -y --no-install-recommends -o Dpkg::Options::=--force-confold $missing ||
    fail "could not install$missing"
  # A kernel that an update brings needs its package too: the one that follows the kernel's flavor.
  case $missing in *linux-modules-extra-*)
    follows=linux-modules-extra-${kernel##*-}
    [ "$follows" != linux-modules-extra-generic ] || follows=linux-image-generic
    apt_get install -y --no-install-recommends "$follows" ||
      say "warning: could not install $follows, which a new kernel needs" >&2 ;;
  esac
fi

# --- refuse a payload that a daemon would refuse, before anything is installed -----------
unfilled=$(grep -rl '@{[A-Za-z0-9][A-Za-z0-9._-]*}' "$from" || true)
[ -z "$unfilled" ] || fail "a value was never filled in: $unfilled"
# Modules by making one of their things in a network namespace: the kernel loads what it may, for a container too.
module=module
unshare --net true || { say "warning: no network namespace to try the kernel's modules in" >&2; module=; }
lacks=
while read -r keyword name command; do
  case $keyword in
    file) [ -f "$from${command##* }" ] || fail "the payload lacks ${command##* }" ;;
    need)
      # shellcheck disable=SC2086 # may name any file of a folder
      set -- $name
      [ -e "$1" ] || fail "$name has to be on this machine first; nothing was changed" ;;
    "$module")
      # shellcheck disable=SC2086 # its words
      unshare --net $command > "$log" 2>&1 < /dev/null && continue
      line="(install|blacklist)[[:space:]]+$(echo "$name" | sed 's/_/[-_]/g')([[:space:]]|\$)"
      blocked=$(grep -rsE "^[[:space:]]*$line" /etc/modprobe.d /run/modprobe.d /usr/lib/modprobe.d || :)
      lacks="$lacks $name (${blocked:-$(cat "$log")})" ;;
    check)
      # shellcheck disable=SC2046 # its words
      set -- $(echo "$command" | sed "s|%|$from|g")
      quietly "$@" || fail "$name is not valid; nothing was changed" ;;
  esac
done < "$manifest"
[ -z "$lacks" ] || fail "kernel $kernel does not offer$lacks; nothing was changed"

# --- install what differs ---------------------------------------------------
hook prepare
failed=
# The loss of the SSH session does not end this half-way, and no other end leaves a daemon stopped that has run.
trap '' HUP PIPE
trap 'exit 1' INT TERM
kept=
for unit in $(lines running); do ! active "$unit" || kept="$kept $unit"; done
trap 'for unit in $kept; do active "$unit" || systemctl --no-block start "$unit"; done; hook undo' EXIT
while read -r keyword mode owner group path; do
  [ "$keyword" = file ] || continue
  if cmp -s "$from$path" "$path" && [ "0$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ]; then
    continue
  fi
  hook begin
  say "$path"
  echo "$path" | tee -a "$installed" >> "$pending"
  (umask 022 && mkdir -p "$(dirname "$path")")
  install -m "$mode" -o "$owner" -g "$group" "$from$path" "$path.new"
  mv -f "$path.new" "$path"
done < "$manifest"

# --- remove what an earlier payload installed and this one does not ---------------
while read -r path; do
  grep -q "^file .* $path\$" "$manifest" && continue
  [ -e "$path" ] || continue
  hook begin
  say "removing $path"
  echo "$path" >> "$pending"
  unit=${path#/etc/systemd/system/}
  case $unit in
    # Without its files a daemon would go on with what it has in memory.
    *.d/vpn-gateway.conf) systemctl disable --now "${unit%.d/*}" || true ;;
    /*) ;;
    *.service | *.timer | *.socket | *.path | *.target) systemctl disable --now "$unit" || true ;;
  esac
  rm -f "$path"
done < "$installed"
lines file | sed 's/.* //' > "$installed.new"
mv -f "$installed.new" "$installed"

# --- act on what differed ---------------------------------------------------
disabled=
for unit in $(lines enable); do
  systemctl is-enabled --quiet "$unit" 2>/dev/null || disabled="$disabled $unit"
done
# Once for all units: each reload takes seconds on a small machine.
# shellcheck disable=SC2086 # one word per unit
[ -z "$disabled" ] || systemctl enable --quiet --no-reload $disabled
if [ -n "$disabled" ] || grep -q ^/etc/systemd/system "$pending"; then systemctl daemon-reload; fi

# One that fails must not keep the others down; it is reported at the end, and tried again by the next run.
restarted=
act() { "$@" || failed="$failed $unit"; }
# differed PATTERN…
differed() {
  while read -r path; do
    for pattern; do
      # shellcheck disable=SC2254 # a pattern
      case $path in $pattern) return 0 ;; esac
    done
  done < "$pending"
  return 1
}
# No pattern is a name in this folder.
set -f
while read -r verb unit rest <&3; do
  # shellcheck disable=SC2086 # its words
  set -- $rest
  case "$verb $restarted " in "reload "*" $unit "* | "run "*" $unit "*) continue ;; esac
  case $verb in
    restart | reload)
      own=${unit#vpn-gateway-}
      if differed "*/$unit" "*/vpn-gateway/${own%.*}" "$@" || ! active "$unit"; then
        if [ "$verb" = restart ]; then restarted="$restarted $unit"; else verb=reload-or-restart; fi
        act systemctl "$verb" "$unit"
      fi ;;
    refresh) ! differed "$@" || act systemctl try-restart "$unit" ;;
    run)
      # shellcheck disable=SC2086 # its words
      if differed ${rest#* : }; then
        act quietly ${rest% : *}
      fi ;;
    verify)
      other=$1
      shift
      case "$restarted " in *" $other "*) set -- systemctl start "$unit" ;; esac
      "$@" || act systemctl restart "$unit" ;;
    running) active "$unit" || failed="$failed $unit" ;;
  esac
done 3< "$manifest"

[ -z "$failed" ] || { failed="failed:$failed (see journalctl -u UNIT)"; fail "$failed"; }
: > "$pending"
hook end
say "up to date"
