import { generateKeyPairSync } from "node:crypto";
import { TerraformStack } from "cdktf";
import {
  Authentication,
  CertificateAuthority,
  Gateway,
  Inside,
  Platform,
  RouteBasedVpn,
  Secret,
} from "cdktf-routed-vpn";
import { releaseTree } from "../../lab/image/image";
import { Synthesized, synthesizeStack } from "../fixtures/synth";
import { Tree } from "../fixtures/tree";
import { IkeNode, ikeMeeting } from "./ike";
import { inTree } from "./tree";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 3 * 60_000;

const PEERS = ["c", "d"] as const;
type Peer = (typeof PEERS)[number];
const ADDRESSES = { hub: "198.51.100.1", c: "198.51.100.3", d: "198.51.100.4" };

const RAW_KEYS = Object.fromEntries(
  ["hub", ...PEERS].map((name) => [name, pemKeyPair()]),
) as Record<"hub" | Peer, ReturnType<typeof pemKeyPair>>;

function pemKeyPair() {
  return generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "sec1", format: "pem" },
  });
}

const METHODS = {
  "pre-shared keys that Terraform delivers": (peer: Peer) =>
    Authentication.preSharedKey(Secret.variable(`psk_${peer}`)),
  "pre-shared keys that the gateway fetches": (peer: Peer) =>
    Authentication.preSharedKey(Secret.command(["printf", `key of ${peer}`])),
  certificates: () =>
    Authentication.certificate({
      authority: CertificateAuthority.file("/etc/swanctl/x509ca/authority.pem"),
    }),
  "raw public keys": () => Authentication.publicKey(),
};

/** A hub and two branches, each with a key of its own. */
function network(method: keyof typeof METHODS, platform: Platform, addressed: boolean) {
  return synthesizeStack((stack) => {
    const hub = gateway(stack, "hub", platform, true);
    for (const peer of PEERS) {
      new RouteBasedVpn(stack, `hub-${peer}`, {
        left: hub,
        right: gateway(stack, peer, platform, addressed),
        authentication: METHODS[method](peer),
      });
    }
  });
}

function gateway(stack: TerraformStack, id: "hub" | Peer, platform: Platform, addressed: boolean) {
  const site = { hub: 1, c: 3, d: 4 }[id];
  return new Gateway(stack, id, {
    ...(addressed ? { address: ADDRESSES[id] } : { dynamicAddress: true }),
    inside: Inside.onInterface("eth1", [`10.${site}.0.1/24`]),
    publicKey: RAW_KEYS[id].publicKey,
    platform,
  });
}

/** What charon reads of a gateway, with the keys of another: its own, or those of an impostor. */
function strongswan(
  written: Synthesized,
  name: "hub" | Peer,
  keysOf: "hub" | Peer,
  certificates: Certificates,
): Tree {
  const below = "payload/files";
  const own = Object.entries(written.gateway("net", name))
    .filter(([path]) =>
      /^payload\/files\/(etc\/(swanctl|strongswan\.d|vpn-gateway)|usr\/local)\//.test(path),
    )
    .map(([path, text]): [string, string] => [path.slice(below.length), text]);
  const stolen = own.map(([path, text]): [string, string] => {
    if (path === `/etc/swanctl/pubkey/vpn-gateway-${name}.pem`)
      return [path, RAW_KEYS[keysOf].publicKey];
    const key = (peer: string) =>
      Buffer.from(`key of ${name === "hub" ? peer : keysOf}`).toString("base64");
    return [
      path,
      text
        .replace(/@\{secret\.psk_(.)\}/g, (_, peer: string) => key(peer))
        .replace(/'key of .'$/gm, (all) => (name === "hub" ? all : `'key of ${keysOf}'`)),
    ];
  });
  const { publicKey: _, privateKey } = RAW_KEYS[keysOf];
  return {
    ...Object.fromEntries(stolen),
    "/etc/swanctl/private/key.pem": privateKey,
    "/etc/swanctl/x509ca/authority.pem": certificates.authority,
    "/etc/swanctl/x509/gateway.pem": certificates.of[keysOf],
  };
}

interface Certificates {
  readonly authority: string;
  readonly of: Readonly<Record<"hub" | Peer, string>>;
}

