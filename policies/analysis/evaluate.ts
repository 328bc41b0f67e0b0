import { classify } from "../catalog/catalog";
import { nodesOf } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { formatDuration } from "../facts/duration";
import { Blast, type Hit } from "./blast";
import type { Context } from "./context";
import type { Holdings } from "./copies";
import { either, takesPlace, type Removal } from "./disasters";
import { compare, meets, unknown, zero } from "./figures";
import type { Copy, Figure, Link, Objective, Verdict } from "./model";
import { placeName } from "./offsite";
import { isRestored } from "./restore";

/** How one way to get a resource back stands in a disaster. */
export interface Standing {
  readonly state: "counts" | "fails" | "unknown";
  /** What it is, for people: "a copy in Stockholm (aws eu-north-1) by …". */
  readonly what: string;
  /** Why it does not count, or cannot be known to. */
  readonly why?: string;
  readonly fix?: string;
  readonly lag: Figure;
  readonly recovery: Figure;
  /** Links that make it real. */
  readonly links: readonly Link[];
  /** It is a program that is run again, not a store. */
  readonly rebuilt: boolean;
  /** It has to be written back into something new before it serves; absent means no. */
  readonly restored?: boolean;
  /** The resource is itself a copy, and what it copies still serves. */
  readonly standby: boolean;
}

/** A cell before it is put into words for the report. */
export interface Judged {
  readonly hit: boolean;
  readonly verdict: Verdict;
  readonly best?: Standing;
  readonly all: readonly Standing[];
  readonly spared?: string;
}

/** Disasters in which what happens to the original happens to its replicas. */
function corrupts(removal: Removal): boolean {
  return removal.parts.some((part) => part.kind === "operator-error" || part.kind === "account");
}

/** Judges resources in disasters. */
export class Evaluator {
  readonly blast: Blast;
  private readonly rebuildTimes = new Map<Removal, Figure>();
  private readonly sound = new Map<Copy, Standing>();

  constructor(
    private readonly context: Context,
    private readonly holdings: Holdings,
  ) {
    this.blast = new Blast(context);
  }

  /** What becomes of a resource that holds data, a secret or a key. */
  judge(node: GraphNode, removal: Removal, objective: Objective, hit: Hit = this.blast.hits(node, removal)): Judged {
    if (hit.taken === "no") return { hit: false, verdict: "survives", all: [], ...(hit.spared === undefined ? {} : { spared: hit.spared }) };
    const repeats = corrupts(removal);
    const all = (this.holdings.copies.get(node.urn) ?? []).map((copy) => this.copyStands(copy, removal, repeats));
    if (this.holdings.incoming.has(node.urn)) all.push(...this.origins(node, removal));
    let best: Standing | undefined;
    for (const one of all) if (one.state === "counts" && (best === undefined || prefer(one, best, objective) < 0)) best = one;
    best ??= this.judgedElsewhere(node);
    if (best !== undefined) return { hit: true, verdict: "survives", best, all };
    // A place that is not known may burn as well as not: what cannot be shown to be lost is unknown.
    const verdict = hit.taken === "maybe" || all.some((one) => one.state === "unknown") ? "unknown" : "lost";
    return { hit: true, verdict, all };
  }

  /** A snapshot, a replica key: it holds nothing but what its original holds, and what becomes of that is the original's cell. */
  private judgedElsewhere(node: GraphNode): Standing | undefined {
    const input = classify(node.type)?.original;
    if (input === undefined) return undefined;
    const originals = nodesOf(this.context.links.resolve(node, [input], { types: this.context.allTypes, exclude: new Set([node.urn]) })).filter((one) => one.urn !== node.urn);
    if (originals.length === 0) return undefined;
    return {
      state: "counts",
      what: `it is only a copy of ${originals.map((one) => `"${one.name}"`).join(" or ")}, which is judged for itself`,
      lag: zero("it holds nothing of its own"),
      recovery: zero("it holds nothing of its own"),
      links: [],
      rebuilt: false,
      standby: true,
    };
  }

  /** How one copy stands. `repeats`: what happens to the original happens to its replicas. */
  private copyStands(copy: Copy, removal: Removal, repeats: boolean): Standing {
    const sound = this.soundOf(copy);
    const fails = (why: string, fix?: string): Standing => ({ ...sound, state: "fails", why, ...(fix === undefined ? {} : { fix }) });
    const broken = copy.links.find((link) => link.state === "off");
    if (broken !== undefined) return fails(`${broken.name}: ${broken.detail}`, broken.fix);
    if (sound.rebuilt) return this.rebuildStands(copy, removal, sound);
    const reasons = [this.takenWith(copy, removal), this.repeated(copy, removal, repeats), this.locked(copy, removal)];
    const failed = reasons.find((reason) => reason?.state === "fails");
    if (failed !== undefined) return fails(failed.why, failed.fix);
    const unsure = copy.links.find((link) => link.state === "unknown");
    if (unsure !== undefined) return { ...sound, state: "unknown", why: `${unsure.name}: ${unsure.detail}`, ...(unsure.fix === undefined ? {} : { fix: unsure.fix }) };
    const open = reasons.find((reason) => reason !== undefined);
    return open === undefined ? sound : { ...sound, state: "unknown", why: open.why, fix: open.fix };
  }

