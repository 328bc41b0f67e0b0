/** Rules asked about whole graphs, for those that look at inputs and links. */
import { assess } from "../../policies/analysis/assess";
import type { Rule, Violation } from "../../policies/rules/model";
import type { Settings } from "../../policies/settings/model";
import { settings, Stack } from "../analysis/graphs";

export { from, Stack } from "../analysis/graphs";

/** A stack at AWS in Frankfurt. */
export function frankfurt(): Stack {
  const stack = new Stack();
  stack.aws("eu-central-1");
  return stack;
}

/** What a rule finds in a stack. */
export function findings(rule: Rule, stack: Stack, changed: Partial<Settings> = {}): readonly Violation[] {
  const judged = settings(changed);
  const graph = stack.graph();
  return rule.check({ graph, assessment: assess(graph, judged), settings: judged });
}

/** Findings as `verdict: reason`. */
export function said(rule: Rule, stack: Stack, changed: Partial<Settings> = {}): readonly string[] {
  return findings(rule, stack, changed).map((one) => `${one.verdict}: ${one.reason}`);
}
