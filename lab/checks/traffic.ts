import type { Lab } from "../lab";
import { describe, type Run } from "../measurement/run";
import type { FaultKind } from "../topology/schema";
import { describeWire } from "../topology/wire";
import type { Check } from "./check";

export const afterFault: Check = {
  name: "traffic comes back by itself after the lab file's fault",
  concerns: ({ plan }) => plan.gateways.every(({ pairLink }) => !pairLink),
  run: ({ lab }) => outageOf(lab, lab.file.smoke.fault),
};

/** One run of a fault, held against what the lab file bears: on a busy machine too, if it holds there. */
export async function outageOf(lab: Lab, fault: FaultKind): Promise<string[]> {
  const { maxOutageMs } = lab.file.smoke;
  const secondsAfter = Math.ceil(maxOutageMs / 1000) + 5;
  const suffices = ({ survived, longestMs }: Run) => survived && longestMs <= maxOutageMs;
  const { runs } = await lab.measure({ fault, secondsAfter, suffices });
  return suffices(runs[0]) ? [] : [describe(runs[0])];
}

export const ciphertextOnly: Check = {
  name: "through all of this the transit saw ESP, and no packet in clear text",
  async run({ lab }) {
    const wire = await lab.wire();
    if (wire.encrypted.length === 0) return ["no ESP on the transit"];
    return wire.clear.length === 0 ? [] : describeWire(wire).slice(1);
  },
};
