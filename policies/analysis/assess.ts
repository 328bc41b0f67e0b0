import { isProvider, type Graph, type GraphNode } from "../graph/model";
import type { Settings } from "../settings/model";
import { assumptionsUsed } from "./assumptions";
import { cellOf, untouched } from "./cells";
import { Context } from "./context";
import { findCopies } from "./copies";
import { disastersOf, type DisasterOptions, type Removal } from "./disasters";
import { Evaluator } from "./evaluate";
import { outcomeOf } from "./outcome";
import { Recovery, type HitResource } from "./recovery";
import type { AssessedResource, Assessment, Cell, Outcome } from "./model";

/** What to do beyond the usual. */
export type AssessOptions = DisasterOptions;

/**
 * What each disaster takes of a graph, what is left, and how that compares with the objectives. Pure: the same graph and
 * settings give the same assessment, in whatever order the graph was read. Never throws on a graph that {@link Graph} admits.
 */
export function assess(graph: Graph, settings: Settings, options: AssessOptions = {}): Assessment {
  const context = new Context(graph, settings);
  const holdings = findCopies(context);
  const evaluator = new Evaluator(context, holdings);
  const recovery = new Recovery(context, holdings, evaluator);
  const nodes = graph.nodes.filter((node) => node.custom && !node.external && !isProvider(node) && !node.type.startsWith("pulumi:"));
  const held = nodes.map((node) => ({ node, holds: context.holds(node) })).filter(({ holds }) => holds !== "nothing");
  const byKey = heldByKey(context, held);
  const removals = disastersOf(context, options);
  // Kept by resource, so that the order by URN and disaster comes by itself: there may be millions.
  const rows = new Map(held.map(({ node }) => [node, [] as Cell[]]));
  const outcomes: Outcome[] = [];
  for (const removal of removals) {
    const objective = settings.objectives[removal.disaster.kind] ?? settings.objectives["default"] ?? {};
    const sparse = removal.parts.some((part) => part.kind === "key");
    const hits: HitResource[] = [];
    const ofDisaster: Cell[] = [];
    for (const { node, holds } of candidates(removal, held, byKey)) {
      const judged = evaluator.judge(node, removal, objective);
      if (judged.hit) hits.push({ node, holds, judged });
      const cell = judged.hit ? cellOf(context, evaluator, removal, node, holds, judged) : untouched(node, removal, judged);
      ofDisaster.push(cell);
      if (cell.hit || !sparse) rows.get(node)?.push(cell);
    }
    outcomes.push(outcomeOf(removal.disaster, objective, ofDisaster, recovery.steps(removal, hits)));
  }
  const cells = [...rows.values()].flat();
  const resources = nodes.map((node): AssessedResource => {
    const whole = holdings.wholes.get(node.urn);
    const part = whole === undefined ? {} : { partOf: whole.urn };
    return { urn: node.urn, name: node.name, type: node.type, holds: context.holds(node), place: context.place(node), ...part, copies: holdings.copies.get(node.urn) ?? [] };
  });
  return {
    resources,
    disasters: removals.map((removal) => removal.disaster),
    outcomes,
    cells,
    assumptions: assumptionsUsed(settings, cells, outcomes),
  };
}

interface Held {
  readonly node: GraphNode;
  readonly holds: AssessedResource["holds"];
}

/** What a lost key takes with it: looked up, so that many keys do not mean many passes over everything. */
function heldByKey(context: Context, held: readonly Held[]): ReadonlyMap<string, readonly Held[]> {
  const index = new Map<string, Held[]>();
  for (const one of held) {
    for (const key of new Set([one.node.urn, ...context.encryption(one.node).keys.map((key) => key.urn)])) {
      const there = index.get(key);
      if (there === undefined) index.set(key, [one]);
      else there.push(one);
    }
  }
  return index;
}

function candidates(removal: Removal, held: readonly Held[], byKey: ReadonlyMap<string, readonly Held[]>): readonly Held[] {
  const [only, ...more] = removal.parts;
  return only?.kind === "key" && more.length === 0 ? (byKey.get(only.key ?? "") ?? []) : held;
}
