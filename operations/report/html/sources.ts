import type { Figure } from "../../../policies/analysis/model";
import type { Report } from "../model";
import { dataTable, html, type Html, type Part } from "./markup";

/** More sources than this are counted, not listed. */
const MOST_SOURCES = 200;
const MOST_BASES = 3;

/** Every source that a figure of this report names, with what it was used for. A figure that is the sum of others names several. */
export function sourcesOf(report: Report): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (figure: Figure) => {
    if (!figure.known) return;
    const sources = figure.source.split("; ");
    for (const source of sources) {
      const bases = found.get(source) ?? new Set<string>();
      found.set(source, bases);
      if (sources.length === 1) bases.add(figure.basis);
    }
  };
  for (const { achieved, steps } of report.outcomes) [achieved.rpo, achieved.rto, ...steps.map((step) => step.figure)].forEach(add);
  for (const cell of report.matrix) if (cell.hit) [cell.rpo, cell.rto].forEach(add);
  return found;
}

/** Addresses are written without their scheme in the facts tables. */
const ADDRESS = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[\w./#?=&%~+-]*$/i;

/** Figures and their sources. */
export function sourcesSection(report: Report): Html {
  const found = [...sourcesOf(report)].sort(([a], [b]) => Number(ADDRESS.test(b)) - Number(ADDRESS.test(a)) || (a < b ? -1 : 1));
  if (found.length === 0) return html`<p class="note">This report holds no figure.</p>`;
  const rows = found.slice(0, MOST_SOURCES).map(([source, bases]): readonly Part[] => {
    const shown = [...bases].slice(0, MOST_BASES);
    const more = bases.size - shown.length;
    return [ADDRESS.test(source) ? html`<a href="https://${source}" rel="noreferrer">${source}</a>` : source, `${shown.length === 0 ? "part of a sum" : shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`];
  });
  const left = found.length - MOST_SOURCES;
  return html`${dataTable("Where the figures come from", ["Source", "Used for"], rows)}${left > 0 && html`<p class="note">${left} more sources are in the JSON report (--format json).</p>`}`;
}
