import { SheetGap } from "./types";

/** Keywords that several vendors have names for. */
export const AEAD_AND_CBC = [
  "aes128gcm16",
  "aes256gcm16",
  "aes128",
  "aes192",
  "aes256",
] as const satisfies readonly string[];
export const NIST_AND_MODP = ["ecp256", "ecp384", "ecp521", "modp2048", "modp3072", "modp4096"];

/** A machine's sheet gives one routing table, and one tunnel interface for each of our gateways. */
export const MACHINE_LACKS = [
  "gateway without address",
  "public keys",
  "policies",
  "transport mode",
  "default route",
] as const satisfies readonly SheetGap[];

/** Their syntax names the kind of an identity, and has no distinguished name. */
export const ROUTER_LACKS = [...MACHINE_LACKS, "other identities"] as const;
