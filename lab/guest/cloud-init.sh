#!/bin/bash
# Waits for the end of cloud-init in the gateways named; prints "NAME {result}" for each.
# Reads its files: `cloud-init status --wait` costs seconds a call under emulation, and may return early.
for name; do
    result=/lab/gateways/$name/root/var/lib/cloud/data/result.json
    until [ -s "$result" ]; do sleep 0.5; done
    echo "$name $(tr -d '\n' <"$result")"
done
