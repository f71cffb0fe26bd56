#!/bin/bash
# Waits until an SSH server greets at each address.
for address; do
    until read -r -t 5 greeting 2>/dev/null <>"/dev/tcp/$address/22" && [[ $greeting == SSH-* ]]; do sleep 0.3; done
done 2>/dev/null
