import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { LocalWorkspace, Stack, type EngineEvent, type PulumiFn } from "@pulumi/pulumi/automation";
import type { Graph } from "../../policies/graph/model";
import { failed, messageOf, type Result } from "../errors";
import { programOf } from "../plan/plan";
import { readProject } from "../plan/project";
import { obtainCli, type Cli } from "./cli";
import { CommandFailed, engineCommand, type EngineCommand } from "./command";
import { changeConfig, writeWorkspace, type ConfigValues } from "./configuration";
import { problemsOf } from "./failures";
import { graphOfPreview, readEvents, type Outcome, type PreviewOutcome } from "./outcome";
import { graphFromStates, type ResourceState } from "./states";

/** A stack for the engine, and what may differ from what is in the project. */
export interface EngineOptions {
  /** Folder of the project, where `Pulumi.yaml` is. */
  readonly root: string;
  readonly stack: string;
  /** Values that beat the stack file's; see {@link changeConfig}. */
  readonly config?: ConfigValues;
  /** The program; the project's own if absent. */
  readonly program?: PulumiFn;
  /** Folder of the policy pack, mandatory in every preview and update; `policies` of the project if absent, none if `false`. */
  readonly policyPack?: string | false;
  /** Folder of the engine's state; one that is thrown away if absent. Give it to come back to a stack. */
  readonly state?: string;
  /** Folder of the simulated clouds' state; one that is thrown away if absent. */
  readonly clouds?: string;
  /** Encrypts the stack's secrets; any text will do for a state that is thrown away. */
  readonly passphrase?: string;
  /** The CLI to use; found or made if absent. */
  readonly cli?: Cli;
  /** Is told what takes time. */
  readonly say?: (line: string) => void;
  /** More environment variables for the engine and its plugins. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Limits one update; see `pulumi up --help`. */
export interface OperationOptions {
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
  readonly refresh?: boolean;
  /** Another policy pack folder for this once, or none. */
  readonly policyPack?: string | false;
}

/** A stack on the real engine with simulated clouds. Operations run one after the other and never throw for what the engine refuses. */
export interface Engine {
  readonly cli: Cli;
  /** Folder of the simulated clouds' state, for `burn`. */
  readonly clouds: string;
  /** What was read differently than by `pulumi` in the project's folder. */
  readonly notes: readonly string[];
  preview(options?: OperationOptions): Promise<PreviewOutcome>;
  up(options?: OperationOptions): Promise<Outcome>;
  destroy(options?: OperationOptions): Promise<Outcome>;
  setConfig(changes: ConfigValues): void;
  /** The program of the operations that follow. */
  setProgram(program: PulumiFn): void;
  /** The graph of the state, secrets hidden. */
  graph(): Promise<Graph>;
  /** The stack's outputs, secrets in clear. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

const ENGINE_FOLDER = __dirname;

/**
 * Opens a stack in a workspace of its own (backend, `PULUMI_HOME`, passphrase, plugins and policy runner), hands it to
 * `use`, and throws the workspace away afterwards, also on Ctrl-C. What keeps the engine from starting is a result.
 */
export async function withEngine<T>(options: EngineOptions, use: (engine: Engine) => Promise<T>): Promise<Result<{ readonly value: T }>> {
  const root = resolve(options.root);
  const read = readProject(root, options.stack);
  if (!read.ok) return read;
  const obtained = options.cli === undefined ? await obtainCli({ root, say: options.say ?? (() => undefined) }) : { ok: true as const, cli: options.cli };
  if (!obtained.ok) return obtained;
  const folder = mkdtempSync(join(tmpdir(), "firebreak-engine-"));
  const guard = guarded(folder);
  try {
    const opened = await open(root, read.project.name, folder, obtained.cli, options);
    guard.onInterrupt(opened.command.interrupt);
    return { ok: true, value: await use(engineOf(opened, options)) };
  } catch (error) {
    if (error instanceof CommandFailed) return failed(...problemsOf(error.stderr));
    throw error;
  } finally {
    guard.release();
  }
}

/** A workspace with its stack selected. */
interface Opened {
  readonly root: string;
  readonly project: string;
  readonly work: string;
  readonly clouds: string;
  readonly cli: Cli;
  readonly command: EngineCommand;
  readonly workspace: LocalWorkspace;
  readonly stack: Stack;
  readonly notes: readonly string[];
}

async function open(root: string, project: string, folder: string, cli: Cli, options: EngineOptions): Promise<Opened> {
  const [work, home, state, clouds] = [join(folder, "work"), join(folder, "home"), options.state ?? join(folder, "state"), options.clouds ?? join(folder, "clouds")];
  for (const each of [work, home, state, clouds]) mkdirSync(each, { recursive: true });
  const own = process.env["PULUMI_CONFIG_PASSPHRASE"];
  const hidden = writeWorkspace(root, work, options.stack, `file://${state}`, own !== undefined);
  if (options.config !== undefined) changeConfig(work, options.stack, project, options.config);
  const command = engineCommand(cli, environment(root, cli, home, state, clouds, options.passphrase ?? own ?? "simulated", options.env ?? {}));
  const workspace = await LocalWorkspace.create({ workDir: work, pulumiHome: home, pulumiCommand: command.command });
  const stack = await openStack(options.stack, workspace);
  const notes = hidden.length === 0 ? [] : [`encrypted configuration is not decrypted here; a placeholder stands for ${hidden.join(", ")}`];
  return { root, project, work, clouds, cli, command, workspace, stack, notes };
}

async function openStack(name: string, workspace: LocalWorkspace): Promise<Stack> {
  try {
    return await Stack.select(name, workspace);
  } catch (error) {
    if (error instanceof CommandFailed && /no stack named/.test(error.stderr)) return Stack.create(name, workspace);
    throw error;
  }
}

/** This process's environment without what would lead the engine to somebody's real stacks, and with our plugins first. */
function environment(root: string, cli: Cli, home: string, state: string, clouds: string, passphrase: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
  const path = [join(root, "clouds", "bin"), join(ENGINE_FOLDER, "bin"), dirname(process.execPath), dirname(cli.path), process.env["PATH"] ?? ""];
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_AUTOMATION_API: "true",
    FIREBREAK_CLOUDS: clouds,
    ...more,
  };
}

function engineOf(opened: Opened, options: EngineOptions): Engine {
  const { stack, workspace, command, project } = opened;
  const load = createRequire(join(opened.root, "package.json"));
  let program: PulumiFn = options.program ?? (async () => ownProgram(load, opened.root, options.stack)());
  const pack = options.policyPack ?? join(opened.root, "policies");
  const argumentsFor = (own: OperationOptions = {}) => {
    const chosen = own.policyPack ?? pack;
    return {
      color: "never" as const,
      ...(chosen === false ? {} : { policyPacks: [chosen] }),
      ...(own.target === undefined ? {} : { target: [...own.target] }),
      ...(own.exclude === undefined ? {} : { exclude: [...own.exclude] }),
      ...(own.refresh === undefined ? {} : { refresh: own.refresh }),
    };
  };
  return {
    cli: opened.cli,
    clouds: opened.clouds,
    notes: opened.notes,
    preview: async (own) => {
      const events: EngineEvent[] = [];
      const outcome = await observed(events, (onEvent) => stack.preview({ ...argumentsFor(own), program, onEvent }));
      return { ...outcome, graph: graphOfPreview(project, options.stack, command.lastOutput(), events) };
    },
    up: (own) => observed([], (onEvent) => stack.up({ ...argumentsFor(own), program, onEvent })),
    destroy: (own) => {
      // A destroy runs no policies: there is nothing left to judge.
      return observed([], (onEvent) => stack.destroy({ ...argumentsFor({ ...own, policyPack: false }), onEvent }));
    },
    setConfig: (changes) => changeConfig(opened.work, options.stack, project, changes),
    setProgram: (other) => (program = other),
    graph: async () => {
      const { deployment } = await workspace.exportStack(options.stack);
      return graphFromStates(project, options.stack, (deployment as { readonly resources?: readonly ResourceState[] }).resources ?? []);
    },
    outputs: async () => Object.fromEntries(Object.entries(await stack.outputs()).map(([name, output]) => [name, output.value as unknown])),
  };
}

/** The project's own program, loaded when it is first run. */
function ownProgram(load: NodeJS.Require, root: string, stack: string): PulumiFn {
  const read = readProject(root, stack);
  const main = read.ok ? read.project.main : ".";
  return programOf(load(join(root, main)), main) as PulumiFn;
}

/** Runs an operation and sums up what its events and its failure say. */
async function observed(events: EngineEvent[], operation: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<Outcome> {
  const began = performance.now();
  let failure: unknown;
  try {
    await operation((event) => void events.push(event));
  } catch (error) {
    failure = error;
  }
  const seen = readEvents(events);
  const milliseconds = performance.now() - began;
  if (failure === undefined) return { ok: true, ...seen, problems: [], milliseconds };
  const problems = failure instanceof CommandFailed ? problemsOf(failure.stderr, seen.diagnostics, seen.findings) : [{ where: "pulumi", problem: messageOf(failure), fix: "correct what the message names" }];
  return { ok: false, ...seen, problems, milliseconds };
}

/** Removes the folder at the end, also when the process is asked to stop: the engine stops first, then the signal takes its course. */
function guarded(folder: string): { readonly onInterrupt: (interrupt: () => void) => void; readonly release: () => void } {
  let interrupt = (): void => undefined;
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    received = signal;
    interrupt();
  };
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal).once("exit", remove);
  return {
    onInterrupt: (how) => {
      interrupt = how;
      if (received !== undefined) how();
    },
    release: () => {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("exit", remove);
      remove();
      if (received !== undefined) process.kill(process.pid, received);
    },
  };
}
