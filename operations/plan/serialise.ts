import Ajv2020 from "ajv/dist/2020";
import type { Graph, GraphNode } from "../../policies/graph/model";
import { graphOf } from "../../policies/graph/model";
import { failed, messageOf, type Result } from "../errors";
import schema from "./graph.schema.json";

/** A node as written: what is not known of it is absent. */
interface WrittenNode extends Pick<GraphNode, "urn" | "type" | "name" | "custom" | "external" | "inputs" | "dependencies" | "propertyDependencies"> {
  readonly outputs?: GraphNode["outputs"];
  readonly id?: string;
  readonly provider?: string;
  readonly parent?: string;
  readonly options: Omit<GraphNode["options"], "retainOnDelete"> & { readonly retainOnDelete?: boolean };
}

/** A graph as written; graph.schema.json says what each part means. */
export interface WrittenGraph {
  readonly format: "firebreak-graph";
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  readonly nodes: readonly WrittenNode[];
}

/** The graph as JSON-ready data. Give it a graph whose secrets are hidden, see `Plan.shareable`. */
export function writeGraph(graph: Graph): WrittenGraph {
  const nodes = graph.nodes.map((node): WrittenNode => ({
    urn: node.urn,
    type: node.type,
    name: node.name,
    custom: node.custom,
    external: node.external,
    inputs: node.inputs,
    ...(Object.keys(node.outputs).length === 0 ? {} : { outputs: node.outputs }),
    ...(node.id === undefined ? {} : { id: node.id }),
    ...(node.provider === undefined ? {} : { provider: node.provider }),
    ...(node.parent === undefined ? {} : { parent: node.parent }),
    dependencies: node.dependencies,
    propertyDependencies: node.propertyDependencies,
    options: {
      protect: node.options.protect,
      ...(node.options.retainOnDelete === undefined ? {} : { retainOnDelete: node.options.retainOnDelete }),
      ignoreChanges: node.options.ignoreChanges,
    },
  }));
  return { format: "firebreak-graph", version: 1, project: graph.project, stack: graph.stack, nodes };
}

/** At most this many findings of the schema are told: a file of another kind has thousands. */
const MOST_FINDINGS = 10;

/** Reads what {@link writeGraph} wrote. `name` is how messages call the file. */
export function readGraph(text: string, name: string): Result<{ readonly graph: Graph }> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return failed({ where: name, problem: `it is not JSON: ${messageOf(error)}`, fix: "write the file again: npm run -s start -- --graph" });
  }
  const read = readParsedGraph(parsed, name);
  if (!read.ok) return read;
  try {
    return { ok: true, graph: graphOf(read.project, read.stack, read.nodes) };
  } catch (error) {
    return failed({ where: name, problem: messageOf(error), fix: "keep one of them" });
  }
}

/** As {@link readGraph}, of JSON data; whether the nodes hold together is for the caller. */
export function readParsedGraph(parsed: unknown, name: string): Result<Pick<Graph, "project" | "stack" | "nodes">> {
  const { format, version } = (typeof parsed === "object" && parsed !== null ? parsed : {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== "firebreak-graph" || version !== 1) {
    return failed({ where: name, problem: "it is not a graph of a version that is known here", value: `format ${short(format)}, version ${short(version)}`, allowed: 'format "firebreak-graph", version 1', fix: "write the file again: npm run -s start -- --graph" });
  }
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile<WrittenGraph>(schema);
  if (!validate(parsed)) {
    return failed(...(validate.errors ?? []).slice(0, MOST_FINDINGS).map((error) => ({
      where: `${name}, ${error.instancePath === "" ? "the whole" : error.instancePath}`,
      problem: error.message ?? "it does not fit the schema",
      fix: "see operations/plan/graph.schema.json for what is allowed",
    })));
  }
  return { ok: true, project: parsed.project, stack: parsed.stack, nodes: parsed.nodes.map(nodeOf) };
}

function nodeOf(written: WrittenNode): GraphNode {
  return {
    ...written,
    outputs: written.outputs ?? {},
    id: written.id,
    provider: written.provider,
    parent: written.parent,
    options: { ...written.options, retainOnDelete: written.options.retainOnDelete },
  };
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "missing").slice(0, 40);
}
