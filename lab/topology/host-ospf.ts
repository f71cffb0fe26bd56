import { isIP } from "node:net";
import type { LabHost } from "./schema";

const VERSIONS = [
  {
    family: 4,
    file: "ospfd.conf",
    interface: "ip ospf",
    router: "ospf",
    authentication: (key: string) => [
      "ip ospf authentication message-digest",
      `ip ospf message-digest-key 1 md5 ${key}`,
    ],
  },
  {
    family: 6,
    file: "ospf6d.conf",
    interface: "ipv6 ospf6",
    router: "ospf6",
    authentication: (key: string) => [
      `ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key ${key}`,
    ],
  },
] as const;

/** IP versions in which a host speaks OSPF: those of its addresses. */
export function ospfFamilies({ addresses, links, ospf }: LabHost): (4 | 6)[] {
  if (!ospf) return [];
  return ([4, 6] as const).filter((family) =>
    Object.keys(links).some((device) => has(addresses[device] ?? [], family)),
  );
}

function has(addresses: string[], family: 4 | 6): boolean {
  return addresses.some((one) => isIP(one.split("/")[0]) === family);
}

/**
 * OSPF on every device that has addresses: version 2 for IPv4, version 3 for IPv6. A key is named as in a sheet,
 * and filled in when the files are written.
 */
export function hostOspf(
  host: LabHost,
  { area, hello, dead, bfd, key }: NonNullable<LabHost["ospf"]>,
  { head, routerId }: { head: string[]; routerId: string },
): Record<string, string[]> {
  const speaks = ospfFamilies(host);
  const files = VERSIONS.filter(({ family }) => speaks.includes(family)).map((version) => {
    const devices = Object.keys(host.addresses).filter((device) =>
      has(host.addresses[device], version.family),
    );
    const interfaces = devices.flatMap((device) => [
      `interface ${device}`,
      ` ${version.interface} area ${area}`,
      ` ${version.interface} hello-interval ${hello}`,
      ` ${version.interface} dead-interval ${dead}`,
      ...(bfd ? [` ${version.interface} bfd`, ` ${version.interface} bfd profile ospf`] : []),
      ...(key === undefined
        ? []
        : version.authentication(`@{pre-shared-key.${key}}`).map((line) => ` ${line}`)),
      "exit",
    ]);
    const router = [`router ${version.router}`, ` ${version.router} router-id ${routerId}`];
    return [version.file, [...head, ...interfaces, ...router, "exit"]] as [string, string[]];
  });
  return Object.fromEntries(files);
}
