import { failed, type Result } from "../errors";
import { readParsedGraph } from "../plan/serialise";
import { graphFrom } from "./check";
import type { Loaded } from "./model";
import { secretNotes } from "./state";
import { ValueReader } from "./values";

/** True for what `npm start -- --graph` prints. */
export function isPlan(file: Readonly<Record<string, unknown>>): boolean {
  return file["format"] === "firebreak-graph";
}

/** Reads a plan's graph. Secrets were hidden when it was written: a hidden text is not known, and two of them are not the same. */
export function readPlan(file: Readonly<Record<string, unknown>>, name: string): Result<Loaded> {
  const read = readParsedGraph(file, name);
  if (!read.ok) return read;
  const values = new ValueReader();
  const nodes = read.nodes.map((node) => ({ ...node, inputs: values.properties(node.inputs, `${node.urn}, inputs`), outputs: values.properties(node.outputs, `${node.urn}, outputs`) }));
  if (values.problems.length > 0) return failed(...values.problems.map((one) => ({ ...one, where: `${name}, ${one.where}` })));
  const loaded = graphFrom({ name, nodes, kind: "plan", notes: secretNotes(values), unsettled: [] });
  return loaded.ok ? { ...loaded, graph: { ...loaded.graph, project: read.project, stack: read.stack } } : loaded;
}
