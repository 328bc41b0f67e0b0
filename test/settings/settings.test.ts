import { DEFAULTS, readSettings, type SettingsProblem } from "../../policies/settings/settings";

function problems(raw: unknown): readonly SettingsProblem[] {
  const result = readSettings(raw);
  if (result.ok) throw new Error("the settings were accepted");
  return result.problems;
}

function only(raw: unknown): SettingsProblem {
  const all = problems(raw);
  expect(all).toHaveLength(1);
  return all[0] as SettingsProblem;
}

describe("reading settings", () => {
  it("takes the defaults where nothing is said", () => {
    for (const nothing of [undefined, null, {}]) expect(readSettings(nothing)).toEqual({ ok: true, settings: DEFAULTS });
    expect(DEFAULTS.minDistanceKm).toBe(300);
    expect(DEFAULTS.timeToNotice).toBe(7 * 24 * 3600);
    expect(DEFAULTS.timeToDecide).toBeUndefined();
    expect(DEFAULTS.stateBackend).toBeUndefined();
  });

  it("gives every duration in seconds", () => {
    const result = readSettings({
      objectives: { default: { rto: "4h" }, campus: { rpo: "15m", rto: "1h30m" } },
      assumptions: [{ mechanism: "aws-dms-cdc", rpo: "90s", rto: "15m", reason: "measured in the last drill" }],
      timeToNotice: "3d",
      timeToDecide: "30m",
      stateBackend: { provider: "aws", region: "eu-north-1" },
    });
    expect(result).toMatchObject({
      ok: true,
      settings: {
        objectives: { default: { rto: 14_400 }, campus: { rpo: 900, rto: 5400 } },
        assumptions: [{ mechanism: "aws-dms-cdc", rpo: 90, rto: 900, reason: "measured in the last drill" }],
        timeToNotice: 259_200,
        timeToDecide: 1800,
        stateBackend: { provider: "aws", region: "eu-north-1" },
      },
    });
  });

  it("reads the JSON text that Pulumi's configuration gives", () => {
    expect(readSettings('{"minDistanceKm": 500}')).toMatchObject({ ok: true, settings: { minDistanceKm: 500 } });
    expect(only("{")).toMatchObject({ key: "firebreak:policy", problem: "it is text that is not JSON" });
  });

  it("takes a day as YAML readers give it", () => {
    for (const expires of ["2027-01-31", "2027-01-31T00:00:00Z"]) {
      const exception = { rule: "off-site-copy", resource: "cache", reason: "filled again every night", owner: "storage team", expires };
      expect(readSettings({ exceptions: [exception] })).toMatchObject({ ok: true, settings: { exceptions: [{ expires: "2027-01-31" }] } });
    }
  });

  it.each([
    [{ minDistanceKn: 3 }, "minDistanceKn", 'did you mean "minDistanceKm"?'],
    [{ objectives: { campsu: {} } }, "objectives.campsu", 'did you mean "campus"?'],
    [{ objectives: { campus: { rtoo: "1h" } } }, "objectives.campus.rtoo", 'did you mean "rto"?'],
    [{ enforcement: { "off-site-copy": "mandatry" } }, "enforcement.off-site-copy", 'did you mean "mandatory"?'],
    [{ assumptions: [{ mechanism: "aws-dms-cdd", rpo: "1m", reason: "measured in a drill" }] }, "assumptions[0].mechanism", 'did you mean "aws-dms-cdc"?'],
    [{ stateBackend: { provider: "aws", region: "eu-nort-1" } }, "stateBackend.region", 'did you mean "eu-north-1"?'],
  ])("says what was meant: %j", (raw, key, fix) => {
    expect(problems(raw).find((problem) => problem.key === key)).toMatchObject({ key, fix });
  });

  it("names an unknown key's allowed ones when nothing is near", () => {
    const problem = only({ colour: "blue" });
    expect(problem).toMatchObject({ key: "colour", value: '"blue"', fix: 'remove "colour"' });
    expect(problem.allowed).toContain("timeToNotice");
  });

  it.each(["15", "", "soon", "-1h", "1.5h"])("rejects the duration %j with the forms that are allowed", (text) => {
    expect(only({ timeToDecide: text })).toMatchObject({ key: "timeToDecide", value: JSON.stringify(text), problem: "it is not a duration", allowed: expect.stringContaining('"15m"') as string });
  });

  it("rejects a number where a duration is wanted", () => {
    expect(only({ objectives: { campus: { rpo: 900 } } })).toMatchObject({ key: "objectives.campus.rpo", value: "900", problem: "a duration without a unit could mean anything" });
  });

  it.each([
    [{ minDistanceKm: -1 }, "minDistanceKm", "it is too small", "at least 0"],
    [{ minDistanceKm: 50_000 }, "minDistanceKm", "it is too large", "at most 20000"],
    [{ stateBackend: { provider: "aws" } }, "stateBackend.region", '"region" is missing', "it must be set"],
    [{ stateBackend: { provider: "gcp", region: "x" } }, "stateBackend.provider", "it is not one of the allowed values", "aws, ovh"],
    [{ objectives: { campus: {} } }, "objectives.campus", "it is empty", "rpo, rto, or both"],
    [{ assumptions: [{ mechanism: "aws-dms-cdc", reason: "measured in a drill" }] }, "assumptions[0]", "it states no figure", "rpo, rto, or both"],
    [{ assumptions: [{ mechanism: "aws-dms-cdc", rpo: "1m", reason: "x" }] }, "assumptions[0].reason", "it is too short to say anything", "at least 10 characters"],
  ])("rejects %j", (raw, key, problem, allowed) => {
    expect(only(raw)).toMatchObject({ key, problem, allowed });
  });

  it.each(["2027-02-30", "31.1.2027", "2027-13-01", "2027-01-31T12:00:00Z"])("rejects the day %j", (expires) => {
    expect(only({ exceptions: [{ rule: "r", resource: "n", reason: "long enough", owner: "me", expires }] })).toMatchObject({ key: "exceptions[0].expires", problem: "it is not a day of the calendar" });
  });

  it("rejects two assumptions for one mechanism", () => {
    const one = { mechanism: "aws-dms-cdc", rpo: "1m", reason: "measured in a drill" };
    expect(only({ assumptions: [one, one] })).toMatchObject({ key: "assumptions[1].mechanism", fix: "merge the two" });
  });

  it("reports everything at once", () => {
    expect(problems({ timeToNotice: "soon", minDistanceKm: -1, what: 1 }).map((problem) => problem.key).sort()).toEqual(["minDistanceKm", "timeToNotice", "what"]);
  });

  it.each([[[]], [7], [true], ["[]"], [{ assumptions: {} }], [{ exceptions: [null] }], [{ objectives: null }]])("does not throw on %j", (raw) => {
    expect(problems(raw).length).toBeGreaterThan(0);
  });
});

