/** The library's side of the benchmark: `network.ts <spokes> <outdir>`. */
import { App, LocalBackend, TerraformStack } from "cdktf";
import {
  Authentication,
  BfdProfile,
  BgpMesh,
  Delivery,
  Gateway,
  HaPair,
  Inside,
  MeshTopology,
  Secret,
} from "cdktf-routed-vpn";
import { measure } from "./measure";

const [count, outdir] = process.argv.slice(2);

/** Four numbers in mixed radix: a different address for each site. */
const site = (i: number) => ({
  address: `203.${i >> 8}.${i & 255}.2`,
  inside: `10.${64 + (i >> 8)}.${i & 255}`,
});

measure(() => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "bench");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  const delivery = Delivery.ssh({ user: "admin", hostKey: "ssh-ed25519 AAAA" });

  const [primary, secondary] = [1, 2].map(
    (n) =>
      new Gateway(stack, `hub-${n}`, {
        address: `198.51.100.${4 * n}`,
        inside: Inside.interface("eth1", [`10.1.0.${n + 1}/24`]),
        delivery,
      }),
  );
  const hubs = new HaPair(stack, "hubs", {
    primary,
    secondary,
    asn: 64512,
    networks: ["10.1.0.0/24"],
  });
  const spokes = Array.from({ length: Number(count) }, (_, i) => {
    const { address, inside } = site(i);
    return new Gateway(stack, `spoke-${i}`, {
      address,
      inside: Inside.interface("eth1", [`${inside}.1/24`]),
      networks: [`${inside}.0/24`],
      asn: 4200000000 + i,
      delivery,
    });
  });
  new BgpMesh(stack, "backbone", {
    members: [hubs, ...spokes],
    topology: MeshTopology.hubAndSpoke(hubs),
    vpn: { authentication: Authentication.preSharedKey(Secret.variable("backbone_psk")) },
    bfd: new BfdProfile(stack, "fast", {
      transmitIntervalMs: 100,
      receiveIntervalMs: 100,
      detectMultiplier: 3,
    }),
  });
  app.synth();
});
