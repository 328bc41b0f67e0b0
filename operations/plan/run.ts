import { Console } from "node:console";
import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { runtime } from "@pulumi/pulumi";
import type { Graph } from "../../policies/graph/model";
import { graphOf } from "../../policies/graph/model";
import { messageOf, type Problem, type Result, failed } from "../errors";
import type { Project } from "./project";
import { Recorder, type Reply } from "./recorder";

/** A Pulumi program: what an entry module exports as a function. */
export type Program = () => unknown;

/** What the configuration of a data source's provider says, where it is known. */
export interface CallContext {
  readonly region?: string;
}

/** Answers a data source: `aws:index/getRegion:getRegion` and its arguments to its result. Throws what the cloud would refuse. */
export type CallFunction = (token: string, args: Readonly<Record<string, unknown>>, context: CallContext) => unknown;

/** What {@link runProgram} needs. */
export interface RunOptions {
  readonly project: Project;
  /** Loads the program's module and returns its function; what it throws is a problem of the program. */
  readonly load: () => Program;
  readonly callFunction: CallFunction;
  /** Keeps stack traces, which costs about two thirds of the time. */
  readonly debug: boolean;
}

/** A program's run: its graph, what it printed, and milliseconds by part. */
export interface Run {
  readonly graph: Graph;
  readonly shareable: () => Graph;
  readonly notes: readonly string[];
  readonly milliseconds: { readonly program: number; readonly registration: number };
}

/** The requests of the SDK's mock monitor that are recorded, as it is called at run time. */
interface Monitor {
  registerResource(request: Parameters<Recorder["register"]>[0], reply: Reply): void;
  readResource(request: Parameters<Recorder["read"]>[0], reply: Reply): void;
  registerResourceOutputs(request: unknown, reply: Reply): void;
  invoke(request: Parameters<Recorder["invoked"]>[0], reply: Reply): unknown;
}

/**
 * The SDK's own account of promises that nobody settled. It fails the deployment over them when the process ends; to ask
 * is to clear, so that the verdict's exit code stands.
 */
const leaks = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as { leakedPromises(): readonly [leaked: ReadonlySet<unknown>, message: string] };

/** The SDK keeps one program's state per process, so programs run one after the other. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a program as a preview on the SDK's mocks. Never rejects: what the program throws is reported as problems. */
export function runProgram(options: RunOptions): Promise<Result<Run>> {
  const run = last.then(() => runAlone(options));
  last = run.catch(() => undefined);
  return run;
}

async function runAlone({ project, load, callFunction, debug }: RunOptions): Promise<Result<Run>> {
  const recorder = new Recorder({ project: project.name, stack: project.stack, packageConfig: (name) => namespace(project, name) });
  await connect(recorder, project, callFunction);
  const host = isolate(debug);
  const start = performance.now();
  let returned = start;
  const program = async () => {
    const outputs = await load()();
    returned = performance.now();
    return outputs as Record<string, unknown>;
  };
  const finished = runtime.runInPulumiStack(program).then(() => runtime.disconnect());
  try {
    // An input that throws leaves those that wait for it waiting for ever, so the first error ends the run.
    await Promise.race([finished, host.failed]);
  } catch (error) {
    host.thrown.add(error);
  }
  await settle();
  const waiting = leaks.leakedPromises()[0].size;
  if (waiting > 0 && host.thrown.size === 0) {
    host.thrown.add(new Error(`it ended while ${waiting} of its promises were still waiting: two resources that wait for each other, or a promise that nothing settles`));
  }
  host.restore();
  if (host.thrown.size > 0) return failed(...problemsOf(host.thrown, project, debug));
  const graph = graphOf(project.name, project.stack, recorder.nodes());
  const milliseconds = { program: returned - start, registration: performance.now() - returned };
  return { ok: true, graph, shareable: () => graphOf(project.name, project.stack, recorder.shareableNodes()), notes: host.printed, milliseconds };
}

