import { GatewayFile } from "../../lib/render/file";
import { frr } from "../../lib/render/frr";
import { keepalived } from "../../lib/render/keepalived";
import { radvd } from "../../lib/render/radvd";
import { filesOf } from "../fixtures/footprints";
import { gatewayPlan, VRRP } from "../fixtures/plan";

const namespace = { name: "private", publicName: "public" };
const advertisement = {
  prefixes: ["fd01::/64"],
  autonomousAddresses: true,
  defaultRouter: false,
  routes: [],
  preferred: false,
};
const inside = [{ device: "eth1", addresses: ["fd01::2/64"], advertisement }];

const textOf = (files: readonly GatewayFile[], name: string) =>
  files.find(({ path }) => path === `/etc/systemd/system/${name}`)!.text;

describe("B8: what draws traffic, while the firewall cannot be loaded", () => {
  it.each([
    ["FRR", "frr.service.d/vpn-gateway.conf", filesOf(frr, gatewayPlan())],
    ["VRRP", "vpn-gateway-vrrp.service", filesOf(keepalived, gatewayPlan({ vrrp: VRRP }))],
    [
      "router advertisements",
      "vpn-gateway-advertise.service",
      filesOf(radvd, gatewayPlan({ inside })),
    ],
    [
      "router advertisements of a namespace",
      "vpn-gateway-advertise.service",
      filesOf(radvd, gatewayPlan({ inside, namespace })),
    ],
  ])("%s waits for it, and is not restarted with it", (_, name, files) => {
    const text = textOf(files, name);
    expect(text).toMatch(/^After=vpn-gateway-firewall\.service\b/m);
    expect(text).toMatch(
      /^ExecStartPre=\+\/usr\/bin\/systemctl is-active --quiet vpn-gateway-firewall\.service$/m,
    );
    expect(text).toMatch(/^Restart=(always|on-failure)$/m);
    expect(text).not.toMatch(/^(Requires|BindsTo|PartOf|Requisite)=.*firewall/m);
  });
});
