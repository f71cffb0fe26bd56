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

/** Whom it is too much for, where the app does not say what its provider takes; and that nobody takes it. */
export function sizeAdvice({ userDataLimit }: GatewayPlan, userData: UserData): string[] {
  if (userData.use === "unused") {
    return [
      "no resource takes the gateway's user data: pass `userData` to the machine, or set `delivery: Delivery.ssh()`",
    ];
  }
  if (userDataLimit !== undefined || userData.use === "fetched") return [];
  const bytes = sizeOf(userData);
  const tooSmall = LIMITS.filter((limit) => bytes > limit.bytes);
  if (tooSmall.length === 0) return [];
  const providers = tooSmall.map((it) => `${it.provider} (${kibibytes(it.bytes)})`).join(", ");
  const there = `the user data has ${bytes} bytes, over the limit of ${providers}: there`;
  return [`${there}, ${smaller(userData)}`];
}

/** More than the app says that its provider takes. Values that only Terraform knows are not in the number. */
export function sizeProblems({ path, userDataLimit }: GatewayPlan, userData: UserData): Problem[] {
  const { use } = userData;
  if (userDataLimit === undefined || use === "unused" || use === "fetched") return [];
  const bytes = sizeOf(userData);
  if (bytes <= userDataLimit) return [];
  const compressed = use === "gzip" ? ", compressed" : "";
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

function sizeOf({ use, text }: UserData): number {
  return use === "gzip" ? gzipSync(text).length : Buffer.byteLength(text);
}

function smaller({ use }: UserData): string {
  return use === "gzip"
    ? "pass `userDataFrom()`, and `payload` to where that fetches it; or set `delivery: Delivery.ssh()`"
    : "pass `userDataGzipBase64` instead";
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
