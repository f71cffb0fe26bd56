#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Fails if systemd would not load a unit among files that are not installed yet. systemd-analyze says so by its exit code;
# an unknown section or directive, or a value that cannot be parsed, is a warning to it, as to systemd.
#   verify-unit FOLDER UNIT
# What may come with the same files, or later, is left out of the copies that it reads: whether programs are there (a "-"
# before a command), and whether required units are.
set -eu
copies=$(mktemp -d)
trap 'rm -rf "$copies"' EXIT
cp -R "$1/etc/systemd/system/." "$copies"
# Lines are joined first; comments within such a line are none of it (systemd.syntax(7)).
sed -Ei '
  :join
  /^[[:space:]]*[#;]/!{
    /\\$/{
      $!{
        N
        /\\\n[[:space:]]*[#;][^\n]*$/{
          s/\n[^\n]*$//
          b join
        }
        s/\\\n/ /
        b join
      }
    }
  }
  /^[[:space:]]*(Requires|Requisite|BindsTo)[[:space:]]*=/d
  /^[[:space:]]*Exec(Condition|Reload|St(art|op)(Pre|Post)?)[[:space:]]*=/{
    s/^([^=]*=[[:space:]]*[@:+!|]*)([^-@:+!|"'\''[:space:]]|["'\''][^-])/\1-\2/
    s/( ;[[:space:]]+[@:+!|]*)([^-@:+!|"'\''[:space:]]|["'\''][^-])/\1-\2/g
  }' "$copies/$2"
systemd-analyze verify --man=no "$copies/$2"
