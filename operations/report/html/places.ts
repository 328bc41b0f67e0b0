import { distanceKm } from "../../../policies/facts/geography";
import type { Report } from "../model";
import { TITLES } from "../words";

/** A place on the map. */
export interface MapPlace {
  readonly lat: number;
  readonly lon: number;
  readonly title: string;
  readonly detail: string;
  /** `primary`, `secondary` or `backup`; `other` for a place that no configuration declares. */
  readonly role: "primary" | "secondary" | "backup" | "other";
  readonly active: boolean;
}

/** Two places and how far they are apart. */
export interface MapLine {
  readonly from: MapPlace;
  readonly to: MapPlace;
  readonly km: number;
}

/** Between more places than this the lines would cover the map. */
const MOST_LINKED = 4;

/** Declared places, then any other campus that holds something; a place without coordinates cannot be shown. */
export function placesOf(report: Report): readonly MapPlace[] {
  const declared = report.sites.flatMap((site): readonly MapPlace[] => {
    if (site.lat === undefined || site.lon === undefined) return [];
    const does = site.active ? "serves now" : site.role === "backup" ? "backups" : "standby";
    return [{ lat: site.lat, lon: site.lon, title: `${site.city} (${TITLES[site.role]})`, detail: `${site.provider} ${site.region}, ${does}`, role: site.role, active: site.active }];
  });
  const others = new Map<string, { readonly place: MapPlace; count: number }>();
  for (const { place } of report.resources) {
    const { lat, lon, provider, region, city } = place;
    if (!place.known || lat === undefined || lon === undefined || declared.some((one) => one.lat === lat && one.lon === lon)) continue;
    const key = `${lat} ${lon}`;
    const there = others.get(key);
    if (there !== undefined) there.count += 1;
    else others.set(key, { count: 1, place: { lat, lon, title: city ?? region ?? provider, detail: `${provider} ${region ?? ""}`.trim(), role: "other", active: false } });
  }
  return [...declared, ...[...others.values()].map(({ place, count }) => ({ ...place, detail: `${place.detail}, ${count} resource${count === 1 ? "" : "s"}` }))];
}

/** Distances between the declared places; where none is declared, between all, as long as they are few. */
export function linesOf(places: readonly MapPlace[]): readonly MapLine[] {
  const declared = places.filter((place) => place.role !== "other");
  const linked = declared.length > 0 ? declared : places.length <= MOST_LINKED ? places : [];
  return linked.flatMap((from, index) => linked.slice(index + 1).flatMap((to) => {
    const km = distanceKm(from, to);
    return km === undefined ? [] : [{ from, to, km: Math.round(km) }];
  }));
}
