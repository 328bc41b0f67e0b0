import type { GraphNode } from "../graph/model";
import type { Context } from "./context";
import { takesPlace, type Removal } from "./disasters";
import type { Place } from "./model";

/**
 * Which disasters can reach a resource at all: by its place and by its keys, looked up, so that many disasters do not mean
 * many passes over everything. What a disaster reaches may still be spared.
 */
export class Reach {
  private readonly byKey = new Map<string, number[]>();
  private readonly byPlace = new Map<string, readonly number[]>();

  constructor(
    private readonly context: Context,
    private readonly removals: readonly Removal[],
  ) {
    for (const [index, { parts }] of removals.entries()) {
      for (const { key } of parts) {
        if (key === undefined) continue;
        const there = this.byKey.get(key);
        if (there === undefined) this.byKey.set(key, [index]);
        else there.push(index);
      }
    }
  }

  /** Positions of disasters in the list that was given, in order. */
  of(node: GraphNode): readonly number[] {
    const placed = this.atPlace(this.context.place(node));
    const own = this.byKey.get(node.urn);
    const { keys } = this.context.encryption(node);
    if (own === undefined && keys.length === 0) return placed;
    const found = new Set(placed);
    for (const index of own ?? []) found.add(index);
    for (const key of keys) for (const index of this.byKey.get(key.urn) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b);
  }

  /** One list for all resources of one place, as far as disasters tell places apart. */
  private atPlace(place: Place): readonly number[] {
    const { known, provider, account, region, zone, campus } = place;
    const name = [known, provider, account, region, zone, campus].join("\n");
    const there = this.byPlace.get(name);
    if (there !== undefined) return there;
    const found = this.removals.flatMap(({ parts }, index) => (parts.some((part) => part.kind === "operator-error" || takesPlace(part, place) !== "no") ? [index] : []));
    this.byPlace.set(name, found);
    return found;
  }
}
