import type { Figure } from "../../../policies/analysis/model";
import { formatDuration } from "../../../policies/facts/duration";
import type { Report, ReportOutcome } from "../model";
import { misses, ordered, short, standingOf, target } from "../words";
import { dataTable, html, type Html, type Part } from "./markup";

const TONES = { good: "survives", bad: "lost", unsure: "unknown", unasked: "untouched" } as const;
const TONE_SYMBOLS = { good: "\u2713", bad: "\u2715", unsure: "?", unasked: "\u2013" } as const;

/** The verdict on an outcome as a badge: a colour, a symbol and a word. */
export function badge(outcome: ReportOutcome): Html {
  const { word, tone } = standingOf(outcome);
  return html`<span class="badge ${TONES[tone]}"><span aria-hidden="true">${TONE_SYMBOLS[tone]}</span> ${word}</span>`;
}

/** The table of disasters: what each takes, against the objectives. */
export function outcomesTable(report: Report): Html {
  if (report.outcomes.length === 0) return html`<p class="note">No disaster was found in the graph.</p>`;
  const rows = ordered(report.outcomes).map((outcome): readonly Part[] => [
    html`${sentence(outcome.disaster.title)}<span class="reason">${outcome.reason}</span>`,
    outcome.hit,
    html`${outcome.lost.length === 0 ? "0" : html`<strong class="bad">${outcome.lost.length}</strong>`}${outcome.unknown.length > 0 && html` <strong class="unsure" title="cannot be shown to survive">+${outcome.unknown.length}?</strong>`}`,
    against(outcome, "rpo"),
    against(outcome, "rto"),
    badge(outcome),
  ]);
  const assumed = report.outcomes.some(({ achieved }) => [achieved.rpo, achieved.rto].some((one) => one.known && one.assumed));
  const unasked = report.outcomes.some((outcome) => standingOf(outcome).tone === "unasked");
  return html`${dataTable("What each disaster takes, with achieved RPO and RTO against the objectives", ["If", "Hit", "Lost", "RPO / objective", "RTO / objective", "Verdict"], rows, new Set([1, 2]))}
${assumed && html`<p class="note">* rests on a stated assumption, listed under <a href="#assumptions">Assumptions</a>.</p>`}${unasked && html`<p class="note">(In brackets): not asked of this stack, as no objective is stated.</p>`}`;
}

function against(outcome: ReportOutcome, which: "rpo" | "rto"): Part {
  const objective = html`<span class="objective">/ ${target(outcome.objective[which])}</span>`;
  if (outcome.hit === 0) return html`\u2013 ${objective}`;
  const figure = outcome.achieved[which];
  return html`<span class="${misses(figure, outcome.objective[which]) ? "bad" : "achieved"}">${short(figure)}</span> ${objective}`;
}

/** A clause with a capital. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Style rules that place the bars: a page without inline styles needs one class for each place. */
export class Bars {
  private readonly rules = new Map<string, string>();

  /** The class of what begins and ends at these shares of the whole, from 0 to 1. */
  at(begin: number, end: number): string {
    const [left, width] = [tenths(begin), Math.max(0, tenths(end) - tenths(begin))];
    const name = `b${left}-${width}`;
    this.rules.set(name, `.${name}{left:${left / 10}%;width:${width / 10}%}`);
    return name;
  }

  css(): string {
    return [...this.rules.values()].join("\n");
  }
}

function tenths(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 1000);
}

/** Steps shorter than this share of a bar are still drawn this wide, so that they can be seen. */
const LEAST = 0.012;
/** A step of unknown length takes this share, hatched. */
const UNKNOWN = 0.22;

/** Recovery of each disaster, step by step against the objective. */
export function timelines(report: Report, bars: Bars): Html {
  const all = ordered(report.outcomes);
  const timed = all.filter((outcome) => outcome.steps.length > 0);
  const quiet = all.filter((outcome) => outcome.steps.length === 0);
  const kinds = new Map<string, number>();
  const colour = (name: string) => {
    if (!kinds.has(name)) kinds.set(name, kinds.size % 7);
    return `s${kinds.get(name) ?? 0}`;
  };
  const drawn = timed.map((outcome) => timeline(outcome, bars, colour));
  const keys = html`<ul class="legend">${[...kinds].map(([name, index]) => html`<li><span class="swatch s${index}" aria-hidden="true"></span> ${name}</li>`)}<li><span class="swatch hatched" aria-hidden="true"></span> length not known</li><li><span class="swatch limit" aria-hidden="true"></span> objective</li></ul>`;
  return html`${timed.length > 0 && keys}${drawn}
${quiet.length > 0 && html`<p class="note"><strong>Nothing to recover</strong> in ${quiet.length} of ${all.length} disasters, since what serves goes on serving or nothing of it is hit: ${quiet.map((outcome) => outcome.disaster.title).join("; ")}.</p>`}`;
}

function timeline(outcome: ReportOutcome, bars: Bars, colour: (name: string) => string): Html {
  const { steps, achieved, objective } = outcome;
  const known = steps.reduce((sum, { figure }) => sum + (figure.known ? figure.seconds : 0), 0);
  const unknown = steps.filter(({ figure }) => !figure.known).length;
  const room = Math.max(0.2, 1 - unknown * UNKNOWN);
  const scale = Math.max(known, objective.rto ?? 0, 1) * (objective.rto !== undefined && known <= objective.rto ? 1.06 : 1.02);
  const end = scale / room;
  let at = 0;
  const pieces = steps.map(({ name, figure }) => {
    const share = figure.known ? figure.seconds / end : Math.min(UNKNOWN, (1 - room) / Math.max(1, unknown));
    const begin = at;
    at += share;
    const drawn = figure.known && figure.seconds === 0 ? 0 : Math.max(share, LEAST);
    return drawn === 0 ? undefined : html`<span class="bar ${colour(name)} ${!figure.known && "hatched"} ${bars.at(begin, begin + drawn)}" title="${name}: ${short(figure)}"></span>`;
  });
  const limit = objective.rto === undefined ? undefined : html`<span class="limit ${bars.at(objective.rto / end, objective.rto / end)}" title="objective: ${formatDuration(objective.rto)}"></span>`;
  return html`<details class="timeline"><summary><span class="what">${sentence(outcome.disaster.title)}</span> <span class="time">${badge(outcome)} <strong>${short(achieved.rto)}</strong> <span class="objective">/ ${target(objective.rto)}</span></span>
<span class="track" aria-hidden="true">${pieces}${limit}</span></summary>
<ol class="steps">${steps.map(({ name, figure }) => html`<li><span class="swatch ${colour(name)} ${!figure.known && "hatched"}" aria-hidden="true"></span> <strong>${sentence(name)}</strong>: ${stepText(figure)}</li>`)}</ol></details>
`;
}

function stepText(figure: Figure): Html {
  return figure.known ? html`${short(figure)}. <span class="reason">${sentence(figure.basis)} <cite>(${figure.source})</cite></span>` : html`<span class="unsure">not known</span>. <span class="reason">${sentence(figure.why)}</span>`;
}
