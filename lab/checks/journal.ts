import type { Lab } from "../lab";

/** What the timer of `vpn-gateway status` runs. */
const UNIT = "vpn-gateway-status.service";

/** The VM's time, as journalctl takes it. */
export async function now(lab: Lab): Promise<string> {
  return `@${(await lab.vm.exec("date +%s")).stdout.trim()}`;
}

/** What it found changed: its own lines, not systemd's about it. */
export function journalOf(lab: Lab, gateway: string, since: string): Promise<string[]> {
  return ask(lab, gateway, since, `_SYSTEMD_UNIT=${UNIT}`);
}

/** How often it has looked. */
export async function looksOf(lab: Lab, gateway: string, since: string): Promise<number> {
  const lines = await ask(lab, gateway, since, `UNIT=${UNIT}`);
  return lines.filter((line) => line.startsWith("Finished ")).length;
}

async function ask(lab: Lab, gateway: string, since: string, match: string): Promise<string[]> {
  const words = ["journalctl", "--quiet", "--output=cat", `--since=${since}`, match];
  const { stdout } = await lab.exec(gateway, words);
  return stdout.split("\n").filter(Boolean);
}
