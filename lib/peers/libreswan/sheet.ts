import { Sheet } from "../sheets/sheet";
import { birdFiles } from "./bird";
import { gobgpFiles } from "./gobgp";
import { libreswanDevice, libreswanFiles } from "./ipsec";

export const libreswanBird: Sheet = {
  configuration: (peer) => [...libreswanFiles(peer), ...birdFiles(peer, libreswanDevice)],
};

export const libreswanGobgp: Sheet = {
  configuration: (peer) => [...libreswanFiles(peer), ...gobgpFiles(peer)],
};
