import { configureGlobal } from "fast-check";

/**
 * What property tests draw. `npm test` draws the same each time, so that a change passes or fails by what it is;
 * SEED=N draws something else, as .ci/nightly does.
 */
configureGlobal({ seed: Number(process.env.SEED ?? 13) });
