import { App, TerraformStack } from "cdktf";
import {
  BfdProfile,
  BgpMesh,
  ForeignGateway,
  Gateway,
  GreOverVti,
  HaPair,
  PolicyBasedVpn,
  RouteBasedVpn,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";

const KINDS: Record<string, (x: unknown) => boolean> = {
  BfdProfile: (x) => BfdProfile.isBfdProfile(x),
  BgpMesh: (x) => BgpMesh.isBgpMesh(x),
  ForeignGateway: (x) => ForeignGateway.isForeignGateway(x),
  Gateway: (x) => Gateway.isGateway(x),
  GreOverVti: (x) => GreOverVti.isGreOverVti(x),
  HaPair: (x) => HaPair.isHaPair(x),
  PolicyBasedVpn: (x) => PolicyBasedVpn.isPolicyBasedVpn(x),
  RouteBasedVpn: (x) => RouteBasedVpn.isRouteBasedVpn(x),
};

function oneOfEach(stack: TerraformStack): Record<string, unknown> {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name, index) =>
    siteGateway(stack, name, index < 2 ? 1 : index, 2 + index, { asn: 65001 + index }),
  );
  const authentication = preSharedKey();
  const mesh = new BgpMesh(stack, "mesh", { members: [c!, d!], vpn: { authentication } });
  const vpn = new RouteBasedVpn(stack, "vpn", { left: a!, right: c!, authentication });
  return {
    Gateway: a,
    ForeignGateway: new ForeignGateway(stack, "peer", { address: "203.0.113.9" }),
    HaPair: new HaPair(stack, "pair", { primary: a!, secondary: b!, asn: 65001, networks: [] }),
    BgpMesh: mesh,
    BfdProfile: new BfdProfile(stack, "bfd"),
    RouteBasedVpn: vpn,
    PolicyBasedVpn: new PolicyBasedVpn(stack, "policy", { left: a!, right: d!, authentication }),
    GreOverVti: new GreOverVti(stack, "gre", { vpn }),
  };
}

describe("isX", () => {
  const constructs = oneOfEach(new TerraformStack(new App(), "net"));

  it("is there for every construct", () => {
    expect(Object.keys(constructs).sort()).toEqual(Object.keys(KINDS));
  });

  it.each(Object.keys(KINDS))("%s tells its own kind from all others", (name) => {
    const found = Object.entries(constructs).filter(([, construct]) => KINDS[name]!(construct));
    expect(found.map(([kind]) => kind)).toEqual([name]);
  });

  it.each([undefined, null, "a", 7, {}, [], Gateway, Object.create(Gateway.prototype)])(
    "takes %p for none",
    (value) => {
      expect(Object.values(KINDS).some((isKind) => isKind(value))).toBe(false);
    },
  );
});
