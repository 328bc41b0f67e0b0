import { isProvider, type Graph } from "../graph/model";
import type { Settings } from "../settings/model";
import { assumptionsUsed } from "./assumptions";
import { cellOf, sparedCell } from "./cells";
import { Context } from "./context";
import { findCopies } from "./copies";
import { disastersOf, type DisasterOptions } from "./disasters";
import { Evaluator, type Judged } from "./evaluate";
import { outcomeOf } from "./outcome";
import { Reach } from "./reach";
import { Recovery, type HitResource } from "./recovery";
import type { AssessedResource, Assessment, Cell, Outcome } from "./model";

/** What holds nothing of its own is made again, whatever copies there are. */
const MADE_AGAIN: Judged = { hit: true, verdict: "survives", all: [] };

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
  const removals = disastersOf(context, options);
  const reach = new Reach(context, removals);
  const found = removals.map((removal) => ({
    removal,
    objective: settings.objectives[removal.disaster.kind] ?? settings.objectives["default"] ?? {},
    hits: [] as HitResource[],
    cells: [] as Cell[],
  }));
  // Resource by resource, so that the order by URN and disaster comes by itself: there may be hundreds of thousands.
  const cells: Cell[] = [];
  for (const { node, holds } of held) {
    const madeAgain = holds === "configuration" || holds === "cache";
    for (const index of reach.of(node)) {
      const one = found[index];
      if (one === undefined) continue;
      const hit = evaluator.blast.hits(node, one.removal);
      if (hit.taken === "no") {
        if (hit.spared !== undefined) cells.push(sparedCell(node, one.removal, hit.spared));
        continue;
      }
      const judged = madeAgain ? MADE_AGAIN : evaluator.judge(node, one.removal, one.objective, hit);
      const cell = cellOf(context, evaluator, one.removal, node, holds, judged);
      cells.push(cell);
      one.cells.push(cell);
      // Nothing waits for what is made again.
      if (!madeAgain) one.hits.push({ node, holds, judged });
    }
  }
  const outcomes = found.map((one): Outcome => outcomeOf(one.removal.disaster, one.objective, one.cells, recovery.steps(one.removal, one.hits)));
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
