import escapeHtml from "escape-html";
import type { Report, ReportOutcome, ReportViolation } from "./model";
import { HOW, mandatoryFirst, nameOf, ordered, realCommand, short, standingOf, statedFigures, target, TITLES, verdictLine, type Standing } from "./words";

/** A pull request's description or comment takes less than this (docs.github.com, "body is too long (maximum is 65536 characters)"). */
export const MOST_CHARACTERS = 65_536;

/** Kept free for what is said of what was left out. */
const RESERVE = 2_000;
/** One text from the stack, such as a reason that lists a thousand names, is cut here. */
const MOST_OF_ONE = 3_000;

/** A list that may be cut: what stands before it, its items, what stands after, and the share of the room left that it may take. */
interface Part {
  readonly head: readonly string[];
  readonly items: readonly string[];
  readonly tail: readonly string[];
  readonly what: string;
  readonly share: number;
}

const SYMBOLS: Readonly<Record<Standing["tone"], string>> = { good: "✅", bad: "❌", unsure: "❔", unasked: "➖" };

/**
 * The report for a pull request: the verdict first, then what each disaster takes, violations folded up, assumptions, exceptions
 * and notes. GitHub's Markdown. Always shorter than {@link MOST_CHARACTERS}: what does not fit is counted, with the command that shows
 * all. Nothing that comes from the stack is read as Markdown, HTML, a mention or a link.
 */
