import type { Location } from "../../policies/facts/geography";
import { closestCodes, distanceKm, findLocation, locations } from "../../policies/facts/geography";
import type { Cloud, ConfigProblem } from "./model";

const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { ovh: "OVHcloud", aws: "AWS" };

/** A place that the configuration names: which key named it, and where it is. */
export interface NamedPlace {
  /** For example `firebreak:primary.region`. */
  readonly key: string;
  /** For example `the primary`. */
  readonly title: string;
  readonly provider: Cloud;
  readonly location: Location;
}

/** The location of a region code that can carry servers, or the problem. */
export function computeRegion(key: string, provider: Cloud, code: string): Location | ConfigProblem {
  const location = findLocation(provider, code);
  const usable = locations(provider).filter((candidate) => canCompute(provider, candidate));
  if (location !== undefined && location.code === code && canCompute(provider, location)) return location;
  const allowed = usable.map((candidate) => candidate.code).join(", ");
  const onCampus = usable.filter((candidate) => candidate.campus !== undefined && candidate.campus === location?.campus).map((candidate) => candidate.code);
  const near = onCampus.length > 0 ? onCampus : closestCodes(provider, code).filter((close) => usable.some((candidate) => candidate.code === close));
  return {
    key,
    value: code,
    problem:
      location === undefined
        ? `is not a region of ${CLOUD_NAMES[provider]}${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : ""}`
        : `is not a region where ${CLOUD_NAMES[provider]} runs servers${near.length > 0 ? `; at ${location.city} that is ${near.join(", ")}` : ""}`,
    allowed,
    fix: near.length > 0 ? `set ${key} to ${near[0]}` : `set ${key} to one of these`,
  };
}

/** OVHcloud's object storage and database region on the campus of a compute region, and its key region; the problem if there is none. */
export function ovhServices(key: string, location: Location): { readonly serviceRegion: string; readonly keyRegion: string } | ConfigProblem {
  const onCampus = locations("ovh").filter((candidate) => candidate.campus === location.campus);
  const stem = location.code.replace(/(\d+|-[A-Z])$/, "");
  const service = onCampus.find((candidate) => candidate.kind === "region" && candidate.code === stem);
  const keys = onCampus.find((candidate) => candidate.kind === "location") ?? onCampus.find((candidate) => /^[a-z]+-[a-z]+-[a-z]+$/.test(candidate.code));
  if (service !== undefined && keys !== undefined) return { serviceRegion: service.code, keyRegion: keys.code };
  return {
    key,
    value: location.code,
    problem: `has no ${service === undefined ? "object storage and database" : "key management"} region of OVHcloud on its campus (${location.city})`,
    allowed: "a region whose campus has object storage, databases and key management, such as GRA11, SBG5, RBX-A or WAW1",
    fix: `set ${key} to one of these`,
  };
}

/** The location of an OVHcloud database region, or the problem. */
export function databaseRegion(key: string, code: string): Location | ConfigProblem {
  const usable = locations("ovh").filter(isShort);
  const found = usable.find((candidate) => candidate.code === code);
  if (found !== undefined) return found;
  const same = findLocation("ovh", code);
  const near = usable.find((candidate) => candidate.campus !== undefined && candidate.campus === same?.campus)?.code;
  return {
    key,
    value: code,
    problem: `is not a database region of OVHcloud${near === undefined ? "" : `; did you mean ${near}?`}`,
    allowed: usable.map((candidate) => candidate.code).join(", "),
    fix: `set ${key} to ${near ?? "one of these"}`,
  };
}

/** Problems of two places that must not share a disaster: one campus, too near, or a distance that nobody knows. */
export function apart(one: NamedPlace, other: NamedPlace, minDistanceKm: number): readonly ConfigProblem[] {
  const allowed = `places on two campuses, at least ${minDistanceKm} km apart (firebreak:policy.minDistanceKm)`;
  const problem = (what: string): readonly ConfigProblem[] => [
    { key: other.key, value: other.location.code, problem: what, allowed, fix: `choose another region for ${other.title}, or move ${one.title} (${one.key})` },
  ];
  const pair = `${name(one)} and ${name(other)}`;
  if (one.provider === other.provider && one.location.campus !== undefined && one.location.campus === other.location.campus) {
    return problem(`puts ${other.title} on the campus of ${one.title}: ${pair} are one campus (${one.location.campus}, ${one.location.city}), 0 km apart`);
  }
  const km = distanceKm(one.location, other.location);
  if (km === undefined) return problem(`is at an unknown distance: where ${pair} are is not known well enough, and unknown is not far`);
  if (km >= minDistanceKm) return [];
  return problem(`is too near: ${pair} are ${Math.round(km)} km apart, the minimum is ${minDistanceKm} km`);
}

function name(place: NamedPlace): string {
  return `${place.title} (${CLOUD_NAMES[place.provider]} ${place.location.code}, ${place.location.city})`;
}

/**
 * OVHcloud writes compute regions with a number or a letter (`GRA11`, `RBX-A`), regions of three zones in full (`EU-WEST-PAR`),
 * and storage and database regions short (`GRA`). Source: the codes of the regions table.
 */
function canCompute(provider: Cloud, location: Location): boolean {
  if (location.kind !== "region" || location.partition !== undefined) return false;
  return provider === "aws" || /^([A-Z]{2,3}(\d+|-[A-Z])|[A-Z]+-[A-Z]+-[A-Z]{3})$/.test(location.code);
}

function isShort(location: Location): boolean {
  return location.kind === "region" && /^[A-Z]{2,3}$/.test(location.code);
}
