import { parseLabFile } from "../../lab/topology/schema";
import { labFile, text } from "./lab-file";

describe("lab.yaml", () => {
  it("is completed with what it leaves out", () => {
    const { gateways, smoke, hosts } = labFile();
    expect(gateways.a.release).toBe("bookworm");
    expect(gateways.b.release).toBe("trixie");
    expect(smoke).toEqual({ fault: "gateway", maxOutageMs: 3000 });
    expect(hosts.west.vxlan?.port).toBe(4789);
  });

  it("lists everything that is wrong with it at once", () => {
    const broken = text
      .replace("via: [198.51.100.5]", "via: []")
      .replace("{ from: east, to: 10.2.0.10 }", "{ from: nobody, to: 10.2.0 }")
      .replace("delivery: cloud-init", "delivery: pigeon");
    expect(() => parseLabFile(broken)).toThrow(/pigeon|delivery[\s\S]*via[\s\S]*probes/);
  });

  it("refuses keys it does not know", () => {
    expect(() => parseLabFile(text.replace("probes:", "probe:"))).toThrow(/probe/);
  });

  it("refuses a next hop of another family, an unlinked device and an unknown name", () => {
    const family = text.replace("via: [203.0.113.1]", 'via: ["2001:db8::1"]');
    expect(() => parseLabFile(family)).toThrow(/gateways\.c\.uplink\.via\.0.*another family/);
    const unlinked = text.replace("device: eth0, peers", "device: eth9, peers");
    expect(() => parseLabFile(unlinked)).toThrow(/eth9 is not linked/);
    const claim =
      '{ claim: c, on: "host:north", run: "true", cut: [z], reboot: [y], powerCycle: [x] }';
    expect(() => parseLabFile(`${text}claims: [${claim}]\n`)).toThrow(
      /on: no host:north[\s\S]*cut: no gateway z[\s\S]*reboot: no gateway y[\s\S]*powerCycle: no gateway x/,
    );
    const unknown = `${text}preferred: { gateway: a, tunnelPeer: z }\n`;
    expect(() => parseLabFile(unknown)).toThrow(/preferred\.tunnelPeer: no gateway z/);
  });
});
