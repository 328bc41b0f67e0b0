import type { Copy, Figure, Place } from "../../policies/analysis/model";
import { placeName } from "../../policies/analysis/offsite";
import { classify } from "../../policies/catalog/catalog";
import { formatDuration } from "../../policies/facts/duration";
import { held, sentence } from "../../policies/rules/support/words";
import { placeInWords } from "../catalog/explain";
import { colorsOf, labelled, type Colors, type Style } from "../report/table";
import { KINDS, kindOf, statedFigures, target } from "../report/words";
import type { Connected, Fate, Subject } from "./subject";

const KIND_WORDS: Readonly<Record<Copy["kind"], string>> = {
  replica: "a live replica (deletions and corruption reach it too)",
  "recovery-points": "recovery points",
  export: "an export",
  "rebuilt-from-code": "made again from the program",
};
const MARKS = { on: "+", off: "-", unknown: "?" } as const;
/** Connected resources that are named; the rest is a number. */
const MOST_CONNECTED = 12;

/** Tells one resource's story for a terminal: what, where, copies, disasters, connections, assumptions, findings. */
export function story(subject: Subject, style: Style): string {
  const colors = colorsOf(style);
  const { resource } = subject;
  const sections: readonly (readonly string[])[] = [
    [colors.bold(`${resource.name}  ${colors.dim(resource.type)}`), colors.dim(resource.urn)],
    titled("What it is", [what(subject)], colors, style),
    titled("Where it is", [where(subject)], colors, style),
    titled("What copies it", copiesIntro(subject), colors, style, subject.copies.flatMap((copy, index) => copyLines(copy, copy.atName, copy.keyNames, index, resource.place, colors, style))),
    titled("What happens to it", sparedText(subject), colors, style, [...subject.fates].sort((a, b) => KINDS.indexOf(a.outcome.disaster.kind) - KINDS.indexOf(b.outcome.disaster.kind)).flatMap((fate) => fateLines(fate, colors, style))),
    titled("What it depends on", [connections(subject.dependsOn, "Nothing else of this stack flows into it.")], colors, style),
    titled("What depends on it", [connections(subject.usedBy, "Nothing of this stack.")], colors, style),
    titled("Assumptions", assumptions(subject), colors, style),
    titled("What the rules say", findings(subject), colors, style),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function titled(title: string, paragraphs: readonly string[], colors: Colors, style: Style, more: readonly string[] = []): readonly string[] {
  return [colors.bold(title), ...paragraphs.flatMap((text) => wrapped(text, style)), ...more];
}

function wrapped(text: string, style: Style, mark = "", indent = 0): readonly string[] {
  const lines = labelled([[mark, text]], Math.max(1, mark.length), { ...style, width: style.width - indent });
  // Without a mark the label's column is of no use.
  return lines.map((line) => `${" ".repeat(indent)}${mark === "" ? line.replace(/^ {5}/, "  ") : line}`);
}

function what({ resource, parent, protect, external, partOf, copyOf }: Subject): string {
  const row = classify(resource.type);
  const is = row === undefined ? "Nobody has classified this type, so that it is rejected" : `${sentence(row.what).replace(/\.$/, "")} (${kindOf(resource.type)})`;
  return [
    `${is}. It holds ${held(resource.holds)}.`,
    ...(parent === undefined ? [] : [`It is part of "${parent}".`]),
    ...(partOf === undefined ? [] : [`It is stored in "${partOf}" and shares its copies.`]),
    ...copyOf.map(({ original, copy }) => `It is itself a copy of "${original}", by ${copy.mechanism}.`),
    ...(protect ? ["The engine refuses to delete it (protect)."] : []),
    ...(external ? ["It is read, not managed, by this stack."] : []),
  ].join(" ");
}

function where({ resource, placedBy, provider }: Subject): string {
  const { place } = resource;
  if (!place.known) return `Not known: ${place.why ?? "nothing tells"}. Off-site to nothing.`;
  const row = classify(resource.type);
  const campus = place.campus === undefined || place.campus === place.region ? "" : `, campus ${place.campus}`;
  const account = place.account === undefined ? "" : `, account ${place.account}`;
  const how = row === undefined ? "" : ` The catalog says of this type: ${placeInWords(row.place)}.`;
  const seen = placedBy !== undefined ? ` Its input ${placedBy.input} is "${placedBy.value}".` : provider === undefined ? "" : ` Its provider is "${provider}".`;
  const name = placeName(place);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${campus}${account}.${how}${seen}`;
}

function copiesIntro({ copies, resource }: Subject): readonly string[] {
  if (copies.length > 0) return [];
  if (resource.holds === "nothing") return ["It holds nothing, so that nothing has to be copied."];
  return ["Nothing in the graph copies it."];
}

function copyLines(copy: Copy, atName: string | undefined, keyNames: readonly string[], index: number, original: Place, colors: Colors, style: Style): readonly string[] {
  const counts = copy.links.every((link) => link.state === "on");
  const at = atName === undefined ? "" : `, in "${atName}"`;
  const same = original.known && copy.place.known && original.campus !== undefined && original.campus === copy.place.campus && original.provider === copy.place.provider ? " On the same campus." : "";
  const facts = [
    `${colors.bold(copy.mechanism)}: ${KIND_WORDS[copy.kind]} in ${copy.place.known ? placeName(copy.place) : `a place that is not known (${copy.place.why ?? "nothing tells"})`}${at}.${same}`,
    counts ? "Every link is on." : colors.red("It does not count: a link is off or not known."),
    `Behind by at most ${explained(copy.lag)}.`,
    `Takes over within ${explained(copy.recovery)}.`,
    ...(copy.retention === undefined ? [] : [`Goes back ${formatDuration(copy.retention)}.`]),
    copy.immutable ? "Nobody can delete it before its time." : "An administrator can delete it.",
    ...(copy.endsWithOriginal === true ? ["Deleting the original deletes it too."] : []),
    ...(keyNames.length === 0 ? [] : [`Readable with ${keyNames.map((name) => `"${name}"`).join(", ")}.`]),
  ].join(" ");
  const links = copy.links.flatMap((link) => wrapped(`${link.name}: ${link.detail}${link.state === "on" || link.fix === undefined ? "" : `. Fix: ${link.fix}`}`, style, MARKS[link.state], 3));
  return [...wrapped(facts, style, `${index + 1}.`), ...links];
}

function explained(figure: Figure): string {
  if (!figure.known) return `a time that is not known (${figure.why})`;
  return `${formatDuration(figure.seconds)}${figure.assumed ? " (assumed)" : ""} (${figure.basis}; ${figure.source})`;
}

function sparedText({ spared, fates, resource }: Subject): readonly string[] {
  if (resource.holds === "nothing") return ["It holds nothing: no disaster takes anything of it that is not made again."];
  if (spared.length === 0) return fates.length === 0 ? ["No disaster was found in the graph."] : [];
  return [`${fates.length === 0 ? "No disaster reaches it" : `Of ${spared.length + fates.length} disasters ${spared.length} do not reach it`}: ${spared.join("; ")}.`];
}

function fateLines({ outcome, asked, cell }: Fate, colors: Colors, style: Style): readonly string[] {
  const paint = cell.verdict === "survives" ? colors.green : cell.verdict === "lost" ? colors.red : colors.yellow;
  const word = cell.verdict === "unknown" ? "not known, so not accepted" : cell.verdict;
  const { objective } = outcome;
  const figures = cell.verdict === "lost" ? "" : ` RPO: ${explained(cell.rpo)}; objective ${target(objective.rpo)}. RTO: ${explained(cell.rto)}.`;
  const chain = outcome.steps.map((step) => `${step.name} ${step.figure.known ? formatDuration(step.figure.seconds) : "for a time that is not known"}`).join(", then ");
  const service = chain === "" ? "The service has nothing to recover." : `The whole service: ${chain}; together ${outcome.rto.known ? formatDuration(outcome.rto.seconds) : "not known"}, objective ${target(objective.rto)}.`;
  const head = `If ${outcome.disaster.title}${asked ? "" : " (not asked of this stack)"}: ${paint(word)}. ${sentence(cell.reason)}${figures}`;
  return [
    ...wrapped(head, style, "*"),
    ...cell.path.flatMap((step) => wrapped(step, style, ">", 3)),
    ...wrapped(service, style, "=", 3),
    ...(cell.fix === undefined ? [] : wrapped(`Fix: ${cell.fix}`, style, "!", 3)),
  ];
}

function connections(all: readonly Connected[], none: string): string {
  if (all.length === 0) return none;
  const named = all.slice(0, MOST_CONNECTED).map(({ name, type, inputs }) => `${kindOf(type)} "${name}"${inputs.length === 0 ? "" : ` (by ${inputs.join(", ")})`}`);
  return `${named.join("; ")}${all.length > MOST_CONNECTED ? `; and ${all.length - MOST_CONNECTED} more` : ""}.`;
}

function assumptions({ assumptions: used }: Subject): readonly string[] {
  if (used.length === 0) return ["None of these figures rests on one."];
  return used.map((one) => `${one.mechanism} (${statedFigures(one)}): ${one.reason}`);
}

function findings({ violations, excepted }: Subject): readonly string[] {
  if (violations.length + excepted.length === 0) return ["Nothing is wrong with it."];
  return [
    ...violations.map((one) => `${one.rule}: ${one.verdict === "unknown" ? "not known: " : ""}${sentence(one.reason)} Fix: ${one.fix}`),
    ...excepted.map(({ violation, exception }) => `${violation.rule}, waived until ${exception.expires} by ${exception.owner} (${exception.reason}): ${sentence(violation.reason)}`),
  ];
}
