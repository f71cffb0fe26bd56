import { IConstruct } from "constructs";
import { Analysis, analyseJoined } from "../analysis/analyse";
import { budgetProblems } from "../analysis/budget";
import { Joined, joinedSites } from "../analysis/joined";
import { Lookup } from "../model/lookup";
import { Asked, INTENT_KINDS, IntentKind, RawIntent, RawIntents } from "../model/network";
import { describeKind, Misfit } from "../model/misfit";
import { Placeholder, placeholder } from "../model/placeholder";
import { InvalidNetworkError, Problem, problem } from "../model/problem";
import { payloadOf, GatewayPayload } from "../payload/bundle";
import { Parts } from "../payload/parts";
import { userDataOf } from "../payload/user-data";
import { planNetwork, PlanResult } from "../plan/plan";
import { GatewayPlan, NetworkPlan } from "../plan/types";
import { TerraformStack } from "../cdktf";
import { intentOf } from "./given";
import { sizeProblems, UserData, UserDataUse } from "./user-data-size";

/** What a construct is called in a message. */
const CONSTRUCTS: Record<IntentKind, string> = {
  gateways: "a Gateway",
  foreignGateways: "a ForeignGateway",
  vpns: "a RouteBasedVpn",
  policyVpns: "a PolicyBasedVpn",
  gres: "a GreOverVti",
  pairs: "an HaPair",
  meshes: "a BgpMesh",
  bfdProfiles: "a BfdProfile",
};

/** What a tunnel can end at. Whether it may be a third party's is for the plan to say. */
export const ENDS = ["gateways", "foreignGateways"] as const;

/** Every construct of the library, and the network that it belongs to. */
const registered = new WeakMap<object, { readonly network: Network; readonly kind: IntentKind }>();

const NETWORK = Symbol.for("cdktf-routed-vpn/network");

/** A Terraform expression that fills a placeholder, as seen from the stack that uses it. */
export type LateValue = (stack: TerraformStack) => string;

/** The plan, if nothing is wrong. */
interface Checked {
  readonly plan?: NetworkPlan;
  readonly problems: readonly Problem[];
}

interface Registered {
  readonly path: string;
  readonly ask: () => RawIntent;
}

/** A scope that a network is of: the App, or what NetworkBoundary was given. */
type Bounded = IConstruct & { [NETWORK]?: Network };

/**
 * All that an app's constructs ask for: one for each construct tree, or part of one with a boundary of
 * its own. The plan is a pure function of it, made anew when something was added since, since cdktf
 * resolves lazies more than once.
 */
export class Network {
  /** The network of the nearest boundary. */
  static of(scope: IConstruct): Network {
    const scopes = scope.node.scopes as Bounded[];
    for (const one of scopes.reverse()) if (one[NETWORK]) return one[NETWORK];
    return Network.around(scope.node.root);
  }

  /** The network of this very scope, if it has one of its own. */
  static at(scope: Bounded): Network | undefined {
    return scope[NETWORK];
  }

  /** Gives a scope a network of its own, unless it has one. */
  static around(scope: Bounded): Network {
    if (!scope[NETWORK]) Object.defineProperty(scope, NETWORK, { value: new Network() });
    return scope[NETWORK]!;
  }

  /** Paths of its constructs at or below a scope. */
  within(scope: IConstruct): string[] {
    const { path } = scope.node;
    const all = INTENT_KINDS.flatMap((kind) => this.asked[kind].map((one) => one.path));
    return all.filter((one) => path === "" || one === path || one.startsWith(`${path}/`));
  }

  private readonly asked = Object.fromEntries(
    INTENT_KINDS.map((kind) => [kind, [] as Registered[]]),
  ) as { [K in IntentKind]: Registered[] };
  private readonly lateValues = new Map<string, { value: LateValue; origin: string }>();
  private readonly found: Problem[] = [];
  private planned?: Checked;
  private joined: readonly Joined[] = [];
  private joinedBySite = new Lookup(this.joined, sitesOf);
  private analysed: readonly Analysis[] = [];
  private divided?: Parts;
  private payloads = new Map<string, GatewayPayload>();
  private readonly userDataUses = new Map<string, UserDataUse>();
  private tooLarge?: readonly Problem[];

  /** Registers a construct, so that others can refer to it, with what it asks for when the network is planned. */
  add<K extends IntentKind, I extends object>(
    kind: K,
    construct: IConstruct,
    ask: () => Asked<K, I>,
  ): void {
    registered.set(construct, { network: this, kind });
    const { path } = construct.node;
    this.asked[kind].push({ path, ask: () => intentOf({ path }, ask()) });
    this.forget();
  }

  private intents(kind: IntentKind): RawIntent[] {
    return this.asked[kind].map(({ ask }) => ask());
  }

  private allIntents(): RawIntents {
    const entries = INTENT_KINDS.map((kind) => [kind, this.intents(kind)]);
    return Object.fromEntries(entries) as unknown as RawIntents;
  }

  /** Whether this network has the construct, as one of these kinds. */
  has(construct: unknown, ...kinds: IntentKind[]): boolean {
    const known = entryOf(construct);
    return known?.network === this && kinds.includes(known.kind);
  }

