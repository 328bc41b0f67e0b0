import type { GraphNode } from "../../policies/graph/model";
import { failed, type Problem, type Result } from "../errors";
import { urnOfReference } from "../plan/urn";
import { first, graphFrom } from "./check";
import type { Loaded } from "./model";
import { brief } from "./printable";
import { checkResource, knownId, nameOf, nodeOf, type StateResource } from "./resource";
import { secretNotes } from "./state";
import { ValueReader } from "./values";

/** Steps after which the resource is there, with what they are called in the summary (pulumi/pkg/resource/deploy/step.go). */
const STAYS: ReadonlySet<string> = new Set(["same", "create", "update", "replace", "create-replacement", "read", "read-replacement", "refresh", "import", "import-replacement", "diff", "extend-parameterize"]);
/** Steps that take a resource, or the old one of a replacement, away. */
const LEAVES: ReadonlySet<string> = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"]);
/** Steps that stand for a whole change of a resource; a summary counts these, once per resource. */
const COUNTED: readonly string[] = ["same", "create", "update", "replace", "read", "import"];

const WHOLE = "run: pulumi preview --json --show-sames > preview.json; or judge the stack as it is: pulumi stack export --file state.json";

type Fields = Readonly<Record<string, unknown>>;

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly old: StateResource | undefined;
  readonly next: StateResource | undefined;
}

/** True for what `pulumi preview --json` writes. */
export function isPreview(file: Fields): boolean {
  return "steps" in file || "changeSummary" in file;
}

/** Reads a preview: the stack as it will be after the update. */
export function readPreview(file: Fields, name: string): Result<Loaded> {
  const { steps: raw, changeSummary: summary, diagnostics } = file;
  const errors = Array.isArray(diagnostics) ? (diagnostics as readonly unknown[]).filter((one) => fieldsOf(one)?.["severity"] === "error").length : 0;
  if (errors > 0) return failed({ where: `${name}, diagnostics`, problem: `the preview itself failed (${errors === 1 ? "1 error" : `${errors} errors`}), so it does not hold the whole stack`, fix: "correct what pulumi preview reports, then judge its output again" });
  if (raw !== undefined && raw !== null && !Array.isArray(raw)) return failed({ where: `${name}, steps`, problem: "it is not a list", fix: WHOLE });
  const read = stepsOf((raw ?? []) as readonly unknown[], name);
  if (!read.ok) return read;
  const missing = missingIn(read.steps, fieldsOf(summary), name);
  if (missing !== undefined) return failed(missing);
  const last = new Map<string, Step>();
  for (const step of read.steps) if (STAYS.has(step.op) || !last.has(step.urn)) last.set(step.urn, step);
  const there = [...last.values()].filter((step) => STAYS.has(step.op));
  const empty = there.filter((step) => step.next === undefined);
  if (empty.length > 0) {
    const problems = empty.map((step) => ({ where: `${name}, ${brief(step.urn)}`, problem: `the preview does not say what this resource will be (step "${step.op}" without newState)`, fix: WHOLE }));
    return failed(...first(problems, name));
  }
  const leaving = new Set([...last.values()].filter((step) => LEAVES.has(step.op)).map((step) => step.urn));
  const values = new ValueReader();
  const nodes = there.flatMap((step) => (step.next === undefined ? [] : [final(step, step.next, values, leaving)]));
  const providers = defaultProviders(nodes, fieldsOf(file["config"]), values);
  if (values.problems.length > 0) return failed(...values.problems.map((one) => ({ ...one, where: `${name}, ${one.where}` })));
  const noted = providers.length === 0 ? [] : ["a preview does not carry default providers: theirs is the configuration that it shows, and what comes from the environment is not known"];
  return graphFrom({ name, nodes: [...nodes, ...providers], kind: "preview", notes: [...noted, ...secretNotes(values)], unsettled: [] });
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function stepsOf(raw: readonly unknown[], name: string): Result<{ readonly steps: readonly Step[] }> {
  const problems: Problem[] = [];
  const state = (value: unknown, where: string): StateResource | undefined => {
    if (value === undefined || value === null) return undefined;
    const checked = checkResource(value, where);
    if ("resource" in checked) return checked.resource;
    problems.push(checked.problem);
    return undefined;
  };
  const steps = raw.flatMap((one, index): readonly Step[] => {
    const where = `${name}, steps[${index}]`;
    const { op, urn, oldState, newState } = fieldsOf(one) ?? {};
    if (typeof op !== "string" || typeof urn !== "string" || !(STAYS.has(op) || LEAVES.has(op))) {
      problems.push({ where, problem: "it is no step that is known here", value: `op ${brief(JSON.stringify(op) ?? "none", 40)}`, allowed: [...STAYS, ...LEAVES].join(", "), fix: WHOLE });
      return [];
    }
    const step = { op, urn, old: state(oldState, `${where}, oldState`), next: state(newState, `${where}, newState`) };
    if (step.next === undefined || step.next.urn === urn) return [step];
    problems.push({ where: `${where}, newState, urn`, problem: "it is another resource than the step's own", value: brief(step.next.urn), allowed: brief(urn), fix: WHOLE });
    return [];
  });
  return problems.length > 0 ? failed(...first(problems, name)) : { ok: true, steps };
}

/** Without `--show-sames` a preview leaves out everything that does not change: what it shows is not the stack. */
function missingIn(steps: readonly Step[], summary: Fields | undefined, name: string): Problem | undefined {
  if (summary === undefined) return { where: `${name}, changeSummary`, problem: "the preview does not say how many resources it covers: it failed or was stopped", fix: WHOLE };
  for (const op of COUNTED) {
    const said = summary[op] ?? 0;
    const shown = new Set(steps.filter((step) => step.op === op).map((step) => step.urn)).size;
    if (typeof said !== "number" || !(said <= shown)) {
      const what = op === "same" ? "resources that do not change, so it does not hold the whole stack" : `resources whose step is "${op}"`;
      return { where: name, problem: `the preview leaves out ${what}`, value: `${typeof said === "number" ? said : "not a number"} counted, ${shown} shown`, fix: WHOLE };
    }
  }
  return undefined;
}

/** The resource after the update. It keeps its id unless it is replaced, and its outputs if nothing changes. */
function final({ op, old }: Step, next: StateResource, values: ValueReader, leaving: ReadonlySet<string>): GraphNode {
  const node = nodeOf(op === "same" ? { ...next, outputs: next.outputs ?? old?.outputs ?? null } : next, values, leaving);
  const keeps = op === "same" || op === "update" || op === "refresh" || op === "read";
  return { ...node, id: node.id ?? (keeps ? knownId(old?.id) : undefined) };
}

const DEFAULT_PROVIDER = /^default($|_)/;

/** Default providers, which the engine makes and a preview does not show: configured by the stack, like `aws:region`. */
function defaultProviders(nodes: readonly GraphNode[], config: Fields | undefined, values: ValueReader): readonly GraphNode[] {
  const there = new Set(nodes.map((node) => node.urn));
  const wanted = new Set(nodes.flatMap((node) => (node.provider === undefined || there.has(node.provider) ? [] : [node.provider])));
  return [...wanted].flatMap((urn) => {
    const type = urn.split("::")[2] ?? "";
    if (!type.startsWith("pulumi:providers:") || !DEFAULT_PROVIDER.test(nameOf(urn))) return [];
    const prefix = `${type.slice("pulumi:providers:".length)}:`;
    const own = Object.fromEntries(Object.entries(config ?? {}).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])));
    return [nodeOf({ urn: urnOfReference(`${urn}::`), type, custom: true, inputs: own }, values, new Set())];
  });
}
