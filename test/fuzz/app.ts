import { TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import fc from "fast-check";
import { HOST_KEY } from "../fixtures/apps";
import { Hostile, hostile, hostileText, made } from "./hostile";

/** A valid app by its choices, and the places of it that are something else. */
export interface Recipe {
  readonly shape: "mesh" | "vpn" | "policy";
  readonly foreign: boolean;
  readonly pair: boolean;
  readonly gre: boolean;
  readonly ssh: boolean;
  readonly vxlan: boolean;
  readonly isolation: string;
  readonly interfaceType: string;
  readonly key: "variable" | "file" | "command" | "certificate" | "literal";
  readonly routing: "none" | "bgp" | "ospf" | "vrrp";
  readonly id: string;
  readonly description: string | undefined;
  readonly wrong: readonly { readonly at: number; readonly value: Hostile }[];
}

const wrong = fc.record({ at: fc.nat(110), value: hostile });

export const recipe: fc.Arbitrary<Recipe> = fc.record({
  shape: fc.constantFrom("mesh" as const, "mesh" as const, "vpn" as const, "policy" as const),
  foreign: fc.boolean(),
  pair: fc.boolean(),
  gre: fc.boolean(),
  ssh: fc.boolean(),
  vxlan: fc.boolean(),
  isolation: fc.constantFrom("none", "none", "vrf", "network-namespace"),
  interfaceType: fc.constantFrom("xfrm", "xfrm", "vti", "gre"),
  key: fc.constantFrom("variable", "file", "command", "certificate", "literal"),
  routing: fc.constantFrom("none", "none", "bgp", "ospf", "vrrp"),
  id: fc.oneof(
    { weight: 4, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: hostileText.filter((text) => !/\$\{/.test(text)) },
  ),
  description: fc.option(hostileText, { nil: undefined }),
  wrong: fc.array(wrong, { maxLength: 2 }),
});

/** Counts the places of an app, and puts something else in some of them. */
class Places {
  private next = 0;
  private readonly wrong: ReadonlyMap<number, Hostile>;

  constructor(
    private readonly stack: TerraformStack,
    { wrong }: Recipe,
  ) {
    this.wrong = new Map(wrong.map(({ at, value }) => [at, value]));
  }

  value<T>(value: T): T {
    const instead = this.wrong.get(this.next++);
    return instead === undefined ? value : (made(instead, this.stack) as T);
  }

  props<T extends object>(props: T): T {
    const entries = Object.entries(props).map(([name, value]) => [name, this.value(value)]);
    return this.value(Object.fromEntries(entries) as T);
  }
}

export function buildApp(stack: TerraformStack, recipe: Recipe): void {
  const at = new Places(stack, recipe);
  const { foreign, pair, routing, shape } = recipe;
  const bfd = new vpn.BfdProfile(
    stack,
    "fast",
    at.props({ transmitIntervalMs: 100, receiveIntervalMs: 100, detectMultiplier: 3 }),
  );
  const inner = at.value(routingOf(at, recipe, bfd));
  const sole = { asn: 65001, insideRouting: routing === "vrrp" ? undefined : inner };
  const a = gateway(stack, at, recipe, "a", 2, pair ? {} : sole);
  const b = pair ? gateway(stack, at, recipe, "b", 3, {}) : undefined;
  const c = foreign
    ? new vpn.ForeignGateway(
        stack,
        "c",
        at.props({
          address: "203.0.113.9",
          networks: ["10.2.0.0/24"],
          asn: 65002,
          kind: vpn.PeerKind.GENERIC,
          description: recipe.description,
        }),
      )
    : gateway(stack, at, recipe, "c", 9, { asn: 65002 });
  const east =
    b &&
    new vpn.HaPair(
      stack,
      "east",
      at.props({
        primary: a,
        secondary: b,
        asn: 65001,
        networks: ["10.1.0.0/24"],
        pairLink: at.value(vpn.PairLink.interface(at.value("eth2"), at.props({}))),
        insideRouting: inner,
        bfd,
        convergenceBudgetMs: 200_000,
      }),
    );
  const options = {
    authentication: at.value(proofOf(at, recipe)),
    espProposals: [at.value(vpn.Proposal.parse(at.value("aes256gcm16-ecp384")))],
    dpdDelaySeconds: 10,
  };
  const interfaceType = recipe.interfaceType as vpn.TunnelInterface;
  if (shape === "mesh") {
    const template = at.props({ ...options, interfaceType });
    const gre = recipe.gre ? at.props({ keyed: true }) : undefined;
    const topology = at.value(vpn.MeshTopology.full());
    const members = at.value([at.value(east ?? a), c]);
    new vpn.BgpMesh(
      stack,
      "mesh",
      at.props({ members, vpn: template, gre, bfd, topology, holdTimeSeconds: 9 }),
    );
    return;
  }
  const ends = { left: a, right: c, description: recipe.description, ...options };
  if (shape === "policy") {
    new vpn.PolicyBasedVpn(stack, "a-c", at.props({ ...ends, rightSelectors: ["10.2.0.0/24"] }));
    return;
  }
  const routes = at.value(vpn.RouteExchange.static(at.value(["10.2.0.0/24"])));
  const pins = at.props({ ifId: 7 });
  const tunnel = new vpn.RouteBasedVpn(
    stack,
    "a-c",
    at.props({ ...ends, interfaceType, routes, pins }),
  );
  if (recipe.gre) new vpn.GreOverVti(stack, "gre", at.props({ vpn: tunnel, keyed: false }));
}

function gateway(
  stack: TerraformStack,
  at: Places,
  recipe: Recipe,
  name: string,
  n: number,
  more: Partial<vpn.GatewayProps>,
): vpn.Gateway {
  const site = name === "c" ? 2 : 1;
  const addresses = [`10.${site}.0.${n}/24`];
  const inside = recipe.vxlan
    ? vpn.Inside.vxlan(at.props({ vni: 7, underlay: "eth1", addresses }))
    : vpn.Inside.interface(at.value("eth1"), at.value(addresses), at.props({}));
  const delivery = recipe.ssh
    ? vpn.Delivery.ssh(at.props({ hostKey: HOST_KEY, user: "admin" }))
    : vpn.Delivery.cloudInit();
  return new vpn.Gateway(
    stack,
    name === "a" ? `a${recipe.id}` : name,
    at.props({
      address: `198.51.100.${n}`,
      inside: at.value(inside),
      delivery: at.value(delivery),
      isolation: recipe.isolation as vpn.Isolation,
      underlayDevice: "eth0",
      name,
      description: recipe.description,
      managementFrom: ["192.0.2.0/24"],
      ...more,
    }),
  );
}

function routingOf(at: Places, { routing }: Recipe, bfd: vpn.BfdProfile) {
  switch (routing) {
    case "none":
      return undefined;
    case "bgp":
      return vpn.InsideRouting.bgp();
    case "ospf":
      return vpn.InsideRouting.ospf(at.props({ area: "0.0.0.0", bfd }));
    case "vrrp":
      return vpn.InsideRouting.vrrp(
        at.props({ virtualRouterId: 7, addresses: ["10.1.0.99"], segmentConvergenceMs: 0 }),
      );
  }
}

function proofOf(at: Places, { key }: Recipe): vpn.Authentication {
  const { Authentication, Secret } = vpn;
  switch (key) {
    case "certificate":
      return Authentication.certificate(
        at.props({
          authority: at.value(
            vpn.CertificateAuthority.file(at.value("/etc/swanctl/x509ca/ca.pem")),
          ),
        }),
      );
    case "file":
      return Authentication.preSharedKey(at.value(Secret.file(at.value("/etc/psk"))));
    case "command":
      return Authentication.preSharedKey(at.value(Secret.command(at.value(["fetch", "it's"]))));
    case "literal":
      return Authentication.preSharedKey(at.value(Secret.unsafeLiteral(at.value("long enough"))));
    case "variable":
      return Authentication.preSharedKey(at.value(Secret.variable(at.value("psk"))));
  }
}
