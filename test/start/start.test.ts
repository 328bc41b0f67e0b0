import Ajv2020 from "ajv/dist/2020";
import schema from "../../operations/report/report.schema.json";
import { problemLines } from "../../operations/errors";
import { startInProcess } from "../../operations/start/start";
import type { Report } from "../../operations/report/model";
import { Clone, type Ended } from "./clone";

/** Each run is a process that loads the SDKs; two at a time is what a small machine bears. */
const TIMEOUT = 90_000;
const STACK_FRAME = /^\s+at /m;

let clone: Clone;
beforeAll(() => {
  clone = new Clone();
});
afterAll(() => clone.remove());

function reportOf(ended: Ended): Report {
  expect([ended.code <= 1, ended.stderr]).toEqual([true, ""]);
  return JSON.parse(ended.stdout) as Report;
}

describe.each(["prod", "dev"])("%s, as it is", (stack) => {
  let report: Report;
  let ended: Ended;
  beforeAll(async () => {
    ended = await clone.start(["--stack", stack, "--json"]);
    report = reportOf(ended);
  }, TIMEOUT);

  it("survives: exit code 0", () => {
    expect([report.verdict, ended.code, report.violations.filter((one) => one.enforcement === "mandatory")]).toEqual(["survives", 0, []]);
  });

  it("prints JSON that fits the schema, and nothing else", () => {
    const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
    expect([validate(report), validate.errors]).toEqual([true, null]);
    expect(report).toMatchObject({ project: "firebreak", stack, source: "in-process" });
  });

  it("has two sites, a third place and resources at each", () => {
    expect(report.sites.map((site) => [site.role, site.provider])).toEqual([["primary", "ovh"], ["secondary", "aws"], ["backup", "aws"]]);
    for (const { role } of report.sites) expect(report.resources.filter((resource) => resource.site === role && resource.holds === "data").length).toBeGreaterThan(0);
  });

  it("says for every disaster what it takes, and for every resource that holds something whether it survives", () => {
    expect(report.outcomes.length).toBeGreaterThan(0);
    const disasters = new Set(report.outcomes.map((outcome) => outcome.disaster.id));
    expect(disasters).toContain("campus:ovh/GRA");
    for (const cell of report.matrix) expect(disasters).toContain(cell.disaster);
    for (const outcome of report.outcomes) expect(report.matrix.filter((cell) => cell.disaster === outcome.disaster.id && cell.hit)).toHaveLength(outcome.hit);
  });
});

