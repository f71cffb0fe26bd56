import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as vpn from "cdktf-routed-vpn";

/** Gateways that prove who they are by certificates of the company's authority, none of them revoked. */
class Certificates extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });

    const office = new vpn.Gateway(this, "office", {
      address: "198.51.100.2",
      inside: vpn.Inside.onInterface("eth1", ["10.1.0.1/24"]),
      ikeId: "O=lab, CN=office", // the certificate's subject
    });
    const branch = new vpn.Gateway(this, "branch", {
      address: "203.0.113.2", // a subjectAltName of the certificate
      inside: vpn.Inside.onInterface("eth1", ["10.2.0.1/24"]),
    });
    new vpn.RouteBasedVpn(this, "office-branch", {
      left: office,
      right: branch,
      authentication: vpn.Authentication.certificate({
        authority: vpn.CertificateAuthority.file("/etc/swanctl/x509ca/company.pem"),
        revocation: vpn.Revocation.STRICT,
      }),
    });

    new TerraformOutput(this, "user_data_office", { value: office.userData, sensitive: true });
    new TerraformOutput(this, "user_data_branch", { value: branch.userData, sensitive: true });
  }
}

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
new Certificates(app, "certificates");
app.synth();
