import type { Objective } from "../analysis/model";

/** A stated figure for a mechanism that has no documented one. */
export interface Assumption {
  /** Name in the facts table, for example `aws-dms-cdc`. */
  readonly mechanism: string;
  /** Seconds. */
  readonly rpo?: number;
  /** Seconds. */
  readonly rto?: number;
  readonly reason: string;
}

/** A reasoned, expiring waiver of one rule for one resource. */
export interface Exception {
  readonly rule: string;
  /** Resource name or URN. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** ISO date; the exception ends at the end of that day, UTC. */
  readonly expires: string;
}

/** How the pack judges: parsed, validated, all durations in seconds. */
export interface Settings {
  /** Least distance for "off-site", in kilometres. Default 300. */
  readonly minDistanceKm: number;
  /** Objectives by disaster kind; `default` for the rest. */
  readonly objectives: Readonly<Record<string, Objective>>;
  readonly assumptions: readonly Assumption[];
  readonly exceptions: readonly Exception[];
  /** Where the Pulumi state is kept; `undefined` is unknown. */
  readonly stateBackend: { readonly provider: string; readonly region: string } | undefined;
  /** How long a deletion or corruption may go unnoticed. Seconds. */
  readonly timeToNotice: number;
  /** How long people take to notice and decide on a failover that is not automatic. Seconds; `undefined` is unknown. */
  readonly timeToDecide: number | undefined;
  /** Enforcement per rule name. */
  readonly enforcement: Readonly<Record<string, "mandatory" | "advisory" | "disabled">>;
}
