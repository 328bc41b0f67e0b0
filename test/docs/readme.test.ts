/** What the pages say must be true: commands that exist, figures that the proof comes to. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planInProcess } from "../../operations/plan/plan";
import { readDeclared } from "../../operations/start/settings";
import type { Outcome } from "../../policies/analysis/model";
import { formatDuration } from "../../policies/facts/duration";
import { judge } from "../../policies/judge";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };

describe.each(["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/judge.md"])("%s", (page) => {
  const text = read(page);

  it("names only npm commands that exist", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:]*)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("links only to files that exist", () => {
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? "");
    expect(linked.filter((target) => !existsSync(join(root, page, "..", target)))).toEqual([]);
  });
});

it("the README names every command that a user has", () => {
  const text = read("README.md");
  const left = Object.keys(scripts).filter((name) => !text.includes(name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`) && !text.includes(`npm run -s ${name}`));
  expect(left).toEqual(["test:deep"]);
});

describe("the README's table of what survives what", () => {
  let outcomes: ReadonlyMap<string, Outcome>;
  beforeAll(async () => {
    const plan = await planInProcess({ root, stack: "prod" });
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    const declared = readDeclared(plan.config);
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems));
    outcomes = new Map(judge(plan.graph, declared.settings).assessment.outcomes.map((outcome) => [outcome.disaster.id, outcome]));
  });

  const figures = (id: string): readonly [string, string] => {
    const outcome = outcomes.get(id);
    if (outcome === undefined || !outcome.rpo.known || !outcome.rto.known) throw new Error(`no figures for ${id}; there are ${[...outcomes.keys()].join(", ")}`);
    return [formatDuration(outcome.rpo.seconds), formatDuration(outcome.rto.seconds)];
  };
  const row = (beginning: string) => read("README.md").split("\n").find((line) => line.startsWith(`| ${beginning}`)) ?? "";

  it.each([
    ["the Gravelines campus burns", "campus:ovh/GRA", "2 h", "46 min 30 s", ["2 h of objects", "47 min"]],
    ["OVHcloud as a whole is gone", "provider:ovh", "2 h", "46 min 30 s", ["as above", "47 min"]],
    ["the Frankfurt campus burns", "campus:aws/eu-central-1", "0 s", "0 s", ["nothing", "at once"]],
    ["AWS as a whole is gone", "provider:aws", "0 s", "48 h", ["nothing", "48 h"]],
    ["an account is taken over", "account:ovh/ovh-eu", "2 h 15 min", "4 h 17 min", ["2 h 15 min", "4 h 17 min"]],
    ["an account is taken over", "operator-error", "2 h 15 min", "4 h 15 min", ["2 h 15 min", "4 h 17 min"]],
    ["an account is taken over", "account:aws/123456789012", "0 s", "48 h", ["48 h"]],
    ["the key of one place is lost", "key:owner-key-secondary", "0 s", "0 s", ["nothing", "at once"]],
  ])("%s (%s)", (beginning, id, rpo, rto, words) => {
    expect(figures(id)).toEqual([rpo, rto]);
    for (const word of words) expect(row(beginning)).toContain(word);
  });
});
