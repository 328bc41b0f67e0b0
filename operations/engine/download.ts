import { join } from "node:path";
import { failed, type Result } from "../errors";
import { keepEngine, stagingFolder } from "./cache";
import { ticking } from "./progress";
import { run, versionOf } from "./run";
import { ENGINE_VERSION } from "./versions";

/** What making an engine needs. */
export interface MakeOptions {
  readonly cache: string;
  /** Where the finished engine goes. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Is told the process that does the work: it may outlive this one. */
  readonly adopt: (pid: number) => void;
  readonly say: (line: string) => void;
}

/** An engine that was made, or why not. */
export type Made = Result<{ readonly path: string }>;

/** What the npm package `pulumi` fetches first; where this cannot be had, nothing of it can. */
const INSTALLER = "https://get.pulumi.com/install.sh";
const REACHABLE_WITHIN = 8_000;
const DOWNLOADED_WITHIN = 300_000;

const why = (problem: string, fix: string): Made => failed({ where: "Pulumi CLI, download", problem, fix });
const INSTALL = "install a Pulumi CLI (pulumi.com/docs/install) and put it on PATH";

/** Lets the official npm package download the CLI. Fails within seconds where its server cannot be reached. */
export async function download({ cache, folder, env, adopt, say }: MakeOptions): Promise<Made> {
  if (!(await isReachable(INSTALLER))) return why("get.pulumi.com cannot be reached, from where the npm package pulumi takes the CLI", INSTALL);
  const staging = stagingFolder(cache);
  const stop = ticking(say, () => `downloading the Pulumi engine ${ENGINE_VERSION}`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["exec", "--yes", `--package=pulumi@${ENGINE_VERSION}`, "--", "pulumi", "version"];
  const ended = await run(npm, args, { cwd: staging, timeout: DOWNLOADED_WITHIN, onStart: adopt, env: { ...env, PULUMI_HOME: staging, PULUMI_VERSION: ENGINE_VERSION, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  stop();
  if (ended.code !== 0) return why(`the npm package pulumi failed (${ended.reason || `exit code ${String(ended.code)}`}): ${lastLine(ended.stderr)}`, INSTALL);
  const bin = join(staging, "versions", ENGINE_VERSION, "bin");
  const version = await versionOf(join(bin, "pulumi"));
  if (version !== ENGINE_VERSION) return why(`what was downloaded says that it is version ${version ?? "unknown"}, not ${ENGINE_VERSION}`, INSTALL);
  return { ok: true, path: await keepEngine(bin, folder, { version, origin: "npm package pulumi" }) };
}

async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(REACHABLE_WITHIN) })).ok;
  } catch {
    return false;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
