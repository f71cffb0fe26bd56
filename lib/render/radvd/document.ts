import { AdvertisementsSlice, InsidePlan } from "../../plan/types";

/** radvd.conf(5) as data. What is undefined is not written: radvd's default is the RFC's. */
export interface RadvdDocument {
  readonly path: string;
  readonly interfaces: readonly Interface[];
}

export interface Interface {
  readonly device: string;
  readonly options: Options;
  readonly prefixes: readonly Definition[];
  readonly routes: readonly Definition[];
}

export interface Definition {
  readonly prefix: string;
  readonly options: Options;
}

export type Options = Readonly<Record<string, boolean | number | "high" | undefined>>;

/** Nothing where no segment advertises. */
export function radvdDocument({ path, inside }: AdvertisementsSlice): RadvdDocument | undefined {
  const interfaces = inside.flatMap(advertiser);
  return interfaces.length > 0 ? { path, interfaces } : undefined;
}

const LEAST_INTERVAL_SECONDS = 3;

/** radvd takes a third of the longest, and stays silent where that is less than RFC 4861 allows. */
function shortestInterval(longest: number | undefined): number | undefined {
  return longest !== undefined && longest / 3 <= LEAST_INTERVAL_SECONDS
    ? LEAST_INTERVAL_SECONDS
    : undefined;
}

function advertiser({ device, mtu, advertisement }: InsidePlan): Interface[] {
  if (!advertisement) return [];
  const { prefixes, routes, autonomousAddresses, defaultRouter, preferred, maxIntervalSeconds } =
    advertisement;
  const preference = preferred ? "high" : undefined;
  return [
    {
      device,
      options: {
        AdvSendAdvert: true,
        MinRtrAdvInterval: shortestInterval(maxIntervalSeconds),
        MaxRtrAdvInterval: maxIntervalSeconds,
        AdvDefaultLifetime: defaultRouter ? undefined : 0,
        // Of no meaning, and to be medium, for a router that is none by default (RFC 4191, 2.2).
        AdvDefaultPreference: defaultRouter ? preference : undefined,
        AdvLinkMTU: mtu,
      },
      prefixes: prefixes.map((prefix) => ({
        prefix,
        options: { AdvAutonomous: autonomousAddresses ? undefined : false },
      })),
      routes: routes.map((prefix) => ({ prefix, options: { AdvRoutePreference: preference } })),
    },
  ];
}
