import { sleep } from "../processes";

/** Asks up to 40 times, half a second apart. */
export async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    if (await holds()) return true;
    await sleep(0.5);
  }
  return false;
}
