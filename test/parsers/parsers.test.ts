import { releaseTree } from "../../lab/image/image";
import { Tree } from "../fixtures/tree";
import { checkCloudInit } from "./cloud-init";
import { announcedOverLink, checkFrr, trackedNeighbor } from "./frr";
import { GATEWAYS, gatewayFiles, userData } from "./network";
import { checkNft } from "./nft";
import { checkKeepalived } from "./keepalived";
import { checkRadvd } from "./radvd";
import { checkShell } from "./shell";
import { checkSwanctl } from "./swanctl";
import { inTree, TreeFile } from "./tree";
import { checkUnits } from "./units";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 4 * 60_000;

function modes(files: Tree): TreeFile[] {
  return Object.entries(files).map(([path, text]) => {
    const mode = path.startsWith("/usr/local/") ? "0755" : "0600";
    return { path, text, mode: path.endsWith(".service") ? "0644" : mode };
  });
}

describeIfPossible.each(RELEASES)("the parsers of $release", ({ release, platform }) => {
  const all = gatewayFiles(platform);
  let tree: string;

  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  it(
    "cloud-init takes the user data",
    () => {
      expect(checkCloudInit(tree, userData(platform))).toMatchObject({ status: 0 });
    },
    CHECK_LIMIT_MS,
  );

  describe.each(GATEWAYS)("gateway %s", (name) => {
    const files = all.get(name)!;

    it(
      "charon loads every connection and secret",
      () => {
        const loaded = checkSwanctl(
          tree,
          modes(files).filter(({ path }) => /^\/etc\/(swanctl|strongswan\.d)\//.test(path)),
        );
        expect(loaded).toMatchObject({ status: 0 });
        const wanted = files["/etc/swanctl/conf.d/vpn-gateway.conf"]!.match(/^ {4}version = 2$/gm)!;
        expect(loaded.connections).toHaveLength(wanted.length);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "nft takes the firewall",
      () => {
        const rules = Object.keys(files).filter((path) => path.endsWith(".nft"));
        expect(rules.length).toBeGreaterThan(0);
        for (const path of rules) {
          expect(checkNft(tree, files[path]!)).toMatchObject({ status: 0, output: "" });
        }
      },
      CHECK_LIMIT_MS,
    );

    it(
      "systemd takes the units",
      () => {
        expect(checkUnits(tree, modes(files))).toMatchObject({ status: 0 });
      },
      CHECK_LIMIT_MS,
    );

    it(
      "sh and bash take the scripts",
      () => {
        const scripts = Object.keys(files).filter((path) =>
          /^\/usr\/local\/lib\/.*\/[^.]*$/.test(path),
        );
        expect(scripts.length).toBeGreaterThan(0);
        for (const path of scripts) {
          expect(checkShell(tree, files[path]!)).toMatchObject({ status: 0, output: "" });
        }
      },
      CHECK_LIMIT_MS,
    );

    it(
      "python takes the status command and its layers",
      () => {
        const layers = Object.keys(files).filter((path) => path.endsWith(".py"));
        const scripts = ["/usr/local/sbin/vpn-gateway", ...layers].join(" ");
        const compiled = inTree(tree, modes(files), `python3 -m py_compile ${scripts}`);
        expect(compiled).toMatchObject({ status: 0, output: "" });
      },
      CHECK_LIMIT_MS,
    );

    const advertised = files["/etc/vpn-gateway/radvd.conf"];
    if (advertised !== undefined) {
      it(
        "radvd takes its configuration",
        () => {
          expect(checkRadvd(tree, advertised)).toMatchObject({ status: 0 });
        },
        CHECK_LIMIT_MS,
      );
    }

    const virtual = files["/etc/vpn-gateway/keepalived.conf"];
    if (virtual !== undefined) {
      it(
        "keepalived takes its configuration, and has nothing to say to it",
        () => {
          expect(checkKeepalived(tree, virtual)).toMatchObject({ status: 0, output: "" });
        },
        CHECK_LIMIT_MS,
      );
    }

    const routing = files["/etc/frr/frr.conf"];
    if (routing !== undefined) {
      it(
        "FRR takes its configuration, and a reload finds nothing to change",
        () => {
          expect(checkFrr(tree, routing)).toMatchObject({ ok: true });
        },
        CHECK_LIMIT_MS,
      );

      // Of its neighbors, FRR 10 tracks those in its own AS.
      const partners = routing.matchAll(
        /^ neighbor (\S+) description \S+ through the pair link$/gm,
      );
      for (const [, partner] of partners) {
        it(
          `003.5 FRR finds no route to a partner that only the default route leads to: ${partner}`,
          () => {
            expect(trackedNeighbor(tree, routing, partner!)).toBe(" unresolved");
          },
          CHECK_LIMIT_MS,
        );
      }
    }
  });

  it.each([
    ["remote", ["10.11.0.2/24"], ["10.11.0.0/24", "10.11.9.0/24"]],
    [
      "r1",
      ["10.20.0.2/24", "fd20::2/64"],
      [
        "10.20.0.0/24",
        expect.stringMatching(/^100\..*\/32$/),
        "fd20::/64",
        expect.stringMatching(/^fdcd:.*\/128$/),
      ],
    ],
  ] as const)(
    "000.5 FRR announces nothing of an inside link that has lost its carrier: gateway %s",
    (gateway, addresses, networks) => {
      const { withCarrier, without } = announcedOverLink(
        tree,
        all.get(gateway)!["/etc/frr/frr.conf"]!,
        addresses,
      );
      expect(withCarrier).toEqual(networks);
      expect(without).toEqual([]);
    },
    CHECK_LIMIT_MS,
  );

  it(
    "refuse what is wrong, each of them",
    () => {
      expect(checkCloudInit(tree, "#cloud-config\nruncmd: nonsense\n").status).not.toBe(0);
      const broken = { path: "/etc/swanctl/conf.d/x.conf", text: "connections {\n  x {\n" };
      expect(checkSwanctl(tree, [broken]).status).not.toBe(0);
      expect(checkNft(tree, "table inet x { chain y { nonsense } }").status).not.toBe(0);
      const unit = {
        path: "/etc/systemd/system/x.service",
        text: "[Service]\nExecStart=/no/where\n",
      };
      expect(checkUnits(tree, [unit]).status).not.toBe(0);
      expect(checkShell(tree, "if true; then").status).not.toBe(0);
      expect(checkFrr(tree, "router bgp nonsense\n").ok).toBe(false);
      expect(checkRadvd(tree, "interface eth1 { nonsense; };").status).not.toBe(0);
      expect(checkKeepalived(tree, "vrrp_instance x {\n nonsense\n}\n").status).not.toBe(0);
    },
    CHECK_LIMIT_MS,
  );
});
