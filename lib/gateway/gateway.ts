import { Construct } from "constructs";
import { IResolveContext, Lazy, TerraformStack } from "../cdktf";
import { ADDITIONS, AdditionsIntent } from "../model/additions";
import { Misfit } from "../model/misfit";
import { placeholder } from "../model/placeholder";
import { chosen, given, givenObject, intentOf } from "../network/given";
import { expressionOf, filledFile, interpolate, lateValues } from "../network/late-text";
import { ENDS, isRegistered, Network } from "../network/network";
import { GATEWAYS, NetworkOutput } from "../network/output";
import { UserDataUse } from "../network/user-data-size";
import { GatewayPayload } from "../payload/bundle";
import { FETCHING, SHA256, SOURCE } from "../payload/user-data";
import { InsideRouting } from "../routing/inside-routing";
import { AddressFamily } from "../model/words/address-family";
import {
  AddedFile,
  AddedUnit,
  AllowedService,
  CharonSetting,
  ConnectionSetting,
  FirewallRules,
  FrrLines,
  KernelSetting,
} from "./additions";
import { AnnouncedPrefixes } from "./announced-prefixes";
import { Delivery } from "./delivery";
import { IGateway, IMeshMember } from "./igateway";
import { Inside } from "./inside";
import { Isolation } from "../model/words/isolation";
import { LocalBreakout } from "./local-breakout";
import { nameOf, plannedAddress, plannedFamily } from "./naming";
import { Platform } from "../model/words/platform";
import { PayloadSource } from "./payload-source";
import { Provisioning } from "./provisioning";

/** One Linux machine to configure. */
export interface GatewayProps extends AnnouncedPrefixes {
  /**
   * Public address at which the peers reach the gateway; may be a Terraform token, such as an
   * elastic address. Required unless `dynamicAddress` is set.
   *
   * @default - none; see dynamicAddress
   */
  readonly address?: string;
  /**
   * Whether the gateway has no fixed public address: it is behind a router that masquerades, or its
   * address changes. It starts each of its tunnels, and a peer waits for it and identifies it by its
   * IKE identity. ESP goes in UDP (RFC 3948), over XFRM interfaces, and the firewalls of such peers
   * admit IKE from anywhere (UDP 500 and 4500). One of two peers must have an address.
   *
   * Errors: neither `address` nor `dynamicAddress`; both.
   *
   * @default false
   */
  readonly dynamicAddress?: boolean;
  /** The first segment of the inside; `addInside` adds more. */
  readonly inside: Inside;
  /**
   * How the payload reaches the machine.
   *
   * @default Delivery.cloudInit()
   */
  readonly delivery?: Delivery;
  /**
   * What runs on the machine.
   *
   * @default Platform.DEBIAN_12
   */
  readonly platform?: Platform;
  /**
   * IP version of an address that only Terraform knows, or that is not known at all.
   *
   * @default - as the addresses show; IPv4 for a token
   */
  readonly addressFamily?: AddressFamily;
  /**
   * The machine's own address where a NAT translates it to the public one, as clouds do. ESP then
   * goes in UDP (RFC 3948), and the MTU allows for it.
   *
   * @default - the public address; without one, whichever the machine sends from
   */
  readonly localAddress?: string;
  /**
   * Interface of the outside, such as `eth0`. Named, it keeps taking its default route from
   * router advertisements although the machine forwards.
   *
   * @default - not named
   */
  readonly underlayDevice?: string;
  /**
   * Largest packet of the outside, in bytes, from 1280 to 9216.
   *
   * @default 1500
   */
  readonly underlayMtu?: number;
  /**
   * What keeps the inside (segments, pair link, tunnels) apart from the outside.
   *
   * @default Isolation.NONE
   */
  readonly isolation?: Isolation;
  /**
   * Prefixes that the inside reaches by the outside, in clear text and on purpose. Needs
   * Isolation.VRF and `underlayDevice`.
   *
   * @default - none: whatever no tunnel carries is dropped
   */
  readonly localBreakout?: LocalBreakout;
  /**
   * Prefixes of the site: announced by BGP while they are in the routing table, and routed into
   * static VPNs by the far end. `0.0.0.0/0` or `::/0` gives the default route to the other members of
   * a mesh; giving and taking it need an `isolation`.
   *
   * @default - the prefixes of the inside segments
   */
  readonly networks?: string[];
  /**
   * AS number of a gateway that is a mesh's member by itself; a pair has its own.
   *
   * @default - none: no BGP
   */
  readonly asn?: number;
  /**
   * What a gateway that is a mesh's member by itself speaks with inner routers; a pair has its own.
   *
   * @default - nothing: hosts have it as their router
   */
  readonly insideRouting?: InsideRouting;
  /**
   * Whether the gateway is drained, for maintenance: traffic takes any other path there is, by BGP Graceful
   * Shutdown (RFC 8326). What it announces to other sites bears the community 65535:0, which FRR takes for
   * LOCAL_PREF 0 unasked; inner routers get LOCAL_PREF 0, or by OSPF a metric of 10000; router
   * advertisements and VRRP prefer the partner. Sessions stay up and what still comes is forwarded, so draining and
   * the way back lose no packet. A third-party gateway has to honor the community by its own policy.
   *
   * On the gateway: the community and the preference, set by the route-maps of what it announces.
   *
   * Errors: a gateway without BGP; both gateways of a pair.
   *
   * @default false
   */
  readonly drained?: boolean;
  /**
   * BGP router id.
   *
   * @default - the first inside IPv4 address, else one chosen by the construct's path
   */
  readonly routerId?: string;
  /**
   * IKE identity (`local.id` of swanctl.conf(5)): an address, a host name, user@host, or a certificate's subject. It
   * names this gateway alone: no wildcard, range or type prefix, and no other peer of a gateway has it.
   *
   * @default - the public address; without one, the name
   */
  readonly ikeId?: string;
  /**
   * The gateway's public key (SubjectPublicKeyInfo in PEM, RFC 7468), for Authentication.publicKey().
   *
   * @default - none
   */
  readonly publicKey?: string;
  /**
   * Prefixes that may log in by SSH.
   *
   * @default - any
   */
  readonly managementFrom?: string[];
  /**
   * TCP port of the SSH daemon, which the firewall leaves open.
   *
   * @default - that of the SSH delivery, else 22
   */
  readonly managementPort?: number;
  /**
   * Short name, used in file, connection and interface names.
   *
   * @default - the construct's path below its stack, in lower case
   */
  readonly name?: string;
  /**
   * One line about the gateway, for those who read plan.json.
   *
   * @default - none
   */
  readonly description?: string;
}

