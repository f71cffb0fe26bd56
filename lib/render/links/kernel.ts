import { KernelPart } from "../footprint";
import { Link, LinksDocument } from "./types";

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

/** Types of the links that a gateway makes. */
export function linkTypes(documents: readonly LinksDocument[]): Set<Link["type"]> {
  const wants = documents.flatMap(({ groups }) => groups.flatMap((it) => it.wants));
  return new Set(wants.flatMap((want) => (want.kind === "link" ? [want.type] : [])));
}

export function kernelParts(types: ReadonlySet<Link["type"]>): KernelPart[] {
  return [...types].sort().map((type) => OF_LINK[type]);
}
