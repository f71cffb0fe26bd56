import { announcedPrefixes } from "../../lab/topology/announce";
import { hostFrr } from "../../lab/topology/host-frr";
import { fabricScript } from "../../lab/topology/fabric";
import { parseLabFile } from "../../lab/topology/schema";
import { readFileSync } from "fs";
import * as path from "path";

describe("prefixes that a lab host announces", () => {
  it("are of one length, one after the other", () => {
    expect(announcedPrefixes({ within: "10.64.0.0/12", length: 28, count: 3 })).toEqual([
      "10.64.0.0/28",
      "10.64.0.16/28",
      "10.64.0.32/28",
    ]);
    expect(announcedPrefixes({ within: "fd20::/32", length: 48, count: 2 })).toEqual([
      "fd20:0:0:0:0:0:0:0/48",
      "fd20:0:1:0:0:0:0:0/48",
    ]);
    expect(announcedPrefixes({ within: "10.64.0.0/12", length: 28, count: 20000 }).at(-1)).toBe(
      "10.68.225.240/28",
    );
  });

  it("must fit into their block", () => {
    const many = { within: "10.64.0.0/30", length: 32, count: 5 };
    expect(() => announcedPrefixes(many)).toThrow("10.64.0.0/30 has no 5 prefixes of length 32");
  });

  it("are in the host's BGP without a route of their own, and it answers for the block", () => {
    const file = path.join(__dirname, "many-prefixes", "lab.yaml");
    const lab = parseLabFile(readFileSync(file, "utf8"));
    const bgpd = hostFrr("west", lab.hosts.west)["bgpd.conf"]!;
    expect(bgpd.match(/^ {2}network 10\.6\d\..*\/28$/gm)).toHaveLength(20000);
    expect(bgpd).toContain(" no bgp network import-check\n");
    expect(fabricScript(lab)).toContain("route add local 10.64.0.0/12 dev lo\n");
    expect(hostFrr("east", lab.hosts.east)["bgpd.conf"]).not.toContain("import-check");
  });
});
