import type { Figure } from "../../../policies/analysis/model";
import type { Report, ReportResource } from "../model";
import { nameOf, short, target, titleOf } from "../words";
import { html, type Html } from "./markup";
import { MOST_COLUMNS, MOST_ROWS, type Column, type Folded, type Matrix, type Row, type State } from "./matrix-model";

/** A symbol for each state, so that colour is never all that tells them apart. */
export const SYMBOLS: Readonly<Record<State, string>> = { untouched: "\u00b7", survives: "\u2713", slow: "!", unknown: "?", lost: "\u2715" };
/** Words for each state. */
export const WORDS: Readonly<Record<State, string>> = {
  untouched: "not hit",
  survives: "survives",
  slow: "survives, but misses its objective",
  unknown: "not known, so not accepted",
  lost: "lost",
};

const KIND_TITLES: Readonly<Record<Column["kind"], string>> = {
  zone: "zone fails", campus: "campus burns", region: "region lost", provider: "provider gone", account: "account taken", key: "key lost", "operator-error": "operator error", "control-plane": "control plane",
};

/** What the page's script is given: evidence by cell, with texts that occur often said once. */
export interface Evidence {
  readonly texts: readonly string[];
  readonly resources: readonly (readonly number[])[];
  readonly disasters: readonly (readonly number[])[];
  readonly figures: readonly (readonly number[])[];
  readonly copies: readonly (readonly (readonly number[])[])[];
  /** By row and column: a number for what is left out, then one list per resource. */
  readonly cells: Readonly<Record<string, readonly (number | readonly (number | readonly number[])[])[]>>;
}

/** Gives each text, and each list of numbers, a number. */
class Numbered<T> {
  readonly all: T[] = [];
  private readonly known = new Map<string, number>();

  of(item: T): number {
    const key = JSON.stringify(item);
    const there = this.known.get(key);
    if (there !== undefined) return there;
    this.known.set(key, this.all.length);
    return this.all.push(item) - 1;
  }
}

/** Collects evidence while the table is written. */
class Collector {
  private readonly texts = new Numbered<string>();
  private readonly figures = new Numbered<readonly number[]>();
  private readonly resources = new Map<string, number>();
  private readonly resourceRows: (readonly number[])[] = [];
  private readonly copies: (readonly (readonly number[])[])[] = [];
  private readonly disasters = new Numbered<readonly number[]>();
  private readonly cells: Record<string, readonly (number | readonly (number | readonly number[])[])[]> = {};

  constructor(private readonly names: ReadonlyMap<string, string>) {}

  add(row: number, column: number, { worst, more }: Folded): void {
    this.cells[`${row},${column}`] = [
      more,
      ...worst.map(({ resource, outcome, cell, state }) => [
        this.resource(resource),
        this.disasters.of([outcome.disaster.title, target(outcome.objective.rpo), target(outcome.objective.rto), short(outcome.achieved.rto)].map((text) => this.texts.of(text))),
        this.texts.of(state),
        this.figure(cell.rpo, state),
        this.figure(cell.rto, state),
        this.texts.of(cell.reason),
        cell.path.map((step) => this.texts.of(step)),
        cell.fix === undefined ? -1 : this.texts.of(cell.fix),
      ]),
    ];
  }

  evidence(): Evidence {
    return { texts: this.texts.all, resources: this.resourceRows, copies: this.copies, disasters: this.disasters.all, figures: this.figures.all, cells: this.cells };
  }

  private figure(figure: Figure, state: State): number {
    const [basis, source] = figure.known ? [figure.basis, figure.source] : [figure.why, ""];
    return this.figures.of([this.texts.of(short(figure)), this.texts.of(basis), this.texts.of(source), !figure.known && state !== "survives" ? 1 : 0]);
  }

  private resource(resource: ReportResource): number {
    const there = this.resources.get(resource.urn);
    if (there !== undefined) return there;
    const at = this.resourceRows.length;
    this.resources.set(resource.urn, at);
    const { place } = resource;
    const where = place.known ? `${titleOf(resource.site)}${place.city === undefined ? "" : `, ${place.city}`} (${place.provider}${place.region === undefined ? "" : ` ${place.zone ?? place.region}`})` : `not known: ${place.why ?? "nothing tells"}`;
    this.resourceRows.push([resource.name, resource.type, resource.holds, where, resource.urn].map((text) => this.texts.of(text)));
    this.copies.push(resource.copies.map((copy) => [this.texts.of(copy.mechanism), this.texts.of(copy.kind), this.texts.of(titleOf(copy.site)), this.texts.of(copy.at === undefined ? "" : (this.names.get(copy.at) ?? nameOf(copy.at))), copy.immutable ? 1 : 0, copy.counts ? 1 : 0]));
    return at;
  }
}

