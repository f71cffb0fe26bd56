import * as fs from "fs";
import * as path from "path";
import { IConstruct } from "constructs";
import { addCustomSynthesis, ISynthesisSession, TerraformElement, TerraformStack } from "../cdktf";
import { reportFailures } from "../analysis/report";
import { describePlan, partOf } from "../payload/describe";
import { userDataOf } from "../payload/user-data";
import { renderPeer } from "../render/peers";
import { runbook } from "../runbook/runbook";
import { Network } from "./network";

const ID = "RoutedVpn";

/** Folder of the gateways' payloads, beside the stack's cdk.tf.json. */
export const GATEWAYS = "gateways";

/** Folder of the sheets for those who run the other sides. */
export const PEERS = "peers";

/**
 * One per stack with gateways: holds synthesis up while the network has problems, and writes the
 * stack's share of it beside cdk.tf.json.
 */
export class NetworkOutput extends TerraformElement {
  static in(scope: IConstruct): NetworkOutput {
    const stack = TerraformStack.of(scope);
    return (stack.node.tryFindChild(ID) as NetworkOutput | undefined) ?? new NetworkOutput(stack);
  }

  private readonly gateways = new Set<string>();
  private readonly withUserData = new Set<string>();
  private readonly peers = new Set<string>();

  private constructor(stack: TerraformStack) {
    super(stack, ID);
    addCustomSynthesis(this, { onSynthesize: (session) => this.write(stack, session) });
  }

  /** A gateway whose files this stack carries. */
  addGateway(gatewayPath: string): void {
    this.gateways.add(gatewayPath);
  }

  /** A gateway that comes to be by its user data, so that this is written too. */
  addUserData(gatewayPath: string): void {
    this.withUserData.add(gatewayPath);
  }

  /** Somebody else's gateway, whose sheet this stack carries. */
  addPeer(peerPath: string): void {
    this.peers.add(peerPath);
  }

  /** cdktf asks every stack for this before it writes the first one: the place to refuse. */
  public toTerraform(): object {
    Network.of(this).plan();
    return {};
  }

  private write(stack: TerraformStack, session: ISynthesisSession): void {
    const network = Network.of(this);
    const plan = partOf(network.plan(), this.gateways);
    const folder = path.join(session.outdir, session.manifest.forStack(stack).workingDirectory);
    fs.rmSync(path.join(folder, GATEWAYS), { recursive: true, force: true });
    for (const gatewayPath of this.gateways) {
      const payload = network.payload(gatewayPath)!;
      const home = path.join(folder, GATEWAYS, payload.name);
      const folders = payload.files.map((file) =>
        path.dirname(path.join(home, "payload", file.path)),
      );
      for (const one of new Set(folders)) fs.mkdirSync(one, { recursive: true });
      for (const file of payload.files) {
        fs.writeFileSync(path.join(home, "payload", file.path), file.text);
      }
      if (this.withUserData.has(gatewayPath)) {
        fs.writeFileSync(path.join(home, "user-data"), userDataOf(payload));
      }
    }
    this.writeSheets(path.join(folder, PEERS));
    const analyses = network.analyses(new Set(plan.sites.map(({ path: site }) => site)));
    fs.writeFileSync(path.join(folder, "plan.json"), describePlan(plan, reportFailures(analyses)));
    fs.writeFileSync(path.join(folder, "runbook.md"), runbook(plan, analyses));
  }

  private writeSheets(folder: string): void {
    fs.rmSync(folder, { recursive: true, force: true });
    const { peers } = Network.of(this).plan();
    for (const peer of peers.filter((one) => this.peers.has(one.path))) {
      for (const file of renderPeer(peer)) {
        const target = path.join(folder, peer.name, file.path);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, file.text);
      }
    }
  }
}
