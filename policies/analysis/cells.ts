import type { GraphNode } from "../graph/model";
import { formatDuration } from "../facts/duration";
import type { Context } from "./context";
import type { Removal } from "./disasters";
import type { Evaluator, Judged, Standing } from "./evaluate";
import { unknown, zero } from "./figures";
import type { AssessedResource, Cell, Figure } from "./model";
import { placeName } from "./offsite";

const NOTHING_LOST = zero("it is not hit");
const NO_PATH: readonly string[] = [];
const CODE_LOST = zero("the program holds all of it");
const CODE_PATH: readonly string[] = ["the program, run again"];
const REFILLED = zero("a cache fills itself again");
/** Reasons that a sentence can hold. */
const MOST_REASONS = 3;

/** The cell of a resource that a disaster reaches and that something protects from it. */
export function sparedCell(node: GraphNode, removal: Removal, spared: string): Cell {
  return { urn: node.urn, disaster: removal.disaster.id, hit: false, verdict: "survives", rpo: NOTHING_LOST, rto: NOTHING_LOST, path: NO_PATH, reason: `not hit: ${spared}` };
}

/** The cell of a resource that a disaster takes, or may take. */
export function cellOf(context: Context, evaluator: Evaluator, removal: Removal, node: GraphNode, holds: AssessedResource["holds"], judged: Judged): Cell {
  // Written out field by field: there are hundreds of thousands of these, and copying an object costs more than making one.
  const urn = node.urn;
  const disaster = removal.disaster.id;
  if (holds === "cache") return { urn, disaster, hit: true, verdict: "survives", rpo: REFILLED, rto: REFILLED, path: NO_PATH, reason: `"${node.name}" is a cache: it fills itself again` };
  if (holds === "configuration") {
    return { urn, disaster, hit: true, verdict: "survives", rpo: CODE_LOST, rto: evaluator.rebuildTime(removal), path: CODE_PATH, reason: `"${node.name}" is configuration: the program makes it again` };
  }
  const { best } = judged;
  if (best !== undefined) {
    return { urn, disaster, hit: true, verdict: "survives", rpo: best.lag, rto: best.recovery, path: evidence(best), reason: survives(node, best) };
  }
  const why = judged.all.map((one) => `${one.what}: ${one.why ?? "does not count"}`);
  const fix = [...new Set(judged.all.flatMap((one) => one.fix ?? []))];
  const where = context.place(node);
  if (holds === "opaque" || holds === "unclassified") {
    return { urn, disaster, hit: true, verdict: "unknown", rpo: unknown("what it holds is not known"), rto: unknown("what it holds is not known"), path: why, reason: `nobody can say what "${node.name}" holds`, fix: holds === "opaque" ? "declare what it creates one by one" : `add ${node.type} to the catalog` };
  }
  const verb = judged.verdict === "lost" ? "is lost" : "cannot be shown to survive";
  const reasons = why.length === 0 ? [where.known ? "nothing copies it" : `where it is, is not known (${where.why ?? "nothing tells"}), and nothing copies it`] : why;
  const nothing = judged.verdict === "lost" ? unknown(`"${node.name}" is lost: nothing is left to restore it from`) : unknown(`whether anything is left of "${node.name}" is not known`);
  return {
    urn,
    disaster,
    hit: true,
    verdict: judged.verdict,
    rpo: nothing,
    rto: nothing,
    path: reasons,
    reason: `"${node.name}" in ${placeName(where)} ${verb}: ${listed(reasons)}`,
    fix: fix.length > 0 ? listed(fix) : `copy "${node.name}" to a place that this disaster leaves`,
  };
}

/** The evidence of a way that counts; one list for all disasters in which it is the same. */
const evidences = new WeakMap<Standing, readonly string[]>();

function evidence(best: Standing): readonly string[] {
  const known = evidences.get(best);
  if (known !== undefined) return known;
  const path = [best.what, ...best.links.map((link) => `${link.name}: ${link.detail}`)];
  evidences.set(best, path);
  return path;
}

function survives(node: GraphNode, best: Standing): string {
  const figures = [shown("data of at most", best.lag, "is lost"), shown("back after", best.recovery, "")].filter((one) => one !== "");
  return `"${node.name}" survives: ${best.what}${figures.length > 0 ? ` (${figures.join(", ")})` : ""}`;
}

function shown(before: string, figure: Figure, after: string): string {
  if (!figure.known) return `${before} an unknown time ${after}`.trim();
  return figure.seconds === 0 ? "" : `${before} ${formatDuration(figure.seconds)} ${after}`.trim();
}

function listed(words: readonly string[]): string {
  const more = words.length - MOST_REASONS;
  return words.slice(0, MOST_REASONS).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
