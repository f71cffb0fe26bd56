import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** Three sites: one on the Internet, one behind a cloud's 1:1 NAT, one behind a router that masquerades. */
class BehindNat extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const hub = new vpn.Gateway(this, "hub", {
      address: "203.0.113.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
    });
    const cloud = new vpn.Gateway(this, "cloud", {
      address: "198.51.100.5",
      localAddress: "172.31.0.10",
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
    });
    // No fixed address: it starts its tunnels, and `office` is its IKE identity.
    const office = new vpn.Gateway(this, "office", {
      dynamicAddress: true,
      inside: vpn.Inside.onInterface("eth1", ["10.3.0.1/24", "fd03::1/64"]),
    });

    const authentication = vpn.Authentication.preSharedKey(vpn.Secret.variable("nat_psk"));
    // Probes so rare that the NAT would forget the tunnel, were it not for IKE's keepalives.
    const options = { authentication, dpdDelaySeconds: 60 };
    new vpn.RouteBasedVpn(this, "hub-cloud", { left: hub, right: cloud, ...options });
    new vpn.RouteBasedVpn(this, "hub-office", { left: hub, right: office, ...options });
    new vpn.RouteBasedVpn(this, "cloud-office", { left: cloud, right: office, ...options });

    for (const { gatewayName: name, userData: value } of [hub, cloud, office])
      new TerraformOutput(this, `user_data_${name}`, { value, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new BehindNat(app, "behind-nat");
app.synth();
