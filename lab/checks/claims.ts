import type { Lab } from "../lab";
import { quote, type Finished } from "../processes";
import { broken, type Claim } from "../topology/claim";
import { transit } from "../topology/fabric";
import type { Check } from "./check";
import { within } from "./eventually";

/** The lab file's own claims, in its order. */
export function claimChecks(claims: Claim[]): Check[] {
  return claims.map((claim) => ({
    name: claim.claim,
    // Asked until it holds; only what is cut wants a healthy network first.
    patient: claim.cut.length === 0,
    run: ({ lab }) => hold(lab, claim),
  }));
}

async function hold(lab: Lab, claim: Claim): Promise<string[]> {
  for (const gateway of claim.reboot) await lab.reboot(gateway);
  for (const gateway of claim.powerCycle) await lab.powerCycle(gateway);
  const heal = await lab.cut(claim.cut);
  try {
    return await within(claim.within, 1, async () => {
      const { code, stdout, stderr } = await ask(lab, claim);
      const wrong = broken(claim, code, stdout + stderr);
      return wrong.length === 0
        ? []
        : [`${claim.on}: ${claim.run}`, ...wrong, ...lines(stdout + stderr)];
    });
  } finally {
    await heal();
  }
}

function ask(lab: Lab, { on, run }: Claim): Promise<Finished> {
  const words = ["sh", "-c", run];
  const options = { mayFail: true };
  if (on === "vm") return lab.vm.exec(quote(...words), options);
  if (on === "transit") return lab.vm.exec(`ip netns exec ${transit} ${quote(...words)}`, options);
  const host = /^host:(.*)$/.exec(on)?.[1];
  return host === undefined ? lab.exec(on, words, options) : lab.host(host, words, options);
}

function lines(output: string): string[] {
  return output.trim().split("\n").slice(-20);
}
