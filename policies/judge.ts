import { closest } from "fastest-levenshtein";
import { assess } from "./analysis/assess";
import type { Assessment } from "./analysis/model";
import type { Graph } from "./graph/model";
import { RULES } from "./rules";
import type { Rule, Violation } from "./rules/model";
import type { Exception, Settings } from "./settings/model";

/** Name under which wrong settings are reported: exceptions that have expired or match nothing. Not a rule: nothing can except it. */
export const SETTINGS_RULE = "valid-settings";

/** A violation that an exception in force waives. */
export interface Excepted {
  readonly violation: Violation;
  readonly exception: Exception;
}

/** The whole verdict on a graph. */
export interface Judgement {
  readonly assessment: Assessment;
  /** Of all rules that are not disabled, in order of rule, URN, name. Whether one stops an update is for {@link enforcementOf}. */
  readonly violations: readonly Violation[];
  readonly excepted: readonly Excepted[];
}

/** What tests set, and what a caller that knows better may. */
export interface JudgeOptions {
  /** The day on which exceptions are held against their expiry. Default: today. */
  readonly today?: Date;
  readonly rules?: readonly Rule[];
  readonly assess?: (graph: Graph, settings: Settings) => Assessment;
}

/** How a rule is enforced: by the settings, else by its own default. Wrong settings are always mandatory. */
export function enforcementOf(rule: string, settings: Settings, rules: readonly Rule[] = RULES): "mandatory" | "advisory" | "disabled" {
  if (rule === SETTINGS_RULE) return "mandatory";
  return settings.enforcement[rule] ?? rules.find((one) => one.name === rule)?.enforcement ?? "mandatory";
}

/** True if this violation must stop an update. */
export function rejects(violation: Violation, settings: Settings): boolean {
  return enforcementOf(violation.rule, settings) === "mandatory";
}

/** True through the last day of the exception, UTC. */
export function inForce(exception: Exception, today: Date): boolean {
  return today.toISOString().slice(0, 10) <= exception.expires;
}

/** True if the exception speaks of this violation. */
export function covers(exception: Exception, violation: Violation): boolean {
  return exception.rule === violation.rule && (exception.resource === violation.urn || exception.resource === violation.name);
}

/** What was thrown, in one line and without a stack. */
export function thrown(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (text.split("\n")[0] ?? "").slice(0, 300);
}

const EMPTY: Assessment = { resources: [], disasters: [], outcomes: [], cells: [], assumptions: [] };

const STACK_TYPE = "pulumi:pulumi:Stack";

function stackUrn(graph: Graph): string {
  return graph.nodes.find((node) => node.type === STACK_TYPE)?.urn ?? "";
}

function failure(rule: string, graph: Graph, what: string, error: unknown): Violation {
  return {
    rule,
    urn: stackUrn(graph),
    name: graph.stack,
    type: STACK_TYPE,
    verdict: "unknown",
    reason: `the rule "${rule}" could not be checked: ${what} failed with ${thrown(error)}`,
    fix: "Report this with the program that shows it. Until it is mended, nothing can be said of this stack under this rule.",
  };
}

function checked(rule: Rule, graph: Graph, settings: Settings, result: { readonly assessment: Assessment } | { readonly error: unknown }): readonly Violation[] {
  if ("error" in result) return [failure(rule.name, graph, "the analysis", result.error)];
  try {
    return rule.check({ graph, assessment: result.assessment, settings });
  } catch (error) {
    return [failure(rule.name, graph, "the rule itself", error)];
  }
}

/** What is wrong with an exception: of no rule, expired, of nothing, or of more than one resource. */
function problemWith(exception: Exception, found: readonly Violation[], rules: readonly Rule[], today: Date): { readonly reason: string; readonly fix: string } | undefined {
  const names = rules.map((rule) => rule.name);
  if (!names.includes(exception.rule)) {
    return { reason: `names no rule; the rules are ${names.join(", ")}`, fix: names.length > 0 ? `Did you mean "${closest(exception.rule, names)}"?` : "Remove the exception." };
  }
  if (!inForce(exception, today)) {
    return { reason: `expired at the end of ${exception.expires}`, fix: "Protect the resource and remove the exception, or renew it with a new date and a reason that still holds." };
  }
  const urns = [...new Set(found.filter((violation) => covers(exception, violation)).map((violation) => violation.urn))].sort();
  if (urns.length === 0) return { reason: "matches no violation", fix: "Remove it, or correct the rule or the resource: a resource is named by its name or its URN." };
  if (urns.length > 1) return { reason: `matches ${urns.length} resources of that name`, fix: `Name the one that is meant by its URN: ${urns.join(" or ")}.` };
  return undefined;
}

