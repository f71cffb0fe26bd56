import { TerraformStack } from "cdktf";
import {
  Authentication,
  BgpMeshProps,
  ForeignGateway,
  MeshTopology,
  PolicyBasedVpn,
  RouteBasedVpn,
  Secret,
} from "cdktf-routed-vpn";
import { mesh, preSharedKey, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { itRefuses } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

const own = preSharedKey("company_psk");
const partnerKey = preSharedKey("partner_psk");

function partner(stack: TerraformStack, name = "partner", site = 9): ForeignGateway {
  return new ForeignGateway(stack, name, {
    address: `203.0.113.${site}`,
    asn: 65000 + site,
    networks: [`10.${site}.0.0/24`],
  });
}

/** Two sites of ours, one of them a pair, and a partner. */
function withPartner(props: Partial<BgpMeshProps>) {
  return (stack: TerraformStack) => {
    const members = [sitePair(stack, "east", 1, ["a", "b"]), soleSite(stack, "c", 2)];
    mesh(stack, [...members, partner(stack)], { vpn: { authentication: own }, ...props });
  };
}

/** Secrets of swanctl on a gateway: the peer, and the variable that has the key. */
function secrets(build: (stack: TerraformStack) => void, gateway: string): string[][] {
  const files = synthesizeStack(build).gateway("net", gateway);
  const text = files["payload/files/etc/swanctl/conf.d/vpn-gateway-secrets.conf"]!;
  return [...text.matchAll(/ike-(\S+) \{[^}]*@\{secret\.(\S+)\}/g)].map(([, ...found]) => found);
}

describe("W5: the keys of a mesh", () => {
  it("are its own for a member that has one", () => {
    const build = withPartner({ memberAuthentication: { partner: partnerKey } });
    expect(secrets(build, "a")).toEqual([
      ["c", "company_psk"],
      ["partner", "partner_psk"],
    ]);
    expect(secrets(build, "c").sort()).toEqual([
      ["a", "company_psk"],
      ["b", "company_psk"],
      ["partner", "partner_psk"],
    ]);
  });

  it("are by tunnel before by member, and by member before the template", () => {
    const build = withPartner({
      memberAuthentication: { partner: partnerKey, east: preSharedKey("east_psk") },
      tunnelAuthentication: {
        "a-partner": partnerKey,
        "b-partner": preSharedKey("b_partner_psk"),
      },
    });
    expect(secrets(build, "a")).toEqual([
      ["c", "east_psk"],
      ["partner", "partner_psk"],
    ]);
    expect(secrets(build, "b")).toEqual([
      ["c", "east_psk"],
      ["partner", "b_partner_psk"],
    ]);
  });

  it("give each branch of a hub its own", () => {
    const build = (stack: TerraformStack) => {
      const [hub, c, d] = ["hub", "c", "d"].map((name, at) => soleSite(stack, name, at + 1));
      mesh(stack, [hub!, c!, d!], {
        topology: MeshTopology.hubAndSpoke(hub!),
        memberAuthentication: { c: preSharedKey("c_psk"), d: preSharedKey("d_psk") },
      });
    };
    expect(secrets(build, "hub")).toEqual([
      ["c", "c_psk"],
      ["d", "d_psk"],
    ]);
  });

  itRefuses([
    {
      wrong: "a partner with the company's key",
      app: (stack) => {
        const members = [soleSite(stack, "a", 1), soleSite(stack, "c", 2), partner(stack)];
        const topology = MeshTopology.hubAndSpoke(members[0]!);
        mesh(stack, members, { vpn: { authentication: own }, topology });
      },
      at: 'net/backbone/a-partner: authentication is "company_psk"',
      expected: /a pre-shared key that net\/partner alone has; net\/backbone\/a-c uses it too/,
      remedy: /a secret of its own; in a BgpMesh, with memberAuthentication/,
    },
    {
      wrong: "two keys for one tunnel",
      app: (stack) =>
        mesh(stack, [soleSite(stack, "a", 1), soleSite(stack, "c", 2)], {
          memberAuthentication: { a: preSharedKey("a_psk"), c: preSharedKey("c_psk") },
        }),
      at: "net/backbone: tunnelAuthentication.a-c not set",
      expected: /one authentication for each tunnel/,
      remedy: /tunnelAuthentication/,
    },
    {
      wrong: "a key of an unknown member",
      app: withPartner({ memberAuthentication: { partner: partnerKey, west: own } }),
      at: "net/backbone: memberAuthentication.west is an object of class Authentication",
      expected: /a member of the mesh/,
      remedy: /the members' construct ids/,
    },
    {
      wrong: "a key of an unknown tunnel",
      app: withPartner({
        memberAuthentication: { partner: partnerKey },
        tunnelAuthentication: { "partner-a": own },
      }),
      at: "net/backbone: tunnelAuthentication.partner-a is an object of class Authentication",
      expected: /a tunnel that the mesh makes/,
      remedy: /alphabetical order/,
    },
  ]);
});

describe("W5: a key of a third party", () => {
  const vpn = (stack: TerraformStack, left: string, site: number, authentication = own) =>
    new RouteBasedVpn(stack, `${left}-far${site}`, {
      left: siteGateway(stack, left, site, 2),
      right: partner(stack, `far${site}`, site + 20),
      authentication,
    });

  itRefuses([
    {
      wrong: "that another third party has by another gateway of ours",
      app: (stack) => [vpn(stack, "a", 1), vpn(stack, "c", 2)],
      at: 'net/c-far2: authentication is "company_psk"',
      expected: /net\/far2 alone has; net\/a-far1 uses it too/,
      remedy: /each ForeignGateway a secret of its own/,
    },
    {
      wrong: "that is another third party's in a policy-based VPN",
      app: (stack) => {
        const { left } = vpn(stack, "a", 1);
        new PolicyBasedVpn(stack, "policy", {
          left,
          right: partner(stack),
          authentication: own,
          leftSelectors: ["10.1.0.0/24"],
        });
      },
      at: 'net/policy: authentication is "company_psk"',
      expected: /net\/partner alone has; net\/a-far1 uses it too/,
      remedy: /each ForeignGateway a secret of its own/,
    },
    {
      wrong: "that comes from the same file of one gateway",
      app: (stack) => {
        const authentication = Authentication.preSharedKey(Secret.file("/etc/keys/psk"));
        const { left } = vpn(stack, "a", 1, authentication);
        new RouteBasedVpn(stack, "a-partner", { left, right: partner(stack), authentication });
      },
      at: 'net/a-partner: authentication is "/etc/keys/psk"',
      expected: /net\/partner alone has/,
      remedy: /each ForeignGateway a secret of its own/,
    },
  ]);

  it("may be a file of the same name on two gateways of ours", () => {
    const authentication = Authentication.preSharedKey(Secret.file("/etc/keys/psk"));
    expect(() =>
      synthesizeStack((stack) => {
        vpn(stack, "a", 1, authentication);
        vpn(stack, "c", 2, authentication);
      }),
    ).not.toThrow();
  });

  it("may be used by both gateways of a pair of ours", () => {
    expect(() =>
      synthesizeStack((stack) => {
        const pair = sitePair(stack, "east", 1, ["a", "b"]);
        mesh(stack, [pair, partner(stack)], { vpn: { authentication: partnerKey } });
      }),
    ).not.toThrow();
  });
});
