import { fabricScript } from "../../lab/topology/fabric";
import { parseLabFile } from "../../lab/topology/schema";
import { text } from "./lab-file";

const ACCEPTS =
  "ip netns exec host-west sysctl -qw net.ipv6.conf.default.accept_ra_rt_info_max_plen";

describe("a host of the lab that lives on router advertisements", () => {
  const lab = text
    .replace("[192.168.1.10/24]", '["fd99::10/64"]')
    .replace(
      "peers: [192.168.1.1], addresses: [10.2.0.10/24] }",
      'peers: ["fd99::1"] }\n    acceptRa: true',
    );
  const script = fabricScript(parseLabFile(lab));

  it("takes routes from them, which the kernel by itself does not", () => {
    expect(script).toContain(ACCEPTS);
    expect(fabricScript(parseLabFile(text))).not.toContain(ACCEPTS);
  });

  it("hears so before it has a device", () => {
    expect(script.indexOf(ACCEPTS)).toBeLessThan(script.indexOf("link add eth0 type veth"));
  });

  it("has a VXLAN over IPv6 that knows its own address, and none on the segment", () => {
    expect(script).toContain("type vxlan id 7 dev eth0 dstport 4789 local fd99::10\n");
    expect(script).not.toContain("dev vx0 nodad");
  });
});
