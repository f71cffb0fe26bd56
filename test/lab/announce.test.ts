import { announcedPrefixes, announcing, countRoutes, ownerOf } from "../../lab/topology/announce";
import { hostFrr } from "../../lab/topology/host-frr";
import { fabricScript } from "../../lab/topology/fabric";
import { parseLabFile } from "../../lab/topology/schema";
import { execSync } from "child_process";
import { readFileSync } from "fs";
import * as path from "path";

const file = path.join(__dirname, "many-prefixes", "lab.yaml");
const lab = parseLabFile(readFileSync(file, "utf8"));

describe("prefixes that a lab host announces", () => {
  it("are of one length, one after the other", () => {
    expect(announcedPrefixes({ within: "10.64.0.0/12", length: 28, count: 3 })).toEqual([
      "10.64.0.0/28",
      "10.64.0.16/28",
      "10.64.0.32/28",
    ]);
    expect(announcedPrefixes({ within: "fd20::/32", length: 48, count: 2 })).toEqual([
      "fd20::/48",
      "fd20:0:1::/48",
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
    const bgpd = hostFrr("west", lab.hosts.west)["bgpd.conf"]!;
    expect(bgpd.match(/^ {2}network 10\.6\d\..*\/28$/gm)).toHaveLength(1000);
    expect(bgpd).toContain(" no bgp network import-check\n");
    expect(fabricScript(lab)).toContain("route add local 10.64.0.0/12 dev lo\n");
    expect(hostFrr("east", lab.hosts.east)["bgpd.conf"]).not.toContain("import-check");
  });
});

describe("an address out of an announced block", () => {
  it("is that of the host which announces it, and any other is itself", () => {
    expect(ownerOf(lab, "10.64.62.113")).toBe("10.2.0.10");
    expect(ownerOf(lab, "fd20:0:3e7::1")).toBe("fd02::10");
    expect(ownerOf(lab, "10.1.0.10")).toBe("10.1.0.10");
  });
});

describe("a network that announces another number of prefixes", () => {
  it("has the number in every block, and nothing else of its hosts has changed", () => {
    const few = announcing(lab, 10);
    expect(few.hosts.west.bgp!.announce.map(({ count }) => count)).toEqual([10, 10]);
    expect(few.hosts.east).toEqual(lab.hosts.east);
    expect(announcing(few, 1000)).toEqual({ ...lab, probes: few.probes });
  });

  it("probes the last one that is left where a probe's own has gone, and the first as before", () => {
    expect(announcing(lab, 10).probes.map(({ to }) => to)).toEqual([
      "10.64.0.145",
      "fd20:0:9::1",
      "10.64.0.1",
      "fd20::1",
    ]);
    expect(announcing(lab, 20000).probes[0]).toEqual(lab.probes[0]);
  });

  it("is refused where no host announces any", () => {
    const none = { ...lab, hosts: { east: lab.hosts.east } };
    expect(() => announcing(none, 10)).toThrow("no host announces prefixes out of a block");
  });

  it("counts a prefix once, whatever tables have it, and not the block it is out of", () => {
    const listing = ["10.64.0.0/28 via x", "10.64.0.0/28 via y", "10.64.0.16/28 via x"];
    const counted = (one: Parameters<typeof countRoutes>[0], lines: string[]) => {
      const [, awk] = countRoutes(one).split(" | ");
      return execSync(awk, { input: `${lines.join("\n")}\n`, encoding: "utf8" }).trim();
    };
    const block = { within: "10.64.0.0/12", length: 28, count: 2 };
    expect(counted(block, [...listing, "10.64.0.0/12 via z"])).toBe("2");
    const single = ["10.64.0.1 via x", "10.64.0.0/28 via x"];
    expect(counted({ ...block, length: 32 }, single)).toBe("1");
    expect(countRoutes({ within: "fd20::/32", length: 48, count: 1 })).toMatch(
      /^ip -6 .* root fd20::\/32 proto bgp /,
    );
  });
});
