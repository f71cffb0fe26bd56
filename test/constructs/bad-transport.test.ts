import {
  ForeignGateway,
  GreOverVti,
  RouteBasedVpn,
  RouteBasedVpnProps,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { preSharedKey, siteGateway } from "../fixtures/apps";
import { Build, itRefuses, two } from "../fixtures/bad-input";

const interfaceType = TunnelInterface.GRE;

function transport(props: Partial<RouteBasedVpnProps> = {}): Build {
  return two({}, { interfaceType, ...props });
}

describe("bad GRE in transport mode is refused", () => {
  itRefuses([
    {
      wrong: "a NAT before one of ours",
      app: two({ localAddress: "172.31.0.9" }, { interfaceType }),
      at: 'net/a-c: interfaceType is "gre"',
      expected: /no NAT on the path; net\/a has a translated address.*RFC 3948, 5\.2/,
      remedy: /TunnelInterface\.XFRM, with GreOverVti/,
    },
    {
      wrong: "a NAT before somebody else's",
      app: (stack) => {
        const right = new ForeignGateway(stack, "p", {
          address: "203.0.113.1",
          networks: ["10.9.0.0/24"],
          behindNat: true,
        });
        const left = siteGateway(stack, "a", 1, 2);
        const authentication = preSharedKey();
        new RouteBasedVpn(stack, "a-p", { left, right, authentication, interfaceType });
      },
      at: 'net/a-p: interfaceType is "gre"',
      expected: /net\/p has a translated address/,
      remedy: /TunnelInterface\.XFRM/,
    },
    {
      wrong: "UDP encapsulation by choice",
      app: transport({ forceUdpEncapsulation: true }),
      at: "net/a-c: forceUdpEncapsulation is true",
      expected: /false: it is for paths with a NAT/,
      remedy: /leave it out/,
    },
    {
      wrong: "GRE within it",
      app: (stack) => {
        const left = siteGateway(stack, "a", 1, 2);
        const right = siteGateway(stack, "c", 2, 2);
        const authentication = preSharedKey();
        const vpn = new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
        new GreOverVti(stack, "gre", { vpn });
      },
      at: 'net/gre: vpn is "net/a-c"',
      expected: /tunnel mode; this one is GRE already/,
      remedy: /leave GreOverVti out/,
    },
    {
      wrong: "an interface id",
      app: transport({ pins: { ifId: 7 } }),
      at: "net/a-c: ifId is 7",
      expected: /neither an if_id nor a mark/,
      remedy: /pin greKey/,
    },
    {
      wrong: "a key where there is no GRE",
      app: two({}, { pins: { greKey: 7 } }),
      at: "net/a-c: greKey is 7",
      expected: /TunnelInterface\.GRE/,
      remedy: /GreOverVti/,
    },
    {
      wrong: "a key that has no place",
      app: transport({ pins: { greKey: 2 ** 32 } }),
      at: "net/a-c: greKey is 4294967296",
      expected: /from 0 to 4294967295/,
      remedy: /RFC 2890/,
    },
  ]);
});