function wrongException(exception: Exception, graph: Graph, problem: { readonly reason: string; readonly fix: string }): Violation {
  return {
    rule: SETTINGS_RULE,
    urn: stackUrn(graph),
    name: exception.resource,
    type: STACK_TYPE,
    verdict: "rejected",
    reason: `the exception to "${exception.rule}" for "${exception.resource}" (owner: ${exception.owner}) ${problem.reason}`,
    fix: problem.fix,
  };
}

/** Volumes of nothing: a typing error would leave a restore as quick as its fixed time. */
function wrongVolumes(graph: Graph, settings: Settings): readonly Violation[] {
  if (settings.volumes.length === 0) return [];
  const names = new Set(graph.nodes.map((node) => node.name));
  return settings.volumes
    .filter(({ resource }) => !names.has(resource) && !graph.byUrn.has(resource))
    .map(({ resource, size }): Violation => {
      const meant = closest(resource, [...names]);
      return {
        rule: SETTINGS_RULE,
        urn: stackUrn(graph),
        name: resource,
        type: STACK_TYPE,
        verdict: "rejected",
        reason: `the volume of ${size} for "${resource}" is of no resource of this stack`,
        fix: `Correct the name, or remove the volume: a resource is named by its name or its URN.${names.size > 0 ? ` Did you mean "${meant}"?` : ""}`,
      };
    });
}

function order(rules: readonly Rule[]): (a: Violation, b: Violation) => number {
  const rank = new Map([[SETTINGS_RULE, -1], ...rules.map((rule, index) => [rule.name, index] as const)]);
  const key = (violation: Violation) => [violation.urn, violation.name, violation.reason].join("\n");
  return (a, b) => (rank.get(a.rule) ?? rules.length) - (rank.get(b.rule) ?? rules.length) || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

/**
 * Judges a graph: analyses it, runs all rules that are not disabled, applies the exceptions. Never throws: an analysis or a
 * rule that does is a violation of verdict "unknown". An exception that has expired, matches nothing or is ambiguous waives nothing
 * and is itself a violation of {@link SETTINGS_RULE}, as is a volume of no resource.
 */
export function judge(graph: Graph, settings: Settings, options: JudgeOptions = {}): Judgement {
  const today = options.today ?? new Date();
  const rules = options.rules ?? RULES;
  const forced: Settings = { ...settings, exceptions: settings.exceptions.filter((exception) => inForce(exception, today)) };
  let result: { readonly assessment: Assessment } | { readonly error: unknown };
  try {
    result = { assessment: (options.assess ?? assess)(graph, forced) };
  } catch (error) {
    result = { error };
  }
  const enabled = rules.filter((rule) => enforcementOf(rule.name, settings, rules) !== "disabled");
  const found = enabled.flatMap((rule) => checked(rule, graph, forced, result));
  const examined = settings.exceptions.map((exception) => ({ exception, problem: problemWith(exception, found, rules, today) }));
  const wrong = examined.flatMap(({ exception, problem }) => (problem === undefined ? [] : [wrongException(exception, graph, problem)]));
  const usable = examined.filter(({ problem }) => problem === undefined).map(({ exception }) => exception);
  const excepted: Excepted[] = [];
  const violations = found.filter((violation) => {
    const exception = usable.find((one) => covers(one, violation));
    if (exception !== undefined) excepted.push({ violation, exception });
    return exception === undefined;
  });
  const byOrder = order(rules);
  return {
    assessment: "assessment" in result ? result.assessment : EMPTY,
    violations: [...wrong, ...wrongVolumes(graph, settings), ...violations].sort(byOrder),
    excepted: excepted.sort((a, b) => byOrder(a.violation, b.violation)),
  };
}