const SEGMENTS = "make it with Inside.onInterface() or Inside.vxlan()";
const SOURCES = "make it with PayloadSource.url(), googleStorage(), azureBlob() or command()";
const DELIVERIES = "make it with Delivery.cloudInit() or Delivery.ssh()";

/**
 * A Linux machine that ends tunnels: strongSwan, the kernel's tunnel interfaces, nftables and, where
 * it speaks BGP, FRR. Nothing else of this library runs on it.
 *
 * On the machine: /etc/swanctl/conf.d, /etc/strongswan.d, /etc/frr, /etc/vpn-gateway, a sysctl file
 * and a few systemd units, all listed by the payload's manifest.
 */
export class Gateway extends Construct implements IGateway, IMeshMember {
  /** Whether a value is a Gateway of this library. */
  public static isGateway(x: unknown): x is Gateway {
    return isRegistered(x, "gateways");
  }

  public readonly gatewayName: string;
  public readonly memberGateways: IGateway[];
  /** @internal */
  public readonly _provisioning?: Provisioning;
  private readonly inside: (object | undefined)[];
  private payloadSource?: object | null;
  private readonly additions: Record<keyof AdditionsIntent, unknown[]>;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { address, localAddress, addressFamily, name = nameOf(this), ...more } = given(props);
    const { inside, insideRouting, delivery, ...rest } = more;
    // What is no text is refused as the name; others make names of it before.
    this.gatewayName = typeof name === "string" ? name : nameOf(this);
    this.memberGateways = [this];
    this.inside = [segmentOf(inside)];
    this.additions = Object.fromEntries(
      ADDITIONS.map((method) => [method, [] as unknown[]]),
    ) as Record<keyof AdditionsIntent, unknown[]>;
    const family = plannedFamily(address ?? localAddress, addressFamily);
    const network = Network.of(this);
    const way = chosen(delivery, Delivery, (it) => it, DELIVERIES);
    const { _ssh: ssh, _cloudInit: cloudInit } = way instanceof Misfit ? {} : (way ?? {});
    const own = {
      name,
      foreign: false,
      address: plannedAddress(this, "address", address, family),
      addressFamily: family,
      localAddress: plannedAddress(this, "local-address", localAddress, family),
      inside: this.inside,
      insideRouting: InsideRouting._in(this, [this], insideRouting),
      ssh: way instanceof Misfit ? way.at("delivery") : ssh,
      cloudInit,
      ...this.additions,
    };
    network.add("gateways", this, () =>
      intentOf({ ...own, payloadSource: this.payloadSource }, rest),
    );
    const output = NetworkOutput.in(this);
    output.addGateway(this);
    if (ssh === undefined) {
      network.useUserData(this.node.path, "unused");
    } else {
      const reach = { gatewayPath: this.node.path, host: address, ssh };
      this._provisioning = new Provisioning(this, "ssh", reach);
    }
  }

  /**
   * User data for cloud-init that brings a new machine to this gateway: hand it to the resource
   * that makes the machine, whatever its provider.
   */
  public get userData(): string {
    return this.userDataAs("text", (text) => text);
  }

  /** The same, compressed with gzip and in base64, for providers that limit its size. */
  public get userDataGzipBase64(): string {
    return this.userDataAs("gzip", (text) => `base64gzip(${text})`);
  }

  /**
   * What the machine fetches where its user data is `userDataFrom()`: the content of an object of a store, or of a file
   * of a server. It holds the secrets that Terraform knows, as user data does otherwise: let the machine alone read it.
   */
  public get payload(): string {
    return this.userDataAs("fetched", (text) => text);
  }

  /**
   * User data of less than 4 KiB, whatever the size of the gateway, that fetches `payload` and applies it once its
   * SHA-256 is what Terraform knows it to be. Nothing in it is secret, unless the address is.
   *
   * On the gateway: /var/lib/vpn-gateway/fetch and source.json, for the machine's first boot.
   *
   * Errors: an address without HTTPS.
   */
  public userDataFrom(source: PayloadSource): string {
    const network = Network.of(this);
    this.payloadSource = chosen(source, PayloadSource, ({ _intent }) => _intent, SOURCES) ?? null;
    network.forget();
    network.useUserData(this.node.path, "fetched");
    return Lazy.stringValue({ produce: (context) => this.fetchingText(context) });
  }

  /** Adds another segment to the inside. */
  public addInside(inside: Inside): void {
    this.inside.push(segmentOf(inside));
    Network.of(this).forget();
  }

  /**
   * Lets others reach a service of the gateway's own, such as an exporter of metrics, which `addPackage` may bring.
   *
   * On the gateway: a set of the firewall, and a rule of its input chain.
   */
  public allow(service: AllowedService): void {
    this.add("allow", givenObject(service));
  }

  /**
   * Rules of nftables in the app's own words. They may let in what the library keeps out: that is theirs to answer for.
   *
   * On the gateway: a part of the chain. `nft -c` reads them before anything is installed.
   *
   * Errors: a rule that is not one line, or that leaves its chain.
   */
  public addFirewallRules(rules: FirewallRules): void {
    this.add("addFirewallRules", givenObject(rules));
  }

  /**
   * A setting of the kernel, behind the library's own, so that it holds where both set the same. In the machine's own
   * network namespace.
   *
   * On the gateway: a line of /etc/sysctl.d/90-vpn-gateway.conf. The key has to be there before anything is installed,
   * unless it is an interface's.
   */
  public addKernelSetting(setting: KernelSetting): void {
    this.add("addKernelSetting", givenObject(setting));
  }

  /** A package of the distribution that the gateway has too; it is installed first. It is not removed again. */
  public addPackage(name: string): void {
    this.add("addPackage", name);
  }

  /**
   * A file of the app's own. It is removed when the app adds it no more.
   *
   * Errors: a path that the library writes; two files with one path; a secret has no place in it.
   */
  public addFile(file: AddedFile): void {
    this.add("addFile", givenObject(file));
  }

  /**
   * A systemd unit of the app's own, which starts behind all of the gateway's and restarts when it changes. It is
   * stopped and removed when the app adds it no more.
   *
   * On the gateway: /etc/systemd/system/NAME. `systemd-analyze verify` reads it before anything is installed: a unit that
   * systemd would not load is refused, not one whose program or whose required unit is not there yet. An unknown section
   * or directive is no error to systemd. Where it cannot be started, `apply` says so, and the rest is in place.
   */
  public addUnit(unit: AddedUnit): void {
    this.add("addUnit", givenObject(unit));
  }

  /**
   * Lines of frr.conf in the app's own words.
   *
   * On the gateway: at the end of their section. `vtysh -C` reads them before anything is installed. Lines that
   * FRR shows in other words are a difference for ever, which `apply` reports as a failure. The first entry of a
   * route-map for one peer gives its session a route-map of another name: for some seconds nothing passes it.
   *
   * Errors: a gateway without BGP has no FRR; lines that leave their section; for a neighbor, a peer without such a
   * session by a BgpMesh, and a line that the library writes itself; in a route-map, what sets a next hop, a tag or
   * else what the library answers for, and two entries of one number.
   */
  public addFrrLines(lines: FrrLines): void {
    this.add("addFrrLines", this.withPeer(lines));
  }

  /**
   * A setting of charon. It takes the place of the library's own.
   *
   * On the gateway: /etc/strongswan.d/zz-vpn-gateway.conf. A change restarts charon, and with it all SAs.
   *
   * Errors: a setting by which charon would change routes or addresses.
   */
  public addCharonSetting(setting: CharonSetting): void {
    this.add("addCharonSetting", givenObject(setting));
  }

  /**
   * A setting of the connection with a peer, or with each, and of its CHILD SAs. The other end is not told: what both
   * have to have, its gateway needs too.
   *
   * On the gateway: a line of /etc/swanctl/conf.d/vpn-gateway.conf. Where this end starts a tunnel, a change sets it up
   * anew, which takes its traffic away for a moment; where the peer does, it holds from the next SAs on.
   *
   * Errors: a key by which a peer's proof, identity, addresses, selectors or interface would change, or that a property
   * sets; a value that charon refuses, as that before strongSwan 6 (Debian 13 has it) does with `ocsp`, `childless`
   * `prefer` and `children.hw_offload` `crypto` and `packet`; two settings of one key for one connection; a peer that
   * this gateway has no VPN with.
   */
  public addConnectionSetting(setting: ConnectionSetting): void {
    this.add("addConnectionSetting", this.withPeer(setting));
  }

  /** With the peer's path in the place of the peer. */
  private withPeer(addition: object): object {
    const read = givenObject(addition);
    if (read instanceof Misfit || !("peer" in read)) return read;
    return { ...read, peer: Network.of(this).optionalReference(read.peer, ...ENDS) };
  }

  private add(method: keyof AdditionsIntent, addition: unknown): void {
    this.additions[method].push(addition);
    Network.of(this).forget();
  }

  private userDataAs(use: UserDataUse, wrap: (text: string) => string): string {
    Network.of(this).useUserData(this.node.path, use);
    return Lazy.stringValue({ produce: (context) => this.userDataText(context, wrap) });
  }

  /** While the network has problems nothing is written, and the empty text is not used. */
  private userDataText(context: IResolveContext, wrap: (text: string) => string): string {
    const payload = Network.of(this).payload(this.node.path);
    return payload ? interpolate(context, wrap(this.filledUserData(context, payload))) : "";
  }

  private fetchingText(context: IResolveContext): string {
    const payload = Network.of(this).payload(this.node.path);
    if (!payload) return "";
    const source = { ...this.payloadSource, ...FETCHING, sha256: placeholder(SHA256) };
    const fillings = [
      { name: SOURCE, value: `jsonencode(${expressionOf(context, source)})` },
      { name: SHA256, value: `sha256(${this.filledUserData(context, payload)})` },
    ];
    const file = this.written(context, payload, "user-data-fetch");
    return interpolate(context, filledFile(file, fillings));
  }

  private filledUserData(context: IResolveContext, payload: GatewayPayload): string {
    const file = this.written(context, payload, "user-data");
    return filledFile(file, lateValues(Network.of(this), context, payload.placeholders));
  }

  /** A file that the gateway's stack writes, as seen from the stack that uses it. */
  private written(context: IResolveContext, { name }: GatewayPayload, file: string): string {
    const own = TerraformStack.of(this);
    const folder = TerraformStack.of(context.scope) === own ? "" : `../${own.node.id}/`;
    return `${folder}${GATEWAYS}/${name}/${file}`;
  }
}

function segmentOf(inside: Inside): object | undefined {
  return chosen(inside, Inside, ({ _intent }) => _intent, SEGMENTS);
}
