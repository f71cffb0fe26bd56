import { ConnectionSettingIntent, needsStrongswan6 } from "../../model/connection-setting";
import { GatewayIntent } from "../../model/gateway";
import { PROFILES } from "../../model/platform";
import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** Each setting has one value on a connection, and one that its charon knows. */
export function connectionSettingProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) => {
    const settings = gateway.addConnectionSetting ?? [];
    return settings.flatMap((setting, at) => [
      ...repeated(gateway, settings, at),
      ...unknown(gateway, setting, at),
    ]);
  });
}

/** One for all connections is one for each. */
function repeated(
  { path }: GatewayIntent,
  settings: readonly ConnectionSettingIntent[],
  at: number,
): Problem[] {
  const { key, peer } = settings[at]!;
  const same = (one: ConnectionSettingIntent) =>
    one.key === key && (one.peer === peer || one.peer === undefined || peer === undefined);
  const first = settings.slice(0, at).findIndex(same);
  if (first < 0) return [];
  return [
    problem(
      path,
      `addConnectionSetting.${at}.key`,
      key,
      `a key that a connection has from one call; addConnectionSetting.${first} sets it for the same`,
      "leave one of them out, or name a peer in each",
    ),
  ];
}

function unknown(gateway: GatewayIntent, setting: ConnectionSettingIntent, at: number): Problem[] {
  const { path, platform } = gateway;
  if (PROFILES[platform].strongswan6 || !needsStrongswan6(setting)) return [];
  return [
    problem(
      path,
      `addConnectionSetting.${at}.value`,
      setting.value,
      `a value of ${setting.key} that charon of ${platform} knows, which is older than strongSwan 6`,
      "leave it out, or set `platform` to Platform.DEBIAN_13",
    ),
  ];
}
