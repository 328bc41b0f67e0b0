import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { findLocation, locations } from "../policies/facts/geography";
import { closest } from "./closest";

/** What is lost: a whole provider, one of its regions, or a campus with every region on it. */
export interface Burnt {
  readonly provider: "aws" | "ovh";
  readonly region?: string;
  readonly campus?: string;
}

const FILE = "burnt.json";

/** What is burnt in a state folder; nothing if nobody ever burnt anything. */
export function listBurnt(root: string): readonly Burnt[] {
  let contents: string;
  try {
    contents = readFileSync(join(root, FILE), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return JSON.parse(contents) as readonly Burnt[];
}

/**
 * From now on every call that concerns the place fails.
 * @throws if the provider, region or campus is unknown, naming what is allowed
 */
export async function burn(root: string, place: Burnt): Promise<void> {
  checkPlace(place);
  await write(root, [...listBurnt(root).filter((burnt) => !samePlace(burnt, place)), place]);
}

/** Undoes a {@link burn}; without a place, all of them. What stood there is still in the state. */
export async function extinguish(root: string, place?: Burnt): Promise<void> {
  await write(root, place === undefined ? [] : listBurnt(root).filter((burnt) => !samePlace(burnt, place)));
}

/** True if calls to the provider, in the region if one is concerned, find nobody there. */
export function isBurnt(burnt: readonly Burnt[], provider: string, region: string | undefined): boolean {
  return burnt.some((place) => {
    if (place.provider !== provider) return false;
    if (place.region === undefined && place.campus === undefined) return true;
    if (region === undefined) return false;
    const location = findLocation(provider, region);
    if (place.campus !== undefined) return location?.campus === place.campus;
    return place.region === region || place.region === location?.region;
  });
}

function samePlace(a: Burnt, b: Burnt): boolean {
  return a.provider === b.provider && a.region === b.region && a.campus === b.campus;
}

async function write(root: string, burnt: readonly Burnt[]): Promise<void> {
  mkdirSync(root, { recursive: true });
  await writeFileAtomic(join(root, FILE), JSON.stringify(burnt, undefined, 2));
}

function checkPlace(place: Burnt): void {
  const known = locations(place.provider);
  if (place.provider !== "aws" && place.provider !== "ovh") throw new Error(`unknown provider "${String(place.provider)}": expected aws or ovh`);
  if (place.region !== undefined && place.campus !== undefined) throw new Error(`either a region or a campus can burn, not both: ${place.region} and ${place.campus}`);
  if (place.region !== undefined) checkCode("region", place.region, known.map((location) => location.code), place.provider);
  if (place.campus !== undefined) checkCode("campus", place.campus, known.flatMap((location) => location.campus ?? []), place.provider);
}

function checkCode(kind: string, code: string, all: readonly string[], provider: string): void {
  if (all.includes(code)) return;
  const near = closest(code, all);
  const hint = near === undefined ? `${provider} has ${[...new Set(all)].join(", ")}` : `did you mean "${near}"?`;
  throw new Error(`unknown ${kind} "${code}" of ${provider}: ${hint}`);
}
