import { VrrpPlan } from "../../../lib/plan/types";
import { keepalived } from "../../../lib/render/keepalived";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan, VRRP } from "../../fixtures/plan";

const IPV6: Partial<VrrpPlan> = {
  address: "fd01::2",
  partnerAddress: "fd01::3",
  virtualAddresses: ["fd01::1"],
};

function configuration(vrrp: Partial<VrrpPlan> = {}): string {
  return filesOf(keepalived, gatewayPlan({ vrrp: { ...VRRP, ...vrrp } }))[0]!.text;
}

describe("keepalived.conf", () => {
  it("is not there where hosts find the gateway otherwise", () => {
    expect(filesOf(keepalived, gatewayPlan())).toEqual([]);
  });

  it("003.8 tells the partner alone, every so many hundredths of a second, with a TTL that says it is a neighbor", () => {
    expect(configuration()).toContain(
      `  virtual_router_id 51
  priority 254
  advert_int 0.25
  unicast_src_ip 10.1.0.2
  # Until it is there, and again when it has come back.
  track_src_ip
  unicast_ttl 255
  unicast_peer {
    10.1.0.3
  }
`,
    );
  });

  it("has the addresses of both families in one, so that they move together", () => {
    expect(configuration()).toMatch(
      /virtual_ipaddress \{\s+10\.1\.0\.1\s+\}\s+virtual_ipaddress_excluded \{\s+fd01::1\s+\}/,
    );
  });

  it("has the link-local address of the virtual router's MAC first where IPv6 is all there is", () => {
    expect(configuration({ ...IPV6, virtualRouterId: 255 })).toMatch(
      /virtual_ipaddress \{\s+fe80::200:5eff:fe00:2ff\s+fd01::1\s+\}/,
    );
    expect(configuration(IPV6)).not.toContain("excluded");
  });

  it("gives the addresses up when a routing daemon has ended", () => {
    expect(configuration()).toMatch(/vrrp_script bgpd \{\s+script "\/usr\/bin\/pgrep -x bgpd"/);
    expect(configuration()).toMatch(/track_script \{\s+zebra\s+bgpd\s+\}/);
  });

  it("waits at its start for as long as the segment may not carry its packets", () => {
    expect(configuration({ startupDelayMs: 1500 })).toContain("\n  vrrp_startup_delay 1.50\n");
    expect(configuration()).not.toContain("vrrp_startup_delay");
  });

  it("refuses a device that would be more than one word", () => {
    expect(() => configuration({ device: "eth1 }" })).toThrow(RangeError);
  });
});
