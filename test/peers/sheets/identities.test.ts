import { Placeholder } from "../../../lib/model/placeholder";
import { PeerKindName } from "../../../lib/model/peer";
import { renderPeer } from "../../../lib/peers/sheets";
import { foreignGateway, gateway, plan, vpn } from "../../fixtures/intents";

/** IPv4 inside, which every kind of machine takes. */
function configuration(kind: PeerKindName, peer: object, office: object = {}): string {
  const network = plan({
    gateways: [gateway("office", 1, { ...office })],
    foreignGateways: [foreignGateway("partner", 2, { kind, ...peer })],
    vpns: [vpn("office", "partner", { addressPools: ["100.64.0.0/10"] })],
  });
  return renderPeer(network.peers[0]!)
    .slice(1)
    .map(({ text }) => text)
    .join("\n");
}

describe("IKE identities in the words of", () => {
  const ids = { peer: { ikeId: "vpn@partner.example" }, office: { ikeId: "office.example" } };
  const late = {
    peer: { address: new Placeholder("partner") },
    office: { address: new Placeholder("office") },
  };
  const late6 = {
    peer: { ...late.peer, addressFamily: 6 },
    office: { ...late.office, addressFamily: 6 },
  };

  it("IOS XE: email, fqdn, and an address that Terraform alone knows with its mask", () => {
    const named = configuration("cisco-ios-xe", ids.peer, ids.office);
    expect(named).toContain(" match identity remote fqdn office.example\n");
    expect(named).toContain(" identity local email vpn@partner.example\n");
    const addressed = configuration("cisco-ios-xe", late.peer, late.office);
    expect(addressed).toContain(" match identity remote address @{office} 255.255.255.255\n");
    expect(addressed).toContain(" identity local address @{partner}\n");
    expect(addressed).toContain(" tunnel mode ipsec ipv4\n");
  });

  it("IOS XE: an IPv6 address that Terraform alone knows", () => {
    const addressed = configuration("cisco-ios-xe", late6.peer, late6.office);
    expect(addressed).toContain(" match identity remote address @{office}/128\n");
    expect(addressed).toContain(" tunnel mode ipsec ipv6 v4-overlay\n");
  });

  it("Junos", () => {
    const named = configuration("juniper-srx", ids.peer, ids.office);
    expect(named).toContain("local-identity user-at-hostname vpn@partner.example\n");
    expect(named).toContain("remote-identity hostname office.example\n");
    const addressed = configuration("juniper-srx", late.peer, late.office);
    expect(addressed).toContain("local-identity inet @{partner}\n");
    expect(addressed).toContain("remote-identity inet @{office}\n");
    const ipv6 = configuration("juniper-srx", late6.peer, late6.office);
    expect(ipv6).toContain("local-identity inet6 @{partner}\n");
  });

  it("VyOS, which tells them apart by itself", () => {
    const named = configuration("vyos", ids.peer, ids.office);
    expect(named).toContain("authentication local-id vpn@partner.example\n");
    expect(named).toContain("authentication remote-id office.example\n");
  });

  it("W1: charon's kinds: a key that belongs to the gateway at the other end alone", () => {
    const swanctl = configuration("strongswan-frr", ids.peer, ids.office);
    expect(swanctl).toMatch(/ike-office \{\n +id = office\.example\n +secret = /);
    const vyos = configuration("vyos", ids.peer, ids.office);
    expect(vyos).toContain("authentication psk office id office.example\n");
    expect(vyos).not.toContain("authentication psk office id vpn@partner.example\n");
  });

  it("libreswan: a host name after an @, or it would be looked up", () => {
    const named = configuration("libreswan-bird", ids.peer, ids.office);
    expect(named).toContain("  leftid=vpn@partner.example\n");
    expect(named).toContain("  rightid=@office.example\n");
    expect(named).toContain("vpn@partner.example @office.example : PSK ");
    const addressed = configuration("libreswan-bird", late.peer, late.office);
    expect(addressed).toContain("  leftid=@{partner}\n");
    expect(addressed).toContain("  rightid=@{office}\n");
  });
});

/** Every kind of machine, with what tells that it starts, or that it waits. */
const MACHINES: [kind: PeerKindName, local: string, started: string, waited: string][] = [
  ["libreswan-bird", "  left=%defaultroute\n", "", "  auto=add\n"],
  ["vyos", " local-address any\n", " connection-type initiate\n", " connection-type respond\n"],
  ["juniper-srx", " external-interface @{", "establish-tunnels immediately\n", "responder-only\n"],
  ["cisco-ios-xe", " tunnel source @{external-interface}\n", "", ""],
  ["strongswan-frr", "", "start_action = start\n", "dpd_action = clear\n"],
];

describe.each([
  ["behind a NAT, whose own address only its operator knows", { behindNat: true }, false, MACHINES],
  ["without an address", { address: undefined, ikeId: "203.0.113.2" }, true, MACHINES.slice(1)],
])("a machine %s", (_, peer, starts, machines) => {
  it.each(machines)("that is %s has whichever address it has", (kind, local, started, waited) => {
    const text = configuration(kind, peer);
    expect(text).toContain(local);
    expect(text).not.toMatch(
      /left=203|local-address 203|local_addrs|source 203|match address local/,
    );
    expect(text).toContain(starts ? started : waited);
  });
});
