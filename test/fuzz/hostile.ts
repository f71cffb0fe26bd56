import { App, TerraformStack, TerraformVariable } from "cdktf";
import {
  Authentication,
  BfdProfile,
  Delivery,
  Inside,
  InsideRouting,
  MeshTopology,
  PairLink,
  Proposal,
  RouteExchange,
  Secret,
} from "cdktf-routed-vpn";
import fc from "fast-check";
import { preSharedKey, sitePair, soleSite } from "../fixtures/apps";

/** No file may hold it where a reader takes it for a word of its own; no message may show the secret. */
export const MARK = "zqzmark";
export const SECRET = "zqzs3cret-battery";

class Strange {
  readonly psk = SECRET;
}

function elsewhere(): TerraformStack {
  return new TerraformStack(new App(), "net");
}

function variable(stack: TerraformStack): TerraformVariable {
  const id = `late-${stack.node.children.length}`;
  return new TerraformVariable(stack, id, { type: "string" });
}

/** What an app may put anywhere, made anew for each app. */
const THINGS: Record<string, (stack: TerraformStack) => unknown> = {
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  NaN: () => NaN,
  bigint: () => 5n,
  symbol: () => Symbol("s"),
  function: () => () => SECRET,
  class: () => Strange,
  instance: () => new Strange(),
  date: () => new Date(0),
  map: () => new Map(),
  bare: () => Object.create(null) as unknown,
  cyclic: () => {
    const own: Record<string, unknown> = {};
    return (own.self = own);
  },
  getter: () => ({
    get trap(): string {
      throw new TypeError(SECRET);
    },
  }),
  secretObject: () => ({ preSharedKey: SECRET }),
  textToken: (stack) => variable(stack).stringValue,
  numberToken: (stack) => variable(stack).numberValue,
  listToken: (stack) => variable(stack).listValue,
  anyToken: (stack) => variable(stack).value as unknown,
  stack: (stack) => stack,
  gatewayElsewhere: () => soleSite(elsewhere(), "a", 1),
  pairElsewhere: () => sitePair(elsewhere(), "east", 1, ["a", "b"]),
  bfdElsewhere: () => new BfdProfile(elsewhere(), "fast"),
  ownChild: (stack) => stack.node.children.find(({ node }) => node.id === "a"),
  ownBfd: (stack) => stack.node.children.find(({ node }) => node.id === "fast"),
  inside: () => Inside.onInterface("eth1", ["10.1.0.1/24"]),
  delivery: () => Delivery.cloudInit(),
  authentication: () => preSharedKey(),
  secret: () => Secret.unsafeLiteral(SECRET),
  literal: () => Authentication.preSharedKey(Secret.unsafeLiteral(SECRET)),
  proposal: () => Proposal.parse("aes256gcm16-ecp384"),
  pairLink: () => PairLink.inside(),
  routing: () => InsideRouting.bgp(),
  topology: () => MeshTopology.full(),
  exchange: () => RouteExchange.none(),
};

const TRICKS = [
  ...["\n", "\r", "\u2028", "\u0085", "\0", "\uFFFE", "\uD800", "\u202E", '"', "'", "`", "\\"],
  ...["$(reboot)", "${x}", "%{if}", "@{secret.psk}", "#", "!", "}", "{", ";", "|", "*", "%any"],
  ...["include /etc/shadow", "router bgp 1", " ", "é", MARK, "10.1.0.1/24", "::", "0.0.0.0/0"],
];

const PLAUSIBLE = [
  ...["eth0", "lo", "all", "10.1.0.0/24", "10.9.0.0/16", "0.0.0.0/1", "127.0.0.0/8", "fe80::/10"],
  ...["198.51.100.7", "2001:db8::7", "10.1.0.255/24", "a.example", "xfrm", "vti", "vrf", "ospf"],
  ...["constructor", "__proto__", "aes256-sha256-modp2048", "/etc/psk", "hub", "4", "6", ""],
];

export type Hostile =
  | { readonly text: string }
  | { readonly number: number }
  | { readonly thing: string }
  | { readonly list: readonly Hostile[] }
  | { readonly keys: Readonly<Record<string, Hostile>> };

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.constantFrom(...TRICKS), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join("")),
  fc.constantFrom(...PLAUSIBLE),
  fc.string({ unit: "binary", maxLength: 30 }),
);

const leaf: fc.Arbitrary<Hostile> = fc.oneof(
  hostileText.map((text) => ({ text })),
  fc
    .oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1.5, 2 ** 32))
    .map((number) => ({ number })),
  fc.constantFrom(...Object.keys(THINGS)).map((thing) => ({ thing })),
);

export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }).map((list) => ({ list })) },
  {
    weight: 1,
    arbitrary: fc.dictionary(hostileText, leaf, { maxKeys: 2 }).map((keys) => ({ keys })),
  },
);

export function made(value: Hostile, stack: TerraformStack): unknown {
  if ("text" in value) return value.text;
  if ("number" in value) return value.number;
  if ("thing" in value) return THINGS[value.thing]!(stack);
  if ("list" in value) return value.list.map((one) => made(one, stack));
  return Object.fromEntries(
    Object.entries(value.keys).map(([key, one]) => [key, made(one, stack)]),
  );
}
