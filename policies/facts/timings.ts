import { loadTable } from "./table";

/** One figure: how far behind (RPO) or how long (RTO). */
export interface TimingFigure {
  readonly seconds: number;
  /** True only if the vendor's text gives this figure; anything else is unknown unless an assumption is configured. */
  readonly documented: boolean;
  /** What the figure means and how it was come by. */
  readonly basis: string;
  readonly source: string;
}

/** What is known of a mechanism's speed. A missing figure is not known to anyone: it is never zero. */
export interface Timing {
  readonly mechanism: string;
  readonly rpo?: TimingFigure;
  readonly rto?: TimingFigure;
  readonly note?: string;
}

let byName: ReadonlyMap<string, Timing> | undefined;

/** Figures of a mechanism such as `aws-s3-replication-rtc`, or `undefined` where the table has no such row. */
export function timing(mechanism: string): Timing | undefined {
  return table().get(mechanism);
}

/** All rows, in the table's order. */
export function timings(): readonly Timing[] {
  return [...table().values()];
}

function table(): ReadonlyMap<string, Timing> {
  byName ??= new Map(loadTable<{ timings: readonly Timing[] }>("timings").timings.map((row) => [row.mechanism, row]));
  return byName;
}
