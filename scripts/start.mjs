/** `npm start`: needs nothing but node, installs the rest, then hands over to start.ts. */
import { installPackages } from "./install.mjs";

installPackages();
// Imported late: a fresh clone has no tsx before the line above.
const { require: requireTs } = await import("tsx/cjs/api");
requireTs("./start.ts", import.meta.url);
