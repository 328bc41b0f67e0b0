import type { Cell } from "../../../policies/analysis/model";
import type { Report, ReportOutcome, ReportResource } from "../model";
import { HOLDS, kindOf, misses, ordered, rankOf } from "../words";

/**
 * How a resource, or the worst of several, stands in a disaster. `untouched`: the disaster does not reach it. `slow`: it
 * survives, but later or with less than its objective allows, or nobody knows how late.
 */
export type State = "untouched" | "survives" | "slow" | "unknown" | "lost";

/** From the best to the worst. */
export const STATES: readonly State[] = ["untouched", "survives", "slow", "unknown", "lost"];

/** One line of the matrix: a resource, or several of a kind. */
export interface Row {
  readonly title: string;
  readonly detail: string;
  readonly members: readonly ReportResource[];
  /** Lines that this one sums up and that can be unfolded; absent where there is nothing to unfold. */
  readonly inside?: readonly Row[];
}

/** One column: a disaster, or several of a kind. */
export interface Column {
  readonly title: string;
  readonly label: string;
  readonly kind: ReportOutcome["disaster"]["kind"];
  readonly outcomes: readonly ReportOutcome[];
}

/** One place with its lines. */
export interface Group {
  readonly site: string;
  readonly rows: readonly Row[];
  readonly count: number;
}

/** A cell of the page: the worst of what it sums up, the worst first. */
export interface Folded {
  readonly state: State;
  readonly worst: readonly { readonly resource: ReportResource; readonly outcome: ReportOutcome; readonly cell: Cell; readonly state: State }[];
  readonly more: number;
}

/** The matrix as it is shown. */
export interface Matrix {
  readonly groups: readonly Group[];
  readonly columns: readonly Column[];
  /** How many resources have no line of their own, and how many disasters no column. */
  readonly folded: { readonly rows: number; readonly columns: number };
  fold(row: Row, column: Column): Folded;
}

/** Lines with a name of their own; what is beyond is summed up by kind, what stands worst is kept. */
export const MOST_ROWS = 250;
/** Columns of their own, likewise. */
export const MOST_COLUMNS = 40;
/** Evidence that one cell shows. */
const MOST_EVIDENCE = 5;

/** Arranges the matrix: resources by place, what matters most first; disasters from the smallest to the largest. */
export function matrixOf(report: Report): Matrix {
  const cells = new Map<string, Map<string, Cell>>();
  for (const cell of report.matrix) {
    const of = cells.get(cell.urn) ?? new Map<string, Cell>();
    cells.set(cell.urn, of);
    of.set(cell.disaster, cell);
  }
  const resources = report.resources.filter((resource) => cells.has(resource.urn));
  const byDisaster = new Map(report.outcomes.map((outcome) => [outcome.disaster.id, outcome]));
  const worst = new Map(resources.map((resource) => [resource.urn, worstOf(resource, cells.get(resource.urn), byDisaster)]));
  const order = (a: ReportResource, b: ReportResource) => HOLDS.indexOf(a.holds) - HOLDS.indexOf(b.holds) || (a.name < b.name ? -1 : 1);
  const named = namedOf(resources, worst, order);
  const sites = [...new Set(resources.map((resource) => resource.site))].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  const bySite = grouped(resources, (resource) => resource.site);
  const columns = columnsOf(report);
  return {
    groups: sites.map((site) => groupOf(site, (bySite.get(site) ?? []).sort(order), named, worst)),
    columns,
    folded: { rows: resources.length - named.size, columns: report.outcomes.length - columns.filter((column) => column.outcomes.length === 1).length },
    fold: (row, column) => fold(row, column, cells),
  };
}

/**
 * The state of one cell. It is `slow` only where the disaster's own figure misses the objective too: what the service does not wait for, such as
 * servers that are made again while others serve, may take its time. Configuration and caches are made again and have no objective of their own.
 */
export function stateOf(cell: Cell | undefined, outcome: ReportOutcome, holds: ReportResource["holds"]): State {
  if (cell === undefined || (!cell.hit && cell.verdict === "survives")) return "untouched";
  if (cell.verdict !== "survives") return cell.verdict;
  if (holds === "configuration" || holds === "cache") return "survives";
  const { achieved, objective } = outcome;
  const late = (["rpo", "rto"] as const).some((which) => misses(achieved[which], objective[which]) && misses(cell[which], objective[which]) && (cell[which].known || !achieved[which].known));
  return late ? "slow" : "survives";
}

