import { checkFrr } from "./frr";

export interface Link {
  /** The gateway's device, and its own address there with its length. */
  readonly device: string;
  readonly gateway: string;
  /** The speaker's address, with its length. */
  readonly address: string;
}

/** FRR's bgpd on a link with the gateway, in a network namespace of its own. */
export interface Speaker extends Link {
  /** Its bgpd.conf. */
  readonly conf: string;
  /** A second one, for another neighbor of the gateway that it is too. */
  readonly also?: Link;
}

/** One of AS 65009, on a link with the gateway, that announces these networks. */
export function speaker(
  networks: readonly string[],
  { device = "xfrm-f", gateway = "100.64.1.0/31", address = "100.64.1.1/31", as = 65009 } = {},
  filter = "",
): Speaker {
  const neighbor = gateway.split("/")[0]!;
  const conf = `router bgp ${as}
 bgp router-id 192.0.2.99
 no bgp ebgp-requires-policy
 no bgp network import-check
 bgp graceful-restart
 neighbor ${neighbor} remote-as 65001
 neighbor ${neighbor} timers 3 9
 neighbor ${neighbor} timers connect 1
 address-family ipv4 unicast
${networks.map((network) => `  network ${network}`).join("\n")}
${filter && `  neighbor ${neighbor} route-map change out`}
 exit-address-family
exit
${filter && `route-map change permit 10\n ${filter}\nexit`}`;
  return { device, gateway, address, conf };
}

/** With FRR 8.4 it does not send its routes again when it is asked, as between gateways: without graceful restart. */
export function silentOnRefresh(speaker: Speaker): Speaker {
  const conf = speaker.conf.replace("bgp graceful-restart", "bgp graceful-restart-disable");
  return { ...speaker, conf };
}

const HOME = "/tmp/speaker";

function start({ conf, also, ...link }: Speaker): string {
  const links = [link, ...(also ? [also] : [])];
  return `
ip netns add speaker
${links
  .map(
    ({ device, gateway, address }, at) => `
ip link add ${device} type veth peer name far${at} netns speaker
ip address add ${gateway} dev ${device}
ip link set ${device} up
nsenter --net=/run/netns/speaker ip address add ${address} dev far${at}
nsenter --net=/run/netns/speaker ip link set far${at} up`,
  )
  .join("")}
mkdir -p ${HOME}
: >${HOME}/zebra.conf
cat >${HOME}/bgpd.conf <<'END'
hostname speaker
log file ${HOME}/log
${conf}
END
chown -R frr:frr ${HOME}
nsenter --net=/run/netns/speaker sh -c '
  ip link set lo up
  common="-P 0 --vty_socket ${HOME} -z ${HOME}/zserv.api"
  /usr/lib/frr/zebra -d -i ${HOME}/zebra.pid -f ${HOME}/zebra.conf $common
  /usr/lib/frr/bgpd -d -n -i ${HOME}/pid -f ${HOME}/bgpd.conf $common
' 2>/dev/null
`;
}

/**
 * Prefixes that a gateway's FRR has in the kernel once it has heard all that the speaker has to say: its End-of-RIB
 * (RFC 4724), or nothing for half a minute.
 *
 * @param then what the shell shall do afterwards; its output is `after`
 * @param rules the gateway's ruleset; without it no firewall is between
 */
export function learned(
  tree: string,
  confText: string,
  speaker: Speaker,
  then = "",
  rules = "",
): { routes: string[]; after: string } {
  const script = `nft -f - <<'END'
${rules}
END
${start(speaker)}
for attempt in $(seq 30); do
  ! vtysh -c "show bgp neighbors" | grep -q "End-of-RIB received: *IPv4" || break
  [ -z "$(ip route show proto bgp)" ] || break
  ! vtysh -c "show bgp summary" | grep -q PfxCt || break
  sleep 1
done
# Routes go from bgpd to the kernel, and those that the filters were late to deny go again.
sleep 8
echo LEARNED
ip route show proto bgp | sed "s/ .*//"
echo AFTER
${then}
`;
  const { output } = checkFrr(tree, confText, { then: script });
  const [, routes, after] = output.split(/^(?:LEARNED|AFTER)$/m);
  if (after === undefined) throw new Error(output);
  return { routes: routes!.trim().split("\n").filter(Boolean), after: after.trim() };
}