/** Rejections that nobody handles are told one turn later, and what they cause some turns after that. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Puts the recorder in the place of the SDK's mock monitor, whose answers know no unknowns and no chain of types. */
async function connect(recorder: Recorder, project: Project, callFunction: CallFunction): Promise<void> {
  const call = async ({ token, inputs, provider }: { readonly token: string; readonly inputs: Readonly<Record<string, unknown>>; readonly provider?: string }) => {
    try {
      return (await callFunction(token, inputs, contextOf(recorder, token, provider ?? ""))) as Record<string, unknown>;
    } catch (error) {
      // The SDK shows `details`, as of an error from the engine.
      const details = `the data source ${token} failed: ${messageOf(error)}`;
      throw Object.assign(new Error(details), { details });
    }
  };
  const newResource = () => ({ id: undefined, state: {} });
  await runtime.setMocks({ call, newResource }, project.name, project.stack, true, "organization");
  const secrets = [...project.config].filter(([, value]) => value.secret).map(([key]) => key);
  runtime.setAllConfig(Object.fromEntries([...project.config].map(([key, value]) => [key, value.text])), secrets);
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const invoke = monitor.invoke.bind(monitor);
  monitor.registerResource = (request, reply) => recorder.register(request, reply);
  monitor.readResource = (request, reply) => recorder.read(request, reply);
  monitor.registerResourceOutputs = (_request, reply) => reply(null, {});
  monitor.invoke = (request, reply) => {
    recorder.invoked(request);
    return invoke(request, reply);
  };
}

/** The region of the provider that a data source asks. */
function contextOf(recorder: Recorder, token: string, provider: string): CallContext {
  const region = recorder.providerInputs(token, provider)["region"];
  return typeof region === "string" ? { region } : {};
}

/** What happens around the program while it runs. */
interface Host {
  /** What was thrown where nobody awaits it. */
  readonly thrown: Set<unknown>;
  /** Settles at the first such error, or when nothing is left to do. */
  readonly failed: Promise<void>;
  readonly printed: readonly string[];
  readonly restore: () => void;
}

const UNCAUGHT = ["uncaughtException", "unhandledRejection"] as const;

/**
 * While the program runs: takes what it throws in the place of whoever else would, keeps what it prints off the standard
 * output, and takes no stack traces, which cost the SDK more time than all its work.
 */
function isolate(debug: boolean): Host {
  const thrown = new Set<unknown>();
  const printed: string[] = [];
  let fail = (): void => undefined;
  const failed = new Promise<void>((resolve) => (fail = resolve));
  const collect = (error: unknown) => {
    thrown.add(error);
    fail();
  };
  const idle = () => collect(new Error("it never finishes: it waits for a promise that nothing settles; look for an await, or an output, that depends on itself"));
  const { stackTraceLimit } = Error;
  const { console: original } = globalThis;
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (printed.push(chunk.toString("utf8").trimEnd()), done()) });
  globalThis.console = new Console({ stdout: sink, stderr: sink });
  if (!debug) Error.stackTraceLimit = 0;
  const others = UNCAUGHT.map((event) => [event, process.listeners(event as "uncaughtException")] as const);
  for (const event of UNCAUGHT) process.removeAllListeners(event).on(event, collect);
  process.once("beforeExit", idle);
  const restore = () => {
    for (const event of UNCAUGHT) process.off(event, collect);
    for (const [event, listeners] of others) for (const listener of listeners) process.on(event, listener);
    process.off("beforeExit", idle);
    Error.stackTraceLimit = stackTraceLimit;
    globalThis.console = original;
  };
  return { thrown, failed, printed, restore };
}

function namespace(project: Project, name: string): Readonly<Record<string, string>> {
  const prefix = `${name}:`;
  return Object.fromEntries([...project.config].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value.text]));
}

/** The SDK puts the property before the message, once more for everyone who waited for it. */
const IN_PROPERTY = /^(error serializing property "[^"]*": )+/;

/** One problem for each thing that went wrong: an error that travels through resources surfaces once for each of them. */
function problemsOf(thrown: ReadonlySet<unknown>, project: Project, debug: boolean): readonly Problem[] {
  const causes = new Map<string, string>();
  for (const error of thrown) causes.set(messageOf(error).replace(IN_PROPERTY, ""), messageOf(error, debug).replace(IN_PROPERTY, "$1"));
  return [...causes.values()].map((problem) => ({
    where: `the program (${project.main}), stack ${project.stack}`,
    problem,
    fix: debug ? "correct the program or its configuration" : "correct the program or its configuration; --debug shows where it happened",
  }));
}
