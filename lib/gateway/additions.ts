import { IGateway } from "./igateway";
import { FirewallChain, FrrSection, TransportProtocol } from "../model/words/additions";

/** A service of the gateway's own that others may reach, such as an exporter of metrics. */
export interface AllowedService {
  readonly protocol: TransportProtocol;
  /** Ports that it listens on, from 1 to 65535. */
  readonly ports: number[];
  /** Prefixes that may reach it; of either family. */
  readonly sources: string[];
}

/** Rules of nftables (nft(8)), as they stand in a chain. */
export interface FirewallRules {
  readonly chain: FirewallChain;
  /** One rule each, such as `ip saddr 192.0.2.0/24 drop`. What no rule decides goes on to the gateway's own. */
  readonly rules: string[];
}

/** A setting of the kernel (sysctl.d(5)). */
export interface KernelSetting {
  /**
   * Its key, such as `net.core.rmem_max`; with slashes where an interface's name has dots. Not whether the machine
   * forwards, which begins once the firewall is loaded.
   */
  readonly key: string;
  readonly value: string;
}

/** A file of the app's own on the gateway. It is in plan.json, so it holds no secret. */
export interface AddedFile {
  /** Absolute path; none that the library writes itself. */
  readonly path: string;
  /** What is in it. It ends with a line feed, unless it is empty. */
  readonly text: string;
  /**
   * Permissions in octal digits, such as `0755`.
   *
   * @default "0644"
   */
  readonly mode?: string;
  /**
   * User and group that own it; a package may bring them.
   *
   * @default "root"
   */
  readonly owner?: string;
}

/** A systemd unit of the app's own (systemd.unit(5)). */
export interface AddedUnit {
  /** Its file's name, such as `exporter.service`. */
  readonly name: string;
  /**
   * Its text. With an `[Install]` section it is enabled and runs from then on; without, something else starts it.
   * A service of `Type=oneshot` that runs from boot needs `RemainAfterExit=yes`.
   */
  readonly text: string;
  /**
   * Paths of files whose change restarts it, beside its own.
   *
   * @default - its own alone
   */
  readonly restartedBy?: string[];
}

/** Lines of frr.conf. */
export interface FrrLines {
  readonly section: FrrSection;
  /**
   * The lines, exactly as `show running-config` prints them: in full words, without defaults, indented by one space
   * for each level below the section. Of a neighbor what follows its address, such as `advertisement-interval 1`, or
   * `no send-community all` for `no neighbor ADDRESS send-community all`. Of a route-map its entries from behind the
   * name, such as `deny 10` or `permit 20`, each with its lines below: `match`, `on-match`, `description` and `set` of
   * local-preference, metric, origin, as-path prepend, communities that are added and lists of those that are deleted.
   */
  readonly lines: string[];
  /**
   * The peer that a section of a neighbor or of a route-map is for. Entries of a route-map for one peer stand among those
   * for each, by their numbers.
   *
   * @default - each peer
   */
  readonly peer?: IGateway;
}

/** A setting of charon (strongswan.conf(5)). */
export interface CharonSetting {
  /** Its key, such as `charon.half_open_timeout`. */
  readonly key: string;
  readonly value: string;
}

/** A setting of the IKE connections with peers, or of their CHILD SAs (swanctl.conf(5)). */
export interface ConnectionSetting {
  /**
   * Its key. Of the connection: `childless`, `dscp`, `fragmentation`, `ocsp`, `over_time`, `rand_time`, `reauth_time`,
   * `send_cert` or `send_certreq`. Of each of its CHILD SAs, with `children.` before: `copy_df`, `copy_dscp`, `copy_ecn`,
   * `hw_offload`, `inactivity`, `life_bytes`, `life_time`, `rand_bytes`, `rand_time`, `rekey_bytes`, `replay_window`,
   * `sha256_96` or `tfc_padding`.
   */
  readonly key: string;
  /** Its value, as swanctl.conf(5) has it. */
  readonly value: string;
  /**
   * The peer whose connection it is for.
   *
   * @default - the connections with all peers
   */
  readonly peer?: IGateway;
}
