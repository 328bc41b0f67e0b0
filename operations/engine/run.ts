import { spawn } from "node:child_process";

/** How a child process ended. `code` is its exit code, `undefined` where it never started, was killed or ran out of time. */
export interface Ended {
  readonly code: number | undefined;
  /** Why there is no code: `ENOENT`, `SIGTERM`, `timeout`. */
  readonly reason: string;
  readonly stdout: string;
  /** The last of it where there is much. */
  readonly stderr: string;
}

/** How to run a child process. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  readonly timeout: number;
  readonly onStart?: (pid: number) => void;
  readonly onLine?: (line: string) => void;
}

const MOST_KEPT = 200_000;

/** Runs a program to its end without input; never rejects. Ctrl-C and SIGTERM end the child first. */
export function run(file: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args], { cwd: options.cwd, env: options.env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    const kept = { stdout: "", stderr: "" };
    let rest = "";
    let reason = "";
    const stop = (why: string) => {
      reason ||= why;
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 3000).unref();
    };
    const timer = setTimeout(() => stop("timeout"), options.timeout);
    const signals = ["SIGINT", "SIGTERM"] as const;
    for (const signal of signals) process.on(signal, stop);
    child.stdout.on("data", (chunk: Buffer) => (kept.stdout = (kept.stdout + chunk.toString()).slice(-MOST_KEPT)));
    child.stderr.on("data", (chunk: Buffer) => {
      kept.stderr = (kept.stderr + chunk.toString()).slice(-MOST_KEPT);
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    });
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const end = (code: number | null, why: string) => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, stop);
      resolve({ code: code ?? undefined, reason: reason || why, ...kept });
    };
    child.on("error", (error: NodeJS.ErrnoException) => end(null, error.code ?? error.message));
    child.on("close", (code, signal) => end(reason === "" ? code : null, signal ?? ""));
  });
}

/** What a CLI says when asked for its version; a development build says nothing. */
const VERSION_TIMEOUT = 20_000;

/** The version of the CLI at a path, or `undefined` if it does not run or does not know. */
export async function versionOf(path: string): Promise<string | undefined> {
  const ended = await run(path, ["version"], { timeout: VERSION_TIMEOUT, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  return ended.code === 0 ? /^v?(\d+\.\d+\.\d+\S*)$/m.exec(ended.stdout.trim())?.[1] : undefined;
}
