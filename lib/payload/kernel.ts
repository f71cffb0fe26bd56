import { GatewayPlan } from "../plan/types";
import { Link, linksDocuments } from "../render/links/document";

/** A part of the kernel, and what makes one of its things in an empty network namespace. */
interface KernelPart {
  readonly module: string;
  readonly probe: string;
}

const link = (module: string, words: string): KernelPart => {
  return { module, probe: `ip link add probe type ${words}` };
};

const IPV4_ENDS = "local 127.0.0.1 remote 127.0.0.2";
const IPV6_ENDS = "local ::1 remote ::2";

const OF_LINK: Readonly<Record<Link["type"], KernelPart>> = {
  xfrm: link("xfrm_interface", "xfrm if_id 1"),
  vti: link("ip_vti", `vti ${IPV4_ENDS} key 1`),
  vti6: link("ip6_vti", `vti6 ${IPV6_ENDS} key 1`),
  gre: link("ip_gre", `gre ${IPV4_ENDS}`),
  ip6gre: link("ip6_gre", `ip6gre ${IPV6_ENDS}`),
  vxlan: link("vxlan", "vxlan id 1 dstport 4789"),
  vrf: link("vrf", "vrf table 1"),
  dummy: link("dummy", "dummy"),
};

/** AES-GCM, as every kernel with ESP has it (RFC 8221, 5: a MUST). The key is 128 bits and the salt. */
const esp = (module: string, ends: string): KernelPart => {
  const cipher = `aead rfc4106(gcm(aes)) 0x${"0".repeat(40)} 128`;
  return { module, probe: `ip xfrm state add ${ends} proto esp spi 256 mode tunnel ${cipher}` };
};

const OF_UNDERLAY = {
  4: esp("esp4", "src 127.0.0.1 dst 127.0.0.2"),
  6: esp("esp6", "src ::1 dst ::2"),
} as const;

/** Types of the links that a gateway makes. */
export function linkTypes(gateway: GatewayPlan): Set<Link["type"]> {
  const wants = linksDocuments(gateway).flatMap(({ groups }) => groups.flatMap((it) => it.wants));
  return new Set(wants.flatMap((want) => (want.kind === "link" ? [want.type] : [])));
}

/** `module probe…`, a line each: what `apply` asks the kernel for before it changes anything. */
export function kernelProbes(gateway: GatewayPlan): string {
  const parts = [OF_UNDERLAY[gateway.underlay.family]];
  parts.push(...[...linkTypes(gateway)].sort().map((type) => OF_LINK[type]));
  return parts.map(({ module, probe }) => `${module} ${probe}\n`).join("");
}
