import { z } from "zod";
import { connectionSetting } from "./connection-setting";
import { frrLines, line } from "./frr-lines";
import { rule } from "./rule";
import { isPlain, prefix, wholeNumber } from "./values";
import { wordsOf } from "./word";
import { FirewallChain, TransportProtocol } from "./words/additions";

/** What an app adds to a gateway in a daemon's own words, by the construct's methods. */

const allowedService = z.strictObject({
  protocol: z.enum(wordsOf(TransportProtocol)),
  ports: z
    .array(wholeNumber(1, 65535, "ports", "name the ports that the service listens on"))
    .min(1),
  sources: z.array(prefix).min(1),
});

const nftRule = rule(
  line,
  (text) => staysInItsChain(text),
  "one rule of nft: with all its braces and quotes closed, and no ';' or '#' outside quotes",
  "give each rule by itself",
);

/** A brace more than was opened would end the chain, and the next words be no rule. */
function staysInItsChain(text: string): boolean {
  const bare = text.replace(/"[^"]*"/g, "");
  let depth = 0;
  for (const char of bare) {
    if (char === "{") depth++;
    if (char === "}") depth--;
    if (depth < 0) return false;
  }
  return depth === 0 && !/[";#\\]/.test(bare);
}

const firewallRules = z.strictObject({
  chain: z.enum(wordsOf(FirewallChain)),
  rules: z.array(nftRule).min(1),
});

/** Words of a sysctl's key, at the first of the two separators that it has: a name may hold the other (sysctl.d(5)). */
export function wordsOfKey(key: string): string[] {
  return key.split(/[./]/.exec(key)?.[0] ?? ".");
}

/** Opened and closed by the firewall's own unit, so that nothing is forwarded without rules. */
function isForwarding(key: string): boolean {
  const [net, family, kind, ...rest] = wordsOfKey(key);
  if (net !== "net" || !/^ipv[46]$/.test(family ?? "")) return false;
  return kind === "ip_forward" || (kind === "conf" && /^(mc_)?forwarding$/.test(rest.at(-1) ?? ""));
}

const kernelSetting = z.strictObject({
  key: rule(
    rule(
      z.string(),
      (text) => {
        const words = wordsOfKey(text);
        return words.length > 1 && words.every((word) => /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(word));
      },
      "a key of sysctl, such as net.core.rmem_max",
      "write it as `sysctl -a` shows it",
    ),
    (text) => !isForwarding(text),
    "a setting other than whether the machine forwards",
    "leave it out: forwarding begins once the firewall is loaded, and ends with it",
  ),
  value: rule(
    z.string(),
    (text) => /^[A-Za-z0-9 ._:,-]+$/.test(text) && text === text.trim(),
    "the text of a value, such as 8388608",
    "write it as `sysctl -n` shows it",
  ),
});

export const packageName = rule(
  z.string(),
  (text) => /^[a-z0-9][a-z0-9+.-]+$/.test(text),
  "a Debian package's name (Debian policy, 5.6.1)",
  "write the name that `apt-get install` takes",
);

/** What the library writes itself, or may write one day. */
const OWN_PATHS = [
  /vpn-gateway/,
  /^\/etc\/frr\/(frr\.conf|daemons)$/,
  /^\/etc\/keepalived\/keepalived\.conf$/,
  /^\/etc\/radvd\.conf$/,
];

/** Paths that are no files of a system's, or go with the next boot. */
const NO_PLACE = /^\/(proc|sys|dev|run|tmp)\//;

const filePath = rule(
  rule(
    z.string(),
    (text) =>
      /^(\/[A-Za-z0-9_@%+=:,.-]+)+$/.test(text) &&
      !text.split("/").some((name) => name === "." || name === "..") &&
      !NO_PLACE.test(text),
    "an absolute path of letters, digits and '_@%+=:,.-', below no folder of the kernel's or of this boot alone",
    "choose one below /etc, /usr/local or /var/lib",
  ),
  (text) => !isOwnPath(text),
  "a path that the library does not write itself",
  "choose another; the gateway's own files have methods that add to them",
);

export function isOwnPath(path: string): boolean {
  return OWN_PATHS.some((own) => own.test(path));
}

/** Line feeds and tabs, and what any line may have. */
const fileText = rule(
  rule(
    z.string(),
    (text) => isPlain(text.replace(/[\n\t]/g, "")),
    "text known at synthesis, without control characters but tabs and line feeds, bidirectional controls, noncharacters and placeholders",
    "write the text itself; a secret reaches a file by other ways",
  ),
  (text) => text === "" || text.endsWith("\n"),
  "text that ends with a line feed",
  "end its last line",
);

const addedFile = z.strictObject({
  path: filePath,
  text: fileText,
  mode: rule(
    z.string(),
    (text) => /^0?[0-7]{3}$/.test(text),
    "permissions of three octal digits, such as 0644",
    "leave out what makes a program run as its owner",
  ).optional(),
  owner: rule(
    z.string(),
    (text) => /^[a-z_][a-z0-9_-]{0,31}$/.test(text),
    "a user's name (useradd(8))",
    "a group of the same name has to be there too",
  ).optional(),
});

const unitName = rule(
  rule(
    z.string(),
    (text) => /^[A-Za-z0-9_.-]+\.(service|timer|socket|path|target)$/.test(text),
    "a name of a service, timer, socket, path or target, such as exporter.service",
    "write the file's name; templates have no methods here",
  ),
  (text) => !/^(vpn-gateway|frr|strongswan|keepalived|radvd|systemd-|ssh)/.test(text),
  "a name that neither the library nor what it installs has",
  "choose another; a drop-in of a distribution's unit is a file",
);

const addedUnit = z.strictObject({
  name: unitName,
  text: rule(
    fileText,
    (text) =>
      !(/^\[Install\]$/m.test(text) && /^Type=oneshot$/m.test(text)) ||
      /^RemainAfterExit=(yes|true|1|on)$/m.test(text),
    "a unit that is still active once it has done its work, where it runs from boot",
    "add RemainAfterExit=yes, or have a timer start it",
  ),
  restartedBy: z.array(z.string()).optional(),
});

/** Routes and addresses are FRR's and the kernel's; the plugins send ESP back out of the tunnel. */
const CHARON_OWN =
  /^charon\.(install_routes|install_virtual_ip|process_route|plugins\.(forecast|connmark)\..*)$/;

const charonSetting = z.strictObject({
  key: rule(
    rule(
      z.string(),
      (text) => /^charon(\.[A-Za-z0-9_][A-Za-z0-9_-]*)+$/.test(text),
      "a key of strongswan.conf below charon, such as charon.half_open_timeout",
      "strongswan.conf(5) lists them",
    ),
    (text) => !CHARON_OWN.test(text),
    "a setting that the gateway does not depend on",
    "leave it out: FRR and the kernel own routes and addresses",
  ),
  value: line,
});

/** By the name of the method that adds it, so that an error names what the app wrote. */
export const additions = {
  allow: z.array(allowedService).optional(),
  addFirewallRules: z.array(firewallRules).optional(),
  addKernelSetting: z.array(kernelSetting).optional(),
  addPackage: z.array(packageName).optional(),
  addFile: z.array(addedFile).optional(),
  addUnit: z.array(addedUnit).optional(),
  addFrrLines: z.array(frrLines).optional(),
  addCharonSetting: z.array(charonSetting).optional(),
  addConnectionSetting: z.array(connectionSetting).optional(),
};

export type AdditionsIntent = z.infer<z.ZodObject<typeof additions>>;
export const ADDITIONS = Object.keys(additions) as readonly (keyof AdditionsIntent)[];
