/** Jest runs TypeScript through swc (no type check: `npm run types` does that). Engine tests run apart. */
const swc = ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }];
module.exports = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": swc },
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: process.env.FIREBREAK_ENGINE_TESTS ? [] : ["<rootDir>/test/engine/"],
};
