import { sleep } from "../processes";

/** Asks up to 40 times, half a second apart. */
export async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    if (await holds()) return true;
    await sleep(0.5);
  }
  return false;
}

/** Asks until nothing is wrong, or the time is over; what was wrong last. */
export async function within(
  seconds: number,
  pauseSeconds: number,
  ask: () => Promise<string[]>,
): Promise<string[]> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const wrong = await ask();
    if (wrong.length === 0 || Date.now() > until) return wrong;
    await sleep(pauseSeconds);
  }
}
