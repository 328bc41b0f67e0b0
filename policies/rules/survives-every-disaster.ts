import { sum, worst, zero } from "../analysis/figures";
import type { AssessedResource, Cell, DisasterKind, Figure, Outcome } from "../analysis/model";
import type { Rule, Violation } from "./model";
import { lossAccepted } from "./support/waived";
import { called, figured, listed, sentence } from "./support/words";
import { formatDuration } from "../facts/duration";

const name = "survives-every-disaster";
const STACK = "pulumi:pulumi:Stack";
/** What the analysis says of a recovery step for a resource of which nothing is left. */
const NOTHING_LEFT = "nothing is left to restore it from";
/** Losing a site must never lose data. What else must be survived is for the objectives to say, since no program survives everything by default. */
const ALWAYS_ASKED: ReadonlySet<DisasterKind> = new Set(["zone", "campus", "region"]);

/** True if the stack is asked to survive this: the end of a site always, anything else where an objective is stated. */
export function asked(outcome: Pick<Outcome, "disaster" | "objective">): boolean {
  return ALWAYS_ASKED.has(outcome.disaster.kind) || outcome.objective.rpo !== undefined || outcome.objective.rto !== undefined;
}

/** What is left of an outcome when the resources whose loss an exception accepts are set aside. */
interface Rest {
  readonly lost: readonly string[];
  readonly unknown: readonly string[];
  readonly rpo: Figure;
  readonly rto: Figure;
}

/** Cells of each disaster, looked up once per check. */
function cellsByDisaster(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const index = new Map<string, Cell[]>();
  for (const cell of cells) {
    const entry = index.get(cell.disaster);
    if (entry === undefined) index.set(cell.disaster, [cell]);
    else entry.push(cell);
  }
  return index;
}

/**
 * With nothing waived the outcome stands as assessed. Otherwise what is waived is set aside, and a step that is unknown because
 * nothing is left of a resource takes as long as what remains.
 */
function restOf(outcome: Outcome, cells: readonly Cell[], waived: ReadonlySet<string>): Rest {
  const hit = cells.filter((cell) => cell.hit);
  if (!hit.some((cell) => waived.has(cell.urn))) return outcome;
  const left = hit.filter((cell) => !waived.has(cell.urn));
  const remains = (urns: readonly string[]) => urns.filter((urn) => !waived.has(urn));
  const nothing = zero("nothing that is left is hit");
  const restored = worst(left.map((cell) => cell.rto), nothing);
  const steps = outcome.steps.map(({ figure }) => (!figure.known && figure.why === NOTHING_LEFT ? restored : figure));
  return { lost: remains(outcome.lost), unknown: remains(outcome.unknown), rpo: worst(left.map((cell) => cell.rpo), nothing), rto: sum(steps.length === 0 ? [nothing] : steps) };
}

function missed(figure: Figure, objective: number | undefined): boolean {
  return objective !== undefined && (!figure.known || figure.seconds > objective);
}

/** A missed objective in words. While something is lost, that a figure is unknown says nothing new. */
function against(label: string, figure: Figure, objective: number | undefined, complete: boolean): readonly string[] {
  if (objective === undefined || !missed(figure, objective) || (!figure.known && !complete)) return [];
  return [`${label} achieved ${figured(figure)}, objective ${formatDuration(objective)}`];
}

/** The fixes that the analysis names for the resources that fail, each once. */
function fixOf(rest: Rest, cells: readonly Cell[], outcome: Outcome): string {
  const failing = new Set([...rest.lost, ...rest.unknown]);
  const ofFailing = cells.filter((cell) => failing.has(cell.urn));
  const slow = cells.filter((cell) => cell.hit && (missed(cell.rpo, outcome.objective.rpo) || missed(cell.rto, outcome.objective.rto)));
  const fixes = [...new Set([...ofFailing, ...slow].flatMap((cell) => cell.fix ?? []))];
  if (fixes.length > 0) return sentence(listed(fixes, 4, "; "));
  const unknown = outcome.steps.flatMap((step) => (step.figure.known ? [] : [step.name]));
  if (unknown.length > 0) return `State how long these steps take, as assumptions or settings: ${listed(unknown)}.`;
  return `Protect what is hit by a faster mechanism, or set the objective for "${outcome.disaster.kind}" to what the service can bear.`;
}

function violationOf(outcome: Outcome, stackUrn: string, byUrn: ReadonlyMap<string, AssessedResource>, cells: readonly Cell[], waived: ReadonlySet<string>): readonly Violation[] {
  if (outcome.meets || !asked(outcome)) return [];
  const rest = restOf(outcome, cells, waived);
  const names = (urns: readonly string[]) => urns.map((urn) => called(byUrn.get(urn) ?? { type: urn.split("::").at(-2) ?? "resource", name: urn.split("::").at(-1) ?? urn }));
  const complete = rest.lost.length === 0 && rest.unknown.length === 0;
  const parts = [
    ...(rest.lost.length > 0 ? [`lost: ${listed(names(rest.lost))}`] : []),
    ...(rest.unknown.length > 0 ? [`cannot be shown to survive: ${listed(names(rest.unknown))}`] : []),
    ...against("RPO", rest.rpo, outcome.objective.rpo, complete),
    ...against("RTO", rest.rto, outcome.objective.rto, complete),
  ];
  const noneWaived = rest === outcome;
  if (parts.length === 0 && !noneWaived) return [];
  const certain = rest.lost.length > 0 || [rest.rpo, rest.rto].some((figure, index) => figure.known && missed(figure, index === 0 ? outcome.objective.rpo : outcome.objective.rto));
  return [
    {
      rule: name,
      urn: stackUrn,
      name: outcome.disaster.id,
      type: STACK,
      verdict: certain ? "rejected" : "unknown",
      reason: `If ${outcome.disaster.title}: ${parts.length > 0 ? parts.join("; ") : outcome.reason}`,
      fix: fixOf(rest, cells, outcome),
    },
  ];
}

/** The whole stack against its objectives, one finding per disaster that it does not survive as it must. */
export const survivesEveryDisaster: Rule = {
  name,
  description: "The stack must survive every disaster within its objectives.",
  remediation: "Protect what the disaster takes, or state what the service can bear as an objective for that kind of disaster.",
  severity: "critical",
  enforcement: "mandatory",
  check: ({ graph, assessment, settings }) => {
    const stackUrn = graph.nodes.find((node) => node.type === STACK)?.urn ?? "";
    const byUrn = new Map(assessment.resources.map((resource) => [resource.urn, resource]));
    const waived = new Set(assessment.resources.filter((resource) => lossAccepted(resource, settings)).map((resource) => resource.urn));
    const cells = cellsByDisaster(assessment.cells);
    return assessment.outcomes.flatMap((outcome) => violationOf(outcome, stackUrn, byUrn, cells.get(outcome.disaster.id) ?? [], waived));
  },
};
