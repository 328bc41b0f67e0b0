/** `npm run explain`: one resource's story. */
import { resolve } from "node:path";
import { Command } from "commander";
import { judge } from "../../policies/judge";
import type { Graph } from "../../policies/graph/model";
import type { Settings } from "../../policies/settings/model";
import { EXIT, messageOf, type Result } from "../errors";
import { parseArguments } from "../start/arguments";
import { chooseSettings } from "../judge/settings";
import { planInProcess } from "../plan/plan";
import { load } from "../sources/load";
import { brief, printableData } from "../sources/printable";
import { readText, STDIN } from "../sources/read";
import { couldNotRun, end } from "../start/ending";
import { readDeclared } from "../start/settings";
import { styleOf } from "../start/style";
import { findResource } from "./find";
import { story } from "./story";
import { explainable, subjectOf } from "./subject";

/** The project's folder: where npm runs its scripts. */
const ROOT = resolve(__dirname, "../..");
/** Where the user typed the command: npm and the commands' own start change the folder. */
const FOLDER = process.env["INIT_CWD"] ?? process.cwd();

/** What the command is asked to do. */
export interface ExplainOptions {
  readonly name: string;
  /** The stack; `undefined` means prod, or, with a file, the default settings. */
  readonly stack: string | undefined;
  /** Export, preview or plan to read instead of planning. */
  readonly file: string | undefined;
  readonly color: boolean;
  readonly debug: boolean;
}

const AFTER = `
Exit codes: 0 told; 2 could not run, or no resource or several are called this.

Examples:
  npm run explain -- objects-primary
  npm run explain -- objects-primary --stack dev
  pulumi stack export | npm run -s explain -- orders --file -`;

/** Reads the arguments. Never exits, never prints. */
export function parseOptions(args: readonly string[]): { readonly ok: true; readonly options: ExplainOptions } | { readonly ok: false; readonly message: string; readonly exitCode: number } {
  const command = new Command("npm run explain --")
    .description("Tells one resource's story: what it is and holds, where it is and why we know, what\ncopies it link by link, what happens to it in each disaster, what it depends on.")
    .argument("<name>", "name or URN of a resource")
    .option("--stack <name>", "the stack: Pulumi.<name>.yaml (default: prod)")
    .option("--file <file>", "read an export, a preview's JSON or a plan's graph instead of planning; - is the standard input")
    .option("--no-color", "print without colours; so does NO_COLOR, or a pipe")
    .option("--debug", "show where an error happened", false);
  const ended = parseArguments(command, "npm run explain --", AFTER, args);
  if (ended !== undefined) return ended;
  const { stack, file, color, debug } = command.opts<{ stack?: string; file?: string; color: boolean; debug: boolean }>();
  return { ok: true, options: { name: command.processedArgs[0] as string, stack, file, color, debug } };
}

async function graphOf({ stack, file, debug }: ExplainOptions): Promise<Result<{ readonly graph: Graph; readonly settings: Settings }>> {
  if (file !== undefined) {
    const chosen = chooseSettings({ settings: undefined, stack }, FOLDER);
    if (!chosen.ok) return chosen;
    const text = await readText(file === STDIN ? STDIN : resolve(FOLDER, file), { stdin: process.stdin });
    if (!text.ok) return text;
    const loaded = load({ text: text.text, name: file === STDIN ? text.name : brief(file) });
    return loaded.ok ? { ok: true, graph: loaded.graph, settings: chosen.settings } : loaded;
  }
  const plan = await planInProcess({
    root: ROOT,
    stack: stack ?? "prod",
    debug,
    check: (config) => {
      const declared = readDeclared(config);
      return declared.ok ? [] : declared.problems;
    },
  });
  if (!plan.ok) return plan;
  const declared = readDeclared(plan.config);
  return declared.ok ? { ok: true, graph: plan.graph, settings: declared.settings } : declared;
}

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return end(parsed.exitCode === EXIT.survives ? process.stdout : process.stderr, parsed.message, parsed.exitCode);
  const { options } = parsed;
  try {
    const read = await graphOf(options);
    if (!read.ok) return couldNotRun(read.problems);
    const { graph, settings } = read;
    const judgement = judge(graph, settings);
    const found = findResource(options.name, explainable(graph, judgement));
    if (!found.ok) return couldNotRun(printableData(found.problems));
    const { isTTY, columns } = process.stdout;
    const style = styleOf({ isTTY: isTTY === true, columns, env: process.env, color: options.color });
    end(process.stdout, story(printableData(subjectOf(found.found, graph, judgement, settings)), style), EXIT.survives);
  } catch (error) {
    couldNotRun([{ where: "firebreak", problem: messageOf(error, options.debug), fix: "this is a defect; run again with --debug and report what it prints" }]);
  }
}

if (require.main === module) void main(process.argv.slice(2));