  /** A copy where nothing speaks against it: the same in every disaster. */
  private soundOf(copy: Copy): Standing {
    const known = this.sound.get(copy);
    if (known !== undefined) return known;
    const what = `a copy in ${placeName(copy.place)} by ${copy.mechanism}`;
    const standing: Standing = { state: "counts", what, lag: copy.lag, recovery: copy.recovery, links: copy.links, rebuilt: copy.kind === "rebuilt-from-code", standby: false, restored: isRestored(copy) };
    this.sound.set(copy, standing);
    return standing;
  }

  /** A program can always be run again; how long that takes is known only with the state at hand. */
  private rebuildStands(copy: Copy, removal: Removal, base: Standing): Standing {
    const unsure = copy.links.find((link) => link.state === "unknown" && link.name !== "state");
    if (unsure !== undefined) return { ...base, state: "unknown", why: `${unsure.name}: ${unsure.detail}`, ...(unsure.fix === undefined ? {} : { fix: unsure.fix }) };
    return { ...base, what: "the program, run again", state: "counts", recovery: this.rebuildTime(removal) };
  }

  /** How long running the program again takes: a stated assumption, and only with the state at hand. */
  rebuildTime(removal: Removal): Figure {
    const known = this.rebuildTimes.get(removal);
    if (known !== undefined) return known;
    const figure = this.computeRebuildTime(removal);
    this.rebuildTimes.set(removal, figure);
    return figure;
  }

  private computeRebuildTime(removal: Removal): Figure {
    const state = this.context.places.state();
    const taken = removal.parts.reduce<"yes" | "no" | "maybe">((worst, part) => either(worst, takesPlace(part, state)), state.known ? "no" : "maybe");
    if (taken === "no") return this.context.figures.rto("restore-from-code");
    return unknown(state.known ? `the Pulumi state in ${placeName(state)} ${taken === "yes" ? "is" : "may be"} taken too, and how long rebuilding without it takes is not known` : (state.why ?? "where the state is kept is not known"));
  }

  private takenWith(copy: Copy, removal: Removal): Reason | undefined {
    for (const part of removal.parts) {
      if (part.kind === "account" && copy.immutable) continue;
      const taken = takesPlace(part, copy.place);
      if (taken === "yes") return { state: "fails", why: part.kind === "account" ? "the same account can delete it" : "it is taken too", fix: part.kind === "account" ? "make it immutable (compliance mode), or keep it in another account" : "keep a copy farther away" };
      if (taken === "maybe") return { state: "unknown", why: copy.place.why ?? (part.kind === "account" ? "whether it is in the same account is not known" : "whether it is taken too is not known"), fix: part.kind === "account" ? "set allowedAccountIds of every AWS provider" : "write out where it is" };
    }
    return undefined;
  }

  /** Deletion, corruption and ransomware travel through replicas; recovery points must reach back far enough. */
  private repeated(copy: Copy, removal: Removal, repeats: boolean): Reason | undefined {
    if (!corrupts(removal)) return undefined;
    if (copy.kind === "replica" && repeats) return { state: "fails", why: "a replica repeats deletions and corruption", fix: "add recovery points: backups, or a copy under object lock" };
    if (copy.endsWithOriginal === true) return { state: "fails", why: "it is deleted with the original", fix: "keep recovery points that outlive the original" };
    if (copy.kind !== "recovery-points") return undefined;
    const notice = this.context.settings.timeToNotice;
    if (copy.retention === undefined) return { state: "unknown", why: "how far back it reaches is not known", fix: "state its retention" };
    if (copy.retention < notice) return { state: "fails", why: `it reaches back ${formatDuration(copy.retention)}, and a deletion may go unnoticed for ${formatDuration(notice)}`, fix: `keep recovery points for at least ${formatDuration(notice)}` };
    return undefined;
  }

  private locked(copy: Copy, removal: Removal): Reason | undefined {
    for (const urn of copy.keys) {
      const name = this.context.graph.byUrn.get(urn)?.name ?? urn;
      const taken = this.blast.keyWorks(urn, removal);
      if (taken === "yes") return { state: "fails", why: `its key "${name}" is gone too, and without it nobody can read it`, fix: `encrypt the copy with a key that this disaster leaves` };
      if (taken === "maybe") return { state: "unknown", why: `whether its key "${name}" is left is not known`, fix: `write out where "${name}" is` };
    }
    return undefined;
  }

