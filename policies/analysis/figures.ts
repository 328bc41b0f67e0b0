import { formatDuration } from "../facts/duration";
import { timing } from "../facts/timings";
import type { Settings } from "../settings/model";
import type { Figure } from "./model";

/** Nothing is lost, nothing takes time. */
export function zero(basis: string, source = "follows from the graph"): Figure {
  return { known: true, seconds: 0, basis, source, assumed: false };
}

/** A figure computed from the graph's own values. */
export function computed(seconds: number, basis: string, source: string): Figure {
  return { known: true, seconds, basis, source, assumed: false };
}

/** A figure that nobody has. */
export function unknown(why: string): Figure {
  return { known: false, why };
}

/** Figures one after the other; unknown as soon as one is. */
export function sum(figures: readonly Figure[]): Figure {
  const parts = figures.filter((figure) => !figure.known || figure.seconds > 0);
  const [only, ...more] = parts.length === 0 ? figures : parts;
  if (only === undefined) return zero("nothing to add");
  if (more.length === 0) return only;
  let seconds = 0;
  const assumptions = new Set<string>();
  const sources = new Set<string>();
  const terms: string[] = [];
  for (const figure of parts) {
    if (!figure.known) return figure;
    seconds += figure.seconds;
    terms.push(`${formatDuration(figure.seconds)} (${figure.basis})`);
    sources.add(figure.source);
    figure.assumptions?.forEach((one) => assumptions.add(one));
  }
  const assumed = parts.some((figure) => figure.known && figure.assumed);
  return { known: true, seconds, basis: `${terms.join(" + ")} = ${formatDuration(seconds)}`, source: [...sources].join("; "), assumed, ...(assumptions.size > 0 ? { assumptions: [...assumptions].sort() } : {}) };
}

/** The worst of figures that run side by side; unknown as soon as one is. */
export function worst(figures: readonly Figure[], none: Figure): Figure {
  let result: Figure | undefined;
  for (const figure of figures) {
    if (!figure.known) return figure;
    if (result === undefined || (result.known && figure.seconds > result.seconds)) result = figure;
  }
  return result ?? none;
}

/** Order of preference: known before unknown, small before large. */
export function compare(a: Figure, b: Figure): number {
  if (a.known && b.known) return a.seconds - b.seconds;
  return a.known === b.known ? 0 : a.known ? -1 : 1;
}

/** True unless an objective is set and the figure is unknown or above it. */
export function meets(figure: Figure, objective: number | undefined): boolean {
  return objective === undefined || (figure.known && figure.seconds <= objective);
}

/** Figures by mechanism: documented ones from the facts, otherwise stated assumptions, otherwise unknown. */
export class FigureBook {
  private readonly assumed: ReadonlyMap<string, Settings["assumptions"][number]>;
  private readonly seen = new Map<string, Figure>();

  constructor(settings: Settings) {
    this.assumed = new Map(settings.assumptions.map((one) => [one.mechanism, one]));
  }

  /** How far behind a copy by this mechanism may be. */
  rpo(mechanism: string): Figure {
    return this.figure(mechanism, "rpo");
  }

  /** How long it takes until a copy by this mechanism serves. */
  rto(mechanism: string): Figure {
    return this.figure(mechanism, "rto");
  }

  private figure(mechanism: string, which: "rpo" | "rto"): Figure {
    const key = `${which} ${mechanism}`;
    const known = this.seen.get(key);
    if (known !== undefined) return known;
    const result = this.lookUp(mechanism, which);
    this.seen.set(key, result);
    return result;
  }

  private lookUp(mechanism: string, which: "rpo" | "rto"): Figure {
    const fact = timing(mechanism)?.[which];
    if (fact?.documented === true) return { known: true, seconds: fact.seconds, basis: fact.basis, source: fact.source, assumed: false };
    const stated = this.assumed.get(mechanism);
    const seconds = stated?.[which];
    if (stated !== undefined && seconds !== undefined) {
      return { known: true, seconds, basis: `assumed: ${stated.reason}`, source: "settings.assumptions", assumed: true, assumptions: [mechanism] };
    }
    return unknown(`no documented ${which.toUpperCase()} for ${mechanism}: state one under assumptions, with its reason`);
  }
}