describe("volumes and throughputs", () => {
  const rate = { rate: "150GB/h", reason: "measured in the last drill" };

  it("gives them in bytes and bytes per second, with the text as it was written", () => {
    expect(readSettings({ volumes: [{ resource: "orders", size: "1.8TB" }], restoreThroughput: [rate, { ...rate, mechanism: "aws-backup-copy", rate: "1MiB/s" }] })).toMatchObject({
      ok: true,
      settings: {
        volumes: [{ resource: "orders", bytes: 1.8e12, size: "1.8TB" }],
        restoreThroughput: [{ bytesPerSecond: 150e9 / 3600, rate: "150GB/h", reason: rate.reason }, { mechanism: "aws-backup-copy", bytesPerSecond: 1024 ** 2 }],
      },
    });
  });

  it.each([
    [{ volumes: [{ resource: "orders", size: "500" }] }, "volumes[0].size", "it is not a volume"],
    [{ volumes: [{ resource: "orders", size: "500Gb" }] }, "volumes[0].size", "it is not a volume"],
    [{ volumes: [{ resource: "orders", size: 500 }] }, "volumes[0].size", "a volume without a unit could mean anything"],
    [{ volumes: [{ resource: "orders" }] }, "volumes[0].size", '"size" is missing'],
    [{ volumes: [{ resource: "orders", size: "1TB" }, { resource: "orders", size: "2TB" }] }, "volumes[1].resource", "there is a volume for this resource already"],
    [{ restoreThroughput: [{ ...rate, rate: "150GB" }] }, "restoreThroughput[0].rate", "it is not a throughput"],
    [{ restoreThroughput: [{ rate: "150GB/h" }] }, "restoreThroughput[0].reason", '"reason" is missing'],
    [{ restoreThroughput: [{ ...rate, mechanism: "aws-backup-coppy" }] }, "restoreThroughput[0].mechanism", "there is no such mechanism"],
    [{ restoreThroughput: [rate, rate] }, "restoreThroughput[1].mechanism", "there is a throughput without a mechanism already"],
  ])("rejects %j", (raw, key, problem) => {
    expect(only(raw)).toMatchObject({ key, problem, allowed: expect.stringMatching(/./) as string, fix: expect.stringMatching(/./) as string });
  });
});
