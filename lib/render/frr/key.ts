import { placeholder, routingKeyName } from "../../model/placeholder";
import { SecretIntent } from "../../model/vpn";

/** A key as frr.conf has it: the delivery fills it in. */
export function keyText(secret: SecretIntent): string {
  switch (secret.kind) {
    case "terraform":
      return placeholder(routingKeyName(secret.name));
    case "unsafe-literal":
      return secret.value;
    default:
      throw new RangeError(`a key of FRR cannot be a ${secret.kind}`);
  }
}
