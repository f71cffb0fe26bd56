import { Family } from "../../model/ip";
import { GatewayPlan, TunnelEnd } from "../../plan/types";

/** A section of strongSwan's settings. What is undefined is not written: the daemon's default holds. */
export interface Section {
  readonly name: string;
  readonly comment?: string;
  readonly settings?: Readonly<Record<string, Value | undefined>>;
  readonly sections?: readonly Section[];
}

export type Value = string | number | boolean | readonly string[];

/** Routes decide what enters a tunnel, so its SAs take everything. */
const everythingOf = (family: Family) => (family === 4 ? "0.0.0.0/0" : "::/0");
const EVERYTHING = [everythingOf(4), everythingOf(6)];

export function connections(gateway: GatewayPlan): Section {
  return { name: "connections", sections: gateway.tunnels.map(connection) };
}

function connection(tunnel: TunnelEnd): Section {
  const { ipsec } = tunnel;
  return {
    name: tunnel.peer,
    comment: tunnel.description,
    settings: {
      version: 2,
      local_addrs: ipsec.localAddress,
      remote_addrs: ipsec.remoteAddress,
      proposals: ipsec.ikeProposals,
      // MOBIKE would move IKE into the tunnel itself when the underlay's route goes.
      mobike: false,
      encap: ipsec.forceUdpEncapsulation ? true : undefined,
      dpd_delay: `${ipsec.dpdDelaySeconds}s`,
      keyingtries: 0,
      unique: "replace",
      rekey_time: seconds(ipsec.ikeRekeySeconds),
    },
    sections: [
      { name: "local", settings: { auth: "psk", id: ipsec.localId } },
      { name: "remote", settings: { auth: "psk", id: ipsec.remoteId } },
      { name: "children", sections: childSas(tunnel).map((sa) => child(tunnel, sa)) },
    ],
  };
}

export interface ChildSa {
  readonly name: string;
  readonly selectors: readonly string[];
}

/** One for everything, unless the peer needs one for each family. The underscore is in no peer's name. */
export function childSas({ peer, ipsec: { families } }: TunnelEnd): ChildSa[] {
  if (families === undefined) return [{ name: peer, selectors: EVERYTHING }];
  return families.map((family) => ({
    name: families.length === 1 ? peer : `${peer}_ipv${family}`,
    selectors: [everythingOf(family)],
  }));
}

function child({ initiator, ipsec }: TunnelEnd, { name, selectors }: ChildSa): Section {
  const link =
    ipsec.kind === "xfrm"
      ? { if_id_in: ipsec.id, if_id_out: ipsec.id }
      : { mark_in: ipsec.id, mark_out: ipsec.id };
  // One end starts and restarts, the other waits: two that start make two SAs of one tunnel. Never
  // "trap" beside "restart", which doubles CHILD SAs (strongswan#541).
  const actions = initiator
    ? { start_action: "start", close_action: "start", dpd_action: "restart" }
    : { dpd_action: "clear" };
  return {
    name,
    settings: {
      local_ts: selectors,
      remote_ts: selectors,
      ...link,
      esp_proposals: ipsec.espProposals,
      ...actions,
      rekey_time: seconds(ipsec.childRekeySeconds),
    },
  };
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}s`;
}

/** charon-systemd reads the section of charon where its own has nothing. */
export function daemon(): Section {
  return {
    name: "charon",
    comment: "FRR and the kernel own routes and addresses; charon follows neither.",
    settings: {
      install_routes: false,
      install_virtual_ip: false,
      process_route: false,
      // 2 s × (1 + 1.8 + 1.8² + 1.8³) = 23.7 s until a silent peer counts as dead.
      retransmit_timeout: "2.0",
      retransmit_tries: 3,
    },
    sections: [
      {
        name: "plugins",
        comment: "They send ESP back out of the tunnel: the SA is up and no packet arrives.",
        sections: ["forecast", "connmark"].map((name) => ({ name, settings: { load: false } })),
      },
    ],
  };
}
