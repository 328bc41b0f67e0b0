import Ajv2020 from "ajv/dist/2020";
import { buildReport } from "../../operations/report/build";
import { jsonReport } from "../../operations/report/json";
import schema from "../../operations/report/report.schema.json";
import { sample } from "./sample";

const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
const document = () => JSON.parse(jsonReport(buildReport(sample()))) as Record<string, unknown>;

it("fits the schema", () => {
  expect([validate(document()), validate.errors]).toEqual([true, null]);
});

it.each([
  ["another version", { version: 2 }],
  ["a verdict that is none", { verdict: "fine" }],
  ["a property that nobody documented", { more: 1 }],
  ["a time that is no whole number", { timings: { total: 1.5, parts: {} } }],
])("the schema refuses %s", (_what, change) => {
  expect(validate({ ...document(), ...change })).toBe(false);
});

it("describes every property", () => {
  const undescribed: string[] = [];
  const look = (name: string, part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { properties } = part as { readonly properties?: Readonly<Record<string, unknown>> };
    for (const [key, value] of Object.entries(properties ?? {})) look(`${name}.${key}`, value);
    const { description, $ref, const: fixed } = part as { readonly description?: string; readonly $ref?: string; readonly const?: unknown };
    if (name.split(".").length === 2 && description === undefined && $ref === undefined && fixed === undefined && properties === undefined) undescribed.push(name);
  };
  look("report", schema);
  expect(undescribed).toEqual([]);
});
