import { spawn } from "node:child_process";

/** One measurement, as `npm run -s bench -- --json` prints it: one object a line. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "percent" | "MB";
  /** How many runs the value is the median of. */
  readonly n: number;
}

/** A measurement that could not be taken on this machine, and what would make it possible. */
export interface Unmeasured {
  readonly name: string;
  readonly why: string;
  /** True if it should have been possible: something is broken. */
  readonly failed?: boolean;
}

/** How a child process ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time from spawn to exit. */
  readonly milliseconds: number;
}

/** Runs node with these arguments in a folder; never rejects for an exit code. */
export function runNode(args: readonly string[], cwd: string): Promise<Ended> {
  return run(process.execPath, args, cwd);
}

/** Runs a command in a folder; rejects only where it cannot be started. `limit`: milliseconds after which it is ended; by default never. */
export function run(command: string, args: readonly string[], cwd: string, limit = 0): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, [...args], { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: limit });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString("utf8"), stderr: Buffer.concat(err).toString("utf8"), milliseconds: performance.now() - start });
    });
  });
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}
