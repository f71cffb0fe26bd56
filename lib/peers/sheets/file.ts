import { placeholder } from "../../model/placeholder";
import { SecretIntent } from "../../model/vpn";
import { PeerLink, PeerPlan } from "../../plan/peers/types";
import { oneLine } from "../../render/text";

/** One file of a sheet, by its path in the sheet's folder. */
export interface PeerFile {
  readonly path: string;
  readonly text: string;
}

/** Configuration as it is to lie on a Linux machine. */
export function machineFile(path: string, text: string): PeerFile {
  return { path: `files${path}`, text };
}

/** The first comment of a configuration, without the comment's sign. */
export function sheetOf(peer: PeerPlan): string {
  return `${peer.name}: written by cdktf-routed-vpn from ${oneLine(peer.path)}`;
}

/** The interface of the public address, where only its operator knows it. */
export const EXTERNAL_INTERFACE = "@{external-interface}";

/** A pre-shared key, and who has it. */
export interface SharedKey {
  readonly end: { readonly ipsec: { readonly secret: SecretIntent } };
  readonly gateway: PeerLink["gateway"];
}

/** What stands where the pre-shared key belongs. */
export function keyPlaceholder({ end, gateway }: SharedKey): string {
  const { secret } = end.ipsec;
  return placeholder(`pre-shared-key.${secret.kind === "terraform" ? secret.name : gateway.name}`);
}

/** Who has the key and where; never the key, nor a path or a command of our gateway. */
export function keySource({ end, gateway }: SharedKey): string {
  return `the operator of ${gateway.name}, who has it ${keptIn(end.ipsec.secret)}`;
}

function keptIn(secret: SecretIntent): string {
  switch (secret.kind) {
    case "terraform":
      return secret.computed
        ? `as a value that Terraform computes, named ${secret.name}`
        : `in the Terraform variable ${secret.name}`;
    case "file":
      return "in a file on the gateway";
    case "command":
      return "as the output of a command on the gateway";
    default:
      return "in the app itself";
  }
}
