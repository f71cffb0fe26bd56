import { AdvertisementsSlice, NamespacePlan } from "../../plan/types";
import { Component } from "../footprint";
import { entering } from "../isolation/unit";
import { BEHIND_FIREWALL, CONFINED, ORDINARY_CALLS, unitFile } from "../unit";
import { radvdDocument } from "./document";
import { printRadvd } from "./print";

const CONFIGURATION = "/etc/vpn-gateway/radvd.conf";
const UNIT = "vpn-gateway-advertise.service";
const RADVD = `/usr/sbin/radvd --logmethod=stderr_clean --config=${CONFIGURATION}`;

/** Router advertisements: zebra, which sends some too, has no Route Information option (RFC 4191). */
export const radvd: Component<AdvertisementsSlice> = (gateway) => {
  const document = radvdDocument(gateway);
  if (!document) return undefined;
  const sections = gateway.namespace ? onInside(gateway.namespace) : SECTIONS;
  return {
    files: [
      { path: CONFIGURATION, mode: "0644", owner: "root", text: printRadvd(document) },
      unitFile(UNIT, gateway.path, sections),
    ],
    packages: ["radvd"],
    checks: [
      {
        name: "radvd.conf",
        command: `radvd --configtest --logmethod=stderr_clean --config=%${CONFIGURATION}`,
      },
    ],
    actions: [
      { stage: "inside hosts", unit: UNIT, restart: [] },
      // A restart would take the routes from all hosts for a moment.
      { stage: "inside hosts", unit: UNIT, reload: [CONFIGURATION] },
    ],
  };
};

/**
 * The distribution's own unit stays idle for want of its /etc/radvd.conf. At its stop radvd takes back
 * what it advertised: lifetimes of 0.
 */
const SECTIONS = {
  Unit: {
    Description: "Router advertisements of this VPN gateway",
    Wants: "vpn-gateway-links.service",
    After: `${BEHIND_FIREWALL.after} vpn-gateway-links.service`,
    StartLimitIntervalSec: "0",
  },
  Service: {
    ExecStartPre: BEHIND_FIREWALL.check,
    ExecStart: `${RADVD} --nodaemon --pidfile=/run/vpn-gateway-radvd.pid`,
    ExecReload: [`${RADVD} --configtest`, "/bin/kill -HUP $MAINPID"],
    Restart: "on-failure",
    RestartSec: "2",
    CapabilityBoundingSet: "CAP_NET_BIND_SERVICE CAP_NET_RAW",
    RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6 AF_PACKET",
    ...CONFINED,
    ...ORDINARY_CALLS,
  },
  Install: { WantedBy: "multi-user.target" },
};

function onInside(namespace: NamespacePlan) {
  const { Unit, Service } = entering(namespace);
  const links = "vpn-gateway-private-links.service";
  return {
    Unit: {
      ...SECTIONS.Unit,
      ...Unit,
      Wants: links,
      After: `${BEHIND_FIREWALL.after} ${Unit.After} ${links}`,
    },
    Service: { ...SECTIONS.Service, ...Service },
    Install: SECTIONS.Install,
  };
}
