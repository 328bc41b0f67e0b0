import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { problemLines, type Problem } from "../../operations/errors";
import { planInProcess } from "../../operations/plan/plan";
import { program, removeTemporary, ROOT, temporaryProject } from "./temporary";

afterAll(removeTemporary);

const callFunction = (): never => {
  throw new Error("the region is closed");
};

async function problemsOf(files: Readonly<Record<string, string>>, stack = "dev"): Promise<readonly Problem[]> {
  const root = temporaryProject({ "program.js": program(""), ...files });
  const before = readdirSync(root);
  const plan = await planInProcess({ root, stack, callFunction });
  expect(readdirSync(root)).toEqual(before);
  if (plan.ok) throw new Error("it was planned all the same");
  expect(problemLines(plan.problems).join("\n")).not.toMatch(/^\s+at /m);
  return plan.problems;
}

describe("files", () => {
  it("a stack that does not exist: which do, and which was meant", async () => {
    const problems = await problemsOf({ "Pulumi.prod.yaml": "" }, "prdo");
    expect(problems).toEqual([{ where: "--stack", problem: 'there is no stack "prdo": the file Pulumi.prdo.yaml is missing', value: "prdo", allowed: "dev, prod", fix: "did you mean --stack prod?" }]);
  });

  it("a stack that is like no other: no guess", async () => {
    const [problem] = await problemsOf({}, "somewhere-else");
    expect(problem?.fix).toBe("use one of these stacks, or create Pulumi.somewhere-else.yaml");
  });

  it.each(["../dev", "a b", "", "x".repeat(101)])("a name that is no stack's: %j", async (stack) => {
    const [problem] = await problemsOf({}, stack);
    expect(problem).toMatchObject({ where: "--stack", problem: "this is not a stack's name", fix: "give the name of a stack, for example --stack prod" });
  });

  it("broken YAML: file, line and column of each error", async () => {
    const problems = await problemsOf({ "Pulumi.dev.yaml": "config:\n  shop:a: [1, 2\n  shop:b: 3\n" });
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.where).toMatch(/^Pulumi\.dev\.yaml, line [23], column \d+$/);
      expect(problem.problem).toMatch(/^broken YAML: /);
      expect(problem.fix).toMatch(/^correct line [23] of Pulumi\.dev\.yaml$/);
    }
  });

  it("a key that stands twice", async () => {
    const [problem] = await problemsOf({ "Pulumi.dev.yaml": "config:\n  shop:a: 1\n  shop:a: 2\n" });
    expect(problem).toMatchObject({ where: "Pulumi.dev.yaml, line 3, column 3", problem: "broken YAML: Map keys must be unique" });
  });

  it("both files broken: both are told", async () => {
    const problems = await problemsOf({ "Pulumi.yaml": "name: [", "Pulumi.dev.yaml": "- a list\n" });
    expect(problems.map((problem) => problem.where.split(",")[0])).toEqual(expect.arrayContaining(["Pulumi.yaml", "Pulumi.dev.yaml"]));
    expect(problems.find((problem) => problem.where === "Pulumi.dev.yaml")).toMatchObject({ problem: "its content is not a map of keys to values", allowed: "key: value lines" });
  });

  it("a file full of aliases is refused, not expanded", async () => {
    const bomb = ["a: &a [x, x]", ...Array.from({ length: 12 }, (_, level) => `b${level}: &b${level} [${Array(10).fill(level === 0 ? "*a" : `*b${level - 1}`).join(", ")}]`)].join("\n");
    const [problem] = await problemsOf({ "Pulumi.dev.yaml": bomb });
    expect(problem).toMatchObject({ where: "Pulumi.dev.yaml", problem: "it has 120 aliases", allowed: "at most 100 aliases" });
  });

  it("configuration that is not a map", async () => {
    const [problem] = await problemsOf({ "Pulumi.dev.yaml": "config: prod\n" });
    expect(problem).toMatchObject({ where: "Pulumi.dev.yaml, config", problem: "it is not a map of keys to values" });
  });

  it("a project without a name, and one whose program is missing", async () => {
    expect((await problemsOf({ "Pulumi.yaml": "runtime: nodejs\n" }))[0]).toMatchObject({ where: "Pulumi.yaml, name", problem: "the project has no name" });
    expect((await problemsOf({ "Pulumi.yaml": "name: shop\nmain: elsewhere/\n" }))[0]).toMatchObject({ where: "Pulumi.yaml, main", value: "elsewhere/", problem: "the program does not exist" });
  });

  it("what the caller's check finds keeps the program from running", async () => {
    const root = temporaryProject({ "program.js": program('throw new Error("it ran");') });
    const wrong: Problem = { where: "shop:size", problem: "is too small", value: "0", allowed: "at least 1", fix: "raise shop:size" };
    const plan = await planInProcess({ root, stack: "dev", callFunction, check: () => [wrong] });
    expect(plan).toEqual({ ok: false, problems: [wrong] });
  });
});

