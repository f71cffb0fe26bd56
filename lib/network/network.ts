import { IConstruct } from "constructs";
import { Analysis, analyseJoined } from "../analysis/analyse";
import { budgetProblems } from "../analysis/budget";
import { Joined, joinedSites } from "../analysis/joined";
import { INTENT_KINDS, IntentKind, RawIntent, RawIntents } from "../model/network";
import { InvalidNetworkError, Problem } from "../model/problem";
import { payloadOf, GatewayPayload } from "../payload/bundle";
import { planNetwork, PlanResult } from "../plan/plan";
import { GatewayPlan, NetworkPlan } from "../plan/types";
import { TerraformStack } from "../cdktf";

const NETWORK = Symbol.for("cdktf-routed-vpn/network");

/** A Terraform expression that fills a placeholder, as seen from the stack that uses it. */
export type LateValue = (stack: TerraformStack) => string;

/**
 * All that an app's constructs ask for: one for each construct tree. The plan is a pure function of
 * it, made anew when something was added since, since cdktf resolves lazies more than once.
 */
export class Network {
  static of(scope: IConstruct): Network {
    const root = scope.node.root as IConstruct & { [NETWORK]?: Network };
    if (!root[NETWORK]) Object.defineProperty(root, NETWORK, { value: new Network() });
    return root[NETWORK]!;
  }

  private readonly intents = Object.fromEntries(
    INTENT_KINDS.map((kind) => [kind, [] as RawIntent[]]),
  ) as { [K in IntentKind]: RawIntent[] };
  private readonly lateValues = new Map<string, { value: LateValue; origin: string }>();
  private readonly found: Problem[] = [];
  private planned?: PlanResult;
  private joined: readonly Joined[] = [];
  private analysed: readonly Analysis[] = [];
  private gateways?: ReadonlyMap<string, GatewayPlan>;
  private payloads = new Map<string, GatewayPayload>();

  add(kind: IntentKind, intent: RawIntent): void {
    this.intents[kind].push(intent);
    this.forget();
  }

  /** Intents may grow until synthesis (`gateway.addInside`); whoever changes one says so. */
  forget(): void {
    this.planned = undefined;
    this.gateways = undefined;
    this.payloads = new Map();
  }

  /** Whether the placeholder was free, or stands for something of the same origin already. */
  addLateValue(name: string, value: LateValue, origin = name): boolean {
    const known = this.lateValues.get(name);
    if (!known) this.lateValues.set(name, { value, origin });
    return !known || known.origin === origin;
  }

  lateValue(name: string): LateValue {
    const late = this.lateValues.get(name);
    if (!late) throw new Error(`no Terraform value is known for the placeholder ${name}`);
    return late.value;
  }

  /** Something wrong that only the constructs can see. */
  addProblem(problem: Problem): void {
    this.found.push(problem);
    this.forget();
  }

  result(): PlanResult {
    this.planned ??= this.checked(planNetwork(this.intents satisfies RawIntents));
    return this.planned;
  }

  /**
   * What every single failure does between these sites, by their paths, and what they are joined with.
   * Sites that are alike are told by one of these, whichever was walked first in the whole network.
   */
  analyses(sites: ReadonlySet<string>): readonly Analysis[] {
    this.plan();
    const concerned = this.joined.filter(
      ({ left, right }) => sites.has(left.path) || sites.has(right.path),
    );
    return concerned.length === this.joined.length ? this.analysed : analyseJoined(concerned);
  }

  private checked(result: PlanResult): PlanResult {
    if (this.found.length > 0) return { problems: [...this.found, ...result.problems] };
    if (!result.plan) return result;
    this.joined = joinedSites(result.plan);
    this.analysed = analyseJoined(this.joined);
    const problems = budgetProblems(this.analysed, result.plan.sites);
    return problems.length > 0 ? { problems } : result;
  }

  /** @throws InvalidNetworkError with everything that is wrong */
  plan(): NetworkPlan {
    const { plan, problems } = this.result();
    if (!plan) throw new InvalidNetworkError(problems);
    return plan;
  }

  /** The payload of one gateway, or nothing while the network is not valid. */
  payload(gatewayPath: string): GatewayPayload | undefined {
    const known = this.payloads.get(gatewayPath);
    if (known) return known;
    const gateway = this.plannedGateways().get(gatewayPath);
    if (!gateway) return undefined;
    const payload = payloadOf(gateway);
    this.payloads.set(gatewayPath, payload);
    return payload;
  }

  /** By path: every gateway asks for its own, and there may be thousands. */
  private plannedGateways(): ReadonlyMap<string, GatewayPlan> {
    this.gateways ??= new Map(this.result().plan?.gateways.map((it) => [it.path, it]));
    return this.gateways;
  }
}
