import { Command, CommanderError, Option } from "commander";
import { EXIT } from "../errors";

/** What `npm start` is asked to do. */
export interface StartOptions {
  readonly stack: string;
  /** Preview on the real engine instead of in process. */
  readonly engine: boolean;
  readonly output: "text" | "json" | "graph";
  readonly color: boolean;
  readonly debug: boolean;
}

/** Options, or a message with the code to exit with (help, or a mistake on the command line). */
export type ParsedOptions = { readonly ok: true; readonly options: StartOptions } | { readonly ok: false; readonly message: string; readonly exitCode: number };

const AFTER = `
Exit codes:
  0  the stack survives what it must (or what it does not is waived)
  1  rejected: a mandatory rule is broken
  2  could not run: bad option, configuration or program

Examples:
  npm start                          the prod stack, in process
  npm start -- --stack dev           another stack
  npm start -- --engine              through pulumi preview on the real engine, with simulated clouds
  npm run -s start -- --json         the report as JSON (operations/report/report.schema.json)
  npm run -s start -- --graph        the plan's resources as JSON (operations/plan/graph.schema.json)`;

/** Reads the arguments after the file's name. Never exits, never prints. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const command = new Command("npm start --")
    .description("Plans a stack, judges it, and prints what each disaster would take.\nRuns the program in process: no account, no Pulumi CLI, no network, nothing deployed.")
    .option("--stack <name>", "the stack: Pulumi.<name>.yaml", "prod")
    .option("--engine", "preview on the real Pulumi engine, with the simulated clouds", false)
    .addOption(new Option("--json", "print the report as JSON, and nothing else").default(false).conflicts("graph"))
    .addOption(new Option("--graph", "print the plan's resources as JSON, secrets hidden, and judge nothing").default(false).conflicts("engine"))
    .option("--no-color", "print without colours; so does NO_COLOR, or a pipe")
    .option("--debug", "show where in the program an error happened", false)
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", AFTER)
    .showHelpAfterError("Run npm start -- --help for the options.")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { ok: false, message: written.join(""), exitCode: error.exitCode === 0 ? EXIT.survives : EXIT.couldNotRun };
  }
  const { stack, engine, json, graph, color, debug } = command.opts<{ stack: string; engine: boolean; json: boolean; graph: boolean; color: boolean; debug: boolean }>();
  return { ok: true, options: { stack, engine, output: json ? "json" : graph ? "graph" : "text", color, debug } };
}
