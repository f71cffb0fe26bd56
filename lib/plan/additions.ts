import { GatewayIntent } from "../model/gateway";
import { AdditionsPlan } from "./types";

/** What the app adds to a gateway; nothing where it adds nothing. */
export function planAdditions(gateway: GatewayIntent): AdditionsPlan | undefined {
  const {
    allow,
    addFirewallRules,
    addKernelSetting,
    addPackage,
    addFile,
    addUnit,
    addFrrLines,
    addCharonSetting,
  } = gateway;
  const all: AdditionsPlan = {
    allow,
    addFirewallRules,
    addKernelSetting,
    addPackage,
    addFile,
    addUnit,
    addFrrLines,
    addCharonSetting,
  };
  const given = Object.entries(all).filter(([, list]) => list !== undefined && list.length > 0);
  return given.length > 0 ? (Object.fromEntries(given) as AdditionsPlan) : undefined;
}
