#!/bin/sh
# Part of cdktf-routed-vpn; what `apply` has for a machine that serves already. A change is kept or undone as a whole.
#   apply                    keeps the change
#   apply confirm SECONDS    keeps it if it is confirmed within this time
#   apply again              what runs already, neither kept nor undone (drain.sh)
#   apply rollback REASON    undoes the change that is neither kept nor undone; of the payload that was kept last
# What fails after the first change is undone, unless no payload was kept before.
# shellcheck disable=SC2034,SC2154 # variables of apply.sh
state=/var/lib/vpn-gateway
task=${1-}
[ $# = 0 ] || shift
about=$*
# Deliveries overwrite the folder that they stage; a copy is what is kept or undone.
case $task in
  again) ;;
  rollback)
    [ -e $state/change ] || exit 0
    rm -f $state/drained ;;
  *)
    rm -rf $state/new
    cp -R "$payload" $state/new
    payload=$state/new ;;
esac
drained=$state/drained-files
ended=

hook() { "$1"; }

change() { sh "$payload/files/usr/local/lib/vpn-gateway/change" "$@"; }
# next: from here on the copy is what runs, or what is undone.
next() {
  [ "$payload" = $state/new ] || return 0
  rm -rf $state/next
  mv $state/new $state/next
  payload=$state/next
  manifest=$payload/manifest
  [ "$from" = $drained ] || from=$payload/files
}

# A drained gateway stays so, whatever it is brought to.
prepare() {
  drain=$from/usr/local/lib/vpn-gateway/drain
  rm -rf $drained
  if [ -e $state/drained ] && [ -e "$drain" ]; then
    cp -R "$from" $drained
    sh "$drain" edit $drained
    from=$drained
  fi
}

# The way back is there before the first change.
begin() {
  [ "$payload" = $state/new ] || return 0
  change arm || { ended=yes; fail "there would be no way back; nothing was changed"; }
  next
}

undo() {
  if [ -z "$ended" ] && [ "$task" != rollback ] && [ -e $state/change ]; then
    # Another run may have the lock first, and do the same.
    exec 9>&-
    sh $state/confirmed/apply rollback "${failed:-apply did not end}" || :
  fi
}

# A run that had no file to change completes the one before, or comes after it.
end() {
  [ -e $state/change ] || next
  case $task in
    rollback) change undone "$about" ;;
    confirm) change wait "$about" ;;
    again) ;;
    *) change keep ;;
  esac
  ended=yes
  rm -rf $state/new $drained
}
