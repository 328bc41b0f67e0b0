/** `npm start -- --engine`: the same verdict and exit codes as in process, from the real engine. */
import Ajv2020 from "ajv/dist/2020";
import schema from "../../operations/report/report.schema.json";
import type { Report } from "../../operations/report/model";
import { Clone } from "../start/clone";
import { TIMEOUT } from "./support";

jest.setTimeout(TIMEOUT);

it("prod survives: exit code 0, a report that fits the schema, the same resources and verdicts as in process", async () => {
  const clone = new Clone();
  const [engine, plan] = [await clone.start(["--engine", "--json"]), await clone.start(["--json"])];
  clone.remove();
  expect([engine.code, plan.code]).toEqual([0, 0]);
  const [seen, planned] = [JSON.parse(engine.stdout) as Report, JSON.parse(plan.stdout) as Report];
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  expect([validate(seen), validate.errors]).toEqual([true, null]);
  expect([seen.source, seen.verdict, seen.violations]).toEqual(["engine", planned.verdict, planned.violations]);
  expect(seen.resources.map(({ urn }) => urn)).toEqual(planned.resources.map(({ urn }) => urn));
  expect(seen.outcomes.map(({ disaster, verdict }) => [disaster.id, verdict])).toEqual(planned.outcomes.map(({ disaster, verdict }) => [disaster.id, verdict]));
});

it("prod without the sync of its bucket: exit code 1, naming the bucket, the reason and the fix", async () => {
  const clone = new Clone().edit("infra/storage/object-store.ts", /new ObjectSync\(.*\n/, "\n");
  const { code, stdout } = await clone.start(["--engine", "--json"]);
  clone.remove();
  const report = JSON.parse(stdout) as Report;
  expect([code, report.verdict]).toEqual([1, "rejected"]);
  const violation = report.violations.find((one) => one.rule === "off-site-copy" && one.name === "objects-primary");
  expect(violation?.reason).toContain('"objects-primary" holds data');
  expect(violation?.fix).toMatch(/objects-primary|Add |Copy /);
});

it("a configuration that cannot be: exit code 2, one message, and the engine is not even asked", async () => {
  const clone = new Clone().edit("Pulumi.prod.yaml", "region: GRA11", "region: GRA99");
  const { code, stdout, stderr } = await clone.start(["--engine"]);
  clone.remove();
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("GRA99");
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("a program that throws: exit code 2, its own words, no stack trace", async () => {
  const clone = new Clone().edit("infra/index.ts", "const context = contextOf(readConfig());", (found) => `${found}\n  if (context.config.active === "primary") throw new Error("the moon is in the wrong place");`);
  const { code, stdout, stderr } = await clone.start(["--engine"]);
  clone.remove();
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("the moon is in the wrong place");
  expect(stderr).not.toMatch(/^\s+at /m);
});
