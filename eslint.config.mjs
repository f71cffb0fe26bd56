import { defineConfig, globalIgnores } from "eslint/config";
import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Who may import whom; see ARCHITECTURE.md, "Rooms". */
const cdktf = {
  regex: "^(cdktf|@cdktf/.*)(/|$)",
  message: "Only lib/cdktf.ts imports cdktf and its providers.",
};
const app = {
  regex: "^(constructs|cdktf|@cdktf/.*)(/|$)|(^|/)cdktf$",
  message:
    "From the model to the payload everything works without an App: no constructs, no cdktf.",
};
const outsideLib = {
  regex: "^(\\.\\./)+(bench|examples|lab|scripts|test)(/|$)",
  message: "The library does not know who uses it.",
};
const lib = {
  regex: "^(\\.\\./)+lib(/|$)|^cdktf-routed-vpn(/|$)",
  message: "The lab takes what synthesis wrote, nothing else.",
};
/** A room, and all of lib/ that it may import beside itself. */
const within = (room, ...others) => ({
  target: `./lib/${room}`,
  from: "./lib",
  except: [room, ...others].map((one) => `./${one}`),
  message: `Of lib/, lib/${room} imports ${[room, ...others].join(", ")} alone.`,
});
/** The plan asks what a peer can do, and so what its sheet can express, never how. */
const limits = {
  target: ["./lib/peers/limits/**", "./lib/peers/*/limits.ts"],
  from: ["./lib/!(model|peers)/**", "./lib/peers/!(limits)/!(limits).ts"],
  message: "The plan imports the limits of peers: they import lib/model and limits alone.",
};
const forbid = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default defineConfig(
  globalIgnores(["**/cdktf.out/", "build/", "coverage/", "dist/"]),
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: { console: false, module: false, performance: false, process: false, URL: false },
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { globals: { require: false } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
    },
  },
  {
    // Whoever opens a room needs no other to understand it: types that two files share are in a third.
    files: ["{lib,lab,bench}/**"],
    plugins: { "import-x": importX },
    settings: {
      "import-x/extensions": [".ts"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver": { node: { extensions: [".ts"] } },
    },
    rules: { "import-x/no-cycle": "error" },
  },
  { plugins: { "import-x": importX }, rules: { "import-x/no-duplicates": "error" } },
  {
    files: ["lib/{model,plan,peers,render}/**"],
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            within("model"),
            within("plan", "model", "peers/limits"),
            within("peers", "model", "plan", "render"),
            within("render", "model", "plan"),
            limits,
          ],
        },
      ],
    },
  },
  { files: ["lib/**"], rules: forbid(cdktf, outsideLib) },
  { files: ["lib/cdktf.ts"], rules: forbid(outsideLib) },
  {
    files: ["lib/{model,plan,peers,analysis,render,runbook,payload}/**"],
    rules: forbid(app, outsideLib),
  },
  { files: ["lab/**"], rules: forbid(lib) },
);
