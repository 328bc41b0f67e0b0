import type { Assessment } from "../analysis/model";
import type { Graph } from "../graph/model";
import type { Settings } from "../settings/model";

/** What a rule is given: the graph, what the analysis concluded, and how to judge. */
export interface RuleContext {
  readonly graph: Graph;
  readonly assessment: Assessment;
  readonly settings: Settings;
}

/** One finding. `unknown` means "cannot be shown to be right": rejected like the rest, but the fix is to pin or classify. */
export interface Violation {
  readonly rule: string;
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly verdict: "rejected" | "unknown";
  /** What is wrong, with the value seen. Never a secret. */
  readonly reason: string;
  /** What to change, and where. */
  readonly fix: string;
}

/** A rule: one file, one test, one page in `docs/rules`, all of the same name. */
export interface Rule {
  readonly name: string;
  /** One sentence, in the imperative of what must hold. */
  readonly description: string;
  /** What to do about a finding, in general; each finding names its own fix. */
  readonly remediation: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  /** Default enforcement. */
  readonly enforcement: "mandatory" | "advisory";
  check(context: RuleContext): readonly Violation[];
}
