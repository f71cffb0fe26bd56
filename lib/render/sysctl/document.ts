import { wordsOfKey } from "../../model/additions";
import { uplinkDevices } from "../../plan/ends";
import { AdditionsPlan, KernelSlice } from "../../plan/types";

export interface SysctlDocument {
  readonly path: string;
  readonly groups: readonly SysctlGroup[];
}

export interface SysctlGroup {
  readonly why: string;
  readonly settings: readonly Setting[];
}

export interface Setting {
  /** Words of the key: an interface's name may hold dots. */
  readonly key: readonly string[];
  readonly value: number | string;
}

/** Settings of the machine's own network namespace. */
export function sysctlDocument(gateway: KernelSlice): SysctlDocument {
  const { path, uplinks, vrf, namespace, additions } = gateway;
  return {
    path,
    groups: [
      // First: a device without it loses its advertised routes when forwarding begins.
      ...uplinkDevices(uplinks).map(advertisements),
      ...(namespace ? NO_ROUTER : ROUTER),
      ...(vrf ? [isolation()] : []),
      ...(additions?.addKernelSetting ? [byApp(additions.addKernelSetting)] : []),
    ],
  };
}

/** Those of the inside's namespace, which begins with few of the machine's. */
export function privateSysctlDocument({ path }: KernelSlice): SysctlDocument {
  return { path, groups: ROUTER };
}

const REDIRECTS: SysctlGroup = {
  why: "No redirects, in either family: hosts keep to the router that routing gave them, and so does the gateway. Without forwarding one device that takes them is enough (IPv4), or each has its own say (IPv6).",
  settings: [
    ...everywhere("send_redirects", 0),
    ...everywhere("accept_redirects", 0),
    ...everywhere("accept_redirects", 0, "ipv6"),
  ],
};

const SOURCE_ROUTES: SysctlGroup = {
  why: "No packet chooses its own way.",
  settings: [{ key: ["net", "ipv4", "conf", "all", "accept_source_route"], value: 0 }],
};

/** But for forwarding, which begins once the firewall is loaded. */
const ROUTER: readonly SysctlGroup[] = [
  {
    why: "Packets may come back another way than they went. All three: the larger one counts, and systemd sets the last for every new device.",
    settings: everywhere("rp_filter", 0),
  },
  REDIRECTS,
  SOURCE_ROUTES,
  {
    why: "A segment without a carrier is no route to its prefix: the partner's is.",
    settings: ["ipv4", "ipv6"].map((family) => ({
      key: ["net", family, "conf", "all", "ignore_routes_with_linkdown"],
      value: 1,
    })),
  },
  {
    why: "Equal paths are chosen by addresses and ports, so that a connection keeps to one.",
    settings: [
      { key: ["net", "ipv4", "fib_multipath_hash_policy"], value: 1 },
      { key: ["net", "ipv6", "fib_multipath_hash_policy"], value: 1 },
    ],
  },
];

/** Beside a namespace that forwards. */
const NO_ROUTER: readonly SysctlGroup[] = [
  {
    why: "The outside is no router: the inside's namespace is.",
    settings: [
      { key: ["net", "ipv4", "ip_forward"], value: 0 },
      { key: ["net", "ipv6", "conf", "all", "forwarding"], value: 0 },
    ],
  },
  REDIRECTS,
  SOURCE_ROUTES,
];

function everywhere(name: string, value: number, family = "ipv4"): Setting[] {
  return ["all", "default", "*"].map((scope) => ({
    key: ["net", family, "conf", scope, name],
    value,
  }));
}

function byApp(added: NonNullable<AdditionsPlan["addKernelSetting"]>): SysctlGroup {
  return {
    why: "The app's own, behind the others: the last of two holds.",
    settings: added.map(({ key, value }) => ({ key: wordsOfKey(key), value })),
  };
}

/** What a key names before any interface is made is there, or the kernel does not know it. */
export function knownToKernel(key: string): boolean {
  const [, , kind, device] = wordsOfKey(key);
  return !["conf", "neigh"].includes(kind ?? "") || ["all", "default"].includes(device ?? "");
}

function advertisements(device: string): SysctlGroup {
  return {
    why: "A router accepts no router advertisements by default: the underlay's IPv6 may depend on them.",
    settings: [{ key: ["net", "ipv6", "conf", device, "accept_ra"], value: 2 }],
  };
}

function isolation(): SysctlGroup {
  return {
    why: "Daemons of the outside do not answer on the inside.",
    settings: ["tcp_l3mdev_accept", "udp_l3mdev_accept"].map((name) => ({
      key: ["net", "ipv4", name],
      value: 0,
    })),
  };
}
