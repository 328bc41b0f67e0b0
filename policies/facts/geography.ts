import { distance as edits } from "fastest-levenshtein";
import { loadTable } from "./table";

/** What a provider's code names. `location` is OVHcloud's name for a site (`eu-west-gra`), used by OKMS and vRack Services. */
export type LocationKind = "region" | "zone" | "location" | "datacentre" | "local-zone";

/** Where a provider's code points to. */
export interface Location {
  readonly provider: string;
  /** As the provider writes it. */
  readonly code: string;
  readonly kind: LocationKind;
  /** Code of the region that a zone belongs to; otherwise the code itself. */
  readonly region: string;
  /** Set if the code names an availability zone or a local zone. */
  readonly zone?: string;
  /** Zones of a region, where their names are the same in every account. */
  readonly zones?: readonly string[];
  readonly city: string;
  /** ISO 3166 alpha-2; absent where not known. */
  readonly country?: string;
  /** Buildings that can burn together, unique within the provider; absent where not known. */
  readonly campus?: string;
  /** Degrees; absent where not known, and then the place is off-site to nothing. */
  readonly lat?: number;
  readonly lon?: number;
  /** AWS partition other than the commercial one: nothing replicates into it or out of it. */
  readonly partition?: string;
  /** False where the code's place was inferred and no document says so; then there are no coordinates either. */
  readonly documented: boolean;
  readonly source: string;
  readonly note?: string;
}

/** A point on Earth, in degrees. */
export interface Coordinates {
  readonly lat?: number;
  readonly lon?: number;
}

interface CampusRow extends Coordinates {
  readonly provider: string;
  readonly campus: string;
  readonly city: string;
  readonly country?: string;
  readonly source: string;
}
interface CodeRow {
  readonly provider: string;
  readonly code: string;
  readonly kind: LocationKind;
  readonly region?: string;
  readonly zones?: readonly string[];
  readonly campus?: string;
  readonly city?: string;
  readonly country?: string;
  readonly partition?: string;
  readonly documented: boolean;
  readonly source: string;
  readonly note?: string;
}

/** Mean Earth radius in km (IUGG R1). */
const EARTH_RADIUS_KM = 6371.0088;

let index: ReadonlyMap<string, ReadonlyMap<string, Location>> | undefined;

/**
 * The location of a provider's code: AWS regions and zones (`eu-central-1`, `eu-central-1a`), OVHcloud compute regions
 * (`GRA11`), storage and database regions (`GRA`), zones (`eu-west-par-a`), locations (`eu-west-gra`), datacentres (`gra2`).
 * The exact spelling wins; otherwise case is ignored, so compare `code` where the provider insists on its own spelling.
 */
export function findLocation(provider: string, code: string): Location | undefined {
  const known = table().get(provider);
  if (known === undefined) return undefined;
  return known.get(code) ?? known.get(ignoreCase(known, code) ?? "") ?? (provider === "aws" ? awsZone(known, code) : ovhLocalZone(known, code));
}

/** All locations of a provider (`aws`, `ovh`), in the table's order; empty for a provider that is not known. */
export function locations(provider: string): readonly Location[] {
  return [...(table().get(provider)?.values() ?? [])];
}

/** Great-circle distance in km, or `undefined` if either place has no coordinates. */
export function distanceKm(a: Coordinates, b: Coordinates): number | undefined {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined) return undefined;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Up to three codes of the provider that look most like the text, best first: for "did you mean". */
export function closestCodes(provider: string, text: string): readonly string[] {
  const wanted = text.toLowerCase();
  return locations(provider)
    .map((location) => ({ code: location.code, edits: edits(wanted, location.code.toLowerCase()) }))
    .filter((candidate) => candidate.edits <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.edits - b.edits || (a.code < b.code ? -1 : 1))
    .slice(0, 3)
    .map((candidate) => candidate.code);
}

function ignoreCase(known: ReadonlyMap<string, Location>, code: string): string | undefined {
  const wanted = code.toLowerCase();
  for (const candidate of known.keys()) if (candidate.toLowerCase() === wanted) return candidate;
  return undefined;
}

/**
 * AWS zones are not in the table: their letters differ by account. `eu-central-1a` is in the region's metropolitan area;
 * a local or wavelength zone (`us-west-2-lax-1a`) is in another city that the table does not know.
 */
function awsZone(known: ReadonlyMap<string, Location>, code: string): Location | undefined {
  const match = /^([a-z]+(?:-[a-z]+)+-\d+)(?:([a-f])|(-[a-z0-9-]+\d[a-z]?))$/.exec(code);
  const region = match?.[1] === undefined ? undefined : known.get(match[1]);
  if (region === undefined) return undefined;
  if (match?.[2] !== undefined) return { ...region, code, kind: "zone", zone: code };
  const { provider: name, region: parent, source } = region;
  const note = "A local or wavelength zone stands in another city than its region; its place is not in the table.";
  return { provider: name, code, kind: "local-zone", region: parent, zone: code, city: "not known", documented: false, source, note };
}

/** Public Cloud appends a letter to the code of a local zone: `EU-SOUTH-LZ-MAD-A` is in `eu-south-lz-mad`. */
function ovhLocalZone(known: ReadonlyMap<string, Location>, code: string): Location | undefined {
  const parent = /^(.+-lz-[a-z]{3})-[a-z]$/i.exec(code)?.[1];
  const zone = parent === undefined ? undefined : known.get(ignoreCase(known, parent) ?? "");
  return zone === undefined ? undefined : { ...zone, code, region: code, zone: code };
}

function table(): ReadonlyMap<string, ReadonlyMap<string, Location>> {
  index ??= build();
  return index;
}

function build(): ReadonlyMap<string, ReadonlyMap<string, Location>> {
  const { campuses, codes } = loadTable<{ campuses: readonly CampusRow[]; codes: readonly CodeRow[] }>("regions");
  const campusOf = new Map(campuses.map((row) => [`${row.provider}/${row.campus}`, row]));
  const result = new Map<string, Map<string, Location>>();
  for (const row of codes) {
    const ofProvider = result.get(row.provider) ?? new Map<string, Location>();
    result.set(row.provider, ofProvider);
    ofProvider.set(row.code, locationOf(row, campusOf.get(`${row.provider}/${row.campus}`)));
  }
  return result;
}

function locationOf(row: CodeRow, campus: CampusRow | undefined): Location {
  const country = row.country ?? campus?.country;
  // An inferred place is good for a person to read, not for a proof.
  const { lat, lon } = row.documented && campus !== undefined ? campus : {};
  return {
    ...row,
    region: row.region ?? row.code,
    ...(row.kind === "zone" || row.kind === "local-zone" ? { zone: row.code } : {}),
    city: row.city ?? campus?.city ?? "not known",
    ...(country === undefined ? {} : { country }),
    ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
    source: lat === undefined || campus === undefined ? row.source : `${row.source}; coordinates: ${campus.source}`,
  };
}