/** One authority signs a certificate for each gateway, which names its owner alone. */
function certify(tree: string): Certificates {
  const names = ["hub", ...PEERS] as const;
  const keys = names.map((name) => ({ path: `/k/${name}.pem`, text: RAW_KEYS[name].privateKey }));
  const sign = names.map(
    (name) => `openssl req -new -key /k/${name}.pem -subj /CN=${name} -out /k/${name}.csr
echo subjectAltName=DNS:${name},IP:${ADDRESSES[name]} >/k/${name}.ext
openssl x509 -req -in /k/${name}.csr -CA /k/ca.pem -CAkey /k/ca.key -CAcreateserial -days 30 \\
  -extfile /k/${name}.ext -out /k/${name}.crt 2>/dev/null`,
  );
  const { status, output } = inTree(
    tree,
    keys,
    `set -e
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /k/ca.key -out /k/ca.pem \\
  -subj /CN=Authority -days 30 -addext keyUsage=keyCertSign 2>/dev/null
${sign.join("\n")}
cat /k/ca.pem ${names.map((name) => `/k/${name}.crt`).join(" ")}
`,
  );
  const [authority, hub, c, d] = output.match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g) ?? [];
  if (status !== 0 || d === undefined) throw new Error(output);
  return { authority: authority!, of: { hub: hub!, c: c!, d } };
}

/**
 * The impostor has all of c's configuration and d's credentials. First it has c's address too, while c is
 * away; then c is back and it has its own. Refusals are in the logs of both ends before anything is counted.
 */
const MEET = String.raw`
# refused INITIATOR: it sent its AUTH and the other end did not accept it.
refused() { grep -q 'received AUTHENTICATION_FAILED notify error' "/run/$1.log"; }
claims() { at "$1" swanctl --initiate --child hub --timeout 20 >/dev/null 2>&1; await refused "$1"; }
# Where the hub is the initiator: it does not accept the impostor's AUTH, or the impostor not even the hub's,
# since it does not have the key of c. It starts again what met a charon without its connections and ended.
hub_refused() {
  grep -q 'generating INFORMATIONAL request .*N(AUTH_FAILED)\|received AUTHENTICATION_FAILED' /run/hub.log && return
  at hub swanctl --initiate --child c --timeout 2 >/dev/null 2>&1
  return 1
}
up() {
  established hub | grep -q "^$1 " && return
  [ "$ADDRESSED" = no ] || at hub swanctl --initiate --child "$1" --timeout 2 >/dev/null 2>&1
  return 1
}

start hub
start d
await up d
start liar
claims liar
[ "$ADDRESSED" = no ] || await hub_refused
echo "liar at the address of c: $(established hub | cut -d' ' -f1 | tr '
' ' ')/ $(established liar | cut -d' ' -f1)"
stop liar
start c
await up c
await test "$(established hub | wc -l)" = 2
before=$(established hub | grep '^c ')
echo "honest: $(established hub | cut -d' ' -f1 | tr '
' ' ')/ $(established c | cut -d' ' -f1)"
stop d
start liar-at-d
claims liar-at-d
[ "$(established hub | grep '^c ')" = "$before" ] && echo "the SA of c stayed"
echo "liar at its own address: $(established liar-at-d)"
`;

function meeting(
  method: keyof typeof METHODS,
  platform: Platform,
  addressed: boolean,
  tree: string,
) {
  const written = network(method, platform, addressed);
  const certificates = certify(tree);
  const node = (name: "hub" | Peer, keysOf = name) =>
    strongswan(written, name, keysOf, certificates);
  const liar = node("c", "d");
  const connections = "/etc/swanctl/conf.d/vpn-gateway.conf";
  const anywhere = {
    ...liar,
    [connections]: liar[connections]!.replace(/ +local_addrs = .*\n/, ""),
  };
  const nodes: IkeNode[] = [
    { name: "hub", address: ADDRESSES.hub, files: node("hub") },
    { name: "c", address: ADDRESSES.c, files: node("c") },
    { name: "d", address: ADDRESSES.d, files: node("d") },
    { name: "liar", address: ADDRESSES.c, files: liar },
    { name: "liar-at-d", address: ADDRESSES.d, files: anywhere },
  ];
  return ikeMeeting(tree, nodes, `ADDRESSED=${addressed ? "yes" : "no"}\n${MEET}`);
}

describeIfPossible.each(RELEASES)("W1: charon of $release", ({ release, platform }) => {
  let tree: string;

  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  describe.each([
    ["addresses", true],
    ["no addresses", false],
  ])("with branches that have %s", (_, addressed) => {
    it.each(Object.keys(METHODS) as (keyof typeof METHODS)[])(
      "keeps out d that says it is c, by %s",
      (method) => {
        const { status, output } = meeting(method, platform, addressed, tree);
        expect({ status, output }).toEqual({
          status: 0,
          output: [
            "liar at the address of c: d / \n",
            "honest: c d / hub\n",
            "the SA of c stayed\n",
            "liar at its own address: \n",
          ].join(""),
        });
      },
      CHECK_LIMIT_MS,
    );
  });
});
