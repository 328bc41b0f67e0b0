import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { acquire } from "../../scripts/lock.cjs";
import { failed, type Problem, type Result } from "../errors";
import { build } from "./build";
import { cacheFolder, engineFolder, EXECUTABLE, readEngine } from "./cache";
import { download, type Made, type MakeOptions } from "./download";
import { versionOf } from "./run";
import { compareVersions, ENGINE_VERSION, OLDEST_ENGINE } from "./versions";

/** A Pulumi CLI that can be used. */
export interface Cli {
  readonly path: string;
  readonly version: string;
}

/** Where to look, and where to tell. */
export interface ObtainOptions {
  /** Folder of the project. */
  readonly root: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Is told what takes time, a line at a time. */
  readonly say: (line: string) => void;
  /** How to make one that is not there, in order of preference; the download and the build if absent. */
  readonly ways?: readonly ((options: MakeOptions) => Promise<Made>)[];
}

/**
 * A CLI that is on this machine: on PATH, where Pulumi's own installers put it, or in our cache. One that is too old
 * or does not know its version is passed over. Takes no longer than asking each for its version.
 */
export async function findCli(options: Omit<ObtainOptions, "say">): Promise<Cli | undefined> {
  const env = options.env ?? process.env;
  for (const path of installed(env)) {
    const version = await versionOf(path);
    if (version !== undefined && compareVersions(version, OLDEST_ENGINE) >= 0) return { path, version };
  }
  const kept = await readEngine(engineFolder(cacheFolder(options.root, env), ENGINE_VERSION));
  return kept === undefined ? undefined : { path: kept, version: ENGINE_VERSION };
}

/** CLIs that others put on this machine, best first. */
function installed(env: NodeJS.ProcessEnv): readonly string[] {
  const onPath = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const home = env["PULUMI_HOME"] ?? join(env["HOME"] ?? homedir(), ".pulumi");
  const versions = join(home, "versions");
  const downloaded = existsSync(versions) ? [...readdirSync(versions)].sort((a, b) => compareVersions(b, a)) : [];
  const folders = [...onPath, join(home, "bin"), ...downloaded.map((version) => join(versions, version, "bin"))];
  return [...new Set(folders.map((folder) => join(folder, EXECUTABLE)))].filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A CLI: one that is there, else the official npm package's download, else built from Go modules (4 to 7 minutes on two
 * cores, once). What was downloaded or built is kept in the cache. Two at once wait for each other.
 */
export async function obtainCli(options: ObtainOptions): Promise<Result<{ readonly cli: Cli }>> {
  const found = await findCli(options);
  if (found !== undefined) return { ok: true, cli: found };
  const cache = cacheFolder(options.root, options.env);
  try {
    const lock = await acquire(join(cache, "locks", "engine"), (pid) => options.say(`waiting for process ${pid}, which is obtaining the Pulumi engine`));
    try {
      return await make(options, cache, (pid) => lock.adopt(pid));
    } finally {
      lock.release();
    }
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || !["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR"].includes(code)) throw error;
    return failed({ where: "cache", problem: `it cannot be written (${code})`, value: path ?? cache, fix: "set FIREBREAK_CACHE to a folder that is writable and has 2 GB free" });
  }
}

async function make(options: ObtainOptions, cache: string, adopt: (pid: number) => void): Promise<Result<{ readonly cli: Cli }>> {
  const folder = engineFolder(cache, ENGINE_VERSION);
  // Somebody else may have made it while we waited.
  const kept = await readEngine(folder);
  if (kept !== undefined) return { ok: true, cli: { path: kept, version: ENGINE_VERSION } };
  if (existsSync(folder)) options.say("the Pulumi engine in the cache is damaged and is made again");
  const env = options.env ?? process.env;
  const problems: Problem[] = [];
  for (const way of options.ways ?? [download, build]) {
    const made = await way({ cache, folder, env, adopt, say: options.say });
    if (made.ok) return { ok: true, cli: { path: made.path, version: ENGINE_VERSION } };
    problems.push(...made.problems);
  }
  return failed(...problems);
}
