import { NamespacePlan } from "../../plan/types";

const UNIT = "vpn-gateway-namespace.service";

/**
 * What a unit needs beside its own to run in a network namespace (systemd.exec(5)). Sockets that are
 * files, as those of FRR, are reached from outside too (unix(7)).
 */
export function entering({ name }: NamespacePlan) {
  return {
    Unit: { Requires: UNIT, After: UNIT },
    Service: { NetworkNamespacePath: `/run/netns/${name}` },
  };
}
