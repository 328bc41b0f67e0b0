import { formatDuration } from "../../policies/facts/duration";
import { CASES } from "./cases";
import { agreement, assessed, fateOf, outcomeOf, predictions, type Prediction } from "./compare";
import type { Backtest } from "./model";

/** Markers between which a page is generated. */
export const BEGIN = "<!-- generated: backtest -->";
export const END = "<!-- end of generated: backtest -->";

/** The generated part of a page, replaced. Throws where the page has no markers. */
export function withGenerated(page: string, generated: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} … ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${generated}\n\n${page.slice(end)}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|").replace(/\n/g, " ")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `game-1`, `game-2` … `game-25` as "all 25". */
function fates(prediction: Prediction): readonly string[] {
  const of = (fate: string) => prediction.compared.filter(({ what, predicted }) => what in prediction.check.fate && predicted === fate).map(({ what }) => what);
  const total = Object.keys(prediction.check.fate).length;
  return ["kept", "lost", "unknown"].flatMap((fate) => {
    const names = of(fate);
    return names.length === 0 ? [] : [`${fate}: ${names.length > 5 && names.length === total ? `all ${total}` : names.join(", ")}`];
  });
}

function predicted(prediction: Prediction, several: boolean): string {
  const figures = prediction.compared.filter(({ what }) => !(what in prediction.check.fate)).map(({ what, predicted: figure }) => `${what}: ${figure}`);
  return `${several ? `${prediction.check.disaster}: ` : ""}${[...fates(prediction), ...figures].join("; ")}`;
}

function links(sources: readonly string[]): string {
  return sources.map((source, index) => (source.startsWith("https://") ? `[${sources.length > 1 ? `source ${index + 1}` : "source"}](${source})` : source)).join(", ");
}

/** The long table, the evidence behind it, and what had to be stated. */
export function longPage(): string {
  const rows = CASES.map((one) => {
    const all = predictions(one);
    return [`**${one.name}** (${one.event})`, one.modelled, all.map((each) => predicted(each, all.length > 1)).join("<br>"), one.recorded, agreement(all), `${one.why ?? ""} ${links(one.sources)}`.trim()];
  });
  // Cases of one stack share what is stated.
  const stated = CASES.filter((one, index) => CASES.findIndex((other) => other.stated === one.stated) === index).flatMap((one) => statedRows(one));
  return [
    "## Prediction and record", table(["case", "as a stack", "predicted at preview", "recorded", "agrees", "why, and source"], rows),
    "## Evidence", "What the proof says of the first resource of each case, word for word.", CASES.map(evidence).join("\n"),
    "## Recovery, step by step", "Where the record has times: the chain that the proof adds up.", CASES.filter((one) => one.checks.some(({ rto }) => rto !== undefined)).map(steps).join("\n\n"),
    "## What was stated", "Figures that no document gives, taken from the records. Without them the time to recover is unknown in every case, and an objective for it fails at preview.", table(["case", "setting", "value", "because"], stated),
  ].join("\n\n");
}

function evidence(one: Backtest): string {
  const assessment = assessed(one);
  return one.checks
    .map(({ disaster, fate }) => {
      const [name = ""] = Object.keys(fate);
      return `- ${one.name}, \`${disaster}\`: ${fateOf(assessment, name, disaster).reason}`;
    })
    .join("\n");
}

function steps(one: Backtest): string {
  const assessment = assessed(one);
  const lines = one.checks.flatMap(({ disaster }) => outcomeOf(assessment, disaster).steps.map(({ name, figure }) => `  - ${name}: ${figure.known ? `${formatDuration(figure.seconds)} (${figure.basis})` : `unknown (${figure.why})`}`));
  return `- ${one.name}\n${lines.join("\n")}`;
}

function statedRows(one: Backtest): readonly (readonly string[])[] {
  const { timeToDecide, assumptions = [], volumes = [], restoreThroughput = [] } = one.stated;
  return [
    ...(timeToDecide === undefined ? [] : [[one.name, "`timeToDecide`", timeToDecide, one.decided ?? "the record"]]),
    ...assumptions.map(({ mechanism, rpo, rto, reason }) => [one.name, `assumption \`${mechanism}\``, [...(rpo === undefined ? [] : [`RPO ${rpo}`]), ...(rto === undefined ? [] : [`RTO ${rto}`])].join(", "), reason]),
    ...volumes.map(({ resource, size }) => [one.name, "`volumes`", `${resource}: ${size}`, "the record"]),
    ...restoreThroughput.map(({ rate, reason }) => [one.name, "`restoreThroughput`", rate, reason]),
  ];
}

/** The short table of the README. */
export function shortTable(): string {
  const rows = CASES.map((one) => {
    const all = predictions(one);
    return [one.name, all.map((each) => predicted(each, all.length > 1)).join("<br>"), one.recorded, agreement(all)];
  });
  return table(["case", "predicted at preview", "recorded", "agrees"], rows);
}
