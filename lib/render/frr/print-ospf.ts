import { KeyChain, OspfRouter } from "./tree";
import { address, device, key, name, wholeNumber } from "./words";

/** FRR's names for OSPF version 2, which speaks for IPv4, and version 3. */
const WORDS = {
  4: { ip: "ip", interface: "ip ospf", router: "ospf" },
  6: { ip: "ipv6", interface: "ipv6 ospf6", router: "ospf6" },
} as const;

const METRIC_MAX = 2 ** 24 - 1;

/** Each interface once, with what either version does on it. */
export function ospfInterfaces(routers: readonly OspfRouter[]): string[][] {
  const devices = [...new Set(routers.flatMap((router) => router.devices))].sort();
  return devices.map((it) => [
    `interface ${device(it)}`,
    ...routers.filter((router) => router.devices.includes(it)).flatMap(onInterface),
    "exit",
  ]);
}

function onInterface(router: OspfRouter): string[] {
  const start = ` ${WORDS[router.family].interface}`;
  const seconds = (word: string, value: number | undefined) =>
    value === undefined ? [] : [`${start} ${word} ${wholeNumber(value, 1, 65535)}`];
  return [
    `${start} area ${address(router.area)}`,
    ...authentication(router, start),
    ...(router.bfdProfile === undefined
      ? []
      : [`${start} bfd`, `${start} bfd profile ${name(router.bfdProfile)}`]),
    ...seconds("dead-interval", router.deadIntervalSeconds),
    ...seconds("hello-interval", router.helloIntervalSeconds),
  ];
}

/** FRR's own words differ by version. */
function authentication({ family, authentication: by }: OspfRouter, start: string): string[] {
  if (!by) return [];
  if ("md5" in by)
    return [
      `${start} authentication message-digest`,
      `${start} message-digest-key 1 md5 ${key(by.md5)}`,
    ];
  const word = family === 4 ? "key-chain" : "keychain";
  return [`${start} authentication ${word} ${name(by.keyChain)}`];
}

export function keyChain({ name: chain, key: text }: KeyChain): string[] {
  return [
    `key chain ${name(chain)}`,
    " key 1",
    "  cryptographic-algorithm hmac-sha-256",
    `  key-string ${key(text)}`,
    " exit",
    "exit",
  ];
}

export function ospfRouter({ family, vrf, routerId, redistribute }: OspfRouter): string[] {
  const { router } = WORDS[family];
  const metric = wholeNumber(redistribute.metric, 0, METRIC_MAX);
  return [
    `router ${router}${vrf === undefined ? "" : ` vrf ${name(vrf)}`}`,
    ` ${router} router-id ${address(routerId)}`,
    " log-adjacency-changes",
    ` redistribute bgp metric ${metric} route-map ${name(redistribute.routeMap)}`,
    "exit",
  ];
}

/** Between what OSPF knows and what the gateway's routing table takes. */
export function ospfFilter({ family, routeMapIn }: OspfRouter): string {
  const { ip, router } = WORDS[family];
  return `${ip} protocol ${router} route-map ${name(routeMapIn)}`;
}
