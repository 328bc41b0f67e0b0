/** Why a text is not a volume or a throughput, in words for a person: the value, what is allowed. */
export interface VolumeProblem {
  readonly problem: string;
}

const KILO = 1000;
const KIBI = 1024;
/** Decimal units as providers bill them (IEC 80000-13 calls the binary ones KiB, MiB, and so on). */
const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1, kB: KILO, KB: KILO, MB: KILO ** 2, GB: KILO ** 3, TB: KILO ** 4, PB: KILO ** 5,
  KiB: KIBI, MiB: KIBI ** 2, GiB: KIBI ** 3, TiB: KIBI ** 4, PiB: KIBI ** 5,
};
const TIME_SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 };
/** An exabyte: more is a slip of the keyboard, and would leave the range of exact integers sooner or later. */
const MAX_BYTES = KILO ** 6;

/** What volumes look like, said the same way everywhere. */
export const VOLUME_FORM = 'a number with its unit B, kB, MB, GB, TB, PB or KiB, MiB, GiB, TiB, PiB, such as "1.8TB" or "500GiB"';
/** What throughputs look like, said the same way everywhere. */
export const THROUGHPUT_FORM = 'a volume per s, min, h or d, such as "150GB/h" or "40MiB/s"';

/**
 * Reads a volume such as `1.8TB` (decimal) or `500GiB` (binary).
 *
 * @returns bytes, more than zero, or the problem; never throws. Bits (`Gb`) are a problem, and so is a number without a unit.
 */
export function parseVolume(text: unknown): number | VolumeProblem {
  const bad = (what: string): VolumeProblem => ({ problem: `${JSON.stringify(text) ?? String(text)} ${what}; allowed is ${VOLUME_FORM}` });
  if (typeof text === "number") return bad("has no unit");
  if (typeof text !== "string") return bad("is not a volume");
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim());
  if (match === null) return bad("is not a volume");
  const [, number = "", unit = ""] = match;
  if (unit === "") return bad("has no unit");
  const factor = UNIT_BYTES[unit];
  if (factor === undefined) return bad(/^[kKMGTP]b$/.test(unit) ? "is in bits" : "has no unit that is known");
  const bytes = Number(number) * factor;
  if (bytes <= 0) return bad("is nothing");
  return bytes > MAX_BYTES ? bad("is more than an exabyte") : bytes;
}

/**
 * Reads a throughput such as `150GB/h` or `40MiB/s`.
 *
 * @returns bytes per second, more than zero, or the problem; never throws.
 */
export function parseThroughput(text: unknown): number | VolumeProblem {
  const bad = (what: string): VolumeProblem => ({ problem: `${JSON.stringify(text) ?? String(text)} ${what}; allowed is ${THROUGHPUT_FORM}` });
  if (typeof text !== "string") return bad("is not a throughput");
  const [volume = "", time, ...more] = text.trim().split("/");
  if (time === undefined || more.length > 0) return bad("does not say per which time");
  const bytes = parseVolume(volume);
  if (isVolumeProblem(bytes)) return bad("does not begin with a volume");
  const seconds = TIME_SECONDS[time.trim()];
  return seconds === undefined ? bad("does not say per which time") : bytes / seconds;
}

/** True for what {@link parseVolume} and {@link parseThroughput} return when the text is neither. */
export function isVolumeProblem(result: number | VolumeProblem): result is VolumeProblem {
  return typeof result !== "number";
}
