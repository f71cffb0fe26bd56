import { rule } from "./rule";
import { secretIntent } from "./vpn";

/** What a password of FRR may hold: vtysh reads a word, and neither '!', '#' nor '|' in it. */
const keyUpTo = (length: number) => new RegExp(`^[A-Za-z0-9._~+/=@%^*:-]{8,${length}}$`);

export const ROUTING_KEY = keyUpTo(80);

/** The same as a key of MD5, which has 16 bytes: FRR would cut off what is longer. */
export const MD5_KEY = keyUpTo(16);

const READ_ON_GATEWAY = ["file", "command"];

/** A key that stands in frr.conf as it is: Terraform fills it in, since FRR reads no other file. */
export const routingKey = rule(
  rule(
    secretIntent,
    ({ kind }) => !READ_ON_GATEWAY.includes(kind) && kind !== "literal-refused",
    "a secret that Terraform knows: FRR has its keys in frr.conf itself",
    "use Secret.variable() or Secret.reference()",
  ),
  (secret) => secret.kind !== "unsafe-literal" || ROUTING_KEY.test(secret.value),
  "8 to 80 letters, digits and '._~+/=@%^*:-', as one word of frr.conf (RFC 2385 has 80 bytes at most)",
  "choose another key",
);
