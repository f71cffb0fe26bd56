import { gzipSync } from "zlib";
import { Problem, problem } from "../model/problem";
import { GatewayPlan } from "../plan/types";

/** How an app hands a gateway's user data on: not at all, as text, compressed, or as what small user data fetches. */
export type UserDataUse = "unused" | "text" | "gzip" | "fetched";

export interface UserData {
  readonly use: UserDataUse;
  readonly text: string;
}

/** Bytes of user data that a provider takes, before base64, by the documentation of their APIs. */
const LIMITS: readonly { readonly provider: string; readonly bytes: number }[] = [
  { provider: "AWS", bytes: 16 * 1024 },
  { provider: "Hetzner", bytes: 32 * 1024 },
  { provider: "OpenStack and Azure", bytes: 64 * 1024 - 1 },
  { provider: "Google Cloud", bytes: 256 * 1024 },
];

/** That no resource takes it; and providers that it is too large for, where the app does not declare a limit. */
export function sizeAdvice({ userDataLimit }: GatewayPlan, userData: UserData): string[] {
  if (userData.use === "unused") {
    return [
      "no resource takes the gateway's user data: pass `userData` to the machine, or set `delivery: Delivery.ssh()`",
    ];
  }
  if (userDataLimit !== undefined) return [];
  const bytes = sizeOf(userData);
  const tooSmall = LIMITS.filter((limit) => bytes > limit.bytes);
  if (tooSmall.length === 0) return [];
  const providers = tooSmall.map((it) => `${it.provider} (${kibibytes(it.bytes)})`).join(", ");
  const there = `the user data has ${bytes} bytes, over the limit of ${providers}: there`;
  return [`${there}, ${smaller(userData)}`];
}

/** User data over the limit that the app declares. Values that only Terraform knows are not in the number. */
export function sizeProblems({ path, userDataLimit }: GatewayPlan, userData: UserData): Problem[] {
  if (userDataLimit === undefined) return [];
  const bytes = sizeOf(userData);
  if (bytes <= userDataLimit) return [];
  const compressed = userData.use === "gzip" ? ", compressed" : "";
  return [
    problem(
      path,
      "cloudInit.userDataLimit",
      userDataLimit,
      `at least the ${bytes} bytes that this gateway's user data has${compressed}`,
      smaller(userData),
    ),
  ];
}

/** Bytes that a provider has to take. */
function sizeOf({ use, text }: UserData): number {
  switch (use) {
    case "text":
      return Buffer.byteLength(text);
    case "gzip":
      return gzipSync(text).length;
    case "unused":
    case "fetched":
      return 0;
  }
}

function smaller({ use }: UserData): string {
  return use === "gzip"
    ? "pass `userDataFrom()`, and `payload` to where that fetches it; or set `delivery: Delivery.ssh()`"
    : "pass `userDataGzipBase64` instead";
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
