/** What the documents that this library implements demand, by number. */
export const DEMANDS: Readonly<Record<string, string>> = {
  "000.1":
    "Two gateways a side; a tunnel between any two of different sides, a link within each pair",
  "000.2":
    "On the wire, outermost first: IP, ESP, IP, GRE, inner IP; GRE's ends are the VTIs' addresses",
  "000.3": "GRE is optional; its header has 4 bytes, and 4 more with a key",
  "000.4":
    "While all is well one gateway of each side forwards; equal-cost paths are a mode of their own",
  "000.5": "Connectivity survives the loss of any one gateway and any one link",
  "000.6": "A preferred gateway without remote links sends through its partner over the pair link",
  "000.7": "BFD notices in well under a second what BGP's hold time takes seconds for",
  "000.8": "LOCAL_PREF or MED prefers; MED lets the other side move traffic",
  "000.9": "The health of every layer can be seen on each gateway",
  "001.1": "IKE on UDP 500; ESP as IP protocol 50, in UDP 4500 where NAT is found or it is forced",
  "001.2": "The other side is opaque: any implementation",
  "001.3":
    "The inner side is a VXLAN segment or an interface, the outer side the tunnel's interface",
  "001.4": "Routes into tunnels are explicit or learnt, never the IKE daemon's",
  "001.5": "Router advertisements announce prefix and routes on the inner segment",
  "002.1":
    "Three sites of two gateways: twelve tunnels, each with subnets of its own, three AS numbers",
  "002.2": "Outside and inside are apart: an SA is the only way across",
  "002.3": "One IKE SA and one tunnel-mode CHILD SA for each peer, for all addresses",
  "002.4": "AES-256-GCM-16, PRF-SHA-384, ECP-384; restart of dead peers, no MOBIKE",
  "002.5": "BGP announces the site's own prefixes alone; an IGP within the site",
  "002.6": "Two equal paths to each remote prefix; TTL 62 from host to host",
  "002.7": "One gateway lost in each of two sites leaves every site reachable",
  "002.8": "Packet-too-big says 1406 or 1426 by cipher; MSS for each family",
  "002.9": "No packet keeps a mark behind the tunnel",
  "003.3": "Without BFD the hold time is what notices",
  "003.4":
    "Detection is multiplier × the slower interval; what exceeds the budget is refused with the arithmetic",
  "003.5": "A next hop is sought by real routes, never by the default route",
  "003.6":
    "Repair is the change of one route, however many prefixes there are (measured: prefix-independent-convergence.md)",
  "003.7": "Equal attributes make an active/active pair, different ones primary and backup",
  "003.8":
    "VRRP on the inside waits longer than the segment's own repair takes; what does not is refused",
  "003.9":
    "Each failure of the underlay has its counterpart in the analysis: gateway, uplink, transit, one path, pair link, inner link",
  "003.10": "BFD for the members of a bond is refused, and a session for each uplink offered",
  "004.1":
    "Policy mode installs out, in and forward policies with the declared selectors; route mode one for all addresses",
  "004.2": "A VTI's key is its mark, unique for each tunnel; its ends are the IKE endpoints",
  "004.3": "The tunnel carries routing protocols",
  "004.4": "A next hop inside the tunnel need not exist at the other end",
  "013.1": "A peer that claims another's identity, with a key of its own, is refused",
  "013.2":
    "A scan of a gateway from the transit, all ports and protocols, finds IKE and SSH from where it is allowed",
  "013.3": "BGP takes no session from a host that is not named, and from a peer what it declared",
  "013.4":
    "Packets come in by a tunnel with the sources of its other end, and cross to no other peer",
  "013.5":
    "A firewall that cannot be loaded and a reload that is killed leave what forwarded, or nothing, and no clear text",
  "015.1":
    "A change that is not confirmed, fails or is interrupted is undone by the gateway itself, and nothing else is touched",
  "015.2":
    "A payload that is too large for user data is fetched at the first boot; one with another hash changes nothing",
};
