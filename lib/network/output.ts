import * as fs from "fs";
import * as path from "path";
import { IConstruct } from "constructs";
import {
  addCustomSynthesis,
  Annotations,
  ISynthesisSession,
  TerraformElement,
  TerraformStack,
} from "../cdktf";
import { reportFailures } from "../analysis/report";
import { describePlan } from "../payload/describe";
import { Parts } from "../payload/parts";
import { fetchingUserData } from "../payload/user-data";
import { renderPeer } from "../peers/sheets";
import { runbook } from "../runbook/runbook";
import { adviceOn } from "./advice";
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

  private readonly gateways = new Map<string, IConstruct>();
  private readonly advised = new Set<string>();
  private readonly peers = new Set<string>();

  private constructor(stack: TerraformStack) {
    super(stack, ID);
    addCustomSynthesis(this, { onSynthesize: (session) => this.write(stack, session) });
  }

  /** A gateway whose files this stack carries. */
  addGateway(gateway: IConstruct): void {
    this.gateways.set(gateway.node.path, gateway);
  }

  /** A third-party gateway, whose sheet this stack writes. */
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
    const parts = network.parts();
    const plan = parts.of(new Set(this.gateways.keys()));
    const folder = path.join(session.outdir, session.manifest.forStack(stack).workingDirectory);
    fs.rmSync(path.join(folder, GATEWAYS), { recursive: true, force: true });
    for (const [gatewayPath, gateway] of this.gateways) {
      const payload = network.payload(gatewayPath)!;
      const home = path.join(folder, GATEWAYS, payload.name);
      const folders = payload.files.map((file) =>
        path.dirname(path.join(home, "payload", file.path)),
      );
      for (const one of new Set(folders)) fs.mkdirSync(one, { recursive: true });
      for (const file of payload.files) {
        fs.writeFileSync(path.join(home, "payload", file.path), file.text);
      }
      const userData = network.userData(gatewayPath);
      if (userData) fs.writeFileSync(path.join(home, "user-data"), userData.text);
      if (userData?.use === "fetched") {
        fs.writeFileSync(path.join(home, "user-data-fetch"), fetchingUserData(payload.name));
      }
      const advice = adviceOn(
        parts.gateway(gatewayPath)!,
        (name) => parts.gatewayNamed(name),
        userData,
      );
      this.warn(gateway, advice);
    }
    this.writeSheets(path.join(folder, PEERS), parts);
    const analyses = network.analyses(new Set(plan.sites.map(({ path: site }) => site)));
    fs.writeFileSync(path.join(folder, "plan.json"), describePlan(plan, reportFailures(analyses)));
    fs.writeFileSync(path.join(folder, "runbook.md"), runbook(plan, analyses));
  }

  /** Once for each, however often the app is synthesized. */
  private warn(gateway: IConstruct, advice: readonly string[]): void {
    for (const text of advice) {
      const known = `${gateway.node.path}: ${text}`;
      if (!this.advised.has(known)) Annotations.of(gateway).addWarning(text);
      this.advised.add(known);
    }
  }

  private writeSheets(folder: string, parts: Parts): void {
    fs.rmSync(folder, { recursive: true, force: true });
    for (const peer of [...this.peers].flatMap((path) => parts.peer(path) ?? [])) {
      for (const file of renderPeer(peer)) {
        const target = path.join(folder, peer.name, file.path);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, file.text);
      }
    }
  }
}
