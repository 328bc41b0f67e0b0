/** What reports in every format call things, and in which order they show them. */
import type { Figure } from "../../policies/analysis/model";
import { formatDuration } from "../../policies/facts/duration";
import type { Report, ReportOutcome, ReportResource, Role } from "./model";

/** Declared places, in the order in which they are shown. */
export const ROLES: readonly Role[] = ["primary", "secondary", "backup"];

/** What a declared place is called. */
export const TITLES: Readonly<Record<Role, string>> = { primary: "primary", secondary: "secondary", backup: "third place" };

/** What resources hold, from what matters most to what does not. */
export const HOLDS: readonly ReportResource["holds"][] = ["data", "secret", "key", "cache", "configuration", "opaque", "unclassified", "nothing"];

/** Disasters from the smallest to the largest, then those that are of another nature. */
export const KINDS: readonly ReportOutcome["disaster"]["kind"][] = ["zone", "campus", "region", "provider", "account", "key", "operator-error", "control-plane"];

/** How the graph came about, as the beginning of a sentence that ends with {@link realCommand}. */
export const HOW: Readonly<Record<Report["source"], string>> = {
  "in-process": "Planned in process, without account or engine; the real thing:",
  engine: "Previewed by the Pulumi engine on simulated clouds; with real accounts:",
  state: "Judged from the stack's state, as deployed; before each update:",
  preview: "Judged from a preview's JSON; while previewing:",
  plan: "Judged from a plan's graph; the real thing:",
};

/** The command that asks the same of the real clouds. */
export function realCommand(report: Pick<Report, "stack">): string {
  return `pulumi preview --stack ${report.stack} --policy-pack policies`;
}

/** What the `site` of a resource is called. */
export function titleOf(place: string): string {
  return place === "backup" ? TITLES.backup : place === "not known" ? "place not known" : place;
}

/** Where a `site` stands in the order of places: declared ones first. */
export function rankOf(place: string): number {
  const index = ROLES.findIndex((role) => role === place);
  return index < 0 ? ROLES.length : index;
}

/** What a type is called: the last part of its token. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}

/** What a resource of a URN is called where nothing else is known of it. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** The outcomes in the order in which reports show them. */
export function ordered(outcomes: readonly ReportOutcome[]): readonly ReportOutcome[] {
  return [...outcomes].sort((a, b) => KINDS.indexOf(a.disaster.kind) - KINDS.indexOf(b.disaster.kind));
}

/** How the stack stands in one disaster. `tone` is for colours; of what is not asked, nothing is good or bad. */
export interface Standing {
  readonly word: string;
  readonly tone: "good" | "bad" | "unsure" | "unasked";
}

/** The standing of an outcome against its objectives. */
export function standingOf(outcome: ReportOutcome): Standing {
  if (!outcome.asked && !outcome.meets) return { word: `(${outcome.verdict === "unknown" ? "not known" : outcome.verdict})`, tone: "unasked" };
  if (outcome.verdict === "lost") return { word: "lost", tone: "bad" };
  if (outcome.verdict === "unknown") return { word: "not known", tone: "unsure" };
  if (outcome.meets) return { word: "survives", tone: "good" };
  const { achieved, objective } = outcome;
  const missed = (["rpo", "rto"] as const).filter((one) => misses(achieved[one], objective[one]));
  // A figure that is not known is no miss that a person can weigh: it has to become known first.
  if (missed.some((one) => !achieved[one].known)) return { word: "not known", tone: "unsure" };
  return { word: missed.length === 2 ? "misses both" : `misses ${(missed[0] ?? "it").toUpperCase()}`, tone: "bad" };
}

/** True if a figure is not known, or more than its objective; without an objective nothing is missed. */
export function misses(figure: Figure, objective: number | undefined): boolean {
  return objective !== undefined && !(figure.known && figure.seconds <= objective);
}

/** A figure in short: `15 min`, `2 h*` where it rests on an assumption, `not known`. */
export function short(figure: Figure): string {
  return figure.known ? `${formatDuration(figure.seconds)}${figure.assumed ? "*" : ""}` : "not known";
}

/** An objective in short. */
export function target(objective: number | undefined): string {
  return objective === undefined ? "none" : formatDuration(objective);
}

/** The figures of a stated assumption: `RPO 5 min, RTO 30 min`. */
export function statedFigures({ rpo, rto }: { readonly rpo?: number; readonly rto?: number }): string {
  return [...(rpo === undefined ? [] : [`RPO ${formatDuration(rpo)}`]), ...(rto === undefined ? [] : [`RTO ${formatDuration(rto)}`])].join(", ");
}

/** What a person who reads nothing else must know. */
export function verdictLine(report: Report): string {
  const mandatory = report.violations.filter((violation) => violation.enforcement === "mandatory").length;
  const unmet = report.outcomes.filter((outcome) => outcome.asked && !outcome.meets).length;
  if (report.verdict === "rejected") return `${report.stack} is rejected: ${mandatory} violation${mandatory === 1 ? "" : "s"}`;
  if (report.verdict === "survives") return `${report.stack} survives every disaster it must`;
  return `${report.stack} is accepted, though it does not survive ${unmet} of ${report.outcomes.length} disasters as it should: waived or advisory only`;
}

/** Violations that stop an update before those that do not. */
export function mandatoryFirst(report: Report): Report["violations"] {
  return [...report.violations].sort((a, b) => Number(a.enforcement === "advisory") - Number(b.enforcement === "advisory"));
}
