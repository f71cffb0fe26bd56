/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  moduleNameMapper: { "^cdktf-routed-vpn$": "<rootDir>/lib" },
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  reporters: ["default", "<rootDir>/scripts/skipped-reporter.cjs"],
};
