import { TerraformStack } from "cdktf";
import {
  Delivery,
  ForeignGateway,
  Gateway,
  GatewayProps,
  Inside,
  RouteBasedVpn,
  RouteBasedVpnProps,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { HOST_KEY, preSharedKey, siteGateway } from "../fixtures/apps";
import { itRefuses } from "../fixtures/bad-input";

/** A gateway that nobody can reach. */
function roaming(stack: TerraformStack, id: string, props: Partial<GatewayProps> = {}): Gateway {
  const inside = Inside.onInterface("eth1", ["10.7.0.1/24"]);
  return new Gateway(stack, id, { inside, dynamicAddress: true, ...props });
}

function vpn(
  stack: TerraformStack,
  left: RouteBasedVpnProps["left"],
  right: RouteBasedVpnProps["right"],
  props: Partial<RouteBasedVpnProps> = {},
): void {
  const authentication = preSharedKey();
  new RouteBasedVpn(stack, `${left.gatewayName}-${right.gatewayName}`, {
    left,
    right,
    authentication,
    ...props,
  });
}

describe("gateways without an address are refused where somebody has to reach them", () => {
  itRefuses([
    {
      wrong: "two of them in one tunnel",
      app: (stack) => {
        const inside = Inside.onInterface("eth1", ["10.8.0.1/24"]);
        vpn(stack, roaming(stack, "a"), roaming(stack, "b", { inside }));
      },
      at: "net/a-b: right.address not set",
      expected: /an address of net\/a or net\/b/,
      remedy: /give one of the two an address/,
    },
    {
      wrong: "a VTI, whose remote is the peer's address",
      app: (stack) =>
        vpn(stack, siteGateway(stack, "a", 1, 2), roaming(stack, "b"), {
          interfaceType: TunnelInterface.VTI,
        }),
      at: 'net/a-b: interfaceType is "vti"',
      expected: /endpoints whose addresses are known; net\/b has none/,
      remedy: /TunnelInterface\.XFRM/,
    },
    {
      wrong: "a foreign one that no identity tells apart",
      app: (stack) => {
        const partner = new ForeignGateway(stack, "partner", {
          dynamicAddress: true,
          networks: ["10.9.0.0/24"],
        });
        vpn(stack, siteGateway(stack, "a", 1, 2), partner);
      },
      at: "net/partner: ikeId not set",
      expected: /an IKE identity/,
      remedy: /the identity that its operator gave it/,
    },
    {
      wrong: "two with one identity",
      app: (stack) => {
        const hub = siteGateway(stack, "a", 1, 2);
        const inside = Inside.onInterface("eth1", ["10.8.0.1/24"]);
        vpn(stack, hub, roaming(stack, "b", { ikeId: "branch" }));
        vpn(stack, hub, roaming(stack, "c", { ikeId: "branch", inside }));
      },
      at: 'net/c: ikeId is "branch"',
      expected: /no other peer of net\/a has; net\/b has it/,
      remedy: /`ikeId` of its own/,
    },
    {
      wrong: "delivery over SSH to nowhere",
      app: (stack) => void roaming(stack, "b", { delivery: Delivery.ssh({ hostKey: HOST_KEY }) }),
      at: "net/b: delivery.host not set",
      expected: /an address at which SSH reaches the machine/,
      remedy: /name it.*or deliver by cloud-init/,
    },
    {
      wrong: "a default route towards one, whose address it may cover",
      app: (stack) =>
        vpn(stack, siteGateway(stack, "a", 1, 2), roaming(stack, "b", { networks: ["0.0.0.0/0"] })),
      at: 'net/a-b: right.networks is "0.0.0.0/0"',
      expected: /without the public address of net\/b \(not known\)/,
      remedy: /split the prefix/,
    },
    {
      wrong: "an empty text for an address",
      app: (stack) => void roaming(stack, "b", { address: "" }),
      at: 'net/b: address is ""',
      expected: /a unicast IP address/,
      remedy: /reaches this gateway/,
    },
  ]);
});
