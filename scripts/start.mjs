/** `npm start`: needs nothing but node, installs the rest, then hands over to start.ts. */
import { createRequire } from "node:module";
import { installPackages } from "./install.mjs";

installPackages();
// Imported late: a fresh clone has no tsx before the line above.
const { register } = await import("tsx/cjs/api");
register();
createRequire(import.meta.url)("./start.ts");
