import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { GatewayPlan } from "../../lib/plan/types";
import { programText } from "../../lib/render/program";
import { installedOn } from "../fixtures/footprints";
import { gatewayPlan } from "../fixtures/plan";
import { scratchFolder } from "../fixtures/synth";

const CONNECTIONS = "/etc/swanctl/conf.d/vpn-gateway.conf";

/** CHILD SAs that the program starts, where charon has these SAs. */
function started(plan: GatewayPlan, sas: string, ...words: string[]): string[] {
  const folder = scratchFolder();
  const file = (name: string, text: string, mode = 0o644) => {
    fs.writeFileSync(path.join(folder, name), text, { mode });
    return path.join(folder, name);
  };
  const connections = file("connections", installedOn(plan)[CONNECTIONS]!);
  file("sas", sas);
  file("sleep", '#!/bin/sh\n[ ! -e "${0%/*}/slept" ] && touch "${0%/*}/slept"\n', 0o755);
  file(
    "swanctl",
    `#!/bin/sh
[ "$1" = --list-sas ] && exec cat "\${0%/*}/sas"
echo "$3" >>"\${0%/*}/started"
`,
    0o755,
  );
  const program = file("initiate", programText("initiate.sh").replace(CONNECTIONS, connections));
  const run = spawnSync("sh", [program, ...words], {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    encoding: "utf8",
  });
  const names = fs.existsSync(path.join(folder, "started"))
    ? fs.readFileSync(path.join(folder, "started"), "utf8").trim().split("\n")
    : [];
  expect(run.stdout.trim().split("\n").filter(Boolean)).toEqual(
    names.map((name) => `starting ${name}`),
  );
  return names;
}

const [toC, toD] = gatewayPlan().tunnels;

function eachFamilyToC(): GatewayPlan {
  const ipsec = { ...toC!.ipsec, families: [4, 6] as const };
  return gatewayPlan({ tunnels: [{ ...toC!, ipsec }, toD!] });
}

describe("tunnels that are down are started again", () => {
  const up = (name: string, child = name) =>
    `${name}: #1, ESTABLISHED, IKEv2, 0123456789abcdef_i* 0123456789abcdef_r\n  ${child}: #2, reqid 1, INSTALLED, TUNNEL, ESP:AES_GCM_16-256\n`;

  it("all of them where charon has none", () => {
    expect(started(gatewayPlan(), "")).toEqual(["c", "d"]);
    expect(started(eachFamilyToC(), "")).toEqual(["c_ipv4", "c_ipv6", "d"]);
  });

  it("not those that are up", () => {
    expect(started(gatewayPlan(), up("c"))).toEqual(["d"]);
    expect(started(eachFamilyToC(), up("c", "c_ipv6") + up("d"))).toEqual(["c_ipv4"]);
  });

  it("not those that charon tries by itself", () => {
    const trying = "c: #1, CONNECTING, IKEv2, 0123456789abcdef_i* 0000000000000000_r\n";
    expect(started(eachFamilyToC(), trying)).toEqual(["d"]);
  });

  it("not those that the other end starts", () => {
    const plan = gatewayPlan({ tunnels: [{ ...toC!, initiator: false }, toD!] });
    expect(started(plan, "")).toEqual(["d"]);
  });

  it("those of one peer, when its IKE SA was ended", () => {
    expect(started(eachFamilyToC(), up("d"), "c")).toEqual(["c_ipv4", "c_ipv6"]);
    expect(started(gatewayPlan(), "", "nobody")).toEqual([]);
  });

  it("none for the words of a description", () => {
    const described = { ...toC!, description: "peer {" };
    expect(started(gatewayPlan({ tunnels: [described, toD!] }), "")).toEqual(["c", "d"]);
  });
});
