import { spawn } from "node:child_process";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Cli } from "./cli";

/** A CLI command that ended with an error: what it printed. */
export class CommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly code: number | undefined,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`pulumi ${command} ended with ${code === undefined ? "a signal" : `exit code ${code}`}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  }
}

/** What a command printed. */
interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The CLI for the Automation API, in an environment of its own. */
export interface EngineCommand {
  readonly command: PulumiCommand;
  /** Standard output of the last command, failed or not; `preview` prints its JSON digest. */
  readonly lastOutput: () => string;
  /** Asks the command that runs, if any, to stop: it finishes what it has begun. None is started after it. */
  readonly interrupt: () => void;
}

/**
 * The Automation API finds its CLI on PATH, adds this process's whole environment and drops what a failed command
 * printed. This is the same object with the CLI we chose, exactly the environment given, and everything kept. Previews
 * print their digest, which no option of the API asks for.
 */
export function engineCommand(cli: Cli, env: NodeJS.ProcessEnv): EngineCommand {
  let last = "";
  let interrupted = false;
  let stop = (): void => undefined;
  const run = async (args: readonly string[], cwd: string, more: NodeJS.ProcessEnv, onOutput?: (text: string) => void): Promise<Printed> => {
    const all = [...args, ...(args[0] === "preview" ? ["--json", "--show-sames"] : []), "--non-interactive"];
    if (interrupted) throw new CommandFailed(args.slice(0, 2).join(" "), undefined, "", "error: interrupted");
    return new Promise((resolve, reject) => {
      // A process group of its own: Ctrl-C comes from us, once; a second one would kill the engine in mid-write.
      const child = spawn(cli.path, all, { cwd, env: { ...env, ...more, PATH: env["PATH"] }, stdio: ["ignore", "pipe", "pipe"], detached: true });
      stop = () => void child.kill("SIGINT");
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        onOutput?.(text);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("error", (error) => reject(new CommandFailed(args.slice(0, 2).join(" "), undefined, "", `error: the Pulumi CLI cannot be started: ${error.message}`)));
      child.on("close", (code) => {
        stop = () => undefined;
        last = stdout;
        if (code === 0) resolve({ stdout, stderr, code });
        else reject(new CommandFailed(args.slice(0, 2).join(" "), code ?? undefined, stdout, stderr));
      });
    });
  };
  const version = { major: Number(cli.version.split(".")[0]), toString: () => cli.version };
  return { command: { command: cli.path, version, run } as unknown as PulumiCommand, lastOutput: () => last, interrupt: () => ((interrupted = true), stop()) };
}
