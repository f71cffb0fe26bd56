import { App, LocalBackend, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import {
  Authentication,
  BfdProfile,
  BgpMesh,
  BgpMeshProps,
  Delivery,
  Gateway,
  HaPair,
  Inside,
  MeshTopology,
  PairLink,
  Secret,
} from "cdktf-routed-vpn";

/** Networks of any size, by name. */
export const NETWORKS = {
  /** Spokes of a pair of hubs. */
  hub: (app: App, size: number) => hubAndSpoke(oneStack(app), size),
  /** The same without IPv4, whose link addresses collide with thousands of spokes. */
  "hub-ipv6": (app: App, size: number) =>
    hubAndSpoke(oneStack(app), size, { vpn: { ...VPN, addressPools: ["fdcd:7076:6e00::/48"] } }),
  /** Spokes of a pair of hubs, with prefix-independent convergence. */
  pic: (app: App, size: number) =>
    hubAndSpoke(oneStack(app), size, { prefixIndependentConvergence: true }),
  /** Single gateways, all joined with each other. */
  mesh: (app: App, size: number) => {
    const stack = oneStack(app);
    const members = numbers(size).map((i) => gateway(stack, `site-${i}`, i));
    mesh(stack, { members, vpn: VPN });
  },
  /** Pairs, all joined with each other. */
  pairs: (app: App, size: number) => {
    const stack = oneStack(app);
    mesh(stack, { members: numbers(size).map((i) => pair(stack, `site-${i}`, i)), vpn: VPN });
  },
  /** So many stacks: one for the pair of hubs, one for each spoke. */
  stacks: (app: App, size: number) =>
    hubAndSpoke(oneStack(app), size - 1, {}, (i) => stackOf(app, `stack-${i}`)),
};

export type NetworkName = keyof typeof NETWORKS;

export const VPN = { authentication: Authentication.preSharedKey(Secret.variable("backbone_psk")) };
/** By operators, for whom nothing is to be warned of. */
const REACHED = {
  delivery: Delivery.ssh({ user: "admin", hostKey: "ssh-ed25519 AAAA" }),
  managementFrom: ["192.0.2.0/24"],
};

function numbers(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}

function oneStack(app: App): TerraformStack {
  return stackOf(app, "bench");
}

function stackOf(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `${id}.tfstate` });
  return stack;
}

function hubAndSpoke(
  stack: TerraformStack,
  spokes: number,
  props: Partial<BgpMeshProps> = {},
  stackOfSpoke = (_: number) => stack,
): void {
  const six = props.vpn !== undefined;
  const hub = pair(stack, "hub", spokes, six);
  const members = [
    hub,
    ...numbers(spokes).map((i) => gateway(stackOfSpoke(i), `spoke-${i}`, i, six)),
  ];
  mesh(stack, { members, topology: MeshTopology.hubAndSpoke(hub), vpn: VPN, ...props });
}

function mesh(stack: TerraformStack, props: BgpMeshProps): void {
  const bfd = new BfdProfile(stack, "fast", {
    transmitIntervalMs: 100,
    receiveIntervalMs: 100,
    detectMultiplier: 3,
  });
  new BgpMesh(stack, "backbone", { ...props, bfd });
}

function gateway(scope: IConstruct, id: string, site: number, six = false): Gateway {
  return new Gateway(scope, id, {
    address: publicAddress(site, 1),
    inside: Inside.onInterface("eth1", [host(site, 1, six)]),
    asn: asn(site),
    ...REACHED,
  });
}

function pair(scope: IConstruct, id: string, site: number, six = false): HaPair {
  const [primary, secondary] = [1, 2].map(
    (n) =>
      new Gateway(scope, `${id}-${n}`, {
        address: publicAddress(site, n),
        inside: Inside.onInterface("eth1", [host(site, n, six)]),
        ...REACHED,
      }),
  );
  const networks = [six ? `${ipv6(site)}::/64` : `${ipv4(site)}.0/24`];
  const pairLink = PairLink.onInterface("eth2");
  return new HaPair(scope, id, { primary, secondary, asn: asn(site), networks, pairLink });
}

export const asn = (site: number) => 4200000000 + site;
const publicAddress = (site: number, n: number) => `203.${site >> 8}.${site & 255}.${n}`;
const ipv4 = (site: number) => `10.${64 + (site >> 8)}.${site & 255}`;
const ipv6 = (site: number) => `fd01:${(site + 1).toString(16)}`;
const host = (site: number, n: number, six: boolean) =>
  six ? `${ipv6(site)}::${n}/64` : `${ipv4(site)}.${n}/24`;