  /**
   * The path by which an intent refers to another construct: the one way from a construct to a path.
   * What is not of these kinds, or belongs to another network, is refused where it was given.
   */
  reference(construct: unknown, ...kinds: IntentKind[]): string | Misfit {
    if (this.has(construct, ...kinds)) return (construct as IConstruct).node.path;
    if (construct instanceof Misfit) return construct;
    const wanted = kinds.map((kind) => CONSTRUCTS[kind]).join(" or ");
    const known = entryOf(construct);
    const named = known && `${(construct as IConstruct).node.path}, ${CONSTRUCTS[known.kind]}`;
    if (known && kinds.includes(known.kind)) {
      return new Misfit(
        `${named} of another network`,
        `${wanted} of this app`,
        "make it in this app: what another app plans is not known here",
      );
    }
    return new Misfit(named ?? describeKind(construct), wanted, `pass ${wanted} of this app`);
  }

  /** The same for a reference that may be left out. */
  optionalReference(construct: unknown, ...kinds: IntentKind[]): string | Misfit | undefined {
    return construct === undefined ? undefined : this.reference(construct, ...kinds);
  }

  /** To be called where what a construct asks for has changed (`gateway.addInside`). */
  forget(): void {
    this.planned = undefined;
    this.divided = undefined;
    this.tooLarge = undefined;
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

  /** An address whose stack, in turn, needs a value of the stack that uses it. False if it is none. */
  addCircular(name: string, stack: string): boolean {
    const used = placeholder(name);
    const isUsed = (value: unknown) => value instanceof Placeholder && value.text === used;
    const owners = [...this.intents("gateways"), ...this.intents("foreignGateways")];
    const owner = owners.find((it) => isUsed(it.address) || isUsed(it.localAddress));
    if (!owner) return false;
    this.addProblem(
      problem(
        owner.path,
        isUsed(owner.address) ? "address" : "localAddress",
        "an attribute of another stack",
        `an address that stack ${stack} can read before it is applied; each of the two stacks needs a value of the other`,
        "make the addresses in a stack of their own, on which the stacks of both sites depend; or put both sites into one stack",
      ),
    );
    return true;
  }

  /** Something wrong that only the constructs can see. */
  addProblem(problem: Problem): void {
    this.found.push(problem);
    this.forget();
  }

  result(): Checked {
    this.planned ??= this.checked(planNetwork(this.allIntents(), this.found));
    return this.planned;
  }

  /**
   * What every single failure does between these sites, by their paths, and what they are joined with.
   * Sites that are alike are reported by one of these, whichever was walked first in the whole network.
   */
  analyses(sites: ReadonlySet<string>): readonly Analysis[] {
    this.plan();
    const concerned = this.joinedBySite.find(sites);
    return concerned.length === this.joined.length ? this.analysed : analyseJoined(concerned);
  }

  private checked({ problems, sound }: PlanResult): Checked {
    if (!sound) return { problems };
    const { plan, lacking } = sound;
    this.joined = joinedSites(plan);
    this.joinedBySite = new Lookup(this.joined, sitesOf);
    this.analysed = analyseJoined(this.joined);
    const budgets = budgetProblems(this.analysed, plan.sites).filter(
      ({ path }) => !lacking.has(path),
    );
    const all = [...problems, ...budgets];
    return { plan: all.length === 0 ? plan : undefined, problems: all };
  }

  /** @throws InvalidNetworkError with everything that is wrong */
  plan(): NetworkPlan {
    const { plan, problems } = this.result();
    const all = plan ? this.sizeProblems(plan) : problems;
    // Node prints the line that throws unless it has these words (GetErrorSource in node_errors.cc).
    if (!plan || all.length > 0)
      throw new InvalidNetworkError(all, "node-do-not-add-exception-line");
    return plan;
  }

  /** What is too large, of all gateways; it takes a payload to know. */
  private sizeProblems(plan: NetworkPlan): readonly Problem[] {
    this.tooLarge ??= plan.gateways
      .filter(({ userDataLimit }) => userDataLimit !== undefined)
      .flatMap((gateway) => {
        const userData = this.userData(gateway.path);
        return userData ? sizeProblems(gateway, userData) : [];
      });
    return this.tooLarge;
  }

  /** @throws InvalidNetworkError with everything that is wrong */
  parts(): Parts {
    return this.dividedPlan(this.plan());
  }

  private dividedPlan(plan: NetworkPlan): Parts {
    this.divided ??= new Parts(plan);
    return this.divided;
  }

  /** A gateway that is to come to be by its user data, and how that is handed on. */
  useUserData(gatewayPath: string, use: UserDataUse): void {
    this.userDataUses.set(gatewayPath, use);
    this.tooLarge = undefined;
  }

  /** The user data of a gateway that comes to be by it, or nothing while the network is not valid. */
  userData(gatewayPath: string): UserData | undefined {
    const use = this.userDataUses.get(gatewayPath);
    const payload = use && this.payload(gatewayPath);
    return payload && { use, text: userDataOf(payload) };
  }

  /** The payload of one gateway, or nothing while the network is not valid. */
  payload(gatewayPath: string): GatewayPayload | undefined {
    const known = this.payloads.get(gatewayPath);
    if (known) return known;
    const gateway = this.gateway(gatewayPath);
    if (!gateway) return undefined;
    const payload = payloadOf(gateway);
    this.payloads.set(gatewayPath, payload);
    return payload;
  }

  /** The plan of one gateway, or nothing while the network is not valid. */
  gateway(path: string): GatewayPlan | undefined {
    const { plan } = this.result();
    return plan && this.dividedPlan(plan).gateway(path);
  }
}

function sitesOf({ left, right }: Joined): string[] {
  return [left.path, right.path];
}

/** Whether a value is a construct of this kind. */
export function isRegistered(value: unknown, kind: IntentKind): boolean {
  return entryOf(value)?.kind === kind;
}

function entryOf(construct: unknown) {
  return typeof construct === "object" && construct !== null
    ? registered.get(construct)
    : undefined;
}
