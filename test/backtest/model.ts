import type { Graph } from "../../policies/graph/model";
import type { Assumption } from "../../policies/settings/model";

/** What became of a resource. */
export type Fate = "kept" | "lost";

/** What a record says of one disaster, and what is looked at in the assessment. */
export interface Check {
  /** Id of the disaster, such as `campus:ovh/SBG`. */
  readonly disaster: string;
  /** By resource name. */
  readonly fate: Readonly<Record<string, Fate>>;
  /** Resource whose RPO is compared, and what was lost of it, in seconds. */
  readonly rpo?: { readonly of: string; readonly seconds: number };
  /** Seconds until everything was back; absent where the record has no number. */
  readonly rto?: number;
}

/** Settings as they would be written, with the record as their reason. */
export interface Stated {
  readonly timeToDecide?: string;
  readonly stateBackend?: { readonly provider: string; readonly region: string };
  readonly assumptions?: readonly (Pick<Assumption, "mechanism" | "reason"> & { readonly rpo?: string; readonly rto?: string })[];
  readonly volumes?: readonly { readonly resource: string; readonly size: string }[];
  readonly restoreThroughput?: readonly { readonly rate: string; readonly reason: string; readonly mechanism?: string }[];
}

/** One documented case, as a stack. */
export interface Backtest {
  readonly name: string;
  readonly event: string;
  /** How the record became a stack, in words. */
  readonly modelled: string;
  readonly sources: readonly string[];
  readonly stack: () => Graph;
  readonly stated: Stated;
  /** Where `timeToDecide` comes from, where it is stated. */
  readonly decided?: string;
  readonly checks: readonly Check[];
  /** The record in words. */
  readonly recorded: string;
  /** Why prediction and record differ, where they do, or what the agreement rests on. */
  readonly why?: string;
}

/** The two fires. */
export const STRASBOURG = "OVHcloud Strasbourg, 10 March 2021";
export const DAEJEON = "National Information Resources Service, Daejeon, 26 September 2025";

const HOUR = 3600;
/** Hours in seconds. */
export const hours = (count: number): number => count * HOUR;
/** Days in seconds. */
export const days = (count: number): number => count * 24 * HOUR;