describe("programs", () => {
  const where = "the program (program.js), stack dev";
  const fix = "correct the program or its configuration; --debug shows where it happened";
  const programs = {
    throws: program('throw new Error("no such flavour: b3-9");'),
    throwsText: program('throw "out of range";'),
    throwsObject: program("throw { secret: 1 };"),
    syntax: "module.exports = async () => {",
    requires: 'require("./nothing"); module.exports = () => {};',
    exportsNothing: "exports.bucket = 1;",
    missingInput: program('new random.RandomPassword("p", {});'),
    sameName: program('new aws.s3.Bucket("uploads"); new aws.s3.Bucket("uploads");'),
    badInput: program(`
      const bad = pulumi.output(1).apply(() => { throw new Error("the quota is used up"); });
      const first = new aws.ssm.Parameter("first", { type: "String", value: bad });
      new aws.ssm.Parameter("second", { type: "String", value: first.value });
    `),
    dataSource: program("await aws.getRegion({});"),
    neverEnds: program("await new Promise(() => undefined);"),
    fine: program('new aws.s3.Bucket("uploads");'),
  };
  type Name = keyof typeof programs;
  let results: Readonly<Record<Name, { readonly ok: boolean; readonly problems: readonly Problem[]; readonly names?: readonly string[] }>>;

  function planned(debug: "debug" | "plain", wanted: readonly Name[]): typeof results {
    const roots = wanted.map((name) => temporaryProject({ "program.js": programs[name] }));
    const text = execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "child.ts"), debug, ...roots], { cwd: ROOT, encoding: "utf8" });
    const all = JSON.parse(text) as (typeof results)[Name][];
    return Object.fromEntries(wanted.map((name, index) => [name, all[index]])) as typeof results;
  }

  beforeAll(() => {
    results = planned("plain", Object.keys(programs) as Name[]);
  }, 60_000);

  it("none shows a stack, each is told with the same fix", () => {
    for (const name of Object.keys(programs) as Name[]) {
      if (name === "fine") continue;
      expect(results[name].problems.map((problem) => [problem.where, problem.fix])).toEqual([[where, fix]]);
      expect(problemLines(results[name].problems).join("\n")).not.toMatch(/^\s+at /m);
    }
  });

  it.each<[Name, string]>([
    ["throws", "no such flavour: b3-9"],
    ["throwsText", "out of range"],
    ["throwsObject", "a value that is no error was thrown (object)"],
    ["requires", "Cannot find module './nothing'"],
    ["exportsNothing", "exports no function; export the program as a function"],
    ["missingInput", "Missing required property 'length'"],
    ["sameName", 'two resources of type aws:s3/bucket:Bucket are named "uploads" (urn:pulumi:dev::shop::aws:s3/bucket:Bucket::uploads); give one of them another name'],
    ["badInput", 'error serializing property "value": the quota is used up'],
    ["dataSource", "the data source aws:index/getRegion:getRegion failed: the region is closed"],
    ["neverEnds", "it never finishes: it waits for a promise that nothing settles"],
  ])("%s: %s", (name, message) => {
    expect(results[name].problems[0]?.problem).toContain(message);
  });

  it("a program that follows failed ones in the same process is not disturbed by them", () => {
    expect(results.fine.names).toEqual(["uploads", "default_7_48_0", "shop-dev"]);
  });

  it("shows where with debug", () => {
    expect(planned("debug", ["throws"]).throws.problems[0]?.problem).toMatch(/no such flavour: b3-9\n\s+at .*program\.js/);
  }, 30_000);
});
