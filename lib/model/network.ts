import { z } from "zod";
import {
  AnyGatewayIntent,
  ForeignGatewayIntent,
  foreignGatewayIntent,
  GatewayIntent,
  gatewayIntent,
} from "./gateway";
import { plainData } from "./misfit";
import { Problem } from "./problem";
import {
  BfdProfileIntent,
  bfdProfileIntent,
  HaPairIntent,
  haPairIntent,
  MeshIntent,
  meshIntent,
} from "./routing";
import { problemsOf } from "./rule";
import {
  GreIntent,
  greIntent,
  PolicyVpnIntent,
  policyVpnIntent,
  VpnIntent,
  vpnIntent,
} from "./vpn";

/** What an app asked for, in plain data: the input of the plan. Every list is sorted by path. */
export interface NetworkIntent {
  readonly gateways: readonly GatewayIntent[];
  readonly foreignGateways: readonly ForeignGatewayIntent[];
  readonly vpns: readonly VpnIntent[];
  readonly policyVpns: readonly PolicyVpnIntent[];
  readonly gres: readonly GreIntent[];
  readonly pairs: readonly HaPairIntent[];
  readonly meshes: readonly MeshIntent[];
  readonly bfdProfiles: readonly BfdProfileIntent[];
}

const SCHEMAS = {
  gateways: gatewayIntent,
  foreignGateways: foreignGatewayIntent,
  vpns: vpnIntent,
  policyVpns: policyVpnIntent,
  gres: greIntent,
  pairs: haPairIntent,
  meshes: meshIntent,
  bfdProfiles: bfdProfileIntent,
} satisfies { [K in keyof NetworkIntent]: z.ZodType<NetworkIntent[K][number]> };

export type IntentKind = keyof NetworkIntent;
export const INTENT_KINDS = Object.keys(SCHEMAS) as IntentKind[];

type PropertiesOf<T> = T extends unknown ? keyof T : never;

/** What a construct may ask for: properties of its schema alone. Their values are not yet checked. */
export type Asked<K extends IntentKind, I> = I & {
  readonly [P in Exclude<keyof I, PropertiesOf<NetworkIntent[K][number]>>]: never;
};

/** What constructs ask for: not yet checked. */
export type RawIntents = { readonly [K in IntentKind]: readonly RawIntent[] };
export interface RawIntent {
  readonly path: string;
  readonly [property: string]: unknown;
}

/** Checks each intent by itself. Those that fail are left out, so that one mistake is reported once. */
export function parseNetwork(raw: RawIntents): { network: NetworkIntent; problems: Problem[] } {
  const problems: Problem[] = [];
  const parse = (kind: IntentKind) =>
    [...raw[kind]]
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .flatMap((given) => {
        const intent = plainData(given);
        const result = SCHEMAS[kind].safeParse(intent);
        if (result.success) return [result.data];
        problems.push(...problemsOf(given.path, intent, result.error));
        return [];
      });
  const network = Object.fromEntries(INTENT_KINDS.map((kind) => [kind, parse(kind)]));
  return { network: network as unknown as NetworkIntent, problems };
}

export function gatewaysByPath(network: NetworkIntent): Map<string, AnyGatewayIntent> {
  return new Map(
    [...network.gateways, ...network.foreignGateways].map((gateway) => [gateway.path, gateway]),
  );
}