  /**
   * What a resource is itself a copy of: every original must be left, or have another copy that is, or be a copy of
   * something that is. `seen` stops copies that copy each other.
   */
  private origins(node: GraphNode, removal: Removal, reached = this.holdings.travelsTo(node.urn), seen: ReadonlySet<string> = new Set([node.urn])): readonly Standing[] {
    const byOriginal = new Map<string, Standing>();
    for (const { original, copy } of this.holdings.incoming.get(node.urn) ?? []) {
      // Filled from each other: neither is ahead, so it counts as a copy, with its lag, and not as an original.
      if (seen.has(original.urn) || this.fills(node, original)) continue;
      const best = this.waysThrough(original, copy, removal, reached, seen);
      const known = byOriginal.get(original.urn);
      if (known === undefined || rank(best) < rank(known)) byOriginal.set(original.urn, best);
    }
    return [...byOriginal.values()].sort((a, b) => rank(b) - rank(a)).slice(0, 1);
  }

  /** True if the one is also copied to the other, by something that is not switched off. */
  private fills(from: GraphNode, to: GraphNode): boolean {
    return (this.holdings.copies.get(from.urn) ?? []).some((copy) => copy.at === to.urn && copy.kind === "replica" && copy.links.every((link) => link.state !== "off"));
  }

  /** The best way to get back what one original holds. */
  private waysThrough(original: GraphNode, copy: Copy, removal: Removal, reached: ReadonlySet<string>, seen: ReadonlySet<string>): Standing {
    const via = copy.links.find((link) => link.state === "off") ?? copy.links.find((link) => link.state === "unknown");
    if (via !== undefined) return this.origin(original, { state: via.state === "off" ? "fails" : "unknown", why: `${via.name}: ${via.detail}` }, copy);
    const itself = this.originStands(original, copy, removal, reached);
    if (itself.state === "counts") return itself;
    const within = new Set([...seen, original.urn]);
    const siblings = (this.holdings.copies.get(original.urn) ?? []).filter((one) => one.at === undefined || (!seen.has(one.at) && !reached.has(one.at)));
    const ways = [itself, ...this.origins(original, removal, reached, within), ...siblings.map((one) => this.copyStands(one, removal, false))];
    return ways.reduce((best, one) => (rank(one) < rank(best) ? one : best), itself);
  }

  private originStands(original: GraphNode, copy: Copy, removal: Removal, reached: ReadonlySet<string>): Standing {
    const hit = this.itselfHit(original, removal);
    if (hit !== "no") return this.origin(original, { state: hit === "yes" ? "fails" : "unknown", why: "the original is taken too" }, copy);
    if (corrupts(removal) && reached.has(original.urn)) return this.origin(original, { state: "fails", why: "what happens to it travels back to the original" }, copy);
    return this.origin(original, undefined, copy);
  }

  /** An operator's error befalls one resource: the original of a copy is not hit by what happens to the copy. */
  private itselfHit(original: GraphNode, removal: Removal): "yes" | "no" | "maybe" {
    const parts = removal.parts.filter((part) => part.kind !== "operator-error");
    return parts.length === 0 ? "no" : this.blast.hits(original, { ...removal, parts }).taken;
  }

  private origin(original: GraphNode, reason: { readonly state: "fails" | "unknown"; readonly why: string } | undefined, copy: Copy): Standing {
    return {
      state: reason?.state ?? "counts",
      ...(reason === undefined ? {} : { why: reason.why }),
      what: `its original "${original.name}" in ${placeName(this.context.place(original))}, from which ${copy.mechanism} fills it`,
      lag: zero("the original is ahead of its copy"),
      recovery: zero("the service runs from the original"),
      links: copy.links,
      rebuilt: false,
      standby: true,
    };
  }
}

interface Reason {
  readonly state: "fails" | "unknown";
  readonly why: string;
  readonly fix: string;
}

function rank(one: Standing): number {
  return one.state === "counts" ? (one.standby ? 0 : 1) : one.state === "unknown" ? 2 : 3;
}

function good(one: Standing, objective: Objective): boolean {
  return meets(one.lag, objective.rpo) && meets(one.recovery, objective.rto);
}

/** Copies that meet the objective first, then the one that loses least, then the fastest. */
function prefer(a: Standing, b: Standing, objective: Objective): number {
  return Number(good(b, objective)) - Number(good(a, objective)) || compare(a.lag, b.lag) || compare(a.recovery, b.recovery) || (a.what < b.what ? -1 : 1);
}
