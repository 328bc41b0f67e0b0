import type { GraphNode } from "../graph/model";
import type { Context } from "./context";
import { takesPlace, type Part, type Removal } from "./disasters";
import type { AssessedResource, Place } from "./model";

/** A resource that holds something. */
export interface Held {
  readonly node: GraphNode;
  readonly holds: AssessedResource["holds"];
}

/** Resources of one place, as far as a disaster tells places apart. */
interface Neighbours {
  readonly place: Place;
}

/**
 * What a disaster can reach at all: by place and by key, looked up, so that many disasters do not mean many passes over
 * everything. What it reaches may still be spared.
 */
export class Reach {
  private readonly byKey = new Map<string, Held[]>();
  private readonly neighbours = new Map<string, Neighbours>();
  private readonly placed: readonly { readonly one: Held; readonly at: Neighbours }[];

  /** `held`: in the order in which they are to be reached. */
  constructor(
    private readonly context: Context,
    private readonly held: readonly Held[],
  ) {
    this.placed = held.map((one) => ({ one, at: this.neighboursOf(context.place(one.node)) }));
    for (const one of held) {
      for (const key of new Set([one.node.urn, ...this.context.encryption(one.node).keys.map((found) => found.urn)])) {
        const there = this.byKey.get(key);
        if (there === undefined) this.byKey.set(key, [one]);
        else there.push(one);
      }
    }
  }

  /** What a disaster reaches, in order. */
  of(removal: Removal): readonly Held[] {
    const [only, ...more] = removal.parts;
    if (only?.kind === "key" && more.length === 0) return this.byKey.get(only.key ?? "") ?? [];
    if (removal.parts.some((part) => part.kind === "operator-error")) return this.held;
    const places = new Set([...this.neighbours.values()].filter(({ place }) => removal.parts.some((part) => takesPlace(part, place) !== "no")));
    const locked = new Set(removal.parts.flatMap((part) => this.lockedBy(part)));
    if (places.size === 0 && locked.size === 0) return [];
    return this.placed.filter(({ one, at }) => places.has(at) || locked.has(one)).map(({ one }) => one);
  }

  private lockedBy(part: Part): readonly Held[] {
    return part.kind === "key" ? (this.byKey.get(part.key ?? "") ?? []) : [];
  }

  private neighboursOf(place: Place): Neighbours {
    const { known, provider, account, region, zone, campus } = place;
    const name = [known, provider, account, region, zone, campus].join("\n");
    const there = this.neighbours.get(name);
    if (there !== undefined) return there;
    const first: Neighbours = { place };
    this.neighbours.set(name, first);
    return first;
  }
}
