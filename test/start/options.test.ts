import { parseOptions } from "../../operations/start/options";

function refused(...args: string[]): { readonly message: string; readonly exitCode: number } {
  const parsed = parseOptions(args);
  if (parsed.ok) throw new Error(`${args.join(" ")} was accepted`);
  return parsed;
}

it("plans prod in process, as text, where nothing is said", () => {
  expect(parseOptions([])).toEqual({ ok: true, options: { stack: "prod", engine: false, output: "text", color: true, debug: false } });
});

it.each([
  [["--stack", "dev", "--json"], { stack: "dev", output: "json" }],
  [["--engine", "--no-color", "--debug"], { engine: true, color: false, debug: true }],
  [["--graph"], { output: "graph" }],
])("reads %j", (args, options) => {
  expect(parseOptions(args)).toMatchObject({ ok: true, options });
});

it.each([
  [["--stak", "dev"], "unknown option '--stak'", "Did you mean --stack?"],
  [["--stack"], "option '--stack <name>' argument missing", "--help"],
  [["dev"], "too many arguments", "--help"],
  [["--json", "--graph"], "option '--json' cannot be used with option '--graph'", "--help"],
  [["--graph", "--engine"], "option '--graph' cannot be used with option '--engine'", "--help"],
])("refuses %j with code 2, saying why and what to do", (args, why, fix) => {
  const { message, exitCode } = refused(...args);
  expect(exitCode).toBe(2);
  expect(message).toContain(why);
  expect(message).toContain(fix);
});

it("helps: every option, the exit codes, code 0", () => {
  const { message, exitCode } = refused("--help");
  expect(exitCode).toBe(0);
  for (const part of ["--stack <name>", "--engine", "--json", "--graph", "--no-color", "--debug", "Exit codes:", "2  could not run", "report.schema.json"]) expect(message).toContain(part);
});
