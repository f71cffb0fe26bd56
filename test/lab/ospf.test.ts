import { health, parseSessions, speakers } from "../../lab/sessions";
import { hostFrr } from "../../lab/topology/host-frr";
import { parseLabFile } from "../../lab/topology/schema";
import { text } from "./lab-file";

/** West's host speaks OSPF with its one gateway. */
const lab = parseLabFile(
  text
    .replace(/ {4}vxlan: .*\n {4}routes: .*\n/, "")
    .replace(
      "eth0: [192.168.1.10/24] }",
      'eth0: [10.2.0.10/24, "fd02::10/64"] }\n    ospf: { area: 0.0.0.1, hello: 1, dead: 4, bfd: { intervalMs: 300, multiplier: 3 } }',
    ),
);

function healthOf(west: object): string[] {
  return health(parseSessions(JSON.stringify({ "host:west": west })), lab, []).filter((line) =>
    line.startsWith("host:west"),
  );
}

describe("a lab host with OSPF", () => {
  it("speaks version 2 and 3 on the links that have such addresses", () => {
    const files = hostFrr("west", lab.hosts.west);
    expect(Object.keys(files).sort()).toEqual([
      "bfdd.conf",
      "ospf6d.conf",
      "ospfd.conf",
      "zebra.conf",
    ]);
    expect(files["ospfd.conf"]).toContain(
      "interface eth0\n ip ospf area 0.0.0.1\n ip ospf hello-interval 1\n ip ospf dead-interval 4\n" +
        " ip ospf bfd\n ip ospf bfd profile ospf\nexit\n" +
        "router ospf\n ospf router-id 10.2.0.10\nexit\n",
    );
    expect(files["ospf6d.conf"]).toContain("interface eth0\n ipv6 ospf6 area 0.0.0.1\n");
    expect(files["bfdd.conf"]).toContain(" profile ospf\n  detect-multiplier 3\n");
  });

  it("has the key of a Terraform variable: MD5 in version 2, HMAC-SHA-256 in version 3", () => {
    const { ospf, ...host } = lab.hosts.west!;
    const files = hostFrr("west", { ...host, ospf: { ...ospf!, key: "ospf_key" } });
    expect(files["ospfd.conf"]).toContain(
      " ip ospf authentication message-digest\n ip ospf message-digest-key 1 md5 @{pre-shared-key.ospf_key}\n",
    );
    expect(files["ospf6d.conf"]).toContain(
      " ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key @{pre-shared-key.ospf_key}\n",
    );
  });

  it("is asked for its neighbors", () => {
    expect(speakers(lab)).toContain("host:west");
  });

  it("is well when each gateway of its segment is Full in both versions", () => {
    const full = { default: { neighbors: { "10.2.0.1": [{ nbrState: "Full/DR" }] } } };
    const full6 = { neighbors: [{ neighborId: "10.2.0.1", state: "Full" }] };
    expect(healthOf({ ospf: full, ospf6: full6 })).toEqual([]);
    expect(healthOf({ ospf: null, ospf6: full6 })).toEqual(["host:west: 0 ospf neighbors, not 1"]);
    const init = { default: { neighbors: { "10.2.0.1": [{ nbrState: "Init/DROther" }] } } };
    expect(healthOf({ ospf: init, ospf6: full6 })).toEqual([
      "host:west: ospf session with 10.2.0.1 is Init/DROther",
    ]);
  });

  it("has an area in dotted form", () => {
    const number = text.replace("bgp: { asn: 65001,", "ospf: { area: 0 }\n    bgp: { asn: 65001,");
    expect(() => parseLabFile(number)).toThrow(/ospf\.area/);
  });
});
