import { join } from "node:path";
import { PeerKind } from "cdktf-routed-vpn";
import { CIPHERS, GROUPS } from "../../lib/model/proposal";
import { PeerKindName } from "../../lib/model/peer";
import { limitsOf } from "../../lib/peers/limits";
import { PeerSession } from "../../lib/plan/peers/types";
import { renderPeer } from "../../lib/peers/sheets";
import { fillKeys } from "../../lab/delivery/sheet";
import { releaseTree } from "../../lab/image/image";
import { foreignGateway, gateway, plan, vpn } from "../fixtures/intents";
import { networkOf, PeerCase, peerCases } from "../fixtures/peer-matrix";
import { peerApp } from "../fixtures/peers";
import { synthesizeStack } from "../fixtures/synth";
import { readTree, Tree } from "../fixtures/tree";
import { checkFrr } from "./frr";
import { checkShell } from "./shell";
import { checkSwanctl } from "./swanctl";
import { inTree } from "./tree";
import { BUILD_LIMIT_MS, describeIfPossible } from "./releases";

const CHECK_LIMIT_MS = 4 * 60_000;

/** What the peer's machine gets, with a key. */
function machineFiles(kind: PeerKind): Tree {
  const written = synthesizeStack((stack) => peerApp(stack, kind));
  const sheet = readTree(join(written.folder("net"), "peers", "partner", "files"));
  const files = Object.entries(sheet).map(([path, text]) => [
    `/${path}`,
    fillKeys(text, { peer_psk: "a pre-shared key" }),
  ]);
  return Object.fromEntries(files);
}

/** The same of a case without an App. */
function machineFilesOf(kind: PeerKindName, one: PeerCase): Tree {
  const files = renderPeer(networkOf(kind, one).peers[0]!).flatMap(({ path, text }) =>
    path.startsWith("files/")
      ? [[path.slice("files".length), fillKeys(text, { psk: "a key" })]]
      : [],
  );
  return Object.fromEntries(files);
}

/** One of our gateways, as the peer's session has it; it does not listen, since they share a machine. */
function ourGobgp({ localAddress, neighbor, remoteAsn, ttlSecurity }: PeerSession): string {
  const hops = ttlSecurity
    ? "  [neighbors.ttl-security.config]\n    enabled = true\n    ttl-min = 255\n"
    : "";
  return `[global.config]
  as = ${remoteAsn}
  router-id = "${neighbor}"
  port = -1
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${localAddress}"
    peer-as = 65009
  [neighbors.transport.config]
    local-address = "${neighbor}"
  [neighbors.timers.config]
    connect-retry = 1
${hops}`;
}

function check(tree: string, files: Tree, script: string) {
  return inTree(
    tree,
    Object.entries(files).map(([path, text]) => ({ path, text })),
    script,
    CHECK_LIMIT_MS,
  );
}

