import { AdvertisementPlan } from "../../../lib/plan/types";
import { radvd } from "../../../lib/render/radvd";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

const ADVERTISEMENT: AdvertisementPlan = {
  prefixes: ["fd01::/64"],
  autonomousAddresses: true,
  defaultRouter: false,
  routes: ["fd02::/64"],
  preferred: false,
};

function advertising(overrides: Partial<AdvertisementPlan>, device = "eth1", mtu?: number) {
  const advertisement = { ...ADVERTISEMENT, ...overrides };
  return gatewayPlan({ inside: [{ device, addresses: ["fd01::2/64"], mtu, advertisement }] });
}

function configuration(...wanted: Parameters<typeof advertising>): string {
  return filesOf(radvd, advertising(...wanted))[0]!.text.replace(/^#.*\n\n/, "");
}

describe("radvd.conf", () => {
  it("is not there where nothing is advertised", () => {
    expect(filesOf(radvd, gatewayPlan())).toEqual([]);
  });

  it("001.5 announces prefix and routes of a router that is none by default", () => {
    expect(configuration({})).toBe(`interface eth1 {
  AdvSendAdvert on;
  AdvDefaultLifetime 0;
  prefix fd01::/64 {
  };
  route fd02::/64 {
  };
};
`);
  });

  it("says so where the gateway goes first, for how long, and how large packets may be", () => {
    const text = configuration(
      { defaultRouter: true, preferred: true, maxIntervalSeconds: 4 },
      "vxlan7",
      1430,
    );
    expect(text).toBe(`interface vxlan7 {
  AdvSendAdvert on;
  MinRtrAdvInterval 3;
  MaxRtrAdvInterval 4;
  AdvDefaultPreference high;
  AdvLinkMTU 1430;
  prefix fd01::/64 {
  };
  route fd02::/64 {
    AdvRoutePreference high;
  };
};
`);
  });

  it("never goes below the shortest interval, at which radvd would fall silent", () => {
    const shortest = (maxIntervalSeconds: number) =>
      /MinRtrAdvInterval (\d+)/.exec(configuration({ maxIntervalSeconds }))?.[1];
    expect([4, 9, 10, 600].map(shortest)).toEqual(["3", "3", undefined, undefined]);
  });

  it("gives a router that is none by default no preference as one (RFC 4191, 2.2)", () => {
    expect(configuration({ preferred: true })).not.toContain("AdvDefaultPreference");
  });

  it("lets hosts make no addresses of a prefix where that is not wanted", () => {
    expect(configuration({ autonomousAddresses: false })).toContain(
      "  prefix fd01::/64 {\n    AdvAutonomous off;\n  };",
    );
  });

  it("takes no name that could be more than one", () => {
    expect(() => configuration({}, "eth1 { };")).toThrow(/not a device name/);
  });

  it("its unit runs behind the links, and takes a new configuration without a stop", () => {
    const unit = filesOf(radvd, advertising({}))[1]!.text;
    expect(unit).toContain("After=vpn-gateway-firewall.service vpn-gateway-links.service");
    expect(unit).toMatch(/ExecReload=.* --configtest\nExecReload=\/bin\/kill -HUP \$MAINPID\n/);
  });
});
