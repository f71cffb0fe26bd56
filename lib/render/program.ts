import { readFileSync } from "fs";
import { join } from "path";
import { GatewayFile } from "./file";
import { compact } from "./text";

/** Beside lib/ and build/, in the package too. */
const FOLDER = join(__dirname, "..", "..", "programs");

/** Where programs lie that only units and other programs call. */
const LIBRARY = "/usr/local/lib/vpn-gateway";

const texts = new Map<string, string>();

/**
 * A program as it is delivered, the same for every gateway: what differs is in files that it reads. Its comments stay
 * in the source, since user data has to fit into 16 KiB (AWS).
 *
 * @param source its file's name in `programs/`
 */
export function programText(source: string): string {
  const text =
    texts.get(source) ??
    compact(readFileSync(join(FOLDER, source), "utf8"), source.endsWith(".py") ? 4 : 2);
  texts.set(source, text);
  return text;
}

/** A program as it is installed: in the library unless it has another place. */
export function program(source: string, path = programPath(source)): GatewayFile {
  return { path, mode: "0755", owner: "root", text: programText(source) };
}

/** `firewall.sh` → /usr/local/lib/vpn-gateway/firewall. */
export function programPath(source: string): string {
  return `${LIBRARY}/${source.replace(/\.\w+$/, "")}`;
}
