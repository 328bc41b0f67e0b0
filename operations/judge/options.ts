import { Command, Option } from "commander";
import { parseArguments } from "../start/arguments";
import type { Format } from "../report/formats";
import { outputOptionsOf, withOutputOptions, type OutputOptions } from "../start/options";

/** What `npm run judge` is asked to do. */
export interface JudgeOptions extends OutputOptions {
  /** The file to judge; `-` is the standard input. */
  readonly file: string;
  /** File with the settings. */
  readonly settings: string | undefined;
  /** Stack whose configuration holds the settings. */
  readonly stack: string | undefined;
  readonly output: Format;
  readonly debug: boolean;
}

/** Options, or a message with the code to exit with (help, or a mistake on the command line). */
export type ParsedOptions = { readonly ok: true; readonly options: JudgeOptions } | { readonly ok: false; readonly message: string; readonly exitCode: number };

const AFTER = `
Exit codes:
  0  the stack survives what it must (or what it does not is waived)
  1  rejected: a mandatory rule is broken
  2  could not run: bad option, settings or file

Examples:
  pulumi stack export | npm run -s judge -- -               what is deployed
  pulumi preview --json --show-sames > preview.json
  npm run judge -- preview.json                             what an update would make of it
  npm run -s start -- --graph > plan.json
  npm run judge -- plan.json --stack prod                   a plan, with the settings of Pulumi.prod.yaml
  npm run -s judge -- state.json --settings policy.yaml --json`;

/** Reads the arguments after the file's name. Never exits, never prints. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const command = withOutputOptions(new Command("npm run judge --"))
    .description("Judges a stack from a file and prints what each disaster would take.\nThe file is what pulumi stack export prints, or pulumi preview --json\n--show-sames, or npm run -s start -- --graph. Needs no account, no Pulumi CLI\nand no network. Secrets are not read.")
    .argument("<file>", "the file; - reads the standard input")
    .addOption(new Option("--settings <file>", "how to judge: YAML or JSON with what would stand under firebreak:policy").conflicts("stack"))
    .option("--stack <name>", "how to judge: firebreak:policy in Pulumi.<name>.yaml of the current folder")
    .option("--debug", "show where an error happened", false);
  const ended = parseArguments(command, "npm run judge --", AFTER, args);
  if (ended !== undefined) return ended;
  const { settings, stack, debug } = command.opts<{ settings?: string; stack?: string; debug: boolean }>();
  const { format, ...output } = outputOptionsOf(command);
  return { ok: true, options: { file: command.processedArgs[0] as string, settings, stack, output: format, ...output, debug } };
}
