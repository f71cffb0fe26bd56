import { z } from "zod";
import { formatIp, Ip, parseIp } from "./ip";
import { rule } from "./rule";

/**
 * IKE identities that name one peer and that charon reads as what they look like: an address, a host
 * name, user@host or a distinguished name (RFC 7296, 3.5). charon gives other forms a meaning of their own:
 * %any, 0.0.0.0 and 0::0 stand for every peer, a "-" between addresses or a "/" makes a range, "*"
 * matches any part of a name, and a prefix such as "keyid:" chooses the type (identification.c).
 */
const HOST = /^(?=.{1,253}$)(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const USER = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Attribute types that charon knows, by their one spelling; it takes a name with others for a mere string. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "nd uid dc cn s c l st o ou t d n g i id dnqualifier pseudonym tcgid"
      .split(" ")
      .map((a) => [a, a]),
  ),
  sn: "serialnumber",
  serialnumber: "serialnumber",
  en: "employeenumber",
  employeenumber: "employeenumber",
  e: "email",
  email: "email",
  emailaddress: "email",
  un: "unstructuredname",
  unstructuredname: "unstructuredname",
  ua: "unstructuredaddress",
  unstructuredaddress: "unstructuredaddress",
};
const ATTRIBUTE_VALUE = /^[A-Za-z0-9.:@_/-]+( [A-Za-z0-9.:@_/-]+)*$/;

function attributes(text: string): [type: string | undefined, value: string][] {
  return text.split(/, ?/).map((one) => {
    const at = one.indexOf("=");
    return [ATTRIBUTES[one.slice(0, Math.max(at, 0)).toLowerCase()], one.slice(at + 1)];
  });
}

function isDistinguishedName(text: string): boolean {
  if (text.length > 256) return false;
  return attributes(text).every(
    ([type, value]) => type !== undefined && ATTRIBUTE_VALUE.test(value),
  );
}

/** Whether an address may stand for every peer. */
function isUnspecified({ value }: Ip): boolean {
  return value === 0n;
}

export function isExactIdentity(text: string): boolean {
  const address = parseIp(text);
  if (address) return !isUnspecified(address);
  if (text.includes("=")) return isDistinguishedName(text);
  const [user, ...hosts] = text.split("@");
  if (hosts.length === 0) return HOST.test(text);
  return hosts.length === 1 && USER.test(user!) && HOST.test(hosts[0]!);
}

/** The same for identities that are the same to charon, however they are written. */
export function identityKey(text: string): string {
  const address = parseIp(text);
  if (address) return formatIp(address);
  if (!text.includes("=")) return text.toLowerCase();
  return attributes(text)
    .map(([type, value]) => `${type}=${value.toLowerCase()}`)
    .join(",");
}

export const ikeId = rule(
  z.string(),
  isExactIdentity,
  "an IKE identity of one peer, of letters, digits and '.:@_-': an address, a host name, user@host, or a certificate's subject like \"CN=office, O=Company\"",
  "use the name that the peer expects, without wildcards, ranges and type prefixes",
);
