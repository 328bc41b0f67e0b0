import { CommanderError, type Command } from "commander";
import { EXIT } from "../errors";

/** What to print, and the exit code, where arguments end the command: help that was asked for, or an error in them. */
export interface Ended {
  readonly ok: false;
  readonly message: string;
  readonly exitCode: number;
}

/**
 * Parses the arguments after the file's name into a command whose own options are declared, with the help that all
 * commands share: `after` ends it, `name` is what a person types. Never exits, never prints; `undefined` where all is well.
 */
export function parseArguments(command: Command, name: string, after: string, args: readonly string[]): Ended | undefined {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  command
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", after)
    .showHelpAfterError(`Run ${name} --help for the options.`)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write });
  try {
    command.parse([...args], { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { ok: false, message: written.join(""), exitCode: error.exitCode === 0 ? EXIT.survives : EXIT.couldNotRun };
  }
}
