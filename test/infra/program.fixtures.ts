import { mkdtempSync, cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { planInProcess } from "../../operations/plan/plan";
import type { Graph, GraphNode } from "../../policies/graph/model";
import type { Value } from "../../policies/graph/value";
import { at } from "../../policies/graph/value";
import { ROOT } from "./config.fixtures";

/** A plan takes a second or two; a busy machine must not make that a failure. */
jest.setTimeout(60_000);

/** What the program registers for a stack of the repository. */
export async function planned(stack: string): Promise<Graph> {
  const plan = await planInProcess({ root: ROOT, stack });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems, null, 2));
  return plan.graph;
}

/** What the program registers for production with some keys set otherwise, in a copy of the project. */
export async function plannedWith(changes: Readonly<Record<string, unknown>>): Promise<Graph> {
  const folder = mkdtempSync(join(tmpdir(), "firebreak-infra-"));
  try {
    for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json"]) cpSync(join(ROOT, name), join(folder, name));
    for (const name of ["infra", "policies", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
    const file = parse(readFileSync(join(ROOT, "Pulumi.prod.yaml"), "utf8")) as { config: Record<string, unknown> };
    for (const [name, value] of Object.entries(changes)) file.config[`firebreak:${name}`] = value;
    writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify(file));
    const plan = await planInProcess({ root: folder, stack: "prod" });
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems, null, 2));
    return plan.graph;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reading a graph by type and name, as a test thinks of it. */
export class Seen {
  constructor(readonly graph: Graph) {}

  /** The one node of a type and name; fails if there is none. */
  node(type: string, name: string): GraphNode {
    const found = this.graph.nodes.find((node) => node.type === type && node.name === name);
    if (found === undefined) throw new Error(`no ${type} named ${name}; of this type: ${this.of(type).map((node) => node.name).join(", ") || "none"}`);
    return found;
  }

  of(type: string): readonly GraphNode[] {
    return this.graph.nodes.filter((node) => node.type === type);
  }

  input(type: string, name: string, ...path: readonly (string | number)[]): Value | undefined {
    return at(this.node(type, name).inputs, path);
  }

  /** Names of the resources that flow into an input. */
  from(type: string, name: string, input: string): readonly string[] {
    return (this.node(type, name).propertyDependencies[input] ?? []).map(nameOf).sort();
  }

  /** Names of everything that a resource waits for. */
  waitsFor(type: string, name: string): readonly string[] {
    return this.node(type, name).dependencies.map(nameOf).sort();
  }

  /** Name of a resource's provider. */
  provider(node: GraphNode): string {
    return nameOf(node.provider ?? "");
  }
}

/** The last part of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
