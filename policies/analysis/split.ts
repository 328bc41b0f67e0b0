import type { GraphNode } from "../graph/model";
import type { Blast } from "./blast";
import type { Context } from "./context";
import type { Removal } from "./disasters";

/** What a disaster takes of some resources, for certain or perhaps, and what it leaves for certain. */
export interface Parted<T> {
  readonly left: readonly T[];
  readonly taken: readonly T[];
}

/**
 * Resources that every disaster is asked about. A lost key takes few of them, and those are looked up. Where nothing is taken,
 * `left` is the very list that was given, so that what follows from it can be kept.
 */
export class Split<T> {
  private readonly byKey = new Map<string, T[]>();
  private last: { readonly removal: Removal; readonly parted: Parted<T> } | undefined;

  constructor(
    context: Context,
    private readonly blast: Blast,
    readonly all: readonly T[],
    private readonly nodeOf: (one: T) => GraphNode,
  ) {
    for (const one of all) {
      const node = nodeOf(one);
      for (const key of new Set([node.urn, ...context.encryption(node).keys.map((found) => found.urn)])) {
        const there = this.byKey.get(key);
        if (there === undefined) this.byKey.set(key, [one]);
        else there.push(one);
      }
    }
  }

  /** Both parts, each in the order of the list. */
  by(removal: Removal): Parted<T> {
    if (this.last?.removal === removal) return this.last.parted;
    const parted = this.part(removal);
    this.last = { removal, parted };
    return parted;
  }

  private part(removal: Removal): Parted<T> {
    if (removal.parts.every((part) => part.kind === "key") && !removal.parts.some((part) => this.byKey.has(part.key ?? ""))) return { left: this.all, taken: [] };
    const left: T[] = [];
    const taken: T[] = [];
    for (const one of this.all) (this.blast.hits(this.nodeOf(one), removal).taken === "no" ? left : taken).push(one);
    return taken.length === 0 ? { left: this.all, taken } : { left, taken };
  }
}

/** Answers that follow from a list alone, kept for as long as the list is. */
export class Kept<T, R> {
  private readonly answers = new WeakMap<readonly T[], R>();

  constructor(private readonly compute: (list: readonly T[]) => R) {}

  of(list: readonly T[]): R {
    const known = this.answers.get(list);
    if (known !== undefined) return known;
    const answer = this.compute(list);
    this.answers.set(list, answer);
    return answer;
  }
}
