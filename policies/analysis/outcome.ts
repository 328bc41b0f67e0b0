import { formatDuration } from "../facts/duration";
import { meets, sum, worst, zero } from "./figures";
import type { Cell, Disaster, Figure, Objective, Outcome, Verdict } from "./model";
import type { Step } from "./recovery";

/** The whole stack in one disaster. */
export function outcomeOf(disaster: Disaster, objective: Objective, cells: readonly Cell[], steps: readonly Step[]): Outcome {
  const hit = cells.filter((cell) => cell.hit);
  const lost = hit.filter((cell) => cell.verdict === "lost").map((cell) => cell.urn).sort();
  const unknown = hit.filter((cell) => cell.verdict === "unknown").map((cell) => cell.urn).sort();
  const verdict: Verdict = lost.length > 0 ? "lost" : unknown.length > 0 ? "unknown" : "survives";
  const rpo = worst(hit.map((cell) => cell.rpo), zero("nothing is lost"));
  const rto = sum(steps.length === 0 ? [zero("nothing that serves is hit")] : steps.map((step) => step.figure));
  return {
    disaster,
    verdict,
    rpo,
    rto,
    objective,
    meets: verdict === "survives" && meets(rpo, objective.rpo) && meets(rto, objective.rto),
    hit: hit.length,
    lost,
    unknown,
    steps,
    reason: reasonOf(verdict, hit.length, lost.length, unknown.length, rpo, rto),
  };
}

function reasonOf(verdict: Verdict, hit: number, lost: number, unknown: number, rpo: Figure, rto: Figure): string {
  if (hit === 0) return "nothing is hit";
  if (verdict === "lost") return `${lost} of ${hit} resources that are hit are lost`;
  if (verdict === "unknown") return `${unknown} of ${hit} resources that are hit cannot be shown to survive`;
  const text = (figure: Figure) => (figure.known ? formatDuration(figure.seconds) : `unknown (${figure.why})`);
  return `all ${hit} resources that are hit survive: data of at most ${text(rpo)} is lost, back after ${text(rto)}`;
}
