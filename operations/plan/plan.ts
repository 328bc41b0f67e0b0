import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Graph } from "../../policies/graph/model";
import { failed, messageOf, type Problem, type Result } from "../errors";
import { readProject, type ConfigValue } from "./project";
import type * as RunModule from "./run";
import type { CallFunction, Program } from "./run";

/**
 * Loads modules when they are needed: a broken configuration is told without waiting a second for the SDK, and what
 * loading costs can be measured.
 */
const here = createRequire(__filename);

/** What to plan. */
export interface PlanOptions {
  /** Folder of the project, where `Pulumi.yaml` is. */
  readonly root: string;
  readonly stack: string;
  /** Answers data sources; the simulated clouds' answers if absent. */
  readonly callFunction?: CallFunction;
  /** What else is wrong with the configuration; the program only runs if nothing is. */
  readonly check?: (config: ReadonlyMap<string, ConfigValue>) => readonly Problem[];
  /** Keeps stack traces, for messages that say where. Default false. */
  readonly debug?: boolean;
}

/** A plan: the graph that the engine would be sent, and how it came about. */
export interface Plan {
  readonly graph: Graph;
  /** The graph with its secrets hidden, for files and reports. */
  readonly shareable: () => Graph;
  /** The stack's configuration with the project's defaults, by full key. */
  readonly config: ReadonlyMap<string, ConfigValue>;
  /** What the program printed and what was read differently than by the engine. */
  readonly notes: readonly string[];
  /** Milliseconds. `sdk`: loading the SDKs and their registration work; `program`: loading and running the program's own code. */
  readonly timings: { readonly sdk: number; readonly program: number };
}

/**
 * Runs the project's program in this process as a preview on the SDK's mocks: no account, no CLI, no network, nothing
 * written. Never rejects; everything that stands against a plan is reported at once. One program runs at a time.
 */
export async function planInProcess(options: PlanOptions): Promise<Result<Plan>> {
  const root = resolve(options.root);
  const read = readProject(root, options.stack);
  if (!read.ok) return read;
  const { project } = read;
  const wrong = options.check?.(project.config) ?? [];
  if (wrong.length > 0) return failed(...wrong);
  const entry = join(root, project.main);
  if (!existsSync(entry)) {
    return failed({ where: "Pulumi.yaml, main", problem: "the program does not exist", value: project.main, fix: "name the folder or file of the program, relative to Pulumi.yaml" });
  }
  const start = performance.now();
  const load = createRequire(join(root, "package.json"));
  const sdks = loadSdks(root, load);
  if (!sdks.ok) return sdks;
  const { runProgram } = here("./run") as typeof RunModule;
  const callFunction = options.callFunction ?? (here("../../clouds/functions") as { readonly callFunction: CallFunction }).callFunction;
  const loaded = performance.now() - start;
  const run = await runProgram({ project, callFunction, debug: options.debug ?? false, load: () => programOf(load(entry), project.main) });
  if (!run.ok) return run;
  return {
    ok: true,
    graph: run.graph,
    shareable: run.shareable,
    config: project.config,
    notes: [...project.notes, ...run.notes],
    timings: { sdk: loaded + run.milliseconds.registration, program: run.milliseconds.program },
  };
}

/** Loads the SDK packages that the project depends on, so that their time is not taken for the program's. */
export function loadSdks(root: string, load: NodeJS.Require): Result<object> {
  for (const name of dependenciesOf(join(root, "package.json"))) {
    try {
      if (isSdk(load.resolve(`${name}/package.json`))) load(name);
    } catch (error) {
      return failed({ where: `package ${name}`, problem: `it cannot be loaded: ${messageOf(error).split("\n")[0] ?? ""}`, fix: "install the dependencies: npm ci" });
    }
  }
  return { ok: true };
}

function dependenciesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const { dependencies } = JSON.parse(readFileSync(path, "utf8")) as { readonly dependencies?: Readonly<Record<string, string>> };
  return Object.keys(dependencies ?? {}).filter((name) => /pulumi/.test(name) && name !== "@pulumi/policy");
}

function isSdk(packageFile: string): boolean {
  const { pulumi } = JSON.parse(readFileSync(packageFile, "utf8")) as { readonly pulumi?: { readonly resource?: boolean } };
  return pulumi?.resource === true;
}

/** The function that an entry module exports, by whichever of the usual ways. */
export function programOf(module: unknown, main: string): Program {
  if (typeof module === "function") return module as Program;
  const { default: byDefault, program } = (module ?? {}) as { readonly default?: unknown; readonly program?: unknown };
  for (const candidate of [program, byDefault]) if (typeof candidate === "function") return candidate as Program;
  throw new Error(`the entry module ${main} exports no function; export the program as a function, so that it can run more than once in a process`);
}
