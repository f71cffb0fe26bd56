import { z } from "zod";
import { certificateIntent } from "./certificate";
import { parseProposal } from "./proposal";
import { rule } from "./rule";
import {
  constructPath,
  description,
  deviceName,
  isPlain,
  prefix,
  routedPrefix,
  UINT32_MAX,
  wholeNumber,
  linkSubnet,
} from "./values";
import { wordsOf } from "./word";
import { TunnelInterface } from "./words/tunnel-interface";

export const absolutePath = rule(
  z.string(),
  (text) => /^\/[A-Za-z0-9._/+@-]+$/.test(text) && !text.split("/").includes(".."),
  "an absolute path on the gateway of letters, digits and '._/+@-'",
  "move the file, or fetch the secret with a command",
);

/** One argument of a command: anything that a shell word in single quotes can hold. */
const argument = rule(
  z.string(),
  (text) => text.length > 0 && isPlain(text),
  "a non-empty argument without control characters",
  "put anything longer into a script on the gateway",
);

const secretName = rule(
  z.string(),
  (text) => /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(text),
  "the name of a Terraform variable: a letter or '_', then letters, digits, '_' and '-'",
  "rename the variable; the secret's value never belongs here",
);

export const secretIntent = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("terraform"),
    name: secretName,
    /** Terraform computes it; there is no variable of that name. */
    computed: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal("literal-refused") }),
  z.strictObject({ kind: z.literal("file"), path: absolutePath }),
  z.strictObject({ kind: z.literal("command"), argv: z.array(argument).min(1) }),
  z.strictObject({
    kind: z.literal("unsafe-literal"),
    value: rule(
      z.string(),
      (text) => text.length >= 8,
      "at least 8 characters",
      "a pre-shared key needs as much entropy as the keys it protects (RFC 7296, 2.15)",
    ),
  }),
]);
export type SecretIntent = z.infer<typeof secretIntent>;

function proposal(protocol: "ike" | "esp") {
  return z.string().superRefine((text, context) => {
    const result = parseProposal(text, protocol);
    if (typeof result !== "string") return;
    context.addIssue({
      code: "custom",
      message: `a strong ${protocol.toUpperCase()} proposal in strongSwan's notation; ${result}`,
      params: {
        remedy: "use Proposal.ike() and Proposal.esp(); the default is AES-256-GCM with ECP-384",
      },
    });
  });
}

const pool = rule(
  prefix,
  (text) => {
    const length = Number(text.split("/")[1]);
    return text.includes(":") ? length <= 64 : length <= 24;
  },
  "a pool of at least a /24 (IPv4) or a /64 (IPv6)",
  "addresses are chosen by hash, so a small pool soon collides; give a larger one",
);

/** Pools that links are numbered from by default: shared address space and a ULA. */
export const DEFAULT_ADDRESS_POOLS = ["100.64.0.0/10", "fdcd:7076:6e00::/48"];

const addressPools = z.array(pool).min(1).default(DEFAULT_ADDRESS_POOLS);

const seconds = (low: number, high: number) =>
  wholeNumber(low, high, "seconds", "give a value in this range, or leave it out");

/** Words that every VPN knows. */
const ipsecOptions = {
  secret: secretIntent
    .refine((s) => s.kind !== "literal-refused", {
      error: "a reference to a secret, not the secret itself",
      params: {
        remedy:
          "use Secret.variable(), Secret.file() or Secret.command(); for a lab, Secret.unsafeLiteral()",
      },
    })
    .optional(),
  certificate: certificateIntent.optional(),
  /** The gateways' own keys are used. */
  rawPublicKeys: z.literal(true).optional(),
  ikeProposals: z.array(proposal("ike")).min(1).default(["aes256gcm16-prfsha384-ecp384"]),
  espProposals: z.array(proposal("esp")).min(1).default(["aes256gcm16-ecp384"]),
  forceUdpEncapsulation: z.boolean().default(false),
  allowForUdpEncapsulation: z.boolean().optional(),
  transit: z.boolean().optional(),
  dpdDelaySeconds: seconds(1, 3600).default(10),
  ikeRekeySeconds: seconds(300, 604800).optional(),
  childRekeySeconds: seconds(300, 604800).optional(),
};

/** Words that a single VPN and the template of a mesh share. */
const vpnOptions = {
  interfaceType: z.enum(wordsOf(TunnelInterface)).default("xfrm"),
  addressPools,
  ...ipsecOptions,
};

const greKey = wholeNumber(0, UINT32_MAX, "GRE keys", "RFC 2890 has 32 bits for it");

const pins = {
  ifId: wholeNumber(1, UINT32_MAX, "interface ids", "0 means none to the kernel").optional(),
  greKey: greKey.optional(),
  subnets: z.array(linkSubnet).min(1).max(2).optional(),
  leftDevice: deviceName.optional(),
  rightDevice: deviceName.optional(),
};

export const vpnIntent = z.strictObject({
  path: constructPath,
  left: z.string(),
  right: z.string(),
  mesh: z.string().optional(),
  description: description.optional(),
  routes: z.enum(["static", "none", "bgp"]).default("static"),
  routesToLeft: z.array(routedPrefix).optional(),
  routesToRight: z.array(routedPrefix).optional(),
  ...vpnOptions,
  ...pins,
});
export type VpnIntent = z.infer<typeof vpnIntent>;

export const policyVpnIntent = z.strictObject({
  path: constructPath,
  left: z.string(),
  right: z.string(),
  description: description.optional(),
  leftSelectors: z.array(routedPrefix).optional(),
  rightSelectors: z.array(routedPrefix).optional(),
  ...ipsecOptions,
  leftDevice: deviceName.optional(),
  rightDevice: deviceName.optional(),
});
export type PolicyVpnIntent = z.infer<typeof policyVpnIntent>;

/** What both kinds have. */
export type AnyVpnIntent = VpnIntent | PolicyVpnIntent;

/** The end that is not this gateway. */
export function farEnd({ left, right }: AnyVpnIntent, gateway: string): string {
  return left === gateway ? right : left;
}

export const greIntent = z.strictObject({
  path: constructPath,
  vpn: z.string(),
  keyed: z.boolean().default(false),
  key: greKey.optional(),
  addressPools,
  subnets: z.array(linkSubnet).min(1).max(2).optional(),
  leftDevice: deviceName.optional(),
  rightDevice: deviceName.optional(),
});
export type GreIntent = z.infer<typeof greIntent>;
