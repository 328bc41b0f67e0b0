import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import Ajv2020 from "ajv/dist/2020";
import { problemLines } from "../../operations/errors";
import { judgeFile, SETTLED_RULE, type JudgeInput } from "../../operations/judge/judge";
import { parseOptions } from "../../operations/judge/options";
import type { WrittenGraph } from "../../operations/plan/serialise";
import { jsonReport } from "../../operations/report/json";
import type { Report } from "../../operations/report/model";
import schema from "../../operations/report/report.schema.json";
import { textReport } from "../../operations/report/text";
import { exported, fixture, resources, SECRET, SIGNATURE } from "../sources/sample";
import { exportOf } from "./export";

const ROOT = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "firebreak-judge-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

async function judged(file: string, more: Partial<JudgeInput> = {}) {
  return judgeFile({ file, settings: undefined, stack: undefined, folder, stdin: Readable.from([]), ...more });
}

async function report(file: string, more: Partial<JudgeInput> = {}): Promise<Report> {
  const result = await judged(file, more);
  if (!result.ok) throw new Error(problemLines(result.problems).join("\n"));
  return result.report;
}

async function refused(file: string, more: Partial<JudgeInput> = {}): Promise<string> {
  const result = await judged(file, more);
  if (result.ok) throw new Error(`it was judged: ${result.report.verdict}`);
  return problemLines(result.problems).join("\n");
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: "start" | "judge", args: readonly string[], cwd: string, input = ""): Promise<Ended> {
  return new Promise((done) => {
    const tsx = require.resolve("tsx");
    const child = execFile(process.execPath, ["--import", tsx, join(ROOT, "operations", command, "main.ts"), ...args], { cwd, env: { ...process.env, INIT_CWD: cwd, NO_COLOR: "1" }, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

describe("a state with secrets and nothing off-site", () => {
  it.each(["export.json", "export-show-secrets.json", "preview-create.json"])("%s is rejected, by the defaults, which is said in one line; no secret is shown", async (name) => {
    const one = await report(write(name, fixture(name)));
    expect([one.verdict, one.project, one.stack, one.source, one.sites]).toEqual(["rejected", "shop", "dev", name.startsWith("export") ? "state" : "preview", []]);
    expect(one.violations.map((violation) => `${violation.rule} ${violation.name}`)).toContain("off-site-copy uploads");
    expect(one.notes[0]).toBe("no settings are given: judged by the defaults (off-site from 300 km, no objectives, where the state is kept is not known); --settings FILE or --stack NAME gives others");
    expect(textReport(one, { color: false, width: 100 }) + jsonReport(one)).not.toMatch(/hunter2|s3cr3t|v1:[A-Za-z0-9]/);
  });

  it("fits the report's schema", async () => {
    const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
    for (const name of ["export.json", "preview-create.json"]) expect([validate(JSON.parse(jsonReport(await report(write(name, fixture(name)))))), validate.errors]).toEqual([true, null]);
  });

  it("reads the standard input for -", async () => {
    expect((await report("-", { stdin: Readable.from([fixture("export.json")]) })).stack).toBe("dev");
  });

  it("what a terminal obeys does not reach it", async () => {
    const escape = "\u001b[2J";
    const file = write("escape.json", exported(resources().map((one) => (one["type"] === "pulumi:providers:aws" ? { ...one, inputs: { region: `eu-west-1${escape}` } } : one))));
    expect(textReport(await report(file), { color: false, width: 100 })).not.toContain("\u001b");
  });
});

describe("a stack that is not settled", () => {
  const queue = { urn: "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs", custom: true, type: "aws:sqs/queue:Queue", inputs: { name: { [SIGNATURE]: SECRET, plaintext: '"hunter2"' } } };

  it("is rejected whatever else it is, and nothing can except it", async () => {
    const harmless = resources().map((one) => (one["custom"] === true && one["type"] !== "pulumi:providers:aws" ? { ...one, type: "aws:sns/topicPolicy:TopicPolicy" } : one));
    const exceptions = [{ rule: SETTLED_RULE, resource: "jobs", reason: "it will be fine", owner: "ops", expires: "2999-01-01" }];
    const settings = write("except.yaml", { exceptions });
    const one = await report(write("pending.json", exported(harmless, { pending_operations: [{ resource: queue, type: "creating" }] })), { settings });
    expect(one.verdict).toBe("rejected");
    expect(one.violations.find((violation) => violation.rule === SETTLED_RULE)).toMatchObject({ name: "jobs", verdict: "unknown", enforcement: "mandatory", docs: "docs/judge.md", reason: expect.stringContaining("interrupted while it was being created") as string, fix: expect.stringContaining("pulumi refresh") as string });
    expect(jsonReport(one)).not.toContain("hunter2");
  });

  it("is judged as a whole even if only the operation is left", async () => {
    expect((await report(write("only.json", exported([], { pending_operations: [{ resource: queue, type: "creating" }] })))).verdict).toBe("rejected");
  });
});

describe("settings", () => {
  const state = () => write("state.json", fixture("export.json"));

  it("come from a YAML or JSON file", async () => {
    const yaml = await report(state(), { settings: write("policy.yaml", "objectives:\n  campus: { rpo: 15m }\n") });
    const json = await report(state(), { settings: write("policy.json", { objectives: { campus: { rpo: "15m" } } }) });
    for (const one of [yaml, json]) expect(one.outcomes.find((outcome) => outcome.disaster.kind === "campus")?.objective).toEqual({ rpo: 900 });
    expect(yaml.notes[0]).toBe("settings from policy.yaml");
  });

  it("come from the stack's configuration in the current folder", async () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("Pulumi.dev.yaml", "config:\n  firebreak:policy:\n    objectives:\n      campus: { rto: 1h }\n");
    const one = await report(state(), { stack: "dev" });
    expect([one.outcomes.find((outcome) => outcome.disaster.kind === "campus")?.objective, one.notes[0], one.sites]).toEqual([{ rto: 3600 }, "settings from Pulumi.dev.yaml", []]);
    write("Pulumi.bare.yaml", "config:\n  aws:region: eu-west-1\n");
    expect((await report(state(), { stack: "bare" })).notes[0]).toMatch(/^Pulumi\.bare\.yaml has no firebreak:policy: judged by the defaults/);
  });

  it.each<[string, Partial<JudgeInput>, RegExp]>([
    ["a stack that is not there", { stack: "dve" }, /there is no stack "dve"[^]*did you mean --stack dev\?/],
    ["a file that is not there", { settings: "none.yaml" }, /none\.yaml\n\s+the file cannot be read \(ENOENT\)/],
    ["a key that is not known", { settings: "typo.yaml" }, /typo\.yaml, minDistanceKM\n[^]*did you mean "minDistanceKm"\?/],
    ["a duration without unit", { settings: "unit.yaml" }, /unit\.yaml, objectives\.campus\.rpo\n\s+a duration without a unit could mean anything/],
    ["broken YAML", { settings: "broken.yaml" }, /broken\.yaml, line 2, column \d+\n\s+broken YAML/],
    ["a stack's configuration", { settings: "Pulumi.dev.yaml" }, /this is a stack's configuration, not the settings themselves[^]*--stack NAME/],
    ["an encrypted policy", { stack: "locked" }, /Pulumi\.locked\.yaml, firebreak:policy\n\s+it is encrypted/],
  ])("%s: nothing is judged", async (_name, more, message) => {
    write("typo.yaml", "minDistanceKM: 300\n");
    write("unit.yaml", "objectives:\n  campus: { rpo: 15 }\n");
    write("broken.yaml", "objectives: [\n");
    write("Pulumi.locked.yaml", "config:\n  firebreak:policy:\n    secure: v1:abc\n");
    expect(await refused(state(), more)).toMatch(message);
  });
});

describe("options", () => {
  it("prints help with exit code 0, and tells a mistake with 2", () => {
    expect(parseOptions(["--help"])).toMatchObject({ ok: false, exitCode: 0, message: expect.stringMatching(/Exit codes:[^]*--settings|--settings[^]*Exit codes:/) as string });
    expect(parseOptions([])).toMatchObject({ ok: false, exitCode: 2, message: expect.stringContaining("missing required argument 'file'") as string });
    expect(parseOptions(["a", "b"])).toMatchObject({ ok: false, exitCode: 2 });
    expect(parseOptions(["a", "--sttings", "x"])).toMatchObject({ ok: false, exitCode: 2, message: expect.stringContaining("Did you mean --settings?") as string });
    expect(parseOptions(["a", "--settings", "x", "--stack", "y"])).toMatchObject({ ok: false, exitCode: 2, message: expect.stringContaining("cannot be used with") as string });
    expect(parseOptions(["-", "--json", "--no-color"])).toEqual({ ok: true, options: { file: "-", settings: undefined, stack: undefined, output: "json", color: false, debug: false } });
  });
});

describe("prod, as the plan's file and as the export of what is deployed", () => {
  let start: Report;
  let plan: WrittenGraph;
  beforeAll(async () => {
    const [first, second] = [await run("start", ["--json"], ROOT), await run("start", ["--graph"], ROOT)];
    start = JSON.parse(first.stdout) as Report;
    plan = JSON.parse(second.stdout) as WrittenGraph;
  }, 120_000);

  const compared = ({ project, stack, verdict, sites, resources: all, outcomes, matrix, violations, exceptions, assumptions }: Report) => ({ project, stack, verdict, sites, all, outcomes, matrix, violations, exceptions, assumptions });

  it("the plan's file is judged as the plan is, to the last figure", async () => {
    const one = await report(write("plan.json", plan), { stack: "prod", folder: ROOT, file: join(folder, "plan.json") });
    expect(compared(one)).toEqual(compared(start));
  });

  it("the export is judged as the plan is, to the last figure", async () => {
    const one = await report(write("prod.json", exportOf(plan)), { stack: "prod", folder: ROOT, file: join(folder, "prod.json") });
    expect(compared(one)).toEqual(compared(start));
    expect(one.notes.join("\n")).toMatch(/secret values are not read/);
  });

  it("the export without what copies its bucket to the third place is rejected", async () => {
    const without = { ...plan, nodes: plan.nodes.filter((node) => node.type !== "aws:s3/bucketReplicationConfig:BucketReplicationConfig" && !node.dependencies.some((urn) => urn.includes("BucketReplicationConfig"))) };
    expect(without.nodes.length).toBeLessThan(plan.nodes.length);
    const one = await report(write("without.json", exportOf(without)), { stack: "prod", folder: ROOT, file: join(folder, "without.json") });
    expect([one.verdict, one.violations.length > 0]).toEqual(["rejected", true]);
  });
});

describe("the command", () => {
  it("exit code 1 and the report on standard output when rejected; relative to the folder of the user", async () => {
    const ended = await run("judge", [write("export.json", fixture("export.json"))], folder);
    expect([ended.code, ended.stderr]).toEqual([1, ""]);
    expect(ended.stdout).toMatch(/^shop dev\nJudged from the stack's state, as deployed[^]*dev is rejected: \d+ violations\n$/);
  }, 60_000);

  it("exit code 2 and one message on standard error when it cannot run; also from the standard input", async () => {
    const ended = await run("judge", ["-", "--json"], folder, fixture("export.json").slice(0, 500));
    expect([ended.code, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).toMatch(/^could not run: 1 problem\n\n {2}standard input, line \d+, column \d+\n[^]*fix/);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  }, 60_000);
});
