import Ajv from "ajv";
import type { Log } from "sarif";
import { buildReport } from "../../operations/report/build";
import { render } from "../../operations/report/formats";
import { sarifReport } from "../../operations/report/sarif";
import { RULES } from "../../policies/rules";
import { hostileReport, largeReport } from "./large";
import schema from "./sarif.schema.json";
import { sample } from "./sample";

const context = { version: "1.2.3", help: (rule: string) => (rule === "off-site-copy" ? "# off-site-copy\n" : undefined) };
const log = (text: string): Log => JSON.parse(text) as Log;
const made = log(sarifReport(buildReport(sample()), context));
const [run] = made.runs;
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

it.each([
  ["a rejected stack", sarifReport(buildReport(sample()), context)],
  ["hostile texts", sarifReport(hostileReport(), { ...context, homepage: "https://example.org/firebreak" })],
  ["as the command writes it", render(buildReport(sample()), "sarif", { color: false, width: 100 }, new Date(0))],
])("%s fits the part of SARIF 2.1.0 that is used, with what code scanning asks for", (_, text) => {
  expect([validate(log(text)), validate.errors]).toEqual([true, null]);
  expect(text.endsWith("}\n")).toBe(true);
});

it("code scanning takes 25,000 results: more are counted, and those that reject stay", () => {
  const report = largeReport(25_010, 1);
  const [large] = log(sarifReport({ ...report, violations: report.violations.map((one, index) => (index < 20 ? { ...one, enforcement: "advisory" as const } : one)) }, context)).runs;
  expect(large?.results).toHaveLength(25_000);
  expect(large?.results?.filter((one) => one.level === "error")).toHaveLength(24_990);
  expect(large?.properties).toMatchObject({ leftOut: 11 });
});

it("names every rule with its help, and each result's rule by its index", () => {
  const rules = run?.tool.driver.rules ?? [];
  expect(rules.map((rule) => rule.id)).toEqual(expect.arrayContaining([...RULES.map((rule) => rule.name), "valid-settings"]));
  expect(rules.find((rule) => rule.id === "off-site-copy")?.help?.markdown).toBe("# off-site-copy\n");
  for (const result of run?.results ?? []) expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
});

it("has help addresses only where the repository can be read", () => {
  expect(JSON.stringify(made)).not.toContain("helpUri");
  const [there] = log(sarifReport(buildReport(sample()), { ...context, homepage: "https://example.org/firebreak" })).runs;
  expect(there?.tool.driver.rules?.find((rule) => rule.id === "off-site-copy")?.helpUri).toBe("https://example.org/firebreak/blob/main/docs/rules/off-site-copy.md");
});

it("a mandatory violation is an error at the stack's configuration and at the resource", () => {
  const result = run?.results?.find((one) => one.ruleId === "off-site-copy");
  expect(result?.level).toBe("error");
  expect(result?.message.text).toMatch(/nothing in this stack copies it elsewhere\nFix: Add a read replica in another region\.$/);
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({ uri: "Pulumi.prod.yaml", uriBaseId: "%SRCROOT%" });
  expect(result?.locations?.[0]?.logicalLocations?.[0]).toEqual({ name: "orders", fullyQualifiedName: "urn:pulumi:prod::shop::aws:rds/instance:Instance::orders", kind: "resource" });
});

it("an advisory violation is a warning, an unknown one says so, a waived one is suppressed with its reason", () => {
  const report = buildReport(sample());
  const advisory = report.violations.map((one) => ({ ...one, enforcement: "advisory" as const, verdict: "unknown" as const }));
  const results = log(sarifReport({ ...report, violations: advisory }, context)).runs[0]?.results ?? [];
  expect(results[0]).toMatchObject({ level: "warning", message: { text: expect.stringMatching(/^Not known: /) as string } });
  expect(results[1]).toMatchObject({ level: "note", suppressions: [{ kind: "external", status: "accepted", justification: "the third place is further (platform, until 2027-03-31)" }] });
});

it("fingerprints tell resources apart and do not change with the wording", () => {
  const report = buildReport(sample());
  const [one] = report.violations;
  if (one === undefined) throw new Error("the sample has a violation");
  const prints = (violations: typeof report.violations) => (log(sarifReport({ ...report, violations, exceptions: [] }, context)).runs[0]?.results ?? []).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
  const [first, reworded, other] = prints([one, { ...one, reason: "said otherwise" }, { ...one, urn: `${one.urn}2` }]);
  expect(first).toMatch(/^[0-9a-f]{32}:1$/);
  expect(reworded).toBe(first);
  expect(other).not.toBe(first);
});
