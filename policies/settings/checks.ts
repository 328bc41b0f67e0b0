import { closestCodes, findLocation } from "../facts/geography";
import { timings } from "../facts/timings";
import { didYouMean, shown, type SettingsProblem } from "./problems";

/** Entries of a list that speak of the same thing (`undefined`: of everything): which one is meant cannot be told. */
export function repeated(names: readonly (string | undefined)[], list: string, key: string, what: string): readonly SettingsProblem[] {
  const seen = new Set<string | undefined>();
  return names.flatMap((name, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const where = name === undefined ? `without a ${key}` : `for this ${key}`;
    return [{ key: `${list}[${index}].${key}`, value: shown(name), problem: `there is ${what === "assumption" ? "an" : "a"} ${what} ${where} already`, allowed: `one ${what} per ${key}`, fix: "merge the two" }];
  });
}

/** An assumption for a mechanism that does not exist would never be used, and nobody would notice. */
export function mechanismProblem(mechanism: string, entry: string): readonly SettingsProblem[] {
  const known = timings().map((row) => row.mechanism);
  if (known.includes(mechanism)) return [];
  const meant = didYouMean(mechanism, known);
  return [
    {
      key: `${entry}.mechanism`,
      value: shown(mechanism),
      problem: "there is no such mechanism",
      allowed: known.sort().join(", "),
      fix: meant === undefined ? "name one of them" : `did you mean "${meant}"?`,
    },
  ];
}

/** A state kept at a place that nobody knows is off-site to nothing. */
export function backendProblem(backend: { readonly provider: string; readonly region: string } | undefined): readonly SettingsProblem[] {
  if (backend === undefined || findLocation(backend.provider, backend.region) !== undefined) return [];
  const [meant] = closestCodes(backend.provider, backend.region);
  return [
    {
      key: "stateBackend.region",
      value: shown(backend.region),
      problem: `${backend.provider} has no such region`,
      allowed: `a region of ${backend.provider}`,
      fix: meant === undefined ? "name the region that the state's storage is in" : `did you mean "${meant}"?`,
    },
  ];
}
