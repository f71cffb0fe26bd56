import { EVERYTHING, FAMILIES } from "../../model/ip";
import { vpnEnds } from "../../plan/ends";
import { AdditionsPlan, PolicyEnd, TunnelEnd, VpnsSlice } from "../../plan/types";
import { proofs } from "./credentials";
import { Section } from "./settings";

/** Routes decide what enters a tunnel, so its SAs take everything. */
const EVERY_FAMILY = FAMILIES.map((family) => EVERYTHING[family]);

export function connections(gateway: VpnsSlice, added: Added = []): Section {
  return {
    name: "connections",
    sections: vpnEnds(gateway).map((end) => {
      const own = added.filter(({ peer }) => peer === undefined || peer === end.peer);
      return connection(end, gateway.name, own);
    }),
  };
}

/** What the app adds; it is nothing that stands here anyway. */
type Added = NonNullable<AdditionsPlan["addConnectionSetting"]>;

const OF_CHILDREN = "children.";

function ofConnection(added: Added): Section["settings"] {
  const own = added.filter(({ key }) => !key.startsWith(OF_CHILDREN));
  return Object.fromEntries(own.map(({ key, value }) => [key, value]));
}

function ofChildren(added: Added): Section["settings"] {
  const own = added.filter(({ key }) => key.startsWith(OF_CHILDREN));
  return Object.fromEntries(own.map(({ key, value }) => [key.slice(OF_CHILDREN.length), value]));
}

function connection(tunnel: TunnelEnd | PolicyEnd, gateway: string, added: Added): Section {
  const { ipsec } = tunnel;
  return {
    name: tunnel.name,
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
      ...ofConnection(added),
    },
    sections: [
      ...proofs(tunnel, gateway),
      { name: "children", sections: children(tunnel, ofChildren(added)) },
    ],
  };
}

function children(end: TunnelEnd | PolicyEnd, added: Section["settings"]): Section[] {
  if ("localSelectors" in end) {
    const { localSelectors, remoteSelectors } = end;
    const selected = { local_ts: localSelectors, remote_ts: remoteSelectors };
    return [child(end, end.name, selected, added)];
  }
  return childSas(end).map(({ name, selectors }) =>
    child(end, name, everything(end, selectors), added),
  );
}

export interface ChildSa {
  readonly name: string;
  readonly selectors: readonly string[];
}

/** One for everything, unless the peer needs one for each family. The underscore is in no connection's name. */
export function childSas({ name, ipsec: { families } }: TunnelEnd): ChildSa[] {
  if (families === undefined) return [{ name, selectors: EVERY_FAMILY }];
  return families.map((family) => ({
    name: families.length === 1 ? name : `${name}_ipv${family}`,
    selectors: [EVERYTHING[family]],
  }));
}

function child(
  end: TunnelEnd | PolicyEnd,
  name: string,
  selectors: NonNullable<Section["settings"]>,
  added: Section["settings"],
): Section {
  const { ipsec } = end;
  return {
    name,
    settings: {
      ...selectors,
      esp_proposals: ipsec.espProposals,
      ...("localSelectors" in end ? ON_DEMAND : persistence(end)),
      rekey_time: seconds(ipsec.childRekeySeconds),
      ...BEFORE_NUMBERS_END,
      ...added,
    },
  };
}

/**
 * Without extended sequence numbers, an SA ends at 2^32 packets (RFC 4303, 3.3.3), which may be before any time
 * that is set: in 80 minutes at 900,000 packets a second. AES-GCM's own limit is beyond (RFC 4106, 3.1). The
 * rekeying has 2^31 packets to succeed; its start is spread, so that both ends do not begin at once.
 */
const BEFORE_NUMBERS_END = {
  rekey_packets: 2 ** 31,
  rand_packets: 2 ** 27,
  life_packets: 2 ** 32 - 2 ** 20,
};

/** The trap is there before the SA and after it: a packet that wants one waits for it, or is lost. */
const ON_DEMAND = { start_action: "trap", dpd_action: "clear" };

/** GRE by number: a small system has no /etc/protocols to find the name in. */
const BETWEEN_THE_ENDS = ["dynamic[47]"];

function everything({ ipsec: { kind, id } }: TunnelEnd, selectors: readonly string[]) {
  if (kind === "gre") {
    return { local_ts: BETWEEN_THE_ENDS, remote_ts: BETWEEN_THE_ENDS, mode: "transport" };
  }
  return {
    local_ts: selectors,
    remote_ts: selectors,
    ...(kind === "xfrm" ? { if_id_in: id, if_id_out: id } : { mark_in: id, mark_out: id }),
  };
}

function persistence({ initiator }: TunnelEnd) {
  // One end starts and restarts, the other waits: two that start make two SAs of one tunnel. Never
  // "trap" beside "restart", which doubles CHILD SAs (strongswan#541).
  return initiator
    ? { start_action: "start", close_action: "start", dpd_action: "restart" }
    : { dpd_action: "clear" };
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}s`;
}

/** charon-systemd reads the section of charon where its own has nothing. */
export function daemon(added: AdditionsPlan["addCharonSetting"] = []): Section {
  return added.reduce(
    (section, { key, value }) => withSetting(section, key.split(".").slice(1), value),
    DAEMON,
  );
}

/** The same section with one setting more, or with another value of it. */
function withSetting(section: Section, [first, ...rest]: string[], value: string): Section {
  if (rest.length === 0) return { ...section, settings: { ...section.settings, [first!]: value } };
  const sections = section.sections ?? [];
  const found = sections.find(({ name }) => name === first) ?? { name: first! };
  const changed = withSetting(found, rest, value);
  const others = sections.filter((one) => one !== found);
  return { ...section, sections: [...others, changed] };
}

const DAEMON: Section = {
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
