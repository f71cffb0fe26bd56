import { z } from "zod";

/**
 * Keys of a connection that an app may set (swanctl.conf(5)): those that the library does not write, and by which
 * neither a peer's proof, identity, address, selectors nor interface would change, nor which end starts a tunnel.
 * charon refuses an unknown key or value only when it loads the connection, which is after installation.
 */

/** What a value may be. */
export type SettingValues =
  | {
      readonly kind: "words";
      readonly words: readonly string[];
      /** Further ones, of strongSwan 6. */
      readonly words6?: readonly string[];
    }
  | {
      readonly kind: "pattern";
      readonly pattern: RegExp;
      readonly expected: string;
      readonly samples: readonly string[];
    };

const words = (...known: string[]): SettingValues => ({ kind: "words", words: known });
const YES_OR_NO = words("yes", "no");

/** No zero stands before another digit: charon would take the number for an octal one. */
const TIME: SettingValues = {
  kind: "pattern",
  pattern: /^(0|[1-9]\d{0,8})[smhd]?$/,
  expected: "a time in seconds, or with s, m, h or d behind the number, such as 90s",
  samples: ["0", "90", "90s", "5m", "12h", "7d"],
};

const BYTES: SettingValues = {
  kind: "pattern",
  pattern: /^(0|[1-9]\d{0,14})[kmg]?$/,
  expected: "a number of bytes, or with k, m or g behind it, such as 500m",
  samples: ["0", "1000000", "64k", "500m", "2g"],
};

/** Six binary digits (RFC 2474). */
const DSCP: SettingValues = {
  kind: "pattern",
  pattern: /^[01]{6}$/,
  expected: "six binary digits, such as 110000",
  samples: ["110000"],
};

/** RFC 4303, 3.4.3: at least 32; Linux has at most 4096 (XFRMA_REPLAY_ESN_MAX). 0 would switch the protection off. */
const WINDOW: SettingValues = {
  kind: "pattern",
  pattern: /^(3[2-9]|[4-9]\d|[1-9]\d\d|[1-3]\d{3}|40[0-8]\d|409[0-6])$/,
  expected: "a number of packets from 32 to 4096",
  samples: ["32", "4096"],
};

const PADDING: SettingValues = {
  kind: "pattern",
  pattern: /^(mtu|0|[1-9]\d{0,3})$/,
  expected: "a number of bytes, or mtu",
  samples: ["0", "512", "mtu"],
};

export const CONNECTION_SETTINGS: Readonly<Record<string, SettingValues>> = {
  childless: { kind: "words", words: ["allow", "force", "never"], words6: ["prefer"] },
  dscp: DSCP,
  // `force` is IKEv1's.
  fragmentation: words("yes", "accept", "no"),
  ocsp: { kind: "words", words: [], words6: ["never", "reply", "request", "both"] },
  over_time: TIME,
  rand_time: TIME,
  reauth_time: TIME,
  send_cert: words("always", "never", "ifasked"),
  send_certreq: YES_OR_NO,
  "children.copy_df": YES_OR_NO,
  "children.copy_dscp": words("out", "in", "yes", "no"),
  "children.copy_ecn": YES_OR_NO,
  "children.hw_offload": {
    kind: "words",
    words: ["yes", "no", "auto"],
    words6: ["crypto", "packet"],
  },
  "children.inactivity": TIME,
  "children.life_bytes": BYTES,
  "children.life_time": TIME,
  "children.rand_bytes": BYTES,
  "children.rand_time": TIME,
  "children.rekey_bytes": BYTES,
  "children.replay_window": WINDOW,
  "children.sha256_96": YES_OR_NO,
  "children.tfc_padding": PADDING,
};

/** What an app writes in place of a key that the library sets. */
const IN_PLACE: Readonly<Record<string, string>> = {
  dpd_delay: "set `dpdDelaySeconds` of the VPN",
  dpd_timeout: "it is IKEv1's; set charon.retransmit_timeout with addCharonSetting",
  encap: "set `forceUdpEncapsulation` of the VPN",
  if_id_in: "set `pins.ifId` of the VPN",
  if_id_out: "set `pins.ifId` of the VPN",
  local_addrs: "set `address` and `localAddress` of this gateway",
  proposals: "set `ikeProposals` of the VPN",
  rekey_time: "set `ikeRekeySeconds` of the VPN",
  remote_addrs: "set `address` of the peer",
  "children.esp_proposals": "set `espProposals` of the VPN",
  "children.if_id_in": "set `pins.ifId` of the VPN",
  "children.if_id_out": "set `pins.ifId` of the VPN",
  "children.local_ts": "make a PolicyBasedVpn with `leftSelectors` and `rightSelectors`",
  "children.mark_in": "set `pins.ifId` of the VPN",
  "children.mark_out": "set `pins.ifId` of the VPN",
  "children.mode": "set `interfaceType` of the VPN",
  "children.rekey_time": "set `childRekeySeconds` of the VPN",
  "children.remote_ts": "make a PolicyBasedVpn with `leftSelectors` and `rightSelectors`",
  "local.auth": "set `authentication` of the VPN",
  "local.certs": "set `certificateFile` of Authentication.certificate()",
  "local.id": "set `ikeId` of this gateway",
  "remote.auth": "set `authentication` of the VPN",
  "remote.cacerts": "set `authority` of Authentication.certificate()",
  "remote.id": "set `ikeId` of the peer",
  "remote.revocation": "set `revocation` of Authentication.certificate()",
};

const KEYS = Object.keys(CONNECTION_SETTINGS);

const key = z.string().superRefine((text, context) => {
  if (Object.hasOwn(CONNECTION_SETTINGS, text)) return;
  context.addIssue({
    code: "custom",
    message: `a key of swanctl.conf(5) that changes nothing of what the library answers for: ${KEYS.join(", ")}`,
    params: {
      remedy: Object.hasOwn(IN_PLACE, text)
        ? IN_PLACE[text]
        : "leave it out; what the library sets by a property has the property's name in API.md",
    },
  });
});

/** Of any release's charon; whether this gateway has that release is for the plan to say. */
function fits(values: SettingValues, text: string): boolean {
  if (values.kind === "pattern") return values.pattern.test(text);
  return [...values.words, ...(values.words6 ?? [])].includes(text);
}

function expectedOf(values: SettingValues): string {
  if (values.kind === "pattern") return values.expected;
  return `one of ${[...values.words, ...(values.words6 ?? [])].join(", ")}`;
}

/** Whether charon before strongSwan 6 refuses it. */
export function needsStrongswan6({ key, value }: ConnectionSettingIntent): boolean {
  const values = CONNECTION_SETTINGS[key]!;
  return values.kind === "words" && !values.words.includes(value);
}

export const connectionSetting = z
  .strictObject({
    key,
    value: z.string(),
    /** Construct path. */
    peer: z.string().optional(),
  })
  .superRefine(({ key, value }, context) => {
    const values = Object.hasOwn(CONNECTION_SETTINGS, key) ? CONNECTION_SETTINGS[key] : undefined;
    if (values === undefined || fits(values, value)) return;
    context.addIssue({
      code: "custom",
      path: ["value"],
      message: expectedOf(values),
      params: { remedy: "write it as swanctl.conf(5) has it" },
    });
  });
export type ConnectionSettingIntent = z.infer<typeof connectionSetting>;
