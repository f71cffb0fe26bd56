import { deviceName, generatedFrom } from "../text";
import { KeepalivedDocument } from "./document";

/** Prints keepalived.conf(5); `state` is the script that runs on each change. */
export function printKeepalived(document: KeepalivedDocument, state: string): string {
  const { path, daemons, startupDelayMs } = document;
  return [
    `# ${generatedFrom(path)}`,
    "",
    ...block("global_defs", [
      "vrrp_version 3",
      "# A VXLAN segment may be made anew.",
      "dynamic_interfaces",
      "# No partner is heard while a switch's port is not open yet.",
      ...(startupDelayMs > 0 ? [`vrrp_startup_delay ${seconds(startupDelayMs)}`] : []),
      "# While addresses are changed on one gateway after the other.",
      "vrrp_skip_check_adv_addr",
      "# Hosts that missed the first ones, and switches, learn where the address is.",
      "vrrp_garp_master_refresh 10",
      "script_user root",
      "enable_script_security",
    ]),
    ...daemons.flatMap((daemon) => [
      "",
      ...block(`vrrp_script ${daemon}`, [`script "/usr/bin/pgrep -x ${daemon}"`, "interval 2"]),
    ]),
    "",
    ...block("vrrp_instance inside", instance(document, state)),
    "",
  ].join("\n");
}

function instance(document: KeepalivedDocument, state: string): string[] {
  const { device, addresses, others, daemons } = document;
  return [
    `interface ${deviceName(device)}`,
    "# A gateway that starts must not take the address from one that has it, before its tunnels are up.",
    "state BACKUP",
    `preempt_delay ${document.preemptDelaySeconds}`,
    `virtual_router_id ${document.virtualRouterId}`,
    `priority ${document.priority}`,
    `advert_int ${seconds(document.advertisementIntervalMs)}`,
    `unicast_src_ip ${document.address}`,
    "# Until it is there, and again when it has come back.",
    "track_src_ip",
    "unicast_ttl 255",
    ...block("unicast_peer", [document.partnerAddress]),
    ...block("virtual_ipaddress", addresses),
    ...(others.length > 0 ? block("virtual_ipaddress_excluded", others) : []),
    ...(daemons.length > 0 ? block("track_script", daemons) : []),
    `notify ${state}`,
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return [`${name} {`, ...lines.map((line) => `  ${line}`), "}"];
}

/** keepalived takes hundredths. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
