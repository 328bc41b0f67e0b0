/** Whether a copy counts as off-site, and if not, what exactly is in the way. */
import type { AssessedResource, Assessment, Copy, Place } from "../../analysis/model";
import { distanceKm } from "../../facts/geography";
import type { Settings } from "../../settings/model";
import { called, kilometres, placed } from "./words";

/** How one copy stands: it counts, a link of it is off, it is too near, or it cannot be known. */
export interface Standing {
  readonly counts: "yes" | "off" | "near" | "unknown";
  /** Why, as the end of the sentence that begins with {@link candidate}. */
  readonly why: string;
  /** What to change; empty where it counts. */
  readonly fix: string;
}

/** The whole of a resource's off-site protection. */
export interface Protection {
  /** `none` where no copy is even begun, or every one has a link that is off. */
  readonly state: "protected" | "none" | "near" | "unknown";
  /** One clause per candidate that does not count. */
  readonly reasons: readonly string[];
  readonly fixes: readonly string[];
}

/** True for what must have a copy elsewhere: data, secrets and keys. Caches and configuration are rebuilt. */
export function isStateful(resource: AssessedResource): boolean {
  return resource.holds === "data" || resource.holds === "secret" || resource.holds === "key";
}

/** True for a place that no fire takes: a global service has neither region nor campus. */
export function isGlobal(place: Place): boolean {
  return place.known && place.region === undefined && place.zone === undefined && place.campus === undefined && place.provider !== "state";
}

/** A copy as the subject of a sentence: `its copy in Frankfurt (aws eu-central-1) by aws-s3-replication`. */
export function candidate(copy: Copy): string {
  return `its copy in ${placed(copy.place)} by ${copy.mechanism}`;
}

function nearness(original: Place, copy: Place, settings: Settings): Standing | undefined {
  if (!original.known || !copy.known || isGlobal(copy)) return undefined;
  const fix = `Move the copy to a place at least ${kilometres(settings.minDistanceKm)} from ${placed(original)}.`;
  if (original.campus !== undefined && original.campus === copy.campus && original.provider === copy.provider) {
    return { counts: "near", why: `is on the same campus, ${copy.campus}: one fire takes both`, fix };
  }
  const km = distanceKm(original, copy);
  if (km === undefined) return { counts: "unknown", why: "has no known distance: a place without coordinates is off-site to nothing", fix };
  if (km >= settings.minDistanceKm) return undefined;
  return { counts: "near", why: `is ${kilometres(km)} away; at least ${kilometres(settings.minDistanceKm)} is needed`, fix };
}

/** How a copy of something at `original` stands. What is surely wrong is said before what is merely unknown. */
export function standingOf(original: Place, copy: Copy, settings: Settings): Standing {
  const off = copy.links.filter((link) => link.state === "off");
  if (off.length > 0) {
    const why = `does not count: ${off.map((link) => `${link.name} is off (${link.detail})`).join("; ")}`;
    return { counts: "off", why, fix: fixesOf(off, "Turn it on.") };
  }
  const near = nearness(original, copy.place, settings);
  if (near?.counts === "near") return near;
  const unsure = copy.links.filter((link) => link.state === "unknown");
  const whys = [
    ...unsure.map((link) => `${link.name} is not known (${link.detail})`),
    ...(copy.place.known ? [] : [`its place is not known (${copy.place.why ?? "nothing tells it"})`]),
    ...(near === undefined ? [] : [`it ${near.why}`]),
  ];
  if (whys.length === 0) return { counts: "yes", why: "counts", fix: "" };
  return { counts: "unknown", why: `cannot be shown to count: ${whys.join("; ")}`, fix: fixesOf(unsure, "Pin the input that is not known to a literal value.") };
}

function fixesOf(links: Copy["links"], otherwise: string): string {
  return [...new Set(links.map((link) => link.fix ?? otherwise))].join(" ");
}

/** By the URN of a copy: what it is a copy of. */
type Originals = ReadonlyMap<string, readonly { readonly original: AssessedResource; readonly copy: Copy }[]>;
const originals = new WeakMap<Assessment, Originals>();

/** Built once per assessment: looking through all copies for every resource would cost resources × copies. */
function originalsIndex(assessment: Assessment): Originals {
  const known = originals.get(assessment);
  if (known !== undefined) return known;
  const index = new Map<string, { original: AssessedResource; copy: Copy }[]>();
  for (const original of assessment.resources) {
    for (const copy of original.copies) {
      if (copy.at === undefined || copy.at === original.urn) continue;
      const entry = { original, copy };
      const entries = index.get(copy.at);
      if (entries === undefined) index.set(copy.at, [entry]);
      else entries.push(entry);
    }
  }
  originals.set(assessment, index);
  return index;
}

/**
 * How a stateful resource is protected off-site. A resource that is itself a copy is protected by its original, as long
 * as that copy is real and the two are apart, or the original has another copy that counts.
 */
export function protectionOf(resource: AssessedResource, assessment: Assessment, settings: Settings, seen: ReadonlySet<string> = new Set()): Protection {
  if (isGlobal(resource.place)) return { state: "protected", reasons: [], fixes: [] };
  const own = resource.copies.map((copy) => ({ about: candidate(copy), standing: standingOf(resource.place, copy, settings) }));
  const within = new Set([...seen, resource.urn]);
  const reverse = (originalsIndex(assessment).get(resource.urn) ?? []).map(({ original, copy }) => {
    const standing = standingOf(original.place, copy, settings);
    const covered = standing.counts === "near" && !within.has(original.urn) && protectionOf(original, assessment, settings, within).state === "protected";
    return { about: `as the copy of ${called(original)} by ${copy.mechanism}, it`, standing: covered ? { ...standing, counts: "yes" as const } : standing };
  });
  const all = [...own, ...reverse];
  const states = new Set(all.map((one) => one.standing.counts));
  if (states.has("yes") && resource.place.known) return { state: "protected", reasons: [], fixes: [] };
  const reasons = all.filter((one) => one.standing.counts !== "yes").map((one) => `${one.about} ${one.standing.why}`);
  const fixes = [...new Set(all.map((one) => one.standing.fix).filter((fix) => fix !== ""))];
  const live = states.has("yes") || states.has("unknown") || states.has("near");
  if (!resource.place.known && live) return { state: "unknown", reasons: [`its own place is not known (${resource.place.why ?? "nothing tells it"})`, ...reasons], fixes };
  if (states.has("unknown")) return { state: "unknown", reasons, fixes };
  return { state: states.has("near") ? "near" : "none", reasons, fixes };
}
