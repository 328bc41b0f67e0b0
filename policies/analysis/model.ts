/** What the analysis speaks of and what it concludes: plain, readonly, JSON-ready data. */

/** What a resource type holds (from the catalog). */
export type Holds = "data" | "secret" | "key" | "configuration" | "cache" | "nothing" | "opaque";

/** Where something is. `known: false` places are off-site to nothing. */
export interface Place {
  readonly known: boolean;
  /** Why it is not known, naming the input to pin; only when `known` is false. */
  readonly why?: string;
  /** `aws`, `ovh`, or `state` for what lives in the Pulumi state. */
  readonly provider: string;
  /** Account or project, as far as the graph tells them apart (provider configuration); `undefined` means "the provider's one account". */
  readonly account?: string;
  /** Provider's region code; absent for a global service. */
  readonly region?: string;
  /** Provider's availability zone; absent for a regional service. */
  readonly zone?: string;
  /** Buildings that can burn together; absent for a global service. */
  readonly campus?: string;
  readonly city?: string;
  readonly lat?: number;
  readonly lon?: number;
}

/** A duration that is known with its source, or unknown with the reason. Seconds. */
export type Figure =
  | {
      readonly known: true;
      readonly seconds: number;
      /** What it means and how it was come by, with the arithmetic where it is computed. */
      readonly basis: string;
      readonly source: string;
      /** True if a stated assumption went into it. */
      readonly assumed: boolean;
      /** Mechanisms whose assumptions went into it; absent where none did. */
      readonly assumptions?: readonly string[];
    }
  | { readonly known: false; readonly why: string };

/** How a copy comes to be; a `replica` repeats deletions and corruption, `recovery-points` do not. */
export type CopyKind = "replica" | "recovery-points" | "export" | "rebuilt-from-code";

/** One thing that must be in the graph and on for a copy to be real. */
export interface Link {
  /** For example `versioning`, `rule status`, `destination`, `key at the destination`. */
  readonly name: string;
  readonly state: "on" | "off" | "unknown";
  /** What was seen, in words, without any secret property value. */
  readonly detail: string;
  /** URN of the resource that shows it. */
  readonly by?: string;
  /** What to change when it is off or unknown. */
  readonly fix?: string;
}

/** A copy of a stateful resource. It counts only if every link is on. */
export interface Copy {
  /** URN of the original. */
  readonly of: string;
  /** URN of the copy, when it is a resource of the graph. */
  readonly at: string | undefined;
  /** Facts-table name of the mechanism, for example `aws-s3-replication-rtc`. */
  readonly mechanism: string;
  readonly kind: CopyKind;
  readonly place: Place;
  /** How far the copy may be behind the original. */
  readonly lag: Figure;
  /** How long it takes to make it the original. */
  readonly recovery: Figure;
  /** How far back recovery points go; absent for replicas. Seconds. */
  readonly retention?: number;
  /** Deleting the original deletes it too, whatever its retention; absent means no. */
  readonly endsWithOriginal?: boolean;
  /** Retention that even an administrator cannot shorten. */
  readonly immutable: boolean;
  readonly links: readonly Link[];
  /** URNs of the keys needed to read it. */
  readonly keys: readonly string[];
}

export type DisasterKind =
  | "zone" | "campus" | "region" | "provider" | "account" | "key" | "operator-error" | "control-plane";

/** What the analysis removes. */
export interface Disaster {
  readonly kind: DisasterKind;
  /** Stable name, for example `campus:ovh/GRA`, `provider:aws`, `key:<name>`, `operator-error`. */
  readonly id: string;
  /** One line for people: "the Gravelines campus burns". */
  readonly title: string;
}

export type Verdict = "survives" | "lost" | "unknown";

/** One resource in one disaster: a cell of the matrix. */
export interface Cell {
  readonly urn: string;
  readonly disaster: string;
  /** True if the disaster takes the original. */
  readonly hit: boolean;
  readonly verdict: Verdict;
  readonly rpo: Figure;
  readonly rto: Figure;
  /** Evidence: the copy that survives and each link that makes it real, or why each copy fails. */
  readonly path: readonly string[];
  /** One sentence. */
  readonly reason: string;
  /** What to do, when not `survives`. */
  readonly fix?: string;
}

/** Targets; absent means "no objective". Seconds. */
export interface Objective {
  readonly rpo?: number;
  readonly rto?: number;
}

/** The whole stack in one disaster. `meets` is false on any lost or unknown cell or missed objective. */
export interface Outcome {
  readonly disaster: Disaster;
  readonly verdict: Verdict;
  /** Worst over what is hit. */
  readonly rpo: Figure;
  /** Along the slowest chain of the service: detect, decide, promote or restore, switch, TTL. */
  readonly rto: Figure;
  readonly objective: Objective;
  readonly meets: boolean;
  readonly hit: number;
  readonly lost: readonly string[];
  readonly unknown: readonly string[];
  /** The recovery chain, in order, with each step's figure. */
  readonly steps: readonly { readonly name: string; readonly figure: Figure }[];
  readonly reason: string;
}

/** A classified, placed resource with its copies. */
export interface AssessedResource {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly holds: Holds | "unclassified";
  readonly place: Place;
  /** URN of the resource that it is stored in and whose copies it shares (an object in a bucket, a database in a cluster). */
  readonly partOf?: string;
  readonly copies: readonly Copy[];
}

/** A stated guess that stood in for a figure without a source. */
export interface UsedAssumption {
  readonly mechanism: string;
  readonly reason: string;
  readonly usedFor: readonly string[];
}

/** Everything that the analysis says of a graph. Order: by URN, by disaster id. */
export interface Assessment {
  readonly resources: readonly AssessedResource[];
  readonly disasters: readonly Disaster[];
  readonly outcomes: readonly Outcome[];
  /** What is not "nothing" × disasters that hit it, or that would if nothing protected it. Where there is no cell, the disaster leaves the resource as it is. */
  readonly cells: readonly Cell[];
  readonly assumptions: readonly UsedAssumption[];
}
