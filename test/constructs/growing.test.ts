import { App, TerraformStack } from "cdktf";
import { BgpMesh, Inside, MeshTopology } from "cdktf-routed-vpn";
import { Network } from "../../lib/network/network";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { problemsIn } from "../fixtures/problems";

const SITES = ["a", "b", "c", "d"];

function planOf(build: (stack: TerraformStack) => void) {
  const stack = new TerraformStack(new App(), "net");
  build(stack);
  return Network.of(stack).plan();
}

const site = (stack: TerraformStack, name: string) => {
  const number = SITES.indexOf(name) + 1;
  return siteGateway(stack, name, number, 2, { asn: 65000 + number });
};
const vpn = { authentication: preSharedKey() };

describe("a mesh that grows", () => {
  it("plans the same network as one with all members from the start", () => {
    const pins = { "a-d": { vpn: { ifId: 7 } } };
    const whole = planOf((stack) => {
      const members = SITES.map((name) => site(stack, name));
      new BgpMesh(stack, "mesh", { members, vpn, gre: {}, pins });
    });
    const grown = planOf((stack) => {
      const [a, b] = ["a", "b"].map((name) => site(stack, name));
      const mesh = new BgpMesh(stack, "mesh", { members: [a!, b!], vpn, gre: {}, pins });
      Network.of(stack).result();
      ["d", "c"].map((name) => mesh.addMember(site(stack, name)));
    });
    expect(grown).toEqual(whole);
    expect(grown.tunnels).toHaveLength(6);
  });

  it("joins a spoke with the hubs alone, a hub that comes last with every member", () => {
    let mesh: BgpMesh;
    planOf((stack) => {
      const [a, b, c, d] = SITES.map((name) => site(stack, name));
      const topology = MeshTopology.hubAndSpoke(a!, d!);
      mesh = new BgpMesh(stack, "mesh", { members: [a!, b!], vpn, topology });
      mesh.addMember(c!);
      mesh.addMember(d!);
    });
    expect(Object.keys(mesh!.vpns).sort()).toEqual(["a-b", "a-c", "a-d", "b-d", "c-d"]);
  });

  it("reports a member that joins twice", () => {
    const [problem] = problemsIn((stack) => {
      const members = ["a", "b"].map((name) => site(stack, name));
      new BgpMesh(stack, "mesh", { members, vpn }).addMember(members[0]!);
    });
    expect(problem).toMatchObject({ path: "net/mesh", property: "members" });
  });

  it("reports what is no member, and a pin of a tunnel that never comes", () => {
    const problems = problemsIn((stack) => {
      const members = ["a", "b"].map((name) => site(stack, name));
      const pins = { "a-z": {} };
      const mesh = new BgpMesh(stack, "mesh", { members, vpn, pins });
      mesh.addMember("c" as never);
    });
    const found = problems.map(({ property, value }) => `${property} ${value}`).sort();
    expect(found).toEqual(['members.2 "c"', "pins.a-z an object"]);
  });
});

describe("a gateway that grows", () => {
  it("has the segments that were added after its network was planned", () => {
    const plan = planOf((stack) => {
      const [a, c] = ["a", "c"].map((name) => site(stack, name));
      new BgpMesh(stack, "mesh", { members: [a!, c!], vpn });
      expect(Network.of(stack).plan().gateways[0]!.inside).toHaveLength(1);
      a!.addInside(Inside.onInterface("eth5", ["10.50.0.1/24"]));
    });
    expect(plan.gateways[0]!.inside.map(({ device }) => device)).toEqual(["eth1", "eth5"]);
  });
});
