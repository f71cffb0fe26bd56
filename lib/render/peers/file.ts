import { placeholder } from "../../model/placeholder";
import { SecretIntent } from "../../model/vpn";
import { PeerLink, PeerPlan } from "../../plan/peers/types";
import { oneLine } from "../text";

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

/** Where the key is to be had; never the key. */
export function keySource({ end, gateway }: SharedKey): string {
  const { secret } = end.ipsec;
  return secret.kind === "terraform"
    ? `the operator of ${gateway.name}, who has it in the Terraform variable ${secret.name}`
    : `the operator of ${gateway.name}`;
}
