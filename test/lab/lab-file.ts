import { parseLabFile } from "../../lab/topology/schema";

/** Two gateways a side would do; one keeps the tests readable. */
export const text = `
gateways:
  a:
    delivery: cloud-init
    uplink: { device: eth0, addresses: [198.51.100.2/30, "2001:db8:a::2/64"], via: [198.51.100.1, "2001:db8:a::1"] }
    links: { eth1: east, eth2: pair }
  b:
    delivery: ssh
    release: trixie
    uplink: { device: eth0, addresses: [198.51.100.6/30], via: [198.51.100.5] }
    links: { eth1: east, eth2: pair }
  c:
    delivery: ssh
    uplink: { device: eth0, addresses: [203.0.113.2/30], via: [203.0.113.1] }
    links: { eth1: west }
hosts:
  east:
    links: { eth0: east }
    addresses: { eth0: [10.1.0.10/24, "fd01::10/64"] }
    bgp: { asn: 65001, neighbors: [10.1.0.2, "fd01::2"], bfd: { intervalMs: 100, multiplier: 3 } }
  west:
    links: { eth0: west }
    addresses: { eth0: [192.168.1.10/24] }
    vxlan: { name: vx0, vni: 7, device: eth0, peers: [192.168.1.1], addresses: [10.2.0.10/24] }
    routes: [{ to: default, via: 10.2.0.1 }]
probes:
  - { from: east, to: 10.2.0.10 }
`;

export const labFile = () => parseLabFile(text);
