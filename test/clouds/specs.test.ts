import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLOUDS, shapesOf } from "../../clouds/clouds";
import { shapesText } from "../../clouds/shapes/write";
import type { Shape } from "../../clouds/shapes/shape";
import { isListShape, isObjectShape, keyOf } from "../../clouds/shapes/shape";
import type { Value } from "../../clouds/value";

const ALL = CLOUDS.flatMap((cloud) => cloud.types.map((spec) => ({ cloud, spec, shape: shapesOf(cloud.provider)[spec.type] })));

/** The shape at a path of a rule or a reference, or undefined if the SDK has none. */
function shapeAt(shape: Shape | undefined, path: string): Shape | undefined {
  const steps = path.replaceAll("[]", ".[]").split(".").filter((step) => step !== "");
  return steps.reduce<Shape | undefined>((current, step) => {
    if (current === undefined || current === "any") return current;
    if (step === "[]") return isListShape(current) ? current[0] : undefined;
    return isObjectShape(current) ? keyOf(current, step)?.shape : undefined;
  }, shape);
}

/** Inputs with one value at a path. */
function inputsAt(path: string, value: Value): { [key: string]: Value } {
  const steps = path.replaceAll("[]", ".[]").split(".").filter((step) => step !== "");
  return steps.reduceRight<Value>((inner, step) => (step === "[]" ? [inner] : { [step]: inner }), value) as { [key: string]: Value };
}

describe("specifications against the SDKs", () => {
  test.each(CLOUDS.map((cloud) => cloud.provider))("the shapes of %s are those of the installed SDK", (provider) => {
    expect(readFileSync(join(__dirname, "../../clouds/shapes", `${provider}.json`), "utf8")).toBe(shapesText(provider));
  });

  test.each(ALL.map(({ spec, shape }) => [spec.type, spec, shape] as const))("%s names only properties that the SDK has", (type, spec, shape) => {
    const inputs = shape?.inputs ?? {};
    const known = (path: string): boolean => shapeAt(inputs, path) !== undefined;
    // Two families share one list of replacements, and not every member has each of these.
    const shared = (name: string): boolean => known(name) || (name === "engine" && type.includes("PostgresSqlUser")) || (name === "expectedBucketOwner" && type.startsWith("aws:s3/"));
    expect(spec.replaces.filter((name) => !shared(name))).toEqual([]);
    expect((spec.rules ?? []).map((rule) => rule.path ?? rule.property).filter((path) => !shared(path))).toEqual([]);
    expect((spec.references ?? []).map((reference) => reference.path).filter((path) => !known(path))).toEqual([]);
    expect(Object.keys(spec.defaults ?? {}).filter((name) => !known(name) && !(name in (shape?.outputs ?? {})))).toEqual([]);
    if (spec.named !== undefined && !known(spec.named.property)) expect(Object.keys(shape?.outputs ?? {})).toContain(spec.named.property);
  });

  test("every rule and every type states its source", () => {
    const silent = ALL.flatMap(({ spec }) => [spec.source, ...(spec.rules ?? []).map((rule) => rule.source), ...(spec.references ?? []).map((reference) => reference.source)]).filter((source) => source.length < 8);
    expect(silent).toEqual([]);
  });

  test("references and the types that they name exist", () => {
    const types = new Set(ALL.map(({ spec }) => spec.type));
    expect(ALL.flatMap(({ spec }) => (spec.references ?? []).flatMap((reference) => reference.to)).filter((type) => !types.has(type))).toEqual([]);
  });
});

/** No rule over single values takes all of these. */
const NASTY: readonly Value[] = ["~ not a value ~", -987654321, 9e15, "x".repeat(70_000), Array.from({ length: 200 }, (_, index) => index), ""];

describe("rules over single values", () => {
  const rules = ALL.flatMap(({ spec }) => (spec.rules ?? []).flatMap((rule) => (rule.path === undefined ? [] : [{ type: spec.type, rule, path: rule.path }])));
  test.each(rules.map(({ type, rule, path }) => [type, path, rule] as const))("%s: %s refuses what cannot be, and says what is wrong", (type, path, rule) => {
    const context = { world: { all: () => [] }, self: undefined, region: "eu-central-1", account: "111122223333" };
    const reasons = NASTY.flatMap((value) => rule.test(inputsAt(path, value), context) ?? []);
    expect([type, path, reasons.length > 0]).toEqual([type, path, true]);
    expect(reasons.every((reason) => reason.length > 10)).toBe(true);
    expect(rule.test({}, context)).toBeUndefined();
  });
});
