import { assess } from "../../policies/analysis/assess";
import type { Assessment, Figure, Outcome, Verdict } from "../../policies/analysis/model";
import { formatDuration } from "../../policies/facts/duration";
import { readSettings } from "../../policies/settings/settings";
import type { Backtest, Check, Stated } from "./model";

/** How one thing that the record tells stands against the prediction. */
export interface Compared {
  readonly what: string;
  readonly predicted: string;
  /** `bound`: what was predicted is the most that can be lost, and less was. */
  readonly result: "agrees" | "bound" | "differs" | "unknown";
}

/** Predictions for one disaster, beside the record. */
export interface Prediction {
  readonly check: Check;
  readonly outcome: Outcome;
  readonly compared: readonly Compared[];
}

/** A twentieth more or less is the same: records give hours. */
const TOLERANCE = 0.05;

/** The assessment of a case, with what the record states or with other settings. */
export function assessed(one: Backtest, stated: Stated = one.stated): Assessment {
  const settings = readSettings(stated);
  if (!settings.ok) throw new Error(`${one.name}: ${settings.problems.map((problem) => `${problem.key}: ${problem.problem}`).join("; ")}`);
  return assess(one.stack(), settings.settings);
}

/** What a disaster does to a resource. */
export interface Fated {
  readonly verdict: Verdict;
  readonly rpo: Figure;
  readonly reason: string;
}

const UNTOUCHED: Fated = { verdict: "survives", rpo: { known: true, seconds: 0, basis: "it is not hit", source: "follows from the graph", assumed: false }, reason: "not hit" };

/** What becomes of a resource, by its name: its cell, or nothing at all where it has none. */
export function fateOf(assessment: Assessment, name: string, disaster: string): Fated {
  const resource = assessment.resources.find((one) => one.name === name);
  if (resource === undefined) throw new Error(`no resource "${name}"`);
  outcomeOf(assessment, disaster);
  return assessment.cells.find((cell) => cell.urn === resource.urn && cell.disaster === disaster) ?? UNTOUCHED;
}

/** The outcome of a disaster. */
export function outcomeOf(assessment: Assessment, disaster: string): Outcome {
  const outcome = assessment.outcomes.find((candidate) => candidate.disaster.id === disaster);
  if (outcome === undefined) throw new Error(`no outcome of ${disaster}; there are: ${assessment.disasters.map((each) => each.id).join(", ")}`);
  return outcome;
}

/** What the proof predicts for every disaster of a case, and how that compares. */
export function predictions(one: Backtest): readonly Prediction[] {
  const assessment = assessed(one);
  return one.checks.map((check) => {
    const outcome = outcomeOf(assessment, check.disaster);
    const fates = Object.entries(check.fate).map(([name, fate]): Compared => {
      const { verdict } = fateOf(assessment, name, check.disaster);
      const predicted = verdict === "survives" ? "kept" : verdict;
      return { what: name, predicted, result: predicted === fate ? "agrees" : verdict === "unknown" ? "unknown" : "differs" };
    });
    const rpo = check.rpo === undefined ? [] : [bounded(`RPO of ${check.rpo.of}`, fateOf(assessment, check.rpo.of, check.disaster).rpo, check.rpo.seconds)];
    const rto = check.rto === undefined ? [] : [near("RTO", outcome.rto, check.rto)];
    return { check, outcome, compared: [...fates, ...rpo, ...rto] };
  });
}

function bounded(what: string, figure: Figure, seconds: number): Compared {
  if (!figure.known) return { what, predicted: "unknown", result: "unknown" };
  return { what, predicted: `at most ${formatDuration(figure.seconds)}`, result: figure.seconds === seconds ? "agrees" : figure.seconds > seconds ? "bound" : "differs" };
}

function near(what: string, figure: Figure, seconds: number): Compared {
  if (!figure.known) return { what, predicted: "unknown", result: "unknown" };
  return { what, predicted: formatDuration(figure.seconds), result: Math.abs(figure.seconds - seconds) <= TOLERANCE * seconds ? "agrees" : "differs" };
}

/** A few words for a case: whether its data came out as recorded, and its time, and whether the time had to be stated. */
export function agreement(all: readonly Prediction[]): string {
  const results = (rto: boolean) => new Set(all.flatMap(({ compared }) => compared.filter(({ what }) => (what === "RTO") === rto).map(({ result }) => result)));
  const data = results(false);
  const time = results(true);
  const ofData = data.has("differs") ? "data: no" : data.has("unknown") ? "data: not predicted" : data.has("bound") ? "data: yes, less was lost than the most predicted" : "data: yes";
  if (time.size === 0) return ofData;
  return `${ofData}; time: ${time.has("differs") ? "no" : time.has("unknown") ? "not predicted" : "yes, from stated steps"}`;
}
