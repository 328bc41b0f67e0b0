import type { Graph } from "../../policies/graph/model";

/** What kind of file a graph was read from. */
export type FileKind = "state" | "preview" | "plan";

/** A resource of which the file itself says that it is not in order; it can be judged by nobody until it is. */
export interface Unsettled {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  /** What is not known, in one clause. */
  readonly reason: string;
  readonly fix: string;
}

/** A graph from a file. */
export interface Loaded {
  readonly graph: Graph;
  readonly kind: FileKind;
  /** What a reader must know about how the graph came about. */
  readonly notes: readonly string[];
  /** In order of URN. */
  readonly unsettled: readonly Unsettled[];
}
