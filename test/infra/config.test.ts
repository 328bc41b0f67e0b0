import { KEYS, OBJECT_DEFAULTS, formatProblems, parseConfig } from "../../infra/config";
import { readSettings } from "../../policies/settings/settings";
import { changed, declared, problemOf, problemsOf, stackConfig } from "./config.fixtures";

describe("the stacks in the repository", () => {
  test("production is Gravelines, Frankfurt and Stockholm", () => {
    const parsed = parseConfig(stackConfig("prod"));
    if (!parsed.ok) throw new Error(formatProblems("prod", parsed.problems));
    expect(parsed.config.primary).toMatchObject({ provider: "ovh", region: "GRA11", serviceRegion: "GRA", keyRegion: "eu-west-gra", servers: 2 });
    expect(parsed.config.secondary).toMatchObject({ provider: "aws", region: "eu-central-1", servers: 2 });
    expect(parsed.config.backup).toMatchObject({ region: "eu-north-1", retentionDays: 35, intervalHours: 1 });
    expect(parsed.config).toMatchObject({ active: "primary", protect: true, createDmsRoles: true, minDistanceKm: 300, objectSyncHours: 1, hostname: "www" });
    expect(parsed.config.database).toMatchObject({ version: "16", backupRegion: "WAW", retentionDays: 14 });
  });

  test("dev is accepted, with one server a site and the same protection", () => {
    const parsed = parseConfig(new Map(Object.entries(stackConfig("dev"))));
    if (!parsed.ok) throw new Error(formatProblems("dev", parsed.problems));
    expect(parsed.config.primary.servers).toBe(1);
    expect(parsed.config.secondary.servers).toBe(1);
    expect(parsed.config.protect).toBe(true);
  });

  test.each(["prod", "dev"])("the policy pack accepts its settings in %s", (stack) => {
    const raw = JSON.parse(stackConfig(stack)["firebreak:policy"] ?? "null") as unknown;
    const read = readSettings(raw);
    expect(read).toMatchObject({ ok: true });
  });

  test("where nothing is said, the minimum distance is the policy pack's own default", () => {
    const read = readSettings({});
    if (!read.ok) throw new Error("the pack refuses its own defaults");
    expect(read.settings.minDistanceKm).toBe(OBJECT_DEFAULTS.policy.minDistanceKm);
  });
});

describe("Pulumi.yaml", () => {
  test("declares every key with type, default and description, and no other", () => {
    const inYaml = declared();
    expect(Object.keys(inYaml)).toEqual(KEYS.map((key) => key.name));
    for (const key of KEYS) {
      expect(inYaml[key.name]).toMatchObject({ type: key.type });
      expect(inYaml[key.name]?.default).toEqual(key.default);
      expect(inYaml[key.name]?.description).toMatch(key.required ? /Required\.$/ : /.{10}/);
    }
  });
});

describe("keys", () => {
  test("a required key that is missing", () => {
    expect(problemOf(changed({ domain: undefined }))).toEqual({
      key: "firebreak:domain",
      problem: "is required and not set",
      allowed: "a domain name in lower case, such as example.com",
      fix: "set it: pulumi config set domain VALUE",
    });
  });

  test("a required key inside an object", () => {
    const raw = changed({ primary: JSON.stringify({ provider: "ovh", region: "GRA11", serverSize: "b3-8" }) });
    expect(problemOf(raw)).toMatchObject({ key: "firebreak:primary.databaseSize", problem: "is required and not set", fix: "set databaseSize under firebreak:primary" });
  });

  test("an unknown key that was meant to be another", () => {
    expect(problemOf(changed({ domian: "example.com" }))).toMatchObject({ key: "firebreak:domian", problem: "is not a known key; did you mean domain?", fix: "rename it to domain" });
  });

  test("an unknown key that resembles nothing", () => {
    const problem = problemOf(changed({ xyzzy: "1" }));
    expect(problem.problem).toBe("is not a known key");
    expect(problem.allowed).toContain("primary, secondary, backup");
    expect(problem.fix).toBe("remove it: pulumi config rm xyzzy");
  });

  test("an unknown key inside an object", () => {
    expect(problemOf(changed({ primary: { sevrers: 3 } }))).toMatchObject({ key: "firebreak:primary.sevrers", problem: "is not a known key; did you mean servers?" });
  });

  test("keys of other namespaces are left alone", () => {
    expect(parseConfig({ ...stackConfig("prod"), "aws:profile": "mine", "ovh:endpoint": "ovh-eu" }).ok).toBe(true);
  });
});

