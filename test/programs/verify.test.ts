import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { programText } from "../../lib/render/program";
import { scratchFolder } from "../fixtures/synth";

interface Report {
  readonly networks: Readonly<Record<string, boolean>>;
  readonly tunnels: Readonly<Record<string, boolean>>;
}

const json = ({ networks, tunnels }: Report) =>
  JSON.stringify({
    networks: Object.entries(networks).map(([prefix, ok]) => ({ prefix, ok })),
    links: Object.entries(tunnels).map(([name, ok]) => ({ kind: "tunnel", name, ok })),
  });

/** Runs both steps around an `apply` that does nothing, with a gateway that reports this, one after the other. */
function deliver(before: Report | undefined, ...after: Report[]) {
  const home = scratchFolder();
  const at = (file: string) => path.join(home, file);
  const reports = [...(before ? [before] : []), ...after].map(json);
  reports.forEach((text, index) => fs.writeFileSync(at(`report.${index}`), text));
  // The last one stays.
  const status = `#!/bin/sh
n=$(cat ${at("next")})
[ ! -e ${at("report.")}$((n + 1)) ] || echo $((n + 1)) > ${at("next")}
cat ${at("report.")}$n
exit 1
`;
  fs.writeFileSync(at("next"), "0");
  fs.writeFileSync(at("vpn-gateway"), status, { mode: 0o755 });
  const program = programText("verify.py")
    .replace("/usr/local/sbin/vpn-gateway", at("vpn-gateway"))
    .replace("/var/lib/vpn-gateway/before.json", at("before.json"))
    .replace("time.sleep(5)", "time.sleep(0.05)");
  fs.writeFileSync(at("verify"), program);
  const verify = (...words: string[]) =>
    spawnSync("python3", [at("verify"), ...words], { encoding: "utf8" });
  if (before) expect(verify("note").stderr).toBe("");
  const { status: code, stderr } = verify("wait", "1");
  return { code, stderr };
}

const UP = { networks: { "10.1.0.0/24": true }, tunnels: { a: true, b: true } };
const DOWN = { networks: { "10.1.0.0/24": false }, tunnels: { a: false, b: false } };

describe("M8: the check behind the delivery of a secondary", () => {
  it("is content where all is as it was", () => {
    expect(deliver(UP, UP)).toEqual({ code: 0, stderr: "" });
  });

  it("waits for it", () => {
    expect(deliver(UP, DOWN, DOWN, UP).code).toBe(0);
  });

  it("fails where a network stays away, and names it", () => {
    const { code, stderr } = deliver(UP, DOWN);
    expect(code).not.toBe(0);
    expect(stderr).toContain("was well before and is not now: 10.1.0.0/24");
  });

  it("fails where the gateway lives by its partner alone", () => {
    const { code, stderr } = deliver(UP, { ...UP, tunnels: { a: false, b: false } });
    expect(code).not.toBe(0);
    expect(stderr).toContain("no tunnel is up");
  });

  it("does not wait for each tunnel: its other end may wait for this gateway", () => {
    expect(deliver(UP, { ...UP, tunnels: { a: true, b: false } }).code).toBe(0);
  });

  it("asks for nothing that was not well before, nor for what is not planned any more", () => {
    expect(deliver(DOWN, DOWN).code).toBe(0);
    expect(deliver(UP, { networks: { "10.9.0.0/24": false }, tunnels: { a: true } }).code).toBe(0);
  });

  it("asks for nothing at a first delivery, where no gateway serves yet", () => {
    expect(deliver(undefined, DOWN).code).toBe(0);
  });
});