describeIfPossible("the other sides' own parsers", () => {
  let foreign: string;
  let bookworm: string;

  beforeAll(async () => {
    foreign = await releaseTree("foreign");
    bookworm = await releaseTree("bookworm");
  }, BUILD_LIMIT_MS);

  const libreswan = "/usr/libexec/ipsec/addconn --config /etc/ipsec.conf --checkconfig";
  const bird = "/usr/sbin/bird -p";
  const gobgp = "/usr/bin/gobgpd -f /etc/gobgpd.conf -d";

  it(
    "libreswan and BIRD take their sheet, and refuse what is wrong",
    () => {
      const files = machineFiles(PeerKind.LIBRESWAN_BIRD);
      expect(check(foreign, files, libreswan)).toMatchObject({ status: 0, output: "" });
      expect(check(foreign, files, bird)).toMatchObject({ status: 0, output: "" });
      const broken = { "/etc/ipsec.d/x.conf": "conn x\n  nonsense=1\n" };
      expect(check(foreign, broken, libreswan).status).not.toBe(0);
      expect(check(foreign, { "/etc/bird/bird.conf": "nonsense;" }, bird).status).not.toBe(0);
    },
    CHECK_LIMIT_MS,
  );

  it(
    "libreswan reads every proposal that a peer of its kind is allowed",
    () => {
      const ikeCiphers = limitsOf("libreswan-bird").ike!.ciphers!;
      const suites = (
        ciphers: readonly string[],
        groups: readonly string[],
        aead: string,
        other: string,
      ) =>
        ciphers.flatMap((cipher) =>
          groups.map((group) => `${cipher}${/gcm|chacha/.test(cipher) ? aead : other}-${group}`),
        );
      const { peers } = plan({
        gateways: [gateway("office", 1)],
        foreignGateways: [foreignGateway("partner", 2, { kind: "libreswan-bird" })],
        vpns: [
          vpn("office", "partner", {
            ikeProposals: suites(ikeCiphers, GROUPS, "-prfsha256", "-sha512"),
            espProposals: suites(
              CIPHERS.map(({ keyword }) => keyword),
              ["curve25519"],
              "",
              "-sha384",
            ),
          }),
        ],
      });
      const text = renderPeer(peers[0]!).find(({ path }) => path.endsWith("office.conf"))!.text;
      const lines = [...new Set(text.match(/(?<=^ {2})(ike|esp)=.*$/gm))];
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        const read = check(foreign, {}, `/usr/libexec/ipsec/algparse -pfs=yes '${line}'`).output;
        expect(read).not.toMatch(/ERROR|ignoring/);
        expect(read.match(/^\t\S+$/gm)).toHaveLength(line.split(",").length);
      }
    },
    CHECK_LIMIT_MS,
  );

  it(
    "P1: they take it for every network: of one family or both, with GRE and BFD or without",
    () => {
      const tried = peerCases("libreswan-bird").filter((one) => one.gateways === 2);
      const byFile = tried.map((one) => machineFilesOf("libreswan-bird", one));
      expect(byFile.length).toBeGreaterThan(20);
      // One entry into the tree: each case in a folder of its own.
      const files = Object.fromEntries(
        byFile.flatMap((all, at) =>
          Object.entries(all)
            .filter(([path]) => path.endsWith("/bird.conf"))
            .map(([, text]) => [`/cases/${at}.conf`, text]),
        ),
      );
      const each = 'for one in /cases/*.conf; do /usr/sbin/bird -p -c "$one" || exit 1; done';
      expect(check(foreign, files, each)).toMatchObject({ status: 0, output: "" });
      for (const all of byFile.slice(0, 4)) {
        expect(check(foreign, all, libreswan)).toMatchObject({ status: 0, output: "" });
      }
    },
    CHECK_LIMIT_MS,
  );

  it(
    "GoBGP takes its sheet, and refuses what is wrong",
    () => {
      const files = machineFiles(PeerKind.LIBRESWAN_GOBGP);
      expect(check(foreign, files, libreswan)).toMatchObject({ status: 0, output: "" });
      expect(check(foreign, files, gobgp).status).toBe(0);
      expect(check(foreign, { "/etc/gobgpd.conf": "[nonsense" }, gobgp).status).not.toBe(0);
    },
    CHECK_LIMIT_MS,
  );

  it(
    "GoBGP announces its own networks, and not what it has learned",
    () => {
      const one: PeerCase = {
        ...{ routing: "bgp", ours: [4], inside: [4], gre: false, bfd: false },
        ...{ gateways: 2, peerNetworks: true },
      };
      const { links } = networkOf("libreswan-gobgp", one).peers[0]!;
      const [office, branch] = links.map(({ sessions }) => sessions[0]!);
      const files = {
        ...machineFilesOf("libreswan-gobgp", one),
        "/office.conf": ourGobgp(office!),
        "/branch.conf": ourGobgp(branch!),
      };
      const addresses = [office!, branch!].flatMap((it) => [it.localAddress, it.neighbor]);
      // The other gateway's route is there before the peer's own is announced: updates keep their order.
      const script = `
        for address in ${addresses.join(" ")}; do ip address add $address/32 dev lo; done
        start() { gobgpd -f $1 --api-hosts 127.0.0.1:$2 --pprof-disable >/dev/null 2>&1 & }
        has() { gobgp -p $1 global rib -a ipv4 2>/dev/null | grep -q "> $2 "; }
        until_has() { until has $1 $2; do sleep 0.1; done; }
        announce() { until gobgp -p $1 global rib -a ipv4 add $2 >/dev/null 2>&1; do sleep 0.1; done; }
        start /etc/gobgpd.conf 50051
        start /office.conf 50052
        start /branch.conf 50053
        announce 50053 10.77.0.0/24
        until_has 50051 10.77.0.0/24
        until gobgp -p 50051 neighbor ${office!.neighbor} 2>/dev/null | grep -q "BGP state = ESTABLISHED"; do sleep 0.1; done
        announce 50051 10.9.0.0/24
        until_has 50052 10.9.0.0/24
        if has 50052 10.77.0.0/24; then echo passed on; else echo kept; fi
      `;
      expect(check(foreign, files, script)).toMatchObject({ status: 0, output: "kept\n" });
    },
    CHECK_LIMIT_MS,
  );

  it(
    "strongSwan and FRR take theirs",
    () => {
      const files = machineFiles(PeerKind.STRONGSWAN_FRR);
      const ike = Object.entries(files).filter(([path]) =>
        /^\/etc\/(swanctl|strongswan\.d)\//.test(path),
      );
      const loaded = checkSwanctl(
        bookworm,
        ike.map(([path, text]) => ({ path, text, mode: "0600" })),
      );
      expect(loaded).toMatchObject({ status: 0 });
      expect(loaded.connections).toHaveLength(1);
      expect(checkFrr(bookworm, files["/etc/frr/frr.conf"]!)).toMatchObject({ ok: true });
    },
    CHECK_LIMIT_MS,
  );

  it(
    "sh takes the script that makes the links",
    () => {
      for (const kind of [PeerKind.STRONGSWAN_FRR, PeerKind.LIBRESWAN_BIRD]) {
        const script = machineFiles(kind)["/usr/local/sbin/vpn-links"]!;
        expect(checkShell(bookworm, script)).toMatchObject({ status: 0, output: "" });
      }
    },
    CHECK_LIMIT_MS,
  );
});
