import type { Figure } from "../../policies/analysis/model";
import { formatDuration } from "../../policies/facts/duration";
import type { Report, ReportOutcome, ReportResource, Role, Site } from "./model";
import { colorsOf, labelled, table, type Colors, type Style } from "./table";

const ROLES: readonly Role[] = ["primary", "secondary", "backup"];
const TITLES: Readonly<Record<Role, string>> = { primary: "primary", secondary: "secondary", backup: "third place" };
const DISTANCE_TITLES: Readonly<Record<Role, string>> = { primary: "to primary", secondary: "to secondary", backup: "to third" };
const HOLDS: readonly ReportResource["holds"][] = ["data", "secret", "key", "cache", "configuration", "opaque", "unclassified", "nothing"];

/** Kinds that a line of the resources table names; the rest is a number. */
const MOST_KINDS = 9;

/** Disasters from the smallest to the largest, then those that are of another nature. */
const KINDS: readonly ReportOutcome["disaster"]["kind"][] = ["zone", "campus", "region", "provider", "account", "key", "operator-error", "control-plane"];

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

/** How the graph came about, and what the command after it would do. */
const HOW: Readonly<Record<Report["source"], string>> = {
  "in-process": "Planned in process, without account or engine; the real thing:",
  engine: "Previewed by the Pulumi engine on simulated clouds; with real accounts:",
  state: "Judged from the stack's state, as deployed; before each update:",
  preview: "Judged from a preview's JSON; while previewing:",
  plan: "Judged from a plan's graph; the real thing:",
};

function header(report: Report, colors: Colors): readonly string[] {
  const real = `pulumi preview --stack ${report.stack} --policy-pack policies`;
  return [colors.bold(`${report.project} ${report.stack}`), `${HOW[report.source]} ${colors.cyan(real)}`];
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

/** What a type is called: the last part of its token. */
function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}

function resources(report: Report, style: Style): readonly string[] {
  const places = [...new Set(report.resources.map((resource) => resource.site))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const rows = places.flatMap((place) => {
    const here = report.resources.filter((resource) => resource.site === place);
    const held = HOLDS.map((holds) => [holds, here.filter((resource) => resource.holds === holds)] as const).filter(([, of]) => of.length > 0);
    return held.map(([holds, of], index) => [index === 0 ? titleOf(place) : "", holds, String(of.length), kinds(of)]);
  });
  return rows.length === 0 ? [] : table([{ title: "", width: 16 }, { title: "holds", width: 13 }, { title: "", width: 4, align: "right" }, { title: "kinds" }], rows, style);
}

function titleOf(place: string): string {
  return place === "backup" ? TITLES.backup : place === "not known" ? "place not known" : place;
}

function rank(place: string): number {
  const index = ROLES.findIndex((role) => role === place);
  return index < 0 ? ROLES.length : index;
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
  const outcomes = [...report.outcomes].sort((a, b) => KINDS.indexOf(a.disaster.kind) - KINDS.indexOf(b.disaster.kind));
  const rows = outcomes.map((outcome) => [
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
  const target = objective === undefined ? "none" : formatDuration(objective);
  if (outcome.hit === 0) return `- / ${target}`;
  if (!achieved.known) return `${colors.yellow("not known")} / ${target}`;
  const text = `${formatDuration(achieved.seconds)}${achieved.assumed ? "*" : ""}`;
  return `${objective !== undefined && achieved.seconds > objective ? colors.red(text) : text} / ${target}`;
}

function verdictOf(outcome: ReportOutcome, colors: Colors): string {
  if (!outcome.asked && !outcome.meets) return colors.dim(`(${outcome.verdict === "unknown" ? "not known" : outcome.verdict})`);
  if (outcome.verdict === "lost") return colors.red("lost");
  if (outcome.verdict === "unknown") return colors.yellow("not known");
  if (outcome.meets) return colors.green("survives");
  const { achieved, objective } = outcome;
  const missed = (["rpo", "rto"] as const).filter((one) => objective[one] !== undefined && !(achieved[one].known && achieved[one].seconds <= (objective[one] ?? 0)));
  // A figure that is not known is no miss that a person can weigh: it has to become known first.
  if (missed.some((one) => !achieved[one].known)) return colors.yellow("not known");
  return colors.red(missed.length === 2 ? "misses both" : `misses ${(missed[0] ?? "it").toUpperCase()}`);
}

function assumptions(report: Report, style: Style): readonly string[] {
  const rows = report.assumptions.map(({ mechanism, reason, rpo, rto, usedFor }) => {
    const figures = [...(rpo === undefined ? [] : [`RPO ${formatDuration(rpo)}`]), ...(rto === undefined ? [] : [`RTO ${formatDuration(rto)}`])];
    return [mechanism, figures.join(", "), `${reason} (used for ${usedFor.length === 1 ? (usedFor[0]?.split("::").at(-1) ?? "1 resource") : `${usedFor.length} resources`})`];
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
  const mandatoryFirst = [...report.violations].sort((a, b) => Number(a.enforcement === "advisory") - Number(b.enforcement === "advisory"));
  return mandatoryFirst.flatMap((violation, index) => [
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

/** The last line: what a person who reads nothing else must know. */
export function verdictLine(report: Report): string {
  const mandatory = report.violations.filter((violation) => violation.enforcement === "mandatory").length;
  const unmet = report.outcomes.filter((outcome) => outcome.asked && !outcome.meets).length;
  if (report.verdict === "rejected") return `${report.stack} is rejected: ${mandatory} violation${mandatory === 1 ? "" : "s"}`;
  if (report.verdict === "survives") return `${report.stack} survives every disaster it must`;
  return `${report.stack} is accepted, though it does not survive ${unmet} of ${report.outcomes.length} disasters as it should: waived or advisory only`;
}

function verdict(report: Report, colors: Colors): string {
  const paint = report.verdict === "survives" ? colors.green : report.verdict === "rejected" ? colors.red : colors.yellow;
  return colors.bold(paint(verdictLine(report)));
}
