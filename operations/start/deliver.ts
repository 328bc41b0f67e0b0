import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import { failed, messageOf, type Problem, type Result } from "../errors";
import { FILES, FORMATS, render, type Format } from "../report/formats";
import type { Report } from "../report/model";
import type { Style } from "../report/table";
import { verdictLine } from "../report/words";
import type { OutputOptions } from "./options";

/** How a file is set: it has no terminal. */
const ON_PAPER: Style = { color: false, width: 110 };

/** Where what is asked for goes. */
export interface Delivery {
  /** What decides what is printed and written. */
  readonly options: Pick<OutputOptions, "writeTo" | "reportsTo">;
  /** Folder from which relative paths count. */
  readonly folder: string;
  /** How the terminal is set. */
  readonly style: Style;
  /** When the report was made. */
  readonly at: Date;
}

/**
 * Writes the files that are asked for, each whole or not at all, and returns what is to be printed: the report in its format, or
 * the verdict and the file's name where it went to a file.
 */
export function deliverReport(report: Report, format: Format, delivery: Delivery): Result<{ readonly text: string }> {
  const { options, folder, style, at } = delivery;
  const { reportsTo: directory } = options;
  if (directory !== undefined) {
    const made = attempt(directory, () => void mkdirSync(resolve(folder, directory), { recursive: true }));
    if (made !== undefined) return failed(made);
    const problems = FORMATS.flatMap((each) => write(join(directory, FILES[each]), folder, render(report, each, ON_PAPER, at)) ?? []);
    if (problems.length > 0) return failed(...problems);
  }
  return deliver((to) => render(report, format, to, at), `${verdictLine(report)}\n`, { ...delivery, style });
}

/** Prints or writes one text. `said` is printed where it went to a file. */
export function deliver(text: (style: Style) => string, said: string, { options, folder, style }: Delivery): Result<{ readonly text: string }> {
  if (options.writeTo === undefined) return { ok: true, text: text(style) };
  const problem = write(options.writeTo, folder, text(ON_PAPER));
  return problem === undefined ? { ok: true, text: `${said}written to ${options.writeTo}\n` } : failed(problem);
}

function write(file: string, folder: string, text: string): Problem | undefined {
  const path = resolve(folder, file);
  return attempt(file, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) throw Object.assign(new Error("its folder does not exist"), { code: "ENOENT" });
    writeFileAtomic(path, text);
  });
}

const FIXES: Readonly<Record<string, string>> = {
  EISDIR: "name a file in it, or use --report for a folder that takes all formats",
  ENOENT: "make the folder first, or name another",
  EEXIST: "a file of this name is in the way: name another folder",
  ENOTDIR: "a part of the path is a file: name another",
  EACCES: "give write permission, or name another place",
  EROFS: "name a place that can be written to",
  ENOSPC: "make room on the disk, or name another place",
};

function attempt(where: string, action: () => void): Problem | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return { where, problem: `it cannot be written: ${messageOf(error)}`, fix: FIXES[code] ?? "name another place" };
  }
}
