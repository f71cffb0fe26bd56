#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# A change is kept once it is confirmed. Until then the payload before it comes back by itself: when the time is over,
# when `apply` ends half-way, and when the machine starts anew.
# The commands of `vpn-gateway` but for its status:
#   change confirm        keeps the change that waits
#   change rollback       undoes it; where none waits, undoes the last one that was kept
#   change history        what became of changes, the oldest first
#   change drain          moves traffic to any other gateway there is, for maintenance (drain.sh)
#   change undrain        and back
# For the status, the timer and a start of the machine:
#   change notes          what an operator has to know
#   change watch          twice a minute while a change waits, and at boot: goes back when it has to
# For `apply`, which holds the lock:
#   change arm            before the first thing changes
#   change wait SECONDS   all is done, and has to be confirmed
#   change keep           all is done, and has not
#   change undone REASON  the payload before it is back
# Folders: `next` is what `apply` brings, `confirmed` what was kept last, `previous` what was kept before. The file
# `change` is there while `next` is neither kept nor undone.
set -eu
umask 077
cd /var/lib/vpn-gateway
read -r boot < /proc/sys/kernel/random/boot_id
read -r up _ < /proc/uptime
now=${up%.*}
timer=vpn-gateway-rollback.timer
drain=/usr/local/lib/vpn-gateway/drain

say() { echo "vpn-gateway: $*"; }
fail() { say "$*" >&2; exit 1; }
lock() {
  exec 9> lock
  flock "$@" 9
}
unlock() { exec 9>&-; }
# A name for a payload, with all that was filled in.
sum() { (cd "$1" && find . -type f -exec sha256sum {} + | sort | sha256sum | cut -c -12); }
note() {
  tail -n 99 history > history.new 2>/dev/null || :
  echo "$(date -u +%FT%TZ) $*" >> history.new
  mv -f history.new history
}
done_with() {
  rm -rf next
  [ ! -e change ] || systemctl stop $timer || :
  rm -f change
}
keep() {
  if [ -d next ] && ! diff -rq next confirmed > /dev/null 2>&1; then
    note "kept $(sum next)"
    [ ! -d confirmed ] || { rm -rf previous; mv confirmed previous; }
    mv next confirmed
  fi
  done_with
}
back() {
  unlock
  exec sh confirmed/apply rollback "$*"
}

case "$*" in
  arm)
    # The first payload has none before it.
    [ -d confirmed ] || exit 0
    echo "working $boot 0" > change
    sync -f change
    systemctl start $timer ;;
  "wait "*)
    if [ -e change ]; then
      echo "waiting $boot $((now + $2))" > change
      say "goes back in $2 s unless it is confirmed: vpn-gateway confirm"
    else
      keep
    fi ;;
  keep) keep ;;
  "undone "*)
    shift
    note "undone $(sum next): $*"
    done_with
    say "undone: $*" >&2 ;;
  confirm)
    lock -w 600
    if [ -e change ]; then
      read -r phase _ < change
      [ "$phase" = waiting ] || fail "apply has not ended; run it again, or it will be undone"
      keep
      say confirmed
    else
      last=$(tail -n 1 history 2>/dev/null) || :
      case $last in *" undone "*) fail "nothing to confirm: ${last#* }" ;; esac
      say "nothing waits to be confirmed"
    fi ;;
  rollback)
    lock -w 600
    [ ! -e change ] || back "as was asked for"
    [ -d previous ] || fail "there is nothing to go back to"
    unlock
    exec sh previous/apply ;;
  history) cat history 2>/dev/null || : ;;
  drain | undrain)
    [ -e "$drain" ] || fail "only a gateway with BGP can be drained"
    exec sh "$drain" "$1" ;;
  notes)
    [ ! -e drained ] || echo "  drained: other gateways are preferred"
    [ ! -e change ] || read -r phase _ until < change
    [ "${phase-}" != waiting ] || echo "  a change is undone in $((until - now)) s unless it is confirmed" ;;
  watch)
    # Not while `apply` is at work.
    lock -n || exit 0
    [ -e change ] || exit 0
    # The power went while it was being kept.
    [ -d confirmed ] || { keep; exit; }
    read -r phase since until < change
    if [ "$phase" = working ]; then
      back "apply did not end"
    elif [ "$since" != "$boot" ]; then
      back "the machine started anew before it was confirmed"
    elif [ "$now" -ge "$until" ]; then
      back "it was not confirmed in time"
    fi ;;
  *) fail "vpn-gateway status | confirm | rollback | history | drain | undrain" ;;
esac
