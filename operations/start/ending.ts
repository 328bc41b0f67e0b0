import { EXIT, problemLines, type Problem } from "../errors";

/** Writes and ends the process; a reader that has gone away (`| head`) is no error. */
export function end(stream: NodeJS.WriteStream, text: string, code: number): void {
  stream.once("error", () => process.exit(code));
  stream.write(text, () => process.exit(code));
}

/** Tells what stands against running, and ends the process. */
export function couldNotRun(problems: readonly Problem[]): void {
  end(process.stderr, `${problemLines(problems).join("\n")}\n`, EXIT.couldNotRun);
}
