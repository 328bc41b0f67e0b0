import type { Readable } from "node:stream";
import { resolve } from "node:path";
import { judge, type Judgement } from "../../policies/judge";
import type { Violation } from "../../policies/rules/model";
import type { Result } from "../errors";
import { buildReport } from "../report/build";
import type { Report } from "../report/model";
import { load } from "../sources/load";
import type { Loaded, Unsettled } from "../sources/model";
import { brief, printableData } from "../sources/printable";
import { readText, STDIN } from "../sources/read";
import type { JudgeOptions } from "./options";
import { chooseSettings, type Chosen } from "./settings";

/** Name under which a resource is rejected of which the file itself says that it is not in order. Not a rule: nothing can except it. */
export const SETTLED_RULE = "settled-state";

/** The page about judging files, and about {@link SETTLED_RULE}. */
const PAGE = "docs/judge.md";

/** What to judge, and from where. */
export interface JudgeInput extends Pick<JudgeOptions, "file" | "settings" | "stack"> {
  /** Folder from which relative paths count. */
  readonly folder: string;
  readonly stdin: Readable;
  /** The day on which exceptions are held against their expiry. Default: today. */
  readonly today?: Date;
}

/** Reads, judges, reports. Never rejects because of what a file holds. Milliseconds count from the start of the process. */
export async function judgeFile(input: JudgeInput): Promise<Result<{ readonly report: Report }>> {
  const startup = performance.now();
  const chosen = chooseSettings(input, input.folder);
  if (!chosen.ok) return chosen;
  const loaded = await loadFile(input);
  if (!loaded.ok) return loaded;
  return { ok: true, report: reportOf(loaded, chosen, { startup, ...(input.today === undefined ? {} : { today: input.today }) }) };
}

/** Apart from the rest so that the text, which may be large, is gone before anything is judged. */
async function loadFile({ file, folder, stdin }: JudgeInput): Promise<Result<Loaded>> {
  const read = await readText(file === STDIN ? STDIN : resolve(folder, file), { stdin });
  return read.ok ? load({ text: read.text, name: file === STDIN ? read.name : brief(file) }) : read;
}

/** The report on a graph from a file, safe for a terminal whoever wrote the file. */
export function reportOf(loaded: Loaded, { settings, sites, notes }: Chosen, { startup, today }: { readonly startup: number; readonly today?: Date }): Report {
  const read = performance.now();
  const judgement = withUnsettled(judge(loaded.graph, settings, today === undefined ? {} : { today }), loaded.unsettled);
  const total = performance.now();
  const parts = { startup, reading: read - startup, analysis: total - read };
  const timings = { total: Math.round(total), parts: Object.fromEntries(Object.entries(parts).map(([name, ms]) => [name, Math.round(ms)])) };
  const report = buildReport({ graph: loaded.graph, judgement, settings, source: loaded.kind, sites, notes: [...notes, ...loaded.notes], timings });
  const violations = report.violations.map((violation) => (violation.rule === SETTLED_RULE ? { ...violation, docs: PAGE } : violation));
  return printableData({ ...report, violations });
}

function withUnsettled(judgement: Judgement, unsettled: readonly Unsettled[]): Judgement {
  const found = unsettled.map(({ urn, name, type, reason, fix }): Violation => ({ rule: SETTLED_RULE, urn, name, type, verdict: "unknown", reason, fix }));
  return { ...judgement, violations: [...found, ...judgement.violations] };
}
