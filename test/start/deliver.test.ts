import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemLines } from "../../operations/errors";
import { buildReport } from "../../operations/report/build";
import { FILES, FORMATS, render } from "../../operations/report/formats";
import { deliverReport } from "../../operations/start/deliver";
import { parseOptions } from "../../operations/start/options";
import { sample } from "../report/sample";

const report = buildReport(sample());
const style = { color: false, width: 110 };
const at = new Date("2026-11-22T12:00:00Z");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firebreak-deliver-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const deliver = (options: { readonly writeTo?: string; readonly reportsTo?: string }, format: (typeof FORMATS)[number] = "text") => deliverReport(report, format, { options, folder, style, at });
const refused = (options: Parameters<typeof deliver>[0]): string => {
  const done = deliver(options);
  if (done.ok) throw new Error("it was written");
  return problemLines(done.problems).join("\n");
};

it.each(FORMATS)("%s is printed where no file is named", (format) => {
  expect(deliver({}, format)).toEqual({ ok: true, text: render(report, format, style, at) });
  expect(readdirSync(folder)).toEqual([]);
});

it("a file is written relative to the user's folder, replaced whole, and only the verdict is printed", () => {
  writeFileSync(join(folder, "a.json"), "old");
  expect(deliver({ writeTo: "a.json" }, "json")).toEqual({ ok: true, text: "prod is rejected: 1 violation\nwritten to a.json\n" });
  expect(JSON.parse(readFileSync(join(folder, "a.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(report)));
  expect(readdirSync(folder)).toEqual(["a.json"]);
});

it("a folder takes every format, is made where it is not there, and the report is printed as usual", () => {
  const done = deliver({ reportsTo: "deep/reports" });
  expect(done).toEqual({ ok: true, text: render(report, "text", style, at) });
  expect(readdirSync(join(folder, "deep/reports")).sort()).toEqual(Object.values(FILES).sort());
  expect(readFileSync(join(folder, "deep/reports", FILES.html), "utf8")).toMatch(/^<!doctype html>/);
});

it("what cannot be written is one problem with its fix, and nothing is left behind", () => {
  expect(refused({ writeTo: "no/such/a.json" })).toMatch(/no\/such\/a\.json\n.*its folder does not exist\n.*make the folder first/);
  mkdirSync(join(folder, "dir"));
  expect(refused({ writeTo: "dir" })).toMatch(/it is a folder\n.*use --report/);
  writeFileSync(join(folder, "file"), "");
  expect(refused({ reportsTo: "file" })).toMatch(/cannot be written[^]*a file of this name is in the way/);
  expect(existsSync(join(folder, "no"))).toBe(false);
});

it.each([
  [["--format", "html", "--output", "x.html"], { output: "html", writeTo: "x.html" }],
  [["--report", "out"], { output: "text", reportsTo: "out" }],
  [["--json"], { output: "json" }],
  [["--graph", "--output", "plan.json"], { output: "graph", writeTo: "plan.json" }],
])("reads %j", (args, options) => {
  expect(parseOptions(args)).toMatchObject({ ok: true, options });
});

it.each([
  [["--format", "pdf"], "Allowed choices are text, json, markdown, sarif, html"],
  [["--json", "--format", "html"], "cannot be used with"],
  [["--graph", "--report", "x"], "cannot be used with"],
])("refuses %j", (args, why) => {
  const parsed = parseOptions(args);
  expect(parsed).toMatchObject({ ok: false, exitCode: 2 });
  expect("message" in parsed ? parsed.message : "").toContain(why);
});
