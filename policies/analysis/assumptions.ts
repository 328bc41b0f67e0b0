import type { Settings } from "../settings/model";
import { throughputName } from "./restore";
import type { Cell, Figure, Outcome, UsedAssumption } from "./model";

/** Every stated assumption that went into a figure of the report, with what it was used for. */
export function assumptionsUsed(settings: Settings, cells: readonly Cell[], outcomes: readonly Outcome[]): readonly UsedAssumption[] {
  const used = new Map<string, Set<string>>();
  const note = (figure: Figure, what: string): void => {
    if (!figure.known || !figure.assumed || figure.assumptions === undefined) return;
    for (const mechanism of figure.assumptions) {
      const there = used.get(mechanism);
      if (there === undefined) used.set(mechanism, new Set([what]));
      else there.add(what);
    }
  };
  for (const cell of cells) {
    if (!cell.hit) continue;
    note(cell.rpo, cell.urn);
    note(cell.rto, cell.urn);
  }
  for (const outcome of outcomes) for (const step of outcome.steps) note(step.figure, outcome.disaster.id);
  const stated = new Map([...settings.assumptions.map((one) => [one.mechanism, one.reason] as const), ...settings.restoreThroughput.map((one) => [throughputName(one), `${one.rate}: ${one.reason}`] as const)]);
  return [...used.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([mechanism, usedFor]) => ({ mechanism, reason: stated.get(mechanism) ?? "", usedFor: [...usedFor].sort() }));
}
