import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** What the cache says of an engine that it holds. */
interface Manifest {
  readonly version: string;
  readonly sha256: string;
  /** How it came here: `built with go1.26.8`, `npm package pulumi`. */
  readonly origin: string;
}

const MANIFEST = "engine.json";

/** Name of the CLI's file on this system. */
export const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/**
 * The folder that outlives clones: `FIREBREAK_CACHE`, else the user's cache folder, else `.firebreak/cache` in the project
 * where there is no home directory.
 */
export function cacheFolder(root: string, env: NodeJS.ProcessEnv = process.env): string {
  if (filled(env["FIREBREAK_CACHE"])) return env["FIREBREAK_CACHE"];
  if (filled(env["XDG_CACHE_HOME"])) return join(env["XDG_CACHE_HOME"], "firebreak");
  const home = filled(env["HOME"]) ? env["HOME"] : homedir();
  return home === "" || !existsSync(home) ? join(root, ".firebreak", "cache") : join(home, ".cache", "firebreak");
}

function filled(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

/** Where an engine of this version is kept for this system. */
export function engineFolder(cache: string, version: string): string {
  return join(cache, "engine", `${version}-${process.platform}-${process.arch}`);
}

/** Path of the CLI in an engine's folder if it is what was put there; `undefined` if it is missing or has changed. */
export async function readEngine(folder: string): Promise<string | undefined> {
  const file = join(folder, EXECUTABLE);
  try {
    const { sha256 } = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")) as Manifest;
    return sha256 === (await checksum(file)) ? file : undefined;
  } catch {
    // Missing or half a manifest, a missing or unreadable binary: all mean that it has to be made again.
    return undefined;
  }
}

/** Moves a finished engine from `staging` (same disk) to its folder in one step, with its checksum, in place of what is there. */
export async function keepEngine(staging: string, folder: string, about: Omit<Manifest, "sha256">): Promise<string> {
  const manifest: Manifest = { ...about, sha256: await checksum(join(staging, EXECUTABLE)) };
  writeFileSync(join(staging, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  return join(folder, EXECUTABLE);
}

/** An empty folder next to the engines for making one; whatever killed attempts left there is removed. Call it with the lock held. */
export function stagingFolder(cache: string): string {
  const folder = join(cache, "engine", "staging");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function checksum(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
