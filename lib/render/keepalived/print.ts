import { generatedFrom } from "../text";
import { Instance, KeepalivedDocument } from "./document";

/** What the kernel takes for a name, and keepalived for one word. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/** Prints keepalived.conf(5). */
export function printKeepalived({ path, instances }: KeepalivedDocument): string {
  return [
    `# ${generatedFrom(path)}`,
    "",
    "global_defs {",
    "  vrrp_version 3",
    "  # A VXLAN segment may be made anew.",
    "  dynamic_interfaces",
    "  # Hosts that missed the first ones, and switches, learn where the address is.",
    "  vrrp_garp_master_refresh 10",
    "}",
    ...instances.flatMap(printInstance),
    "",
  ].join("\n");
}

function printInstance(instance: Instance): string[] {
  const { name, device, virtualRouterId, priority, preemptDelaySeconds } = instance;
  if (!DEVICE.test(device)) throw new RangeError(`not a device name: ${JSON.stringify(device)}`);
  return [
    "",
    `vrrp_instance ${name} {`,
    `  interface ${device}`,
    // Whoever starts must not take the address from one that has it, before its tunnels are up.
    "  state BACKUP",
    `  virtual_router_id ${virtualRouterId}`,
    `  priority ${priority}`,
    `  advert_int ${seconds(instance.advertisementIntervalMs)}`,
    `  preempt_delay ${preemptDelaySeconds}`,
    `  unicast_src_ip ${instance.source}`,
    "  unicast_peer {",
    `    ${instance.peer}`,
    "  }",
    "  virtual_ipaddress {",
    ...instance.addresses.map((address) => `    ${address}`),
    "  }",
    "}",
  ];
}

/** keepalived takes hundredths. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
