/** Why a text is not a duration, in words for a person: the value, what is allowed. */
export interface DurationProblem {
  readonly problem: string;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };
const ALLOWED = 'a whole number with its unit s, m, h or d, such as "90s", "15m", "4h", "30d" or "1h30m"';
/** A century: more is a slip of the keyboard, and would leave the range of exact integers sooner or later. */
const MAX_SECONDS = 100 * 365 * 86400;

/**
 * Reads a duration such as `90s`, `15m`, `4h`, `30d` or `1h30m` (larger units first, each once).
 *
 * @returns seconds, or the problem; never throws. A number without a unit is a problem, so that nobody has to guess.
 */
export function parseDuration(text: unknown): number | DurationProblem {
  const shown = typeof text === "string" ? JSON.stringify(text) : String(JSON.stringify(text));
  const bad = (what: string): DurationProblem => ({ problem: `${shown} ${what}; allowed is ${ALLOWED}` });
  if (typeof text === "number") return bad("has no unit");
  if (typeof text !== "string") return bad("is not a duration");
  const compact = text.trim();
  if (/^\d+$/.test(compact)) return bad("has no unit");
  const match = /^(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?$/.exec(compact);
  if (compact === "" || match === null) return bad("is not a duration");
  const seconds = ["d", "h", "m", "s"].reduce(
    (sum, unit, index) => sum + Number(match[index + 1] ?? 0) * (UNIT_SECONDS[unit] ?? 0),
    0,
  );
  return seconds > MAX_SECONDS ? bad("is longer than a century") : seconds;
}

/** True for what {@link parseDuration} returns when the text is not a duration. */
export function isDurationProblem(result: number | DurationProblem): result is DurationProblem {
  return typeof result !== "number";
}

/**
 * Seconds for a person: `0 s`, `45 s`, `15 min`, `1 h 30 min`, `48 h`, `30 d`. Hours up to three days, days above;
 * at most two units, rounded up so that a report never shows less time than was computed.
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "not known";
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.ceil(whole / 60);
  if (minutes <= 72 * 60) return join(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.ceil(minutes / 60);
  return join(Math.floor(hours / 24), "d", hours % 24, "h");
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
