/** Cron and rate expressions of AWS: how long it takes at most from one run to the next. */

const DAY = 86_400;
const UNITS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: DAY };
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** A leap year and the year after it: every gap that a calendar can make, February's included. */
const FIRST_DAY = Date.UTC(2028, 0, 1);
const DAYS = 731;

const known = new Map<string, number | undefined>();

/** The longest gap in seconds between two runs of `rate(1 hour)` or `cron(0 5 * * ? *)`; `undefined` where it cannot be told. */
export function longestGap(expression: string): number | undefined {
  const text = expression.trim();
  if (!known.has(text)) known.set(text, gapOf(text));
  return known.get(text);
}

function gapOf(text: string): number | undefined {
  const rate = /^rate\((\d+)\s+(minute|hour|day)s?\)$/.exec(text);
  if (rate !== null) {
    const seconds = Number(rate[1]) * (UNITS[rate[2] ?? ""] ?? 0);
    return seconds > 0 ? seconds : undefined;
  }
  const cron = /^cron\((.+)\)$/.exec(text);
  const fields = cron?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) return undefined;
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(dayOfMonth, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS, 1);
  const weekdays = valuesOf(dayOfWeek, 1, 7, WEEKDAYS, 1);
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined || year !== "*") return undefined;
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 3600 + m * 60)).sort((a, b) => a - b);
  const starts: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(FIRST_DAY + day * DAY * 1000);
    if (days.has(date.getUTCDate()) && months.has(date.getUTCMonth() + 1) && weekdays.has(date.getUTCDay() + 1)) starts.push(day * DAY);
  }
  return widest(starts, times);
}

function widest(starts: readonly number[], times: readonly number[]): number | undefined {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined || starts.length < 2) return undefined;
  const within = times.reduce((gap, time, index) => Math.max(gap, index === 0 ? 0 : time - (times[index - 1] ?? time)), 0);
  return starts.reduce((gap, start, index) => (index === 0 ? gap : Math.max(gap, start - (starts[index - 1] ?? start) - last + first)), within);
}

/** The values that a cron field admits; `undefined` for forms that depend on the calendar (`L`, `W`, `#`). */
function valuesOf(field: string, least: number, most: number, names: readonly string[] = [], base = 0): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|\?|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [from, to] = rangeOf(match[1] ?? "", match[2] !== undefined, least, most, names, base);
    const step = match[2] === undefined ? 1 : Number(match[2]);
    if (from === undefined || to === undefined || step < 1 || from < least || to > most || from > to) return undefined;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function rangeOf(text: string, stepped: boolean, least: number, most: number, names: readonly string[], base: number): readonly (number | undefined)[] {
  if (text === "*" || text === "?") return [least, most];
  const number = (word: string | undefined): number | undefined => {
    if (word === undefined) return undefined;
    const named = names.indexOf(word.toUpperCase());
    return named >= 0 ? named + base : /^\d+$/.test(word) ? Number(word) : undefined;
  };
  const [from, to] = text.split("-");
  const start = number(from);
  return [start, to === undefined ? (stepped ? most : start) : number(to)];
}
