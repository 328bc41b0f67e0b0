import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One call that the engine made to a simulated provider. */
export interface Call {
  /** ISO 8601. */
  readonly time: string;
  readonly provider: string;
  /** Name of the provider's method, for example `create`; with `(preview)` where nothing was done. */
  readonly method: string;
  readonly urn?: string;
  /** Resource type, or the token of a function. */
  readonly type?: string;
  readonly regions: readonly string[];
  /** `ok`, `refused` (checks or the API said no), or `unreachable` (burnt). */
  readonly outcome: "ok" | "refused" | "unreachable";
}

const FILE = "calls.jsonl";

/** Notes a call; lines are short enough to be appended whole by several processes at once. */
export function logCall(root: string, call: Call): void {
  mkdirSync(root, { recursive: true });
  appendFileSync(join(root, FILE), `${JSON.stringify(call)}\n`);
}

/** All calls so far, oldest first. A last line that a killed process left unfinished is ignored. */
export function readCalls(root: string): readonly Call[] {
  let contents: string;
  try {
    contents = readFileSync(join(root, FILE), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return contents.split("\n").filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Call);
}
