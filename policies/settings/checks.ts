import { closestCodes, findLocation } from "../facts/geography";
import { timings } from "../facts/timings";
import { didYouMean, shown, type SettingsProblem } from "./problems";

/** An assumption for a mechanism that does not exist would never be used, and nobody would notice. */
export function mechanismProblem(mechanism: string, index: number): readonly SettingsProblem[] {
  const known = timings().map((row) => row.mechanism);
  if (known.includes(mechanism)) return [];
  const meant = didYouMean(mechanism, known);
  return [
    {
      key: `assumptions[${index}].mechanism`,
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