function worstOf({ holds }: ReportResource, cells: ReadonlyMap<string, Cell> | undefined, outcomes: ReadonlyMap<string, ReportOutcome>): number {
  let worst = 0;
  for (const [disaster, cell] of cells ?? []) {
    const outcome = outcomes.get(disaster);
    if (outcome !== undefined) worst = Math.max(worst, STATES.indexOf(stateOf(cell, outcome, holds)));
  }
  return worst;
}

function namedOf(resources: readonly ReportResource[], worst: ReadonlyMap<string, number>, order: (a: ReportResource, b: ReportResource) => number): ReadonlySet<string> {
  if (resources.length <= MOST_ROWS) return new Set(resources.map((resource) => resource.urn));
  const ranked = [...resources].sort((a, b) => (worst.get(b.urn) ?? 0) - (worst.get(a.urn) ?? 0) || order(a, b));
  return new Set(ranked.slice(0, MOST_ROWS).map((resource) => resource.urn));
}

const FINE = STATES.indexOf("survives");

/** Configuration that survives everything is folded up: it is rebuilt from code, and there is much of it. */
function groupOf(site: string, resources: readonly ReportResource[], named: ReadonlySet<string>, worst: ReadonlyMap<string, number>): Group {
  const own = resources.filter((resource) => named.has(resource.urn));
  const row = (resource: ReportResource): Row => ({ title: resource.name, detail: `${kindOf(resource.type)}, ${resource.holds}`, members: [resource] });
  const quiet = own.filter((resource) => resource.holds === "configuration" && (worst.get(resource.urn) ?? 0) <= FINE);
  const fold = quiet.length > 2 ? new Set(quiet) : new Set<ReportResource>();
  const shown = own.filter((resource) => !fold.has(resource)).map(row);
  const quietRow: readonly Row[] = fold.size === 0 ? [] : [{ title: `${fold.size} of configuration`, detail: "survives all of it", members: quiet, inside: quiet.map(row) }];
  const rest = grouped(resources.filter((resource) => !named.has(resource.urn)), (resource) => resource.type);
  const restRows = [...rest].map(([type, members]): Row => ({ title: `${members.length} more`, detail: `${kindOf(type)}, ${members[0]?.holds ?? ""}`, members }));
  return { site, count: resources.length, rows: [...shown, ...quietRow, ...restRows] };
}

/** What a column's narrow head says: the disaster's id without its kind. */
function labelOf(outcome: ReportOutcome): string {
  const { id, kind } = outcome.disaster;
  return id.startsWith(`${kind}:`) ? id.slice(kind.length + 1).replace("/", " ") : id.replaceAll("-", " ");
}

function columnsOf(report: Report): readonly Column[] {
  const all = ordered(report.outcomes);
  const bad = (outcome: ReportOutcome) => Number(outcome.lost.length + outcome.unknown.length > 0 || !outcome.meets);
  const kept = new Set(all.length <= MOST_COLUMNS ? all : [...all].sort((a, b) => bad(b) - bad(a)).slice(0, MOST_COLUMNS));
  const columns: Column[] = all.filter((outcome) => kept.has(outcome)).map((outcome) => ({ title: outcome.disaster.title, label: labelOf(outcome), kind: outcome.disaster.kind, outcomes: [outcome] }));
  const rest = grouped(all.filter((outcome) => !kept.has(outcome)), (outcome) => outcome.disaster.kind);
  for (const [kind, outcomes] of rest) {
    const after = columns.map((column) => column.kind).lastIndexOf(kind);
    columns.splice(after < 0 ? columns.length : after + 1, 0, { title: `${outcomes.length} more of kind ${kind}, the worst of them`, label: `${outcomes.length} more`, kind, outcomes });
  }
  return columns;
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const there = groups.get(keyOf(item));
    if (there === undefined) groups.set(keyOf(item), [item]);
    else there.push(item);
  }
  return groups;
}

function fold(row: Row, column: Column, cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>): Folded {
  const touched = row.members.flatMap((resource) => column.outcomes.flatMap((outcome) => {
    const cell = cells.get(resource.urn)?.get(outcome.disaster.id);
    const state = stateOf(cell, outcome, resource.holds);
    return cell === undefined || state === "untouched" ? [] : [{ resource, outcome, cell, state }];
  }));
  touched.sort((a, b) => STATES.indexOf(b.state) - STATES.indexOf(a.state));
  return { state: touched[0]?.state ?? "untouched", worst: touched.slice(0, MOST_EVIDENCE), more: Math.max(0, touched.length - MOST_EVIDENCE) };
}
