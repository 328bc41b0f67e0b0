import { references, type Reference } from "../facts/safeguards";
import { describePath, nodesOf, textsIn } from "../graph/links";
import type { Context } from "../analysis/context";
import type { GraphNode } from "../graph/model";
import { at, isList, isRecord, isUnknown, type Value } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { pathsOf, viewOf } from "./support/view";
import { called, listed } from "./support/words";

const name = "resolved-references";

function holdsUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (isList(value)) return value.some(holdsUnknown);
  return isRecord(value) && Object.values(value).some(holdsUnknown);
}

/** Inputs that only the cloud will decide, and into which no resource of this stack flows. */
function sourceless(node: GraphNode, view: Context): readonly Violation[] {
  return Object.entries(node.inputs).flatMap(([input, value]): readonly Violation[] => {
    const sources = node.propertyDependencies[input] ?? [];
    if (!holdsUnknown(value) || sources.some((urn) => view.graph.byUrn.has(urn))) return [];
    return [violation(name, node, "unknown", `${input} is not known at preview, and comes from no resource of this stack`, `Declare what ${input} of ${called(node)} refers to in this stack, or write it out.`)];
  });
}

function dangling(row: Reference, node: GraphNode, view: Context): readonly Violation[] {
  const paths = pathsOf(node.inputs, row.input);
  const wanted = listed([...new Set(row.to.map((type) => type.split(":").at(-1) ?? type))], 3, " or ");
  const types = new Set(row.to);
  // What another part of the same input names by its text, a part that says something else cannot mean.
  const named = new Map(paths.length === 0 ? [] : textsIn(node.inputs[String(paths[0]?.[0])]).flatMap((text) => nodesOf(view.links.ofText(node, text, { types })).map((found) => [found.urn, text] as const)));
  const targets = paths.map((path) => {
    const value = at(node.inputs, path);
    const exclude = new Set([...named].filter(([, text]) => row.each !== true && text !== value).map(([urn]) => urn));
    return { path, target: view.links.resolve(node, path, { types, exclude }) };
  });
  const missing = targets.flatMap(({ path, target }): readonly Violation[] => {
    if (target.kind === "unset" || target.kind === "node" || target.kind === "several") return [];
    // An unknown without any source is said once, for the whole input.
    if (isUnknown(at(node.inputs, path)) && (node.propertyDependencies[String(path[0])] ?? []).length === 0) return [];
    const input = describePath(path);
    return [violation(name, node, "unknown", `the ${wanted} that ${input} names is not part of this stack, so that nothing can be said of it`, `Declare the ${wanted} of ${called(node)} in this stack, or except it with a reason that says who keeps it.`)];
  });
  if (row.each !== true || missing.length > 0) return missing;
  const distinct = new Set(targets.flatMap(({ target }) => nodesOf(target).map((one) => one.urn)));
  if (distinct.size >= targets.length) return [];
  return [violation(name, node, "unknown", `${row.input.replace("[*]", "")} has ${targets.length} entries and ${distinct.size} ${wanted} of this stack`, `Declare one ${wanted} for each entry of ${called(node)}.`)];
}

/** A protection that hangs on something which nobody here can see may hang on nothing. */
export const resolvedReferences: Rule = {
  name,
  description: "What a protection or a site hangs on should be part of the stack, so that it can be judged.",
  remediation: "Declare the resource that is named here, or except the reference with a reason that says who keeps it.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    return [...context.graph.nodes.filter((node) => isManaged(node) && !node.type.startsWith("pulumi:")).flatMap((node) => sourceless(node, view)), ...references().flatMap((row) => view.ofTypes([row.type]).filter(isManaged).flatMap((node) => dangling(row, node, view)))];
  },
};
