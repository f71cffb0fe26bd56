import { App, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import * as vpn from "cdktf-routed-vpn";

/**
 * Gateways whose inside is a network namespace: a hub that speaks OSPF inside, BGP and BFD with a
 * gateway that advertises itself to its hosts, and has a VTI to one on Debian 13 with a VXLAN segment.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const stack = new TerraformStack(app, "namespaces");
new LocalBackend(stack, { path: "terraform.tfstate" });

const variable = (name: string, type = "string") => new TerraformVariable(stack, name, { type });
const authentication = vpn.Authentication.preSharedKey(vpn.Secret.variable("namespaces_psk"));

function gateway(id: string, props: vpn.GatewayProps): vpn.Gateway {
  const isolation = vpn.Isolation.NETWORK_NAMESPACE;
  const made = new vpn.Gateway(stack, id, { isolation, underlayDevice: "eth0", ...props });
  if (props.delivery) return made;
  new TerraformOutput(stack, `user_data_${id}`, { value: made.userData, sensitive: true });
  return made;
}

function overSsh(): vpn.Delivery {
  const hostKey = variable("ssh_host_authority").stringValue;
  const host = variable("bastion_host").stringValue;
  const port = variable("bastion_port", "number").numberValue;
  return vpn.Delivery.ssh({
    user: "admin",
    hostKey,
    privateKeyPath: variable("ssh_private_key_path").stringValue,
    bastion: { host, port, user: "root", hostKey },
    resource: vpn.ProvisioningResource.TERRAFORM_DATA,
  });
}

const hub = gateway("hub", {
  address: "198.51.100.2",
  asn: 65001,
  inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
  insideRouting: vpn.InsideRouting.ospf({ helloIntervalSeconds: 1 }),
});
const near = gateway("near", {
  address: "203.0.113.2",
  asn: 65002,
  inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"], {
    routerAdvertisements: { defaultRouter: true, maxIntervalSeconds: 4 },
  }),
  delivery: overSsh(),
});
const far = gateway("far", {
  address: "203.0.113.6",
  inside: vpn.Inside.vxlan({
    vni: 42,
    underlay: "eth1",
    underlayAddresses: ["172.31.0.1/24"],
    peers: ["172.31.0.10"],
    addresses: ["10.3.0.1/24", "fd03::1/64"],
  }),
  platform: vpn.Platform.DEBIAN_13,
});

new vpn.BgpMesh(stack, "mesh", {
  members: [hub, near],
  vpn: { authentication },
  bfd: new vpn.BfdProfile(stack, "calm", { transmitIntervalMs: 300, receiveIntervalMs: 300 }),
});
new vpn.RouteBasedVpn(stack, "hub-far", {
  left: hub,
  right: far,
  authentication,
  interfaceType: vpn.TunnelInterface.VTI,
});
app.synth();
