/**
 * `npm run bench:user-data [-- 1,2,10]`: bytes of a gateway's user data, compressed as `userDataGzipBase64` is, by the
 * number of its peers.
 */
import { gzipSync } from "node:zlib";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { BfdProfile, BgpMesh, Delivery, Gateway, Inside, MeshTopology } from "cdktf-routed-vpn";
import { asn, VPN } from "./networks";

const [sizes = "1,2,3,4,5,10,20,35"] = process.argv.slice(2);

interface Kind {
  readonly name: string;
  readonly addresses: (site: number) => string[];
  readonly bfd: boolean;
}

const ipv4 = (site: number) => `10.${site >> 8}.${site & 255}.1/24`;
const ipv6 = (site: number) => `fd00:${site.toString(16)}::1/64`;

const KINDS: readonly Kind[] = [
  { name: "IPv4", addresses: (site) => [ipv4(site)], bfd: false },
  { name: "IPv4 and IPv6, BFD", addresses: (site) => [ipv4(site), ipv6(site)], bfd: true },
];

/** A hub that has so many peers, each in an AS of its own. */
function hub(stack: TerraformStack, peers: number, { addresses, bfd }: Kind): void {
  const gateways = Array.from({ length: peers + 1 }, (_, at) => {
    const site = at + 1;
    return new Gateway(stack, at === 0 ? "hub" : `branch-${at}`, {
      address: `198.18.${site >> 8}.${site & 255}`,
      asn: asn(site),
      inside: Inside.onInterface("eth1", addresses(site)),
      delivery: Delivery.cloudInit({ userDataLimit: 10_000_000 }),
      managementFrom: ["192.0.2.0/24"],
    });
  });
  new BgpMesh(stack, "backbone", {
    members: gateways,
    topology: MeshTopology.hubAndSpoke(gateways[0]!),
    vpn: VPN,
    bfd: bfd ? new BfdProfile(stack, "fast", { transmitIntervalMs: 100 }) : undefined,
  });
}

function bytesOf(peers: number, kind: Kind): number {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "routed-vpn-user-data-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "bench");
    new LocalBackend(stack, { path: "bench.tfstate" });
    hub(stack, peers, kind);
    app.synth();
    const file = path.join(outdir, "stacks", "bench", "gateways", "hub", "user-data");
    return gzipSync(fs.readFileSync(file)).length;
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

const cells = [
  ["peers", ...KINDS.map(({ name }) => name)],
  ["---", ...KINDS.map(() => "---")],
  ...sizes
    .split(",")
    .map((peers) => [peers, ...KINDS.map((kind) => String(bytesOf(Number(peers), kind)))]),
];
for (const row of cells) console.log(`| ${row.join(" | ")} |`);
