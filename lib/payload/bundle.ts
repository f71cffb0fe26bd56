import { createHash } from "crypto";
import { placeholdersIn } from "../model/placeholder";
import { GatewayPlan } from "../plan/types";
import { footprints } from "../render/components";
import { programText } from "../render/program";
import { withoutComments } from "../render/text";
import { printManifest } from "./manifest";

/** Where both deliveries put the payload on the gateway before they apply it. */
export const STAGING = "/var/lib/vpn-gateway/payload";

/** A program that deliveries to a gateway that serves already call: whether it serves as it did before. */
export const VERIFY = "verify";

/** A file of the payload, by its path below the staging folder. */
export interface PayloadFile {
  readonly path: string;
  readonly text: string;
  /** Names of the values in it that only Terraform knows. */
  readonly placeholders: readonly string[];
}

/** All that reaches one gateway. */
export interface GatewayPayload {
  readonly name: string;
  readonly files: readonly PayloadFile[];
  /** Changes when any byte or mode does; values that only Terraform knows are not in it. */
  readonly hash: string;
  readonly placeholders: readonly string[];
}

/** The payload's own part: what `apply` reads beside the files to install. */
export function payloadOf(gateway: GatewayPlan): GatewayPayload {
  const parts = footprints(gateway);
  const installed = parts.flatMap((part) => part.files).sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = [
    payloadFile("apply", programText("apply.sh")),
    ...(gateway.overSsh
      ? [
          payloadFile("transaction", programText("transaction.sh")),
          payloadFile(VERIFY, programText("verify.py")),
        ]
      : []),
    payloadFile("manifest", printManifest(gateway, parts, installed)),
    ...installed.map(({ path, text }) => payloadFile(`files${path}`, delivered(path, text))),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.path}\0${file.text}\0`);
  return {
    name: gateway.name,
    files,
    hash: hash.digest("hex"),
    placeholders: [...new Set(files.flatMap((file) => file.placeholders))].sort(),
  };
}

/** Files with more comment than they have room for in user data. Not FRR's daemons, whose change restarts it. */
const COMMENTED = /\.nft$|\/sysctl\.d\/|\/private-sysctl\.conf$/;

function delivered(path: string, text: string): string {
  return COMMENTED.test(path) ? withoutComments(text) : text;
}

function payloadFile(path: string, text: string): PayloadFile {
  return { path, text, placeholders: placeholdersIn(text) };
}
