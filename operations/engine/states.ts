import type { Graph } from "../../policies/graph/model";
import { graphOf } from "../../policies/graph/model";
import { nodeOf, type StateResource } from "../sources/resource";
import { ValueReader } from "../sources/values";

/** A resource as the engine tells of it in its events, previews and state: what is false there may be left out. */
export type ResourceState = Omit<StateResource, "custom"> & { readonly custom?: boolean };

/** The graph of a stack from the engine's own account of its resources. Secrets are unknown; what waits for its deletion is left out. */
export function graphFromStates(project: string, stack: string, states: readonly ResourceState[]): Graph {
  const values = new ValueReader();
  const there = states.filter((state) => state.delete !== true);
  return graphOf(project, stack, there.map((state) => nodeOf({ ...state, custom: state.custom ?? false }, values, new Set())));
}