export function markdownReport(report: Report): string {
  const lines = [...header(report)];
  let left = MOST_CHARACTERS - RESERVE - lengthOf(lines);
  for (const part of [outcomes(report), violations(report), assumptions(report), exceptions(report), notes(report), sites(report)]) {
    const written = fit(part, Math.floor(left * part.share));
    lines.push(...written);
    left -= lengthOf(written);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Text from the stack as Markdown that shows it as it is: punctuation that could be markup is written as a character reference, and what
 * GitHub links by itself (@names, #numbers, web addresses) is broken up by a space of no width.
 */
export function literal(text: string): string {
  const cut = text.length > MOST_OF_ONE ? `${text.slice(0, MOST_OF_ONE)}…` : text;
  const broken = cut.replace(/\s+/g, " ").replace(/[@#](?=\w)/g, "$&\u200b").replace(/(https?|ftp|mailto):/gi, "$1\u200b:").replace(/\bwww\./gi, "www\u200b.");
  return escapeHtml(broken).replace(/[\\`*_{}[\]|~^$!]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function header(report: Report): readonly string[] {
  const symbol = { survives: "✅", accepted: "⚠️", rejected: "❌" }[report.verdict];
  return [`## ${symbol} ${literal(verdictLine(report))}`, "", `${literal(`${report.project} ${report.stack}`)}. ${HOW[report.source]} <code>${literal(realCommand(report))}</code>`, ""];
}

function fit({ head, items, tail, what, share }: Part, room: number): readonly string[] {
  if (items.length === 0 || share === 0) return [];
  const shown: string[] = [];
  let used = lengthOf(head) + lengthOf(tail);
  for (const item of items) {
    used += item.length + 1;
    if (used > room) break;
    shown.push(item);
  }
  const left = items.length - shown.length;
  const more = left === 0 ? [] : [`**${left} more ${what} left out here**; all of them: <code>npm start -- --format html --output report.html</code>`, ""];
  return shown.length === 0 ? more : [...head, ...shown, ...tail, ...more];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Those that are not survived come first, so that a cut takes what is well. */
function outcomes(report: Report): Part {
  const sorted = [...ordered(report.outcomes)].sort((a, b) => weight(a) - weight(b));
  const assumed = report.outcomes.some(({ achieved }) => [achieved.rpo, achieved.rto].some((one) => one.known && one.assumed));
  const unasked = sorted.some((outcome) => standingOf(outcome).tone === "unasked");
  return {
    head: ["### What each disaster takes", "", row("if", "hit", "lost", "RPO / objective", "RTO / objective", "verdict"), row("---", "--:", "--:", "---", "---", "---")],
    items: sorted.map(outcomeRow),
    tail: ["", ...(assumed ? ["\\* rests on an assumption, see below.", ""] : []), ...(unasked ? ["➖ not asked of this stack, as no objective is stated.", ""] : [])],
    what: "disasters are",
    share: 0.5,
  };
}

function weight(outcome: ReportOutcome): number {
  return { bad: 0, unsure: 1, unasked: 2, good: 2 }[standingOf(outcome).tone];
}

function outcomeRow(outcome: ReportOutcome): string {
  const { word, tone } = standingOf(outcome);
  const { achieved, objective, hit } = outcome;
  const lost = `${outcome.lost.length}${outcome.unknown.length > 0 ? ` +${outcome.unknown.length}?` : ""}`;
  const against = (which: "rpo" | "rto") => `${hit === 0 ? "-" : short(achieved[which]).replace("*", "\\*")} / ${target(objective[which])}`;
  return row(literal(outcome.disaster.title), String(hit), lost, against("rpo"), against("rto"), `${SYMBOLS[tone]} ${word}`);
}

function violations(report: Report): Part {
  const all = mandatoryFirst(report);
  const [rejected, advisory] = [all.filter((one) => one.enforcement === "mandatory").length, all.filter((one) => one.enforcement === "advisory").length];
  const counts = [...(rejected > 0 ? [`${rejected} rejected`] : []), ...(advisory > 0 ? [`${advisory} advisory`] : [])].join(", ");
  return { head: [`### Violations: ${counts}`, ""], items: all.map(violation), tail: [""], what: all.length === 1 ? "violation is" : "violations are", share: 0.7 };
}

function violation(one: ReportViolation): string {
  const symbol = one.enforcement === "mandatory" ? "❌" : "⚠️";
  return [
    `<details><summary>${symbol} <b>${literal(one.name)}</b> ${literal(one.rule)} (${one.severity}, ${one.enforcement})</summary>`,
    "",
    `**What is wrong**: ${one.verdict === "unknown" ? "Not known: " : ""}${literal(one.reason)}`,
    "",
    `**Fix**: ${literal(one.fix)}`,
    "",
    `<code>${literal(one.type)}</code> ${literal(one.urn)}. Rule: ${literal(one.docs)}`,
    "",
    "</details>",
  ].join("\n");
}

function assumptions(report: Report): Part {
  return {
    head: ["### Assumptions used", "", row("mechanism", "figures", "reason", "used for"), row("---", "---", "---", "---")],
    items: report.assumptions.map((used) => row(literal(used.mechanism), statedFigures(used), literal(used.reason), used.usedFor.length === 1 ? literal(nameOf(used.usedFor[0] ?? "")) : `${used.usedFor.length} resources`)),
    tail: [""],
    what: "assumptions are",
    share: 0.6,
  };
}

function exceptions(report: Report): Part {
  return {
    head: ["### Exceptions", "", row("rule", "resource", "waives", "reason", "owner", "until"), row("---", "---", "---", "---", "---", "---")],
    items: report.exceptions.map((one) => row(literal(one.rule), literal(one.name), literal(one.waives), literal(one.reason), literal(one.owner), literal(one.expires))),
    tail: [""],
    what: "exceptions are",
    share: 0.6,
  };
}

function notes(report: Report): Part {
  return { head: ["### Notes", ""], items: report.notes.map((note) => `- ${literal(note)}`), tail: [""], what: "notes are", share: 0.7 };
}

function sites(report: Report): Part {
  const items = report.sites.map((site) => {
    const far = Object.entries(site.distancesKm).map(([role, km]) => `${km} km to the ${role === "backup" ? TITLES.backup : role}`).join(", ");
    return row(TITLES[site.role], literal(`${site.provider} ${site.region}, ${site.city}`), site.active ? "serves" : site.role === "backup" ? "-" : "standby", far === "" ? "not known" : far);
  });
  return { head: ["### Sites", "", row("site", "where", "", "distance"), row("---", "---", "---", "---")], items, tail: [""], what: "sites are", share: 1 };
}
