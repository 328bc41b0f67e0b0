import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Graph } from "../../policies/graph/model";
import type { Problem } from "../errors";
import { nameOf } from "../sources/resource";
import { graphFromStates, type ResourceState } from "./states";

/** What the engine does with one resource: `create`, `update`, `delete`, `replace` and its parts, `read`, `same`. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** What a policy said about a resource. */
export interface PolicyFinding {
  readonly policy: string;
  readonly urn: string;
  readonly name: string;
  readonly enforcement: "mandatory" | "advisory";
  /** Everything that the policy said, its description first. */
  readonly message: string;
}

/** A warning or an error of the engine, a provider or the program. */
export interface Diagnostic {
  readonly severity: "warning" | "error";
  readonly urn: string | undefined;
  readonly message: string;
}

/** What an operation of the engine came to. */
export interface Outcome {
  readonly ok: boolean;
  /** Resources that change or are read, in the order in which the engine began with them; unchanged ones are left out. */
  readonly steps: readonly Step[];
  /** How many resources by what happens to them, unchanged ones (`same`) included, as the engine sums up. */
  readonly changes: Readonly<Record<string, number>>;
  readonly findings: readonly PolicyFinding[];
  readonly diagnostics: readonly Diagnostic[];
  /** Why it failed, for a person; empty if it did not. */
  readonly problems: readonly Problem[];
  /** Wall time in milliseconds. */
  readonly milliseconds: number;
}

/** What a preview came to. The graph is there whenever the engine got as far as the resources, policies broken or not. */
export interface PreviewOutcome extends Outcome {
  readonly graph: Graph;
}

/** What the events of one operation say. */
export function readEvents(events: readonly EngineEvent[]): Pick<Outcome, "steps" | "changes" | "findings" | "diagnostics"> {
  const steps: Step[] = [];
  const findings: PolicyFinding[] = [];
  const diagnostics: Diagnostic[] = [];
  let changes: Readonly<Record<string, number>> = {};
  for (const { resourcePreEvent, policyEvent, diagnosticEvent, summaryEvent } of events) {
    if (resourcePreEvent !== undefined && resourcePreEvent.metadata.op !== "same") {
      const { op, urn, type } = resourcePreEvent.metadata;
      steps.push({ op, urn, type, name: nameOf(urn) });
    }
    if (policyEvent !== undefined) {
      const urn = policyEvent.resourceUrn ?? "";
      const enforcement = policyEvent.enforcementLevel === "mandatory" ? "mandatory" : "advisory";
      findings.push({ policy: policyEvent.policyName, urn, name: nameOf(urn), enforcement, message: policyEvent.message.trim() });
    }
    if (diagnosticEvent?.severity === "error" || diagnosticEvent?.severity === "warning") {
      diagnostics.push({ severity: diagnosticEvent.severity, urn: diagnosticEvent.urn, message: diagnosticEvent.message.trim() });
    }
    if (summaryEvent !== undefined) changes = summaryEvent.resourceChanges as Readonly<Record<string, number>>;
  }
  return { steps, changes, findings, diagnostics };
}

/** What `pulumi preview --json` prints (pulumi/pkg/display, `PreviewDigest`), as far as it is used. */
interface Digest {
  readonly steps?: readonly { readonly op: string; readonly urn: string; readonly newState?: ResourceState }[];
}

/** The graph that a preview would make: the digest's states, and the default providers, which only the events have. */
export function graphOfPreview(project: string, stack: string, digest: string, events: readonly EngineEvent[]): Graph {
  const states = new Map<string, ResourceState>();
  for (const { resourcePreEvent } of events) {
    const state = resourcePreEvent?.metadata.new as ResourceState | undefined | null;
    if (state !== undefined && state !== null) states.set(state.urn, state);
  }
  for (const { newState } of stepsOf(digest)) if (newState !== undefined) states.set(newState.urn, newState);
  return graphFromStates(project, stack, [...states.values()]);
}

function stepsOf(digest: string): NonNullable<Digest["steps"]> {
  const start = digest.indexOf("{");
  if (start < 0) return [];
  return (JSON.parse(digest.slice(start)) as Digest).steps ?? [];
}
