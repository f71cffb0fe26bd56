import { join } from "node:path";
import { sheetFiles } from "../../lab/delivery/sheet";
import { fabricScript } from "../../lab/topology/fabric";
import { parseLabFile, treesOf } from "../../lab/topology/schema";
import { text } from "./lab-file";
import { runExample } from "../fixtures/examples";

describe("a foreign machine of the lab", () => {
  const foreign = `${text}foreign:
  z:
    uplink: { device: eth0, addresses: [192.0.2.10/30], via: [192.0.2.9] }
    links: { eth1: z-lan }
    addresses: { eth1: [10.9.0.1/24] }
`;

  it("has an uplink, its own inside addresses and a tree of its own", () => {
    const lab = parseLabFile(foreign);
    expect(treesOf(lab)).toEqual(["bookworm", "trixie", "foreign"]);
    const script = fabricScript(lab);
    expect(script).toContain("netns add gw-z");
    expect(script).toContain("address add 192.0.2.10/30 dev eth0");
    expect(script).toContain("address add 10.9.0.1/24 dev eth1");
  });

  it("is refused where it is a gateway too, or has an address on no link", () => {
    const twice = foreign.replace("  z:\n", "  a:\n");
    expect(() => parseLabFile(twice)).toThrow(/foreign\.a: a name that no gateway has/);
    const unlinked = foreign.replace("addresses: { eth1:", "addresses: { eth7:");
    expect(() => parseLabFile(unlinked)).toThrow(/foreign\.z\.links: eth7 is not linked/);
  });

  it("gets the sheet's files with the pre-shared key, and nothing else", async () => {
    const stack = join(runExample("foreign-libreswan"), "stacks", "foreign-libreswan");
    const files = await sheetFiles(stack, "partner", { partner_psk: "the key" });
    expect(Object.keys(files)).toEqual([
      "etc/ipsec.d/office.conf",
      "etc/ipsec.d/office.secrets",
      "etc/systemd/system/ipsec.service.d/vpn-links.conf",
      "usr/local/sbin/vpn-links",
    ]);
    expect(files["etc/ipsec.d/office.secrets"]).toContain(': PSK "the key"\n');
    await expect(sheetFiles(stack, "partner", {})).rejects.toThrow(/partner_psk/);
    await expect(sheetFiles(stack, "nobody", {})).rejects.toThrow(/no configuration for nobody/);
  });
});
