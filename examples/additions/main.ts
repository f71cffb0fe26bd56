import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

const METRICS = "/srv/metrics/index.html";

/** What an app adds to a gateway in a daemon's own words: an exporter, rules, kernel settings, lines of FRR. */
class Additions extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      asn: 65001,
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24", "fd01::1/64"]),
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2",
      asn: 65002,
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24", "fd02::1/64"]),
      platform: vpn.Platform.DEBIAN_13,
    });
    new vpn.BgpMesh(this, "wide", {
      members: [office, branch],
      vpn: { authentication: vpn.Authentication.preSharedKey(vpn.Secret.variable("branch_psk")) },
      tunnelPreferences: {
        "branch-office": {
          left: { communities: ["65002:300", "65002:20"], asPathPrepend: 2 },
          right: { localPreference: 300 },
        },
      },
    });

    for (const gateway of [office, branch]) {
      this.exportMetrics(gateway);
      gateway.addKernelSetting({ key: "net.ipv4.tcp_mtu_probing", value: "1" });
      gateway.addCharonSetting({ key: "charon.half_open_timeout", value: "20" });
      gateway.addConnectionSetting({ key: "children.rekey_bytes", value: "500g" });
      gateway.addFrrLines({
        section: vpn.FrrSection.GLOBAL,
        lines: ["ip prefix-list audit seq 5 permit 10.0.0.0/8 le 32"],
      });
      gateway.addFrrLines({
        section: vpn.FrrSection.ROUTER_BGP,
        lines: ["bgp bestpath compare-routerid"],
      });
    }
    office.addFrrLines({ section: vpn.FrrSection.BGP_IPV4, lines: ["distance bgp 20 190 190"] });
    const { NEIGHBOR, NEIGHBOR_IPV4 } = vpn.FrrSection;
    office.addFrrLines({ section: NEIGHBOR, peer: branch, lines: ["advertisement-interval 1"] });
    const kept = ["soft-reconfiguration inbound"];
    office.addFrrLines({ section: NEIGHBOR_IPV4, peer: branch, lines: kept });
    this.changeRoutes(office, branch);
    office.addConnectionSetting({ key: "children.copy_dscp", value: "no", peer: branch });
    office.addFirewallRules({
      chain: vpn.FirewallChain.FORWARD,
      rules: ["tcp dport { 25, 9 } counter drop"],
    });
    office.addFirewallRules({
      chain: vpn.FirewallChain.INPUT,
      rules: ["ip saddr 10.2.0.66 drop"],
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }

  /** Behind what the library itself permits. */
  private changeRoutes(gateway: vpn.Gateway, peer: vpn.IGateway): void {
    gateway.addFrrLines({
      section: vpn.FrrSection.ROUTE_MAP_IN,
      peer,
      lines: ["permit 10", " match ip address prefix-list audit", " set metric 9"],
    });
    gateway.addFrrLines({
      section: vpn.FrrSection.ROUTE_MAP_OUT,
      lines: ["permit 10", " set community 65001:9 additive"],
    });
  }

  /** A service of the gateway's own, which the sites may reach. */
  private exportMetrics(gateway: vpn.Gateway): void {
    gateway.addPackage("python3");
    gateway.addFile({ path: METRICS, text: "up 1\n" });
    gateway.addUnit({
      name: "metrics.service",
      restartedBy: [METRICS],
      text: `[Unit]
Description=Metrics of this machine

[Service]
ExecStart=/usr/bin/python3 -m http.server --bind :: --directory /srv/metrics 9100
DynamicUser=yes
Restart=always

[Install]
WantedBy=multi-user.target
`,
    });
    gateway.allow({
      protocol: vpn.TransportProtocol.TCP,
      ports: [9100],
      sources: ["10.0.0.0/8", "fd00::/8"],
    });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new Additions(app, "additions");
app.synth();
