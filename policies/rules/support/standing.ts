/** Whether a copy counts as off-site, and if not, what exactly is in the way. */
import type { AssessedResource, Assessment, Cell, Copy, Place } from "../../analysis/model";
import { isGlobal, offSite, placeName } from "../../analysis/offsite";
import type { Settings } from "../../settings/model";
import { isAlwaysPart } from "./advice";
import { called, sentence } from "./words";

/** How one copy stands: it counts, a link of it is off, it is too near, or it cannot be known. */
export interface Standing {
  readonly counts: "yes" | "off" | "near" | "unknown";
  /** Why, as the end of a sentence that begins with the copy. */
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

/** True for what must have a copy elsewhere: data, secrets and keys. Caches and configuration are rebuilt; a part shares the copies of its whole, which answers for it. */
export function needsCopy(resource: AssessedResource): boolean {
  return resource.partOf === undefined && (resource.holds === "data" || resource.holds === "secret" || resource.holds === "key");
}

function fixesOf(links: Copy["links"], otherwise: string): string {
  return [...new Set(links.map((link) => sentence(link.fix ?? otherwise)))].join(" ");
}

/** How a copy of something at `original` stands. What is surely wrong is said before what is merely unknown. */
export function standingOf(original: Place, copy: Copy, settings: Settings): Standing {
  const off = copy.links.filter((link) => link.state === "off");
  if (off.length > 0) {
    const why = `does not count: ${off.map((link) => `${link.name} is off (${link.detail})`).join("; ")}`;
    return { counts: "off", why, fix: fixesOf(off, "turn it on") };
  }
  const apart = offSite(original, copy.place, settings.minDistanceKm);
  if (apart.verdict === "no") {
    return { counts: "near", why: `is too near: ${apart.detail}`, fix: `Move it, or add a copy, to another campus at least ${settings.minDistanceKm} km from ${placeName(original)}.` };
  }
  const unsure = copy.links.filter((link) => link.state === "unknown");
  const whys = [...unsure.map((link) => `${link.name} is not known (${link.detail})`), ...(apart.verdict === "unknown" && !unsure.some((link) => link.detail === apart.detail) ? [`where it is, is not known (${apart.detail})`] : [])];
  if (whys.length === 0) return { counts: "yes", why: "counts", fix: "" };
  const fix = unsure.length > 0 ? fixesOf(unsure, "write the input that is not known as a literal value") : "Write the region that is not known as a literal value.";
  return { counts: "unknown", why: `cannot be shown to count: ${whys.join("; ")}`, fix };
}

/** What is looked up many times in an assessment, built once for each. */
interface Index {
  /** By the URN of a copy: what it is a copy of. */
  readonly originals: ReadonlyMap<string, readonly { readonly original: AssessedResource; readonly copy: Copy }[]>;
  /** By URN: the verdicts in the burning of the campus on which the resource stands. */
  readonly fires: ReadonlyMap<string, readonly Cell[]>;
}
const indexes = new WeakMap<Assessment, Index>();

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [value]);
  else there.push(value);
}

function indexOf(assessment: Assessment): Index {
  const known = indexes.get(assessment);
  if (known !== undefined) return known;
  const originals = new Map<string, { original: AssessedResource; copy: Copy }[]>();
  for (const original of assessment.resources) {
    for (const copy of original.copies) if (copy.at !== undefined && copy.at !== original.urn) push(originals, copy.at, { original, copy });
  }
  const campuses = new Set(assessment.disasters.filter((disaster) => disaster.kind === "campus").map((disaster) => disaster.id));
  const fires = new Map<string, Cell[]>();
  for (const cell of assessment.cells) if (cell.hit && campuses.has(cell.disaster)) push(fires, cell.urn, cell);
  const index = { originals, fires };
  indexes.set(assessment, index);
  return index;
}

const PROTECTED: Protection = { state: "protected", reasons: [], fixes: [] };
const ELSEWHERE: Protection = {
  state: "unknown",
  reasons: ["what it is stored in is not part of this stack, so that what copies it cannot be seen"],
  fixes: ["Declare what it is stored in here, or except it with a reason that names the stack which protects that."],
};

/**
 * How a stateful resource is protected off-site. A resource that is itself a copy is protected by its original, as long as
 * that copy is real and the two are apart, or the original has another copy that counts. Where no copy shows, the analysis of the
 * fire on its campus decides: it knows what is rebuilt from code.
 */
export function protectionOf(resource: AssessedResource, assessment: Assessment, settings: Settings, seen: Set<string> = new Set()): Protection {
  if (isGlobal(resource.place)) return PROTECTED;
  const { originals, fires } = indexOf(assessment);
  // Shared by the whole search: each original is looked at once, however many near copies lead to it.
  seen.add(resource.urn);
  const own = resource.copies.map((copy) => ({ about: `its copy in ${placeName(copy.place)} by ${copy.mechanism}`, standing: standingOf(resource.place, copy, settings) }));
  const reverse = (originals.get(resource.urn) ?? []).map(({ original, copy }) => {
    const standing = standingOf(original.place, copy, settings);
    const covered = standing.counts === "near" && !seen.has(original.urn) && protectionOf(original, assessment, settings, seen).state === "protected";
    return { about: `as a copy of ${called(original)} by ${copy.mechanism}, it`, standing: covered ? { ...standing, counts: "yes" as const } : standing };
  });
  const all = [...own, ...reverse];
  const states = new Set(all.map((one) => one.standing.counts));
  if (states.has("yes")) return PROTECTED;
  const burning = fires.get(resource.urn) ?? [];
  if (all.length === 0 && burning.length > 0 && burning.every((cell) => cell.verdict === "survives")) return PROTECTED;
  if (all.length === 0 && isAlwaysPart(resource.type)) return ELSEWHERE;
  const reasons = all.map((one) => `${one.about} ${one.standing.why}`);
  const fixes = [...new Set(all.map((one) => one.standing.fix))];
  if (states.has("unknown")) return { state: "unknown", reasons, fixes };
  return { state: states.has("near") ? "near" : "none", reasons, fixes };
}
