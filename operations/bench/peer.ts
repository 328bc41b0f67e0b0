import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as CacheModule from "../engine/cache";
import { generateGraph } from "./graphs";
import { median, run, type Ended, type Measurement, type Unmeasured } from "./measure";
import { terraformPlan } from "./terraform";

/** What this was written against: the package checkov of the Python package index. */
const CHECKOV = "3.3.30";
/** Resources in the plan, as in `proof/1000`. */
const SIZE = 1000;
const NAME = `peer/checkov/${SIZE}`;
/** Each run takes seconds and varies little. */
const MOST_RUNS = 3;
const INSTALL_LIMIT = 10 * 60_000;
const RUN_LIMIT = 5 * 60_000;

/** Names that {@link checkov} gives. */
export const PEER_NAMES: readonly string[] = [NAME];

/**
 * What a user would pick instead: Checkov, with its graph checks, on a Terraform plan of the same resources. It is installed from PyPI into
 * the cache folder, once. It asks other questions than the proof (no disasters, no RPO, no RTO): the times stand side by side, the answers do not.
 * Never a failure of ours: where it cannot be had, that is said.
 */
export async function checkov(root: string, runs: number): Promise<readonly (Measurement | Unmeasured)[]> {
  const folder = await mkdtemp(join(tmpdir(), "firebreak-bench-"));
  try {
    const installed = await install(root);
    if ("why" in installed) return [{ name: NAME, why: installed.why }];
    const plan = join(folder, "tfplan.json");
    await writeFile(plan, terraformPlan(generateGraph(SIZE)));
    const all: number[] = [];
    for (let count = 0; count < Math.min(runs, MOST_RUNS); count += 1) {
      const ended = await run(installed.command, ["-f", plan, "--framework", "terraform_plan", "-o", "json", "--quiet", "--compact", "--skip-download"], folder, RUN_LIMIT);
      const seen = resourcesSeen(ended);
      if (seen === 0) return [{ name: NAME, why: `Checkov ended with ${ended.code} and saw no resources: ${lastLine(ended)}` }];
      all.push(ended.milliseconds);
    }
    return [{ name: NAME, value: Math.round(median(all)), unit: "ms", n: all.length }];
  } catch (error) {
    return [{ name: NAME, why: `Checkov could not be run: ${error instanceof Error ? error.message : String(error)}` }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Checkov's own count of what it looked at; it ends with 1 where it found something. */
function resourcesSeen({ code, stdout }: Ended): number {
  if (code > 1) return 0;
  try {
    const parsed: unknown = JSON.parse(stdout);
    const count = (parsed as { readonly summary?: { readonly resource_count?: unknown } }).summary?.resource_count;
    return typeof count === "number" ? count : 0;
  } catch {
    return 0;
  }
}

function lastLine({ stderr, stdout }: Ended): string {
  return (stderr.trim() || stdout.trim()).split("\n").at(-1)?.slice(0, 300) ?? "";
}

async function install(root: string): Promise<{ readonly command: string } | { readonly why: string }> {
  const { cacheFolder } = createRequire(__filename)("../engine/cache") as typeof CacheModule;
  const folder = join(cacheFolder(root), "bench", `checkov-${CHECKOV}`);
  const bin = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const command = join(bin, "checkov");
  // Written last: an installation that was cut short is made anew.
  const complete = join(folder, "complete");
  if (existsSync(complete)) return { command };
  const python = await run("python3", ["--version"], root).catch(() => undefined);
  if (python === undefined || python.code !== 0) return { why: "there is no python3 on this machine; with Python 3.9 or later, and its venv module, Checkov is installed from PyPI for the comparison" };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const made = await run("python3", ["-m", "venv", folder], root, INSTALL_LIMIT);
  if (made.code !== 0) return { why: `python3 -m venv failed; is the package python3-venv installed? ${lastLine(made)}` };
  const got = await run(join(bin, "python3"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `checkov==${CHECKOV}`], root, INSTALL_LIMIT);
  if (got.code !== 0) return { why: `Checkov ${CHECKOV} could not be installed from PyPI: ${lastLine(got)}` };
  await writeFile(complete, "");
  return { command };
}
