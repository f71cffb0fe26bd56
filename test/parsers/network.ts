import { TerraformStack } from "cdktf";
import * as vpn from "cdktf-routed-vpn";
import { mesh, preSharedKey, sitePair, soleSite } from "../fixtures/apps";
import { synthesizeStack } from "../fixtures/synth";
import { Tree } from "../fixtures/tree";

/** Gateways that together have every kind of file and stanza that synthesis writes. */
export const GATEWAYS = ["a", "b", "c", "office", "six", "seven", "inner"] as const;

function build(stack: TerraformStack, platform: vpn.Platform): void {
  const east = sitePair(stack, "east", 1, ["a", "b"], {}, { platform });
  const west = soleSite(stack, "c", 2, { platform });
  // A site of IPv6 and IPv4 that speaks OSPF inside.
  const insideRouting = vpn.InsideRouting.ospf({ area: "0.0.0.1", helloIntervalSeconds: 1 });
  const inner = soleSite(stack, "inner", 3, { platform, insideRouting });
  inner.addInside(vpn.Inside.interface("eth10", ["10.30.0.1/24"]));
  mesh(stack, [east, west, inner], {
    vpn: { authentication: preSharedKey(), interfaceType: vpn.TunnelInterface.VTI },
    gre: { keyed: true },
    bfd: new vpn.BfdProfile(stack, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
  });
  new vpn.RouteBasedVpn(stack, "office-partner", {
    left: new vpn.Gateway(stack, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.vxlan({ vni: 4711, underlay: "eth1", addresses: ["10.4.0.1/24"] }),
      platform,
    }),
    right: new vpn.ForeignGateway(stack, "partner", {
      address: "203.0.113.2",
      networks: ["10.5.0.0/24"],
    }),
    authentication: vpn.Authentication.preSharedKey(vpn.Secret.command(["fetch", 'it\'s "$1"'])),
    espProposals: [vpn.Proposal.parse("aes128-sha256"), vpn.Proposal.parse("chacha20poly1305")],
  });
  const ipv6 = (id: string, site: number) =>
    new vpn.Gateway(stack, id, {
      address: `2001:db8:${site}::2`,
      inside: vpn.Inside.interface("eth1", [`10.${site}.0.1/24`, `fd0${site}::1/64`]),
      underlayDevice: "eth0",
      managementFrom: ["192.0.2.0/24"],
      platform,
    });
  new vpn.RouteBasedVpn(stack, "six-seven", {
    left: ipv6("six", 6),
    right: ipv6("seven", 7),
    authentication: vpn.Authentication.preSharedKey(vpn.Secret.file("/etc/keys/seven")),
    interfaceType: vpn.TunnelInterface.VTI6,
    forceUdpEncapsulation: true,
    description: "what the others leave out",
  });
}

/** Files of every gateway, placeholders filled in as Terraform would. */
export function gatewayFiles(platform: vpn.Platform): Map<string, Tree> {
  const written = synthesizeStack((stack) => build(stack, platform));
  return new Map(
    GATEWAYS.map((name) => {
      const below = "payload/files";
      const files = Object.entries(written.gateway("net", name))
        .filter(([path]) => path.startsWith(`${below}/`))
        .map(([path, text]) => [
          path.slice(below.length),
          text.replace(/@\{secret\.[^}]*\}/g, Buffer.from("a pre-shared key").toString("base64")),
        ]);
      return [name, Object.fromEntries(files)];
    }),
  );
}

/** user-data as a machine of the provider would get it. */
export function userData(platform: vpn.Platform): string {
  const written = synthesizeStack((stack) => build(stack, platform));
  return written.gateway("net", "a")["user-data"]!;
}
