import { distanceKm } from "../facts/geography";
import type { Place } from "./model";

/** Whether one place is off-site to another, with the numbers in words. */
export interface OffSite {
  readonly verdict: "yes" | "no" | "unknown";
  /** For example "82 km from Gravelines (ovh GRA), at least 300 km wanted". */
  readonly detail: string;
}

/** A place for people: "Gravelines (ovh GRA)". */
export function placeName(place: Place): string {
  if (!place.known) return "a place that is not known";
  const code = place.zone ?? place.region;
  if (code === undefined) return `${place.provider} as a whole`;
  return place.city === undefined || place.city === "not known" ? `${place.provider} ${code}` : `${place.city} (${place.provider} ${code})`;
}

/** True for a place of a service that has no region: no fire takes it, only the provider's or the account's end. */
export function isGlobal(place: Place): boolean {
  return place.known && place.region === undefined;
}

/** Off-site: on another campus and at least `minDistanceKm` away. A place that is not known is off-site to nothing. */
export function offSite(original: Place, copy: Place, minDistanceKm: number): OffSite {
  if (!original.known || !copy.known) {
    const which = original.known ? copy : original;
    return { verdict: "unknown", detail: which.why ?? "one of the places is not known" };
  }
  if (isGlobal(copy) || isGlobal(original)) return { verdict: "yes", detail: `${placeName(isGlobal(copy) ? copy : original)} has no one place` };
  if (original.provider === copy.provider && original.campus !== undefined && original.campus === copy.campus) {
    return { verdict: "no", detail: `on the same campus, ${copy.campus}: one fire takes both` };
  }
  const km = distanceKm(original, copy);
  if (km === undefined) return { verdict: "unknown", detail: `the distance between ${placeName(original)} and ${placeName(copy)} is not known` };
  const rounded = `${Math.round(km)} km from ${placeName(original)}`;
  return km < minDistanceKm ? { verdict: "no", detail: `${rounded}, at least ${minDistanceKm} km wanted` } : { verdict: "yes", detail: rounded };
}
