/** Imports point one way; each rule says why. Checked by `npm run lint`. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: from },
  to: { pathNot: [from, ...allowed, "^node:", "^(fs|path|os|url|util|crypto|child_process|module)$"], dependencyTypesNot: ["npm", "npm-dev", "core"] },
});
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", comment: "a cycle has no order in which to read it", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
    only("graph-stands-alone", "^policies/graph/", [], "everything rests on the graph model"),
    only("facts-stand-alone", "^policies/facts/", [], "facts are used by all and know nobody"),
    only("catalog-on-facts", "^policies/catalog/", ["^policies/facts/", "^policies/analysis/model"], "the catalog is data about types, not about graphs"),
    only("settings-on-facts", "^policies/settings/", ["^policies/facts/", "^policies/analysis/model"], "how to judge does not depend on how it is computed"),
    only("analysis-is-pure", "^policies/analysis/", ["^policies/(graph|facts|catalog|settings)/"], "the proof must run on any graph, from any source"),
    only("rules-on-analysis", "^policies/rules/", ["^policies/(graph|facts|catalog|settings|analysis)/"], "a rule reads the assessment"),
    only("pack-stands-alone", "^policies/", [], "the pack is published alone and used on any program"),
    only("infra-uses-facts-only", "^infra/", ["^policies/facts/"], "the program must not know how it is judged"),
    only("clouds-use-facts-only", "^clouds/", ["^policies/facts/"], "a cloud knows neither the program nor the judge"),
    { name: "pulumi-at-the-edges", severity: "error", comment: "the analysis is pure functions over plain data", from: { path: "^policies/(graph|facts|catalog|settings|analysis|rules|judge)" }, to: { path: "@pulumi/" } },
    { name: "sdk-in-infra-only", severity: "error", comment: "provider SDKs describe resources; only the program declares any", from: { pathNot: "^(infra|test|operations/catalog|operations/bench)/" }, to: { path: "node_modules/(@pulumi/(aws|random)|@ovhcloud)/" } },
    { name: "no-test-in-code", severity: "error", comment: "shipped code does not depend on its tests", from: { pathNot: "^test/" }, to: { path: "^test/" } },
    { name: "no-unresolved", severity: "error", comment: "an import that resolves nowhere fails on a user's machine; @types/sarif is types only, which tsc resolves", from: {}, to: { couldNotResolve: true, pathNot: "^sarif$" } },
  ],
  options: { doNotFollow: { path: "node_modules" }, tsConfig: { fileName: "tsconfig.json" }, tsPreCompilationDeps: true, combinedDependencies: true, enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default"], extensions: [".ts", ".mjs", ".js", ".cjs", ".json"] } },
};
