/** `npm start`: plans a stack, judges it, prints what survives. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { EXIT, messageOf, type Result } from "../errors";
import { writeGraph } from "../plan/serialise";
import { deliver, deliverReport } from "./deliver";
import { couldNotRun, end } from "./ending";
import type * as EngineModule from "./engine";
import { parseOptions, type StartOptions } from "./options";
import { startInProcess, type Started } from "./start";
import { styleOf } from "./style";

/** The project's folder: where npm runs its scripts. */
const ROOT = resolve(__dirname, "../..");

/** Where the user typed the command: npm and the commands' own start change the folder. */
const FOLDER = process.env["INIT_CWD"] ?? process.cwd();

function delivered({ report, shareable }: Started, options: StartOptions): Result<{ readonly text: string }> {
  const { isTTY, columns } = process.stdout;
  const delivery = { options, folder: FOLDER, style: styleOf({ isTTY: isTTY === true, columns, env: process.env, color: options.color }), at: new Date() };
  if (options.output === "graph") return deliver(() => `${JSON.stringify(writeGraph(shareable()), undefined, 2)}\n`, "", delivery);
  return deliverReport(report, options.output, delivery);
}

/** In process, or on the engine, which is loaded only then; its progress goes to standard error. */
async function startedBy({ engine, stack, debug }: StartOptions): Promise<Result<Started>> {
  const input = { root: ROOT, stack, debug };
  if (!engine) return startInProcess(input);
  const { startOnEngine } = createRequire(__filename)("./engine") as typeof EngineModule;
  return startOnEngine(input, (line) => void process.stderr.write(`firebreak: ${line}\n`));
}

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return end(parsed.exitCode === EXIT.survives ? process.stdout : process.stderr, parsed.message, parsed.exitCode);
  const { options } = parsed;
  try {
    const started = await startedBy(options);
    if (!started.ok) return couldNotRun(started.problems);
    const rejected = options.output !== "graph" && started.report.verdict === "rejected";
    const done = delivered(started, options);
    if (!done.ok) return couldNotRun(done.problems);
    end(process.stdout, done.text, rejected ? EXIT.rejected : EXIT.survives);
  } catch (error) {
    couldNotRun([{ where: "firebreak", problem: messageOf(error, options.debug), fix: "this is a defect; run again with --debug and report what it prints" }]);
  }
}

void main(process.argv.slice(2));
