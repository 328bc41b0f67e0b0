import fc from "fast-check";
import { formatDuration, isDurationProblem, parseDuration } from "../../policies/facts/duration";

describe("parseDuration", () => {
  it.each([
    ["90s", 90],
    ["15m", 900],
    ["4h", 14400],
    ["30d", 2592000],
    ["1h30m", 5400],
    ["1h 30m", 5400],
    [" 2d12h ", 216000],
    ["0s", 0],
  ])("reads %s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    ["15", 'has no unit'],
    [15, "has no unit"],
    ["", "is not a duration"],
    ["15 minutes", "is not a duration"],
    ["30m1h", "is not a duration"],
    ["1h1h", "is not a duration"],
    ["-5m", "is not a duration"],
    ["1.5h", "is not a duration"],
    [null, "is not a duration"],
    [undefined, "is not a duration"],
    ["999999999d", "is longer than a century"],
  ])("says what is wrong with %p", (text, what) => {
    const result = parseDuration(text);
    expect(isDurationProblem(result) && result.problem).toContain(`${what}; allowed is a whole number with its unit s, m, h or d`);
  });

  it("never throws and never returns anything but a whole number of seconds or a problem", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const result = parseDuration(value);
        expect(isDurationProblem(result) ? result.problem.length > 0 : Number.isInteger(result) && result >= 0).toBe(true);
      }),
    );
  });

  it("reads what a person would write for any number of days, hours, minutes and seconds", () => {
    const part = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(part, part, part, part, (d, h, m, s) => {
        expect(parseDuration(`${d}d${h}h${m}m${s}s`)).toBe(((d * 24 + h) * 60 + m) * 60 + s);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [45, "45 s"],
    [90, "1 min 30 s"],
    [900, "15 min"],
    [5400, "1 h 30 min"],
    [86400, "24 h"],
    [172800, "48 h"],
    [259200, "72 h"],
    [259201, "3 d 1 h"],
    [2592000, "30 d"],
    [0.2, "1 s"],
    [-1, "not known"],
    [Number.NaN, "not known"],
    [Number.POSITIVE_INFINITY, "not known"],
  ])("writes %p as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("never shows less time than there is, nor an hour more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 8 }), (seconds) => {
        const shown = parseDuration(formatDuration(seconds).replace(/ min/, "m").replace(/ ([a-z])/g, "$1"));
        expect(shown).toBeGreaterThanOrEqual(seconds);
        expect(shown).toBeLessThan(seconds + 3600);
      }),
    );
  });
});
