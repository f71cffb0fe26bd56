import { Family } from "../../model/ip";
import { KernelPart } from "../footprint";

/** AES-GCM, as every kernel with ESP has it (RFC 8221, 5: a MUST). The key is 128 bits and the salt. */
const esp = (module: string, ends: string): KernelPart => {
  const cipher = `aead rfc4106(gcm(aes)) 0x${"0".repeat(40)} 128`;
  return { module, probe: `ip xfrm state add ${ends} proto esp spi 256 mode tunnel ${cipher}` };
};

/** ESP over an underlay of the family. */
export const ESP: Readonly<Record<Family, KernelPart>> = {
  4: esp("esp4", "src 127.0.0.1 dst 127.0.0.2"),
  6: esp("esp6", "src ::1 dst ::2"),
};