describe("shapes and ranges", () => {
  test("text where an object is wanted", () => {
    expect(problemOf(changed({ backup: "eu-north-1" }))).toMatchObject({ key: "firebreak:backup", value: "eu-north-1", problem: "is text, not an object", fix: expect.stringContaining("YAML mapping") as string });
  });

  test("a list where an object is wanted", () => {
    expect(problemOf(changed({ database: "[]" }))).toMatchObject({ key: "firebreak:database", value: "[]", problem: "is an array, not an object" });
  });

  test("text where a number is wanted", () => {
    expect(problemOf(changed({ primary: { servers: "two" } }))).toMatchObject({ key: "firebreak:primary.servers", value: "two", problem: "is text, not a whole number", allowed: "a whole number from 1 to 20" });
  });

  test.each([
    [0, "is less than 1"],
    [21, "is more than 20"],
  ])("%d servers", (servers, problem) => {
    expect(problemOf(changed({ secondary: { servers } }))).toEqual({
      key: "firebreak:secondary.servers",
      value: String(servers),
      problem,
      allowed: "a whole number from 1 to 20",
      fix: "set firebreak:secondary.servers to a whole number from 1 to 20",
    });
  });

  test("something that is neither true nor false", () => {
    expect(problemOf(changed({ protect: "yes" }))).toMatchObject({ key: "firebreak:protect", value: "yes", problem: "is text, not a boolean", allowed: "true or false" });
  });

  test.each([
    ["domain", "Example.com"],
    ["hostname", "www.example"],
    ["ovhProjectId", "my-project"],
    ["awsAccountId", "12345678901"],
    ["active", "third"],
    ["ovhSubsidiary", "XX"],
    ["bucketPrefix", "Upper_Case"],
    ["sshPublicKey", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ])("%s = %s", (name, value) => {
    const problem = problemOf(changed({ [name]: value }));
    expect(problem).toMatchObject({ key: `firebreak:${name}`, value, problem: "is not allowed" });
    expect(problem.fix).toBe(`set firebreak:${name} to ${problem.allowed}`);
  });

  test("a minimum distance that is no number", () => {
    expect(problemOf(changed({ policy: { minDistanceKm: "far" } }))).toMatchObject({ key: "firebreak:policy.minDistanceKm", value: "far", problem: "is text, not a number" });
  });
});

describe("durations", () => {
  test.each(["35", "35 days", "soon", "-1d"])("%s is not a duration", (retention) => {
    expect(problemOf(changed({ backup: { retention } }))).toEqual({
      key: "firebreak:backup.retention",
      value: retention,
      problem: "is not a duration with its unit",
      allowed: "whole days from 1d to 36500d",
      fix: "set firebreak:backup.retention to whole days from 1d to 36500d",
    });
  });

  test.each(["0d", "36h", "36d"])("%s is out of the range of automated backups", (retention) => {
    expect(problemOf(changed({ database: { retention } }))).toMatchObject({ key: "firebreak:database.retention", value: retention, problem: "is out of range", allowed: "whole days from 1d to 35d" });
  });

  test.each(["30m", "5h", "25h"])("%s is not an interval that repeats evenly through the day", (objectSyncInterval) => {
    expect(problemOf(changed({ objectSyncInterval }))).toMatchObject({ key: "firebreak:objectSyncInterval", value: objectSyncInterval, allowed: "1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h" });
  });
});

test("all problems are found at once, and read as one message", () => {
  const raw = changed({ domain: undefined, secondary: { servers: 0 }, backup: { region: "eu-nord-1" }, objectSyncInterval: "hourly" });
  const problems = problemsOf(raw);
  expect(problems.map((problem) => problem.key).sort()).toEqual(["firebreak:backup.region", "firebreak:domain", "firebreak:objectSyncInterval", "firebreak:secondary.servers"]);
  const text = formatProblems("prod", problems);
  expect(text.split("\n")[0]).toBe("the configuration of stack prod has 4 problems:");
  expect(text).toContain('firebreak:secondary.servers = "0" is less than 1\n    allowed: a whole number from 1 to 20\n    fix: ');
});
