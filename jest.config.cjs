/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  moduleNameMapper: { "^cdktf-routed-vpn$": "<rootDir>/lib" },
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  setupFiles: ["<rootDir>/test/drawing.ts"],
  // The slow tests wait for timers of real daemons, not for a CPU.
  maxWorkers: 3,
  // Ends what hangs; no test is about how fast a machine is.
  testTimeout: 300_000,
  reporters: ["default", "<rootDir>/scripts/skipped-reporter.cjs"],
};
