import type { Figure } from "../../policies/analysis/model";
import type { Report, ReportOutcome, ReportResource, Role, Site } from "./model";
import { HOLDS, HOW, kindOf, mandatoryFirst, misses, nameOf, ordered, rankOf, realCommand, ROLES, short, standingOf, statedFigures, target, titleOf, TITLES, verdictLine } from "./words";
import { colorsOf, labelled, table, type Colors, type Style } from "./table";

const DISTANCE_TITLES: Readonly<Record<Role, string>> = { primary: "to primary", secondary: "to secondary", backup: "to third" };

/** Kinds that a line of the resources table names; the rest is a number. */
const MOST_KINDS = 9;

/** The report for a terminal: lines joined by line ends, the verdict last. */
export function textReport(report: Report, style: Style): string {
  const colors = colorsOf(style);
  const sections: readonly (readonly string[])[] = [
    header(report, colors),
    section("Sites", sites(report.sites, style), colors),
    section("Resources", resources(report, style), colors),
    section("What each disaster takes", survivability(report, style, colors), colors),
    section("Assumptions used", assumptions(report, style), colors),
    section("Exceptions", exceptions(report, style), colors),
    section("Violations", violations(report, style, colors), colors),
    section("Notes", labelled(report.notes.map((note) => ["-", note] as const), 1, style), colors),
    [elapsed(report), verdict(report, colors)],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[], colors: Colors): readonly string[] {
  return lines.length === 0 ? [] : [colors.bold(title), ...lines];
}

function header(report: Report, colors: Colors): readonly string[] {
  return [colors.bold(`${report.project} ${report.stack}`), `${HOW[report.source]} ${colors.cyan(realCommand(report))}`];
}

function sites(all: readonly Site[], style: Style): readonly string[] {
  const others = ROLES.filter((role) => all.some((site) => site.role === role));
  const columns = [
    { title: "", width: 11 },
    { title: "region", width: 18 },
    { title: "city, campus" },
    { title: "serves", width: 7 },
    { title: "servers", width: 7, align: "right" as const },
    ...others.map((role) => ({ title: DISTANCE_TITLES[role], width: DISTANCE_TITLES[role].length, align: "right" as const })),
  ];
  const rows = all.map((site) => [
    TITLES[site.role],
    `${site.provider} ${site.region}`,
    // Where a provider gives its buildings no name of their own, the campus has the region's.
    site.campus === undefined || site.campus === site.region || site.campus === site.city ? site.city : `${site.city}, ${site.campus}`,
    site.active ? "yes" : site.role === "backup" ? "-" : "standby",
    site.role === "backup" ? "-" : String(site.servers),
    ...others.map((role) => (role === site.role ? "-" : distance(site.distancesKm[role]))),
  ]);
  return rows.length === 0 ? [] : table(columns, rows, style);
}

function distance(km: number | undefined): string {
  return km === undefined ? "not known" : `${km} km`;
}

function resources(report: Report, style: Style): readonly string[] {
  const places = [...new Set(report.resources.map((resource) => resource.site))].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  const rows = places.flatMap((place) => {
    const here = report.resources.filter((resource) => resource.site === place);
    const held = HOLDS.map((holds) => [holds, here.filter((resource) => resource.holds === holds)] as const).filter(([, of]) => of.length > 0);
    return held.map(([holds, of], index) => [index === 0 ? titleOf(place) : "", holds, String(of.length), kinds(of)]);
  });
  return rows.length === 0 ? [] : table([{ title: "", width: 16 }, { title: "holds", width: 13 }, { title: "", width: 4, align: "right" }, { title: "kinds" }], rows, style);
}

function kinds(resources: readonly ReportResource[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + 1);
  const named = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = named.slice(0, MOST_KINDS).map(([kind, count]) => (count === 1 ? kind : `${count}\u00d7${kind}`));
  const rest = named.slice(MOST_KINDS).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

function survivability(report: Report, style: Style, colors: Colors): readonly string[] {
  const rows = ordered(report.outcomes).map((outcome) => [
    outcome.disaster.title,
    String(outcome.hit),
    outcome.lost.length + outcome.unknown.length === 0 ? "0" : colors.red(String(outcome.lost.length) + (outcome.unknown.length > 0 ? ` +${outcome.unknown.length}?` : "")),
    figure(outcome.achieved.rpo, outcome.objective.rpo, outcome, colors),
    figure(outcome.achieved.rto, outcome.objective.rto, outcome, colors),
    verdictOf(outcome, colors),
  ]);
  const columns = [{ title: "if" }, { title: "hit", width: 4, align: "right" as const }, { title: "lost", width: 6, align: "right" as const }, { title: "RPO / objective", width: 20 }, { title: "RTO / objective", width: 20 }, { title: "verdict", width: 11 }];
  const assumed = report.outcomes.some(({ achieved }) => [achieved.rpo, achieved.rto].some((one) => one.known && one.assumed));
  const unsure = report.outcomes.some((outcome) => outcome.unknown.length > 0);
  const unasked = report.outcomes.some((outcome) => !outcome.asked && !outcome.meets);
  const legend = [...(unasked ? ["(...): not asked of this stack, as no objective is stated"] : []), ...(assumed ? ["* rests on an assumption, see below"] : []), ...(unsure ? ["+n?: n more cannot be shown to survive"] : [])];
  return rows.length === 0 ? ["  no disaster was found in the graph"] : [...table(columns, rows, style), ...legend.map((line) => `  ${colors.dim(line)}`)];
}

function figure(achieved: Figure, objective: number | undefined, outcome: ReportOutcome, colors: Colors): string {
  if (outcome.hit === 0) return `- / ${target(objective)}`;
  const text = short(achieved);
  const painted = !achieved.known ? colors.yellow(text) : misses(achieved, objective) ? colors.red(text) : text;
  return `${painted} / ${target(objective)}`;
}

function verdictOf(outcome: ReportOutcome, colors: Colors): string {
  const { word, tone } = standingOf(outcome);
  return { good: colors.green, bad: colors.red, unsure: colors.yellow, unasked: colors.dim }[tone](word);
}

function assumptions(report: Report, style: Style): readonly string[] {
  const rows = report.assumptions.map((used) => {
    const { mechanism, reason, usedFor } = used;
    return [mechanism, statedFigures(used), `${reason} (used for ${usedFor.length === 1 ? nameOf(usedFor[0] ?? "") : `${usedFor.length} resources`})`];
  });
  return rows.length === 0 ? [] : table([{ title: "mechanism", width: 36 }, { title: "figures", width: 22 }, { title: "reason" }], rows, style);
}

function exceptions(report: Report, style: Style): readonly string[] {
  return report.exceptions.flatMap((exception) => [
    `  ${exception.rule}: ${exception.name}`,
    ...labelled([["waives", exception.waives], ["reason", `${exception.reason} (${exception.owner}, until ${exception.expires})`]], 9, indented(style)).map((line) => `  ${line}`),
  ]);
}

function violations(report: Report, style: Style, colors: Colors): readonly string[] {
  return mandatoryFirst(report).flatMap((violation, index) => [
    ...(index === 0 ? [] : [""]),
    `  ${violation.enforcement === "mandatory" ? colors.red("rejected") : colors.yellow("advisory")}  ${colors.bold(violation.name)}  ${colors.dim(`${violation.type}  ${violation.severity}`)}`,
    ...labelled([["reason", violation.reason], ["fix", violation.fix], ["rule", `${violation.rule}, see ${violation.docs}`]], 8, indented(style)).map((line) => `  ${line}`),
  ]);
}

function indented(style: Style): Style {
  return { ...style, width: style.width - 2 };
}

function elapsed({ timings }: Report): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return `Elapsed ${seconds(timings.total)}: ${Object.entries(timings.parts).map(([part, ms]) => `${part} ${seconds(ms)}`).join(", ")}`;
}

function verdict(report: Report, colors: Colors): string {
  const paint = report.verdict === "survives" ? colors.green : report.verdict === "rejected" ? colors.red : colors.yellow;
  return colors.bold(paint(verdictLine(report)));
}
