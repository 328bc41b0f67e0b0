import { graphOf, isProvider, type GraphNode } from "../../policies/graph/model";
import { failed, type Problem, type Result } from "../errors";
import type { Loaded } from "./model";
import { brief, printable } from "./printable";

/** At most this many findings of one kind are told: a file of another kind has thousands. */
export const MOST_FINDINGS = 10;

const STACK = "pulumi:pulumi:Stack";
const REPAIR = "repair the state with: pulumi state repair; then export it again";

/** What makes a graph of nodes, and how messages call their file. */
export interface CheckInput extends Pick<Loaded, "kind" | "notes" | "unsettled"> {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
}

/**
 * A graph of nodes from a file, if they hold together: one resource per URN, every reference leads to one of them, and no
 * resource rests on itself. A file without anything to judge is a problem too: an empty table must not look like a pass.
 */
export function graphFrom({ name, nodes, kind, notes, unsettled }: CheckInput): Result<Loaded> {
  const { byUrn, problems: twice } = index(nodes, name);
  const broken = [...twice, ...dangling(nodes, byUrn, name)];
  if (broken.length > 0) return failed(...first(broken, name));
  const cycle = cycleIn(nodes);
  if (cycle !== undefined) {
    return failed({ where: name, problem: `resources depend on each other in a circle: ${listed(cycle)}`, fix: REPAIR });
  }
  const resources = nodes.filter((node) => node.custom && !isProvider(node) && !node.type.startsWith("pulumi:"));
  const read = resources.filter((node) => node.external).length;
  if (read === resources.length && unsettled.length === 0) {
    const problem = read === 0 ? "it holds no resource that could be judged" : `it only reads resources that others manage (${read}), and holds none of its own that could be judged`;
    return failed({ where: name, problem, fix: "give the export of a stack that is deployed, or the preview of a program that declares something" });
  }
  const ofOthers = read === 0 ? [] : [`${read === 1 ? "1 resource is" : `${read} resources are`} only read here and managed elsewhere: judged with the stack that manages ${read === 1 ? "it" : "them"}`];
  const root = nodes.find((node) => node.type === STACK) ?? nodes[0] ?? unsettled[0];
  const [head = "", project = ""] = (root?.urn ?? "").split("::");
  return { ok: true, kind, notes: [...notes, ...ofOthers].map(printable), unsettled, graph: graphOf(project, head.replace(/^urn:pulumi:/, ""), nodes) };
}

/** The first findings, and how many more there are. */
export function first(problems: readonly Problem[], name: string): readonly Problem[] {
  const more = problems.length - MOST_FINDINGS;
  if (more <= 0) return problems;
  return [...problems.slice(0, MOST_FINDINGS), { where: name, problem: `there are ${more} more problems of this kind`, fix: "correct the first ones and try again" }];
}

function index(nodes: readonly GraphNode[], name: string): { readonly byUrn: ReadonlyMap<string, GraphNode>; readonly problems: readonly Problem[] } {
  const byUrn = new Map<string, GraphNode>();
  const twice = new Set<string>();
  for (const node of nodes) {
    if (byUrn.has(node.urn)) twice.add(node.urn);
    byUrn.set(node.urn, node);
  }
  const problems = [...twice].map((urn) => ({ where: `${name}, ${brief(urn)}`, problem: "two resources have this URN, and neither waits for its deletion", fix: "remove the one that is not there with: pulumi state delete; then export again" }));
  return { byUrn, problems };
}

/** The URNs that a node refers to, each with what it is there. */
function references(node: GraphNode): readonly (readonly [what: string, urn: string])[] {
  return [
    ...(node.parent === undefined ? [] : [["parent", node.parent] as const]),
    ...(node.provider === undefined ? [] : [["provider", node.provider] as const]),
    ...node.dependencies.map((urn) => ["dependencies", urn] as const),
    ...Object.entries(node.propertyDependencies).flatMap(([input, urns]) => urns.map((urn) => [`propertyDependencies of ${input}`, urn] as const)),
  ];
}

function dangling(nodes: readonly GraphNode[], byUrn: ReadonlyMap<string, GraphNode>, name: string): readonly Problem[] {
  const problems: Problem[] = [];
  for (const node of nodes) {
    for (const [what, urn] of references(node)) {
      const target = byUrn.get(urn);
      const wrong = target === undefined ? "which is not in the file" : what === "provider" && !isProvider(target) ? "which is no provider" : undefined;
      if (wrong !== undefined) problems.push({ where: `${name}, ${brief(node.urn)}, ${brief(what)}`, problem: `it refers to ${brief(urn)}, ${wrong}`, fix: REPAIR });
    }
  }
  return problems;
}

/** Names of resources that form a circle, if any do: what is left when everything that rests on nothing is taken away, again and again. */
function cycleIn(nodes: readonly GraphNode[]): readonly string[] | undefined {
  const waiting = new Map(nodes.map((node) => [node.urn, new Set(references(node).map(([, urn]) => urn))]));
  const usedBy = new Map<string, string[]>();
  for (const [urn, needs] of waiting) for (const needed of needs) push(usedBy, needed, urn);
  const free = [...waiting].filter(([, needs]) => needs.size === 0).map(([urn]) => urn);
  for (let urn = free.pop(); urn !== undefined; urn = free.pop()) {
    waiting.delete(urn);
    for (const user of usedBy.get(urn) ?? []) {
      const needs = waiting.get(user);
      if (needs?.delete(urn) === true && needs.size === 0) free.push(user);
    }
  }
  const start = waiting.keys().next();
  if (start.done === true) return undefined;
  const path = new Set<string>();
  let at = start.value;
  for (; !path.has(at); at = [...(waiting.get(at) ?? [])][0] ?? at) path.add(at);
  const all = [...path];
  return [...all.slice(all.indexOf(at)), at];
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}

function listed(urns: readonly string[]): string {
  const shown = urns.length <= 7 ? urns : [...urns.slice(0, 6), `(${urns.length - 7} more)`, urns.at(-1) ?? ""];
  return shown.map((urn) => brief(urn, 120)).join(" -> ");
}
