import { Command, Option } from "commander";
import { parseArguments } from "./arguments";
import { FILES, FORMATS, type Format } from "../report/formats";

/** What every command that reports on a stack can be told about its output. */
export interface OutputOptions {
  /** Where the report goes instead of the terminal. */
  readonly writeTo?: string;
  /** Folder that takes the report in every format, besides what is printed. */
  readonly reportsTo?: string;
  readonly color: boolean;
}

/** What `npm start` is asked to do. */
export interface StartOptions extends OutputOptions {
  readonly stack: string;
  /** Preview on the real engine instead of in process. */
  readonly engine: boolean;
  readonly output: Format | "graph";
  readonly debug: boolean;
}

/** Adds the options about output, the same for every command that reports on a stack. */
export function withOutputOptions(command: Command): Command {
  return command
    .addOption(new Option("--format <format>", "how to write the report").choices(FORMATS).default("text"))
    .addOption(new Option("--json", "the same as --format json: print the report as JSON, and nothing else").default(false).conflicts(["format", "graph"]))
    .option("--output <file>", "write to this file, whole or not at all, and print only the verdict")
    .option("--report <folder>", `also write the report in every format to this folder: ${Object.values(FILES).join(", ")}`)
    .option("--no-color", "print without colours; so does NO_COLOR, or a pipe");
}

/** Reads what {@link withOutputOptions} has added. */
export function outputOptionsOf(command: Command): OutputOptions & { readonly format: Format } {
  const { format, json, output, report, color } = command.opts<{ format: Format; json: boolean; output?: string; report?: string; color: boolean }>();
  return { format: json ? "json" : format, ...(output === undefined ? {} : { writeTo: output }), ...(report === undefined ? {} : { reportsTo: report }), color };
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
  npm start -- --format html --output report.html
                                     one page that needs no network: map, matrix, recovery, evidence
  npm start -- --report reports      text as usual, and every format in the folder reports
  npm run -s start -- --json         the report as JSON (operations/report/report.schema.json)
  npm run -s start -- --graph        the plan's resources as JSON (operations/plan/graph.schema.json)`;

/** Reads the arguments after the file's name. Never exits, never prints. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const command = withOutputOptions(new Command("npm start --"))
    .description("Plans a stack, judges it, and prints what each disaster would take.\nRuns the program in process: no account, no Pulumi CLI, no network, nothing deployed.")
    .option("--stack <name>", "the stack: Pulumi.<name>.yaml", "prod")
    .option("--engine", "preview on the real Pulumi engine, with the simulated clouds", false)
    .addOption(new Option("--graph", "print the plan's resources as JSON, secrets hidden, and judge nothing").default(false).conflicts(["engine", "format", "report"]))
    .option("--debug", "show where in the program an error happened", false);
  const ended = parseArguments(command, "npm start --", AFTER, args);
  if (ended !== undefined) return ended;
  const { stack, engine, graph, debug } = command.opts<{ stack: string; engine: boolean; graph: boolean; debug: boolean }>();
  const { format, ...output } = outputOptionsOf(command);
  return { ok: true, options: { stack, engine, output: graph ? "graph" : format, ...output, debug } };
}
