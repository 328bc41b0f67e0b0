import type { Assumption, Settings } from "../../policies/settings/model";
import type { AssessedResource, Cell, Copy, Disaster, Figure, Holds, Objective, Place, Verdict } from "../../policies/analysis/model";
import type { Violation } from "../../policies/rules/model";

/** Where a report's graph comes from: the program on the SDK's mocks, `pulumi preview`, or a file: a stack's export, a preview's JSON, a plan's graph. */
export type Source = "in-process" | "engine" | "state" | "preview" | "plan";

/** A place that the configuration declares. `backup` is the third place, for backups that nobody can delete. */
export type Role = "primary" | "secondary" | "backup";

/** What the configuration says of a place, before distances are known. */
export interface DeclaredSite {
  readonly role: Role;
  readonly provider: string;
  readonly region: string;
  readonly city: string;
  readonly campus?: string;
  readonly lat?: number;
  readonly lon?: number;
  /** True for the site that serves now. */
  readonly active: boolean;
  readonly servers: number;
}

/** A declared place and how far it is from the others. */
export interface Site extends DeclaredSite {
  /** Great-circle kilometres by role, rounded; a place without coordinates is absent. */
  readonly distancesKm: Readonly<Partial<Record<Role, number>>>;
}

/** One resource of the plan. Components and providers are not listed. */
export interface ReportResource {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly holds: Holds | "unclassified";
  /** Role of the declared place it is in; else the place itself, such as `aws us-east-1`, `aws, no region` or `not known`. */
  readonly site: string;
  readonly place: Place;
  readonly copies: readonly ReportCopy[];
}

/** A copy of a resource, in short. */
export interface ReportCopy {
  readonly mechanism: string;
  readonly kind: Copy["kind"];
  /** URN of the copy, when it is a resource of the plan. */
  readonly at?: string;
  /** As {@link ReportResource.site}. */
  readonly site: string;
  readonly immutable: boolean;
  /** True if every link that makes it real is on. */
  readonly counts: boolean;
}

/** The whole stack in one disaster. */
export interface ReportOutcome {
  readonly disaster: Disaster;
  readonly verdict: Verdict;
  /** True if the stack must survive it: the end of a site always, anything else where an objective is stated. */
  readonly asked: boolean;
  /** Verdict `survives` within the objectives. */
  readonly meets: boolean;
  /** How many resources that hold something it takes. */
  readonly hit: number;
  readonly lost: readonly string[];
  readonly unknown: readonly string[];
  readonly achieved: { readonly rpo: Figure; readonly rto: Figure };
  readonly objective: Objective;
  readonly steps: readonly { readonly name: string; readonly figure: Figure }[];
  readonly reason: string;
}

/** A violation with all that a person needs to act on it. */
export interface ReportViolation extends Violation {
  readonly severity: "low" | "medium" | "high" | "critical";
  /** `mandatory` rejects the stack; `advisory` is only told. */
  readonly enforcement: "mandatory" | "advisory";
  /** The rule's page in the repository. */
  readonly docs: string;
}

/** A violation that is waived, by whom, why and until when. */
export interface ReportException {
  readonly rule: string;
  readonly urn: string;
  readonly name: string;
  readonly waives: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A stated guess that was used where no documented figure exists. */
export interface ReportAssumption extends Assumption {
  /** URNs of what it was used for. */
  readonly usedFor: readonly string[];
}

/** Milliseconds, whole. */
export interface Timings {
  readonly total: number;
  /** By part, in order; what is in no part is the difference to the total. */
  readonly parts: Readonly<Record<string, number>>;
}

/**
 * Everything that is said of a stack, in one plain object: what the terminal shows and what `--json` prints are made of
 * this. `survives`: every disaster that is asked of the stack is survived within its objectives. `accepted`: not so, but
 * no mandatory rule is broken (waived, or advisory). `rejected`: a mandatory rule is broken.
 */
export interface Report {
  readonly format: "firebreak-report";
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  readonly source: Source;
  readonly verdict: "survives" | "accepted" | "rejected";
  readonly sites: readonly Site[];
  readonly resources: readonly ReportResource[];
  readonly outcomes: readonly ReportOutcome[];
  /** Resources that hold something × disasters; of a disaster that takes one key only those that it hits. */
  readonly matrix: readonly Cell[];
  readonly violations: readonly ReportViolation[];
  readonly exceptions: readonly ReportException[];
  readonly assumptions: readonly ReportAssumption[];
  /** What a reader must know about how the graph came about. */
  readonly notes: readonly string[];
  readonly timings: Timings;
}

/** The settings that a report needs. */
export type ReportSettings = Pick<Settings, "assumptions" | "enforcement">;

/** A resource as the analysis sees it, or as little as is known of it where the analysis failed. */
export type Resource = Pick<AssessedResource, "urn" | "name" | "type" | "holds" | "place" | "copies">;