describe("prod without what copies its bucket", () => {
  it("from the secondary to the third place: rejected, naming the bucket, the reason and the fix", async () => {
    const changed = new Clone().edit("infra/storage/object-replication.ts", /status: "Enabled",\n(\s+)filter/, 'status: "Disabled",\n$1filter');
    const ended = await changed.start(["--no-color"]);
    changed.remove();
    expect([ended.code, ended.stderr]).toEqual([1, ""]);
    const said = ended.stdout.replace(/\s+/g, " ");
    expect(said).toContain("rejected objects-backup aws:s3/bucket:Bucket critical");
    expect(said).toContain('rule status is off (rules.0.status of "objects-replication" is Disabled)');
    expect(said).toContain('fix Set the status of rule 0 in "objects-replication" to Enabled.');
    expect(said).toContain("see docs/rules/off-site-copy.md");
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toMatch(/^prod is rejected: \d+ violations?$/);
  }, TIMEOUT);

  it("from the primary to the secondary: rejected, naming the bucket, the reason and the fix", async () => {
    const changed = new Clone().edit("infra/storage/object-store.ts", /new ObjectSync\(.*\n/, "\n");
    const ended = await changed.start(["--json"]);
    changed.remove();
    const report = reportOf(ended);
    expect([ended.code, report.verdict]).toEqual([1, "rejected"]);
    const violation = report.violations.find((one) => one.rule === "off-site-copy" && one.name === "objects-primary");
    expect(violation).toMatchObject({ type: "ovh:CloudProject/storage:Storage", enforcement: "mandatory", docs: "docs/rules/off-site-copy.md" });
    expect(violation?.reason).toContain('"objects-primary" holds data');
    expect(violation?.fix).toMatch(/^Copy it to another campus at least 300 km away, .*replication/);
    const campus = report.outcomes.find((outcome) => outcome.disaster.id === "campus:ovh/GRA");
    expect([campus?.verdict, campus?.lost.some((urn) => urn.endsWith("::objects-primary"))]).toEqual(["lost", true]);
  }, TIMEOUT);
});

describe("bad configuration: one clear message, no stack, nothing written", () => {
  /** What is changed in Pulumi.prod.yaml, and what the message must say of it. */
  const cases: readonly (readonly [what: string, from: string | RegExp, to: string, said: readonly string[]])[] = [
    ["a region that does not exist", "region: GRA11", "region: GRA99", ["firebreak:primary.region", "GRA99", "allowed", "fix"]],
    ["a provider that is none", "provider: ovh", "provider: gcp", ["firebreak:primary", "gcp", '"ovh" or "aws"']],
    ["both sites too near", "region: eu-central-1", "region: eu-west-3", ["firebreak:secondary.region", "km", "300"]],
    ["a required key that is missing", /^ {2}firebreak:domain:.*$/m, "", ["firebreak:domain", "is required and not set", "pulumi config set domain"]],
    ["a malformed duration", "retention: 35d", "retention: 35", ["firebreak:backup.retention", "35"]],
    ["a number out of range", "servers: 2", "servers: 200", ["firebreak:primary.servers", "200", "a whole number from 1 to 20"]],
    ["a misspelt key", "firebreak:objectSyncInterval", "firebreak:objectSyncIntervall", ["firebreak:objectSyncIntervall", "did you mean objectSyncInterval"]],
    ["a misspelt policy setting", "minDistanceKm", "minDistancKm", ["firebreak:policy.minDistancKm", 'did you mean "minDistanceKm"?']],
    ["broken YAML", "config:", "config: [", ["Pulumi.prod.yaml, line", "column", "broken YAML"]],
  ];

  it.each(cases)("%s", async (_what, from, to, said) => {
    const changed = new Clone().edit("Pulumi.prod.yaml", from, to);
    // In this process: what is wrong in a configuration is told before any SDK is loaded.
    const result = await startInProcess({ root: changed.root, stack: "prod", debug: false });
    changed.remove();
    const message = result.ok ? "it was planned all the same" : problemLines(result.problems).join("\n");
    for (const part of said) expect(message).toContain(part);
    expect(message).toMatch(/^ {4}fix {6}\S/m);
    expect(message).not.toMatch(STACK_FRAME);
  });

  it("several mistakes: all of them at once, on standard error, with code 2", async () => {
    const changed = new Clone().edit("Pulumi.prod.yaml", "region: GRA11", "region: GRA99").edit("Pulumi.prod.yaml", "retention: 35d", "retention: 35").edit("Pulumi.prod.yaml", "minDistanceKm: 300", "minDistanceKm: 300\n    timeToNotic: 7d");
    const before = changed.fingerprint();
    const { code, stdout, stderr } = await changed.start(["--json"]);
    const after = changed.fingerprint();
    changed.remove();
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^could not run: 3 problems\n/);
    for (const key of ["firebreak:primary.region", "firebreak:backup.retention", "firebreak:policy.timeToNotic"]) expect(stderr).toContain(key);
    expect(stderr).not.toMatch(STACK_FRAME);
    expect(after).toBe(before);
  }, TIMEOUT);

  it("a stack without a file", async () => {
    const { code, stdout, stderr } = await clone.start(["--stack", "prd"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('there is no stack "prd": the file Pulumi.prd.yaml is missing');
    expect(stderr).toContain("did you mean --stack prod?");
  }, TIMEOUT);

  it("a program that throws", async () => {
    const changed = new Clone().edit("infra/index.ts", /async function program\(\).*\n/, (line) => `${line}  throw new Error("no quota left");\n`);
    const { code, stdout, stderr } = await changed.start();
    changed.remove();
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("the program (infra/), stack prod\n    no quota left\n");
    expect(stderr).not.toMatch(STACK_FRAME);
  }, TIMEOUT);
});

describe("output", () => {
  const ESCAPE = String.fromCharCode(27);

  it("is text without colour in a pipe; nothing is written", async () => {
    const before = clone.fingerprint();
    const { stdout } = await clone.start();
    expect(stdout).not.toContain(ESCAPE);
    expect(stdout).toContain("pulumi preview --stack prod --policy-pack policies");
    expect(clone.fingerprint()).toBe(before);
  }, TIMEOUT);

  it("--graph prints the plan's resources without a secret", async () => {
    const { code, stdout } = await clone.start(["--graph"]);
    const { format, nodes } = JSON.parse(stdout) as { readonly format: string; readonly nodes: readonly { readonly type: string }[] };
    expect([code, format]).toEqual([0, "firebreak-graph"]);
    expect(nodes.map((node) => node.type)).toContain("ovh:CloudProject/storage:Storage");
  }, TIMEOUT);

  it("--help, and a mistake on the command line", async () => {
    const help = await clone.start(["--help"]);
    expect([help.code, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("Exit codes:");
    const mistake = await clone.start(["--stak", "prod"]);
    expect([mistake.code, mistake.stdout]).toEqual([2, ""]);
    expect(mistake.stderr).toContain("Did you mean --stack?");
  }, TIMEOUT);
});
