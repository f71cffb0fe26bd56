import { GatewayPlan } from "../plan/types";
import { GatewayFile } from "./file";

/** All that one daemon or program has on a gateway, and how `apply` (programs/apply.sh) treats it. */
export interface Footprint {
  readonly files: readonly GatewayFile[];
  readonly packages?: readonly string[];
  /** Units of the distribution that run from boot on; units of ours say so themselves. */
  readonly daemons?: readonly string[];
  readonly modules?: readonly KernelPart[];
  /** Patterns of files that the operator puts on the machine first. */
  readonly needs?: readonly string[];
  readonly checks?: readonly FileCheck[];
  readonly actions?: readonly Action[];
}

/** What a gateway has of it, by its slice of the plan; nothing where the gateway does without. */
export type Component<Slice = GatewayPlan> = (slice: Slice) => Footprint | undefined;

/** A part of the kernel, and what makes one of its things in an empty network namespace. */
export interface KernelPart {
  readonly module: string;
  readonly probe: string;
}

/** A command that fails where a daemon would refuse the file, or mends it. `%` is the folder of files to install. */
export interface FileCheck {
  /** What an error calls the file. */
  readonly name: string;
  readonly command: string;
}

/**
 * What is done once all files are installed. Patterns are the shell's, of paths that were installed, changed or
 * removed; for `restart` and `reload` of a unit of ours, its own file, and what bears its name in /etc/vpn-gateway and
 * /usr/local/lib/vpn-gateway, are meant too. A unit that was restarted is not reloaded as well, and nothing of `run` is
 * done for it.
 *
 * - `restart`: also where the unit does not run
 * - `reload`: or starts it, where it does not run
 * - `refresh`: a restart, but only where it runs
 * - `run`: a command, where a file of `after` differed
 * - `verify`: restarts the unit unless the command succeeds; where the unit that starts it was just restarted, waits for
 *   it instead, since it does what the command does
 * - `running`: it has to run by now, and is left running however `apply` ends
 */
export type Action = { readonly stage: keyof typeof STAGES; readonly unit: string } & (
  | { readonly restart: readonly string[] }
  | { readonly reload: readonly string[] }
  | { readonly refresh: readonly string[] }
  | { readonly run: string; readonly after: readonly string[] }
  | { readonly verify: string; readonly startedBy: string }
  | { readonly running: true }
);

/** In the order in which things need each other; components that share a stage come in the registry's order. */
export const STAGES = {
  inside: 10,
  "kernel settings": 20,
  firewall: 30,
  NICs: 40,
  links: 50,
  "inside hosts": 60,
  IKE: 70,
  routing: 80,
  // Brings hosts here.
  "virtual router": 90,
  health: 100,
  additions: 110,
} as const;
