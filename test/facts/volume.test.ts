import * as fc from "fast-check";
import { isVolumeProblem, parseThroughput, parseVolume } from "../../policies/facts/volume";

describe("volumes", () => {
  it.each([
    ["1B", 1], ["2kB", 2000], ["2KB", 2000], ["500MB", 5e8], ["150GB", 150e9], ["1.8TB", 1.8e12], ["858 TB", 858e12], ["1PB", 1e15],
    ["1KiB", 1024], ["3MiB", 3 * 1024 ** 2], ["2GiB", 2 * 1024 ** 3], ["1.5TiB", 1.5 * 1024 ** 4], ["1PiB", 1024 ** 5],
  ])("reads %s", (text, bytes) => {
    expect(parseVolume(text)).toBe(bytes);
  });

  it.each([
    ["500", '"500" has no unit'], [500, "500 has no unit"], ["500Gb", '"500Gb" is in bits'], ["500gb", '"500gb" has no unit that is known'], ["much", '"much" is not a volume'],
    ["", '"" is not a volume'], ["-1GB", '"-1GB" is not a volume'], ["0GB", '"0GB" is nothing'], ["1,8TB", '"1,8TB" is not a volume'], ["1001PB", '"1001PB" is more than an exabyte'], [undefined, "undefined is not a volume"],
  ])("refuses %j, with what is allowed", (text, problem) => {
    expect(parseVolume(text)).toEqual({ problem: expect.stringMatching(new RegExp(`^${problem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}; allowed is .*TiB`)) as string });
  });

  it("gives a number above zero or a problem, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (text) => {
        for (const result of [parseVolume(text), parseThroughput(text)]) expect(isVolumeProblem(result) ? result.problem.length : result).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("throughputs", () => {
  it.each([["150GB/h", 150e9 / 3600], ["40MiB/s", 40 * 1024 ** 2], ["6GB/min", 1e8], ["6GB/m", 1e8], ["86.4TB / d", 1e9]])("reads %s", (text, rate) => {
    expect(parseThroughput(text)).toBe(rate);
  });

  it.each([
    ["150GB", "does not say per which time"], ["150GB/", "does not say per which time"], ["150GB/h/h", "does not say per which time"], ["150GB/week", "does not say per which time"],
    ["150/h", "does not begin with a volume"], ["1Gb/s", "does not begin with a volume"], ["/h", "does not begin with a volume"], [5, "is not a throughput"],
  ])("refuses %j, with what is allowed", (text, problem) => {
    expect(parseThroughput(text)).toEqual({ problem: `${JSON.stringify(text)} ${problem}; allowed is a volume per s, min, h or d, such as "150GB/h" or "40MiB/s"` });
  });
});
