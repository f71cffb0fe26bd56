import { VrrpPlan } from "../../../lib/plan/types";
import { keepalivedFiles } from "../../../lib/render/keepalived";
import { gatewayPlan } from "../../fixtures/plan";

const VRRP: VrrpPlan = {
  device: "eth1",
  virtualRouterId: 51,
  priority: 254,
  advertisementIntervalMs: 250,
  preemptDelaySeconds: 30,
  families: [
    {
      family: 4,
      address: "10.1.0.2",
      partnerAddress: "10.1.0.3",
      virtualAddresses: ["10.1.0.1"],
    },
    { family: 6, address: "fd01::2", partnerAddress: "fd01::3", virtualAddresses: ["fd01::1"] },
  ],
};

function configuration(vrrp: VrrpPlan): string {
  return keepalivedFiles(gatewayPlan({ vrrp }))[0]!.text;
}

describe("keepalived.conf", () => {
  it("is not there where hosts find the gateway otherwise", () => {
    expect(keepalivedFiles(gatewayPlan())).toEqual([]);
  });

  it("003.8 tells the partner alone, on both families, every so many hundredths of a second", () => {
    const text = configuration(VRRP);
    expect(text).toContain(`vrrp_instance inside-ipv4 {
  interface eth1
  state BACKUP
  virtual_router_id 51
  priority 254
  advert_int 0.25
  preempt_delay 30
  unicast_src_ip 10.1.0.2
  unicast_peer {
    10.1.0.3
  }
  virtual_ipaddress {
    10.1.0.1
  }
}
`);
    expect(text).toContain("  unicast_src_ip fd01::2\n");
  });

  it("has the link-local address of the virtual router's MAC first, as version 3 wants for IPv6", () => {
    const text = configuration({ ...VRRP, virtualRouterId: 255 });
    expect(text).toContain(`  virtual_ipaddress {
    fe80::200:5eff:fe00:2ff
    fd01::1
  }
`);
  });

  it("refuses a device that would be more than one word", () => {
    expect(() => configuration({ ...VRRP, device: "eth1 }" })).toThrow(RangeError);
  });
});
