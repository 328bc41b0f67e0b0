import { loadTable } from "./table";

/** A condition on another input of the same resource: set at all, or one of some values. */
export interface InputCondition {
  readonly input: string;
  readonly is?: readonly (string | boolean)[];
}

/** What an input of one type must be for a rule to be content. */
export interface Safeguard {
  readonly rule: string;
  readonly type: string;
  /** A path such as `rootBlockDevice.encrypted`; `[*]` stands for every entry of a list. */
  readonly input: string;
  /** Allowed values; `set` for any; days that must reach a time of the settings. Absent where `refuse` says what is not allowed. */
  readonly accept?: readonly (string | boolean)[] | "set" | { readonly atLeastDays: "timeToNotice" };
  readonly refuse?: readonly string[];
  /** Whether the provider's default is good enough. */
  readonly unset: "ok" | "bad";
  readonly when?: InputCondition;
  readonly unless?: readonly InputCondition[];
  /** What is allowed, in words, where `accept` is `set`. */
  readonly allowed?: string;
  /** What follows from a wrong value, as the end of a sentence. */
  readonly why: string;
  readonly source: string;
}

/** An input by which a protection hangs on another resource. */
export interface Reference {
  readonly type: string;
  /** As {@link Safeguard.input}. */
  readonly input: string;
  readonly to: readonly string[];
  /** For a role: the AWS service that takes it. */
  readonly service?: string;
  /** Every entry of the list needs a resource of its own. */
  readonly each?: boolean;
  readonly source: string;
}

let safeguardsByRule: ReadonlyMap<string, readonly Safeguard[]> | undefined;
let referenceRows: readonly Reference[] | undefined;

/** The rows that a rule reads; none for a name that the table does not know. */
export function safeguards(rule: string): readonly Safeguard[] {
  if (safeguardsByRule === undefined) {
    const byRule = new Map<string, Safeguard[]>();
    for (const row of loadTable<{ safeguards: readonly Safeguard[] }>("safeguards").safeguards) byRule.set(row.rule, [...(byRule.get(row.rule) ?? []), row]);
    safeguardsByRule = byRule;
  }
  return safeguardsByRule.get(rule) ?? [];
}

/** Rules that have rows. */
export function safeguardedRules(): readonly string[] {
  safeguards("");
  return [...(safeguardsByRule?.keys() ?? [])];
}

/** Every reference on which a protection hangs. */
export function references(): readonly Reference[] {
  referenceRows ??= loadTable<{ references: readonly Reference[] }>("references").references;
  return referenceRows;
}
