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

/** How much data a resource holds. */
export interface Volume {
  /** Resource name or URN. */
  readonly resource: string;
  readonly bytes: number;
  /** As it was written, for messages. */
  readonly size: string;
}

/** How fast a backup of one resource is restored. */
export interface Throughput {
  /** Name in the facts table; absent means every mechanism without a rate of its own. */
  readonly mechanism?: string;
  readonly bytesPerSecond: number;
  /** As it was written, for messages. */
  readonly rate: string;
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
  /** How much data resources hold, where it is stated. Default none: restoring then takes its fixed time, whatever the size. */
  readonly volumes: readonly Volume[];
  /** How fast what has a stated volume is restored; none is unknown. */
  readonly restoreThroughput: readonly Throughput[];
  /** Enforcement per rule name. */
  readonly enforcement: Readonly<Record<string, "mandatory" | "advisory" | "disabled">>;
}
