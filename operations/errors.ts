/**
 * What kept a command from running, in words that a person can act on. Problems are values: they are collected, all
 * of them, and printed once; no stack trace reaches the user unless asked for with `--debug`.
 */
export interface Problem {
  /** What it is about: a configuration key, a file with line and column, or a resource. */
  readonly where: string;
  /** What went wrong. Never a secret value. */
  readonly problem: string;
  /** The value found, shortened; absent where there is none or where it may be secret. */
  readonly value?: string;
  readonly allowed?: string;
  /** What to do. */
  readonly fix: string;
}

/** Either what was asked for, or everything that stands against it. */
export type Result<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problems: readonly Problem[] };

/** Exit codes of every command that judges a stack. */
export const EXIT = { survives: 0, rejected: 1, couldNotRun: 2 } as const;

/** A failed result. */
export function failed(...problems: readonly Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems };
}

/** The problems as lines for the terminal. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems.flatMap((one) => [
    "",
    `  ${one.where}`,
    `    ${indented(one.problem)}`,
    ...(one.value === undefined ? [] : [`    value    ${indented(one.value)}`]),
    ...(one.allowed === undefined ? [] : [`    allowed  ${indented(one.allowed)}`]),
    `    fix      ${indented(one.fix)}`,
  ]);
  return [`could not run: ${count}`, ...blocks];
}

function indented(text: string): string {
  return text.split("\n").join("\n             ");
}

/** The message of anything that was thrown, without the stack; `debug` adds the stack where there is one. */
export function messageOf(error: unknown, debug = false): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : `a value that is no error was thrown (${typeof error})`;
  const message = withoutFrames(error.message) || error.name;
  const stack = debug ? framesOf(error.stack) : "";
  return stack === "" ? message : `${message}\n${stack}`;
}

const FRAME = /^\s+at /;

function withoutFrames(text: string): string {
  return text.split("\n").filter((line) => !FRAME.test(line)).join("\n").trim();
}

function framesOf(stack: string | undefined): string {
  return (stack ?? "").split("\n").filter((line) => FRAME.test(line)).join("\n");
}