/** The table, and the evidence for its cells. */
export function matrixSection(report: Report, matrix: Matrix): { readonly body: Html; readonly evidence: Evidence } {
  const collector = new Collector(new Map(report.resources.map((resource) => [resource.urn, resource.name])));
  const { columns, groups } = matrix;
  let number = 0;
  const line = (row: Row, inner: boolean, controls?: string): Html => {
    const at = number++;
    const cells = columns.map((column, index) => {
      const folded = matrix.fold(row, column);
      if (folded.state !== "untouched") collector.add(at, index, folded);
      return html`<td class="${folded.state}" tabindex="-1" aria-label="${spoken(folded)}">${SYMBOLS[folded.state]}</td>`;
    });
    const title = controls === undefined ? html`<span class="name">${row.title}</span>` : html`<button type="button" class="unfold" aria-expanded="true" aria-controls="${controls}">${row.title}</button>`;
    return html`<tr data-row="${at}"${inner && html` class="inner"`}><th scope="row">${title} <span class="kind">${row.detail}</span></th>${cells}</tr>
`;
  };
  const bodies = groups.map((group, index) => html`<tbody><tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}"><span>${titleOf(group.site)} <small>${group.count} resource${group.count === 1 ? "" : "s"}</small></span></th></tr>
${group.rows.map((row) => line(row, false, row.inside === undefined ? undefined : `fold-${index}`))}</tbody>
${group.rows.flatMap((row) => (row.inside === undefined ? [] : [html`<tbody id="fold-${index}" class="fold">${row.inside.map((inner) => line(inner, true))}</tbody>
`]))}`);
  const body = html`<p class="lead">Each cell is one resource in one disaster. Choose a cell, or go there with the arrow keys and press Enter, to see what survives, by which path, and what to do.</p>
${legend()}${limits(matrix)}
<div class="scroll" tabindex="0" role="region" aria-label="Matrix of resources and disasters"><table class="matrix" role="grid" aria-label="Resources by disaster">
<thead><tr><td rowspan="2" class="corner"></td>${heads(columns)}</tr>
<tr>${columns.map((column, index) => html`<th scope="col" class="d${isFirst(columns, index) ? " first" : ""}" title="${column.title}"><span>${column.label}</span></th>`)}</tr></thead>
${bodies}</table></div>`;
  return { body, evidence: collector.evidence() };
}

function isFirst(columns: readonly Column[], index: number): boolean {
  return columns[index]?.kind !== columns[index - 1]?.kind;
}

function heads(columns: readonly Column[]): readonly Html[] {
  return columns.flatMap((column, index) => {
    if (!isFirst(columns, index)) return [];
    const next = columns.findIndex((other, at) => at > index && other.kind !== column.kind);
    const span = (next < 0 ? columns.length : next) - index;
    return [html`<th scope="colgroup" colspan="${span}" class="k first${span < 2 ? " thin" : ""}"><span>${KIND_TITLES[column.kind]}</span></th>`];
  });
}

function spoken({ state, worst, more }: Folded): string {
  const [first] = worst;
  if (first === undefined) return WORDS.untouched;
  const figures = first.state === "lost" ? "" : `, RPO ${short(first.cell.rpo)}, RTO ${short(first.cell.rto)}`;
  return `${WORDS[state]}${figures}${worst.length + more > 1 ? `, the worst of ${worst.length + more}` : ""}`;
}

function legend(): Html {
  return html`<ul class="legend">${(["survives", "slow", "unknown", "lost", "untouched"] as const).map((state) => html`<li><span class="key ${state}" aria-hidden="true">${SYMBOLS[state]}</span> ${WORDS[state]}</li>`)}</ul>`;
}

function limits({ folded }: Matrix): Html {
  const rows = folded.rows === 0 ? [] : [`${folded.rows.toLocaleString("en")} resources have no line of their own: ${MOST_ROWS} lines are shown by name, those that stand worst first, and the rest is summed up by place and type.`];
  const columns = folded.columns === 0 ? [] : [`${folded.columns.toLocaleString("en")} disasters have no column of their own: ${MOST_COLUMNS} are shown, those that are not survived first, and the rest is summed up by kind.`];
  const both = [...rows, ...columns];
  return both.length === 0 ? html`` : html`<p class="note">${both.join(" ")} Everything is in the JSON report (--format json).</p>`;
}
