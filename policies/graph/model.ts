import type { Value } from "./value";

/** Resource options that bear on survival, as registered with the engine. */
export interface NodeOptions {
  /** The engine refuses to delete it. */
  readonly protect: boolean;
  /** Left in the cloud when removed from the program; `undefined` where the source cannot tell (the policy interface does not pass it). */
  readonly retainOnDelete: boolean | undefined;
  readonly ignoreChanges: readonly string[];
}

/** One resource, component or provider of a stack. */
export interface GraphNode {
  readonly urn: string;
  /** The Pulumi type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** False for components and the stack itself. */
  readonly custom: boolean;
  /** True for a resource read with `get`: it exists but this stack does not manage it. */
  readonly external: boolean;
  /** Inputs as registered; what is unset is absent, what is not known yet is UNKNOWN. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** Outputs where the source has them (a state export, an update); otherwise empty. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** The physical id, where known. */
  readonly id: string | undefined;
  /** URN of its provider's node in the same graph; `undefined` for components. */
  readonly provider: string | undefined;
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  /** Per top-level input: the URNs whose outputs flow into it. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: NodeOptions;
}

/** A whole stack, whatever it was read from. Nodes are in order of URN. */
export interface Graph {
  readonly project: string;
  readonly stack: string;
  readonly nodes: readonly GraphNode[];
  readonly byUrn: ReadonlyMap<string, GraphNode>;
}

/** Builds a graph; the order of `nodes` does not matter. Throws on two nodes of one URN. */
export function graphOf(project: string, stack: string, nodes: readonly GraphNode[]): Graph {
  const byUrn = new Map<string, GraphNode>();
  for (const node of nodes) {
    if (byUrn.has(node.urn)) throw new Error(`two resources share the URN ${node.urn}`);
    byUrn.set(node.urn, node);
  }
  const sorted = [...nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { project, stack, nodes: sorted, byUrn };
}

/** True for a provider's node (`pulumi:providers:aws`). */
export function isProvider(node: GraphNode): boolean {
  return node.type.startsWith("pulumi:providers:");
}
