import type { Policies, ResourceValidation, StackValidation } from "@pulumi/policy";
import { EXCEPTIONS_POLICY, pageOf, policies, settingsFrom } from "../../policies/pack";
import { SETTINGS_RULE } from "../../policies/judge";
import { RULES } from "../../policies/rules";
import { provider, resourceArgs, stackArgs, UNKNOWN_TEXT, urnOf, type Props, type Registered } from "./sdk";

const BUCKET = "aws:s3/bucket:Bucket";
const TODAY = () => new Date("2027-03-10T12:00:00Z");
const SECRET = "hunter2-do-not-print";

interface Reported {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

type Policy = Policies[number] & { readonly validateResource?: ResourceValidation; readonly validateStack?: StackValidation };

/** Calls the pack as the engine does: each resource as it is registered, then the whole stack once per policy. */
function engine(pack: Policies, registered: readonly Registered[], config: Props = {}, only?: readonly string[]): { early: readonly Reported[]; late: readonly Reported[] } {
  const early: Reported[] = [];
  const late: Reported[] = [];
  const enabled = (pack as readonly Policy[]).filter((policy) => only === undefined || only.includes(policy.name));
  for (const one of registered) {
    for (const policy of enabled) {
      const report = (message: string) => early.push({ policy: policy.name, message, urn: urnOf(one.type, one.name) });
      policy.validateResource?.(resourceArgs({ ...one, config: policy.name === SETTINGS_RULE ? config : {} }), report);
    }
  }
  for (const policy of enabled) {
    const report = (message: string, urn?: string) => late.push({ policy: policy.name, message, urn });
    policy.validateStack?.(stackArgs(registered, policy.name === SETTINGS_RULE ? config : {}), report);
  }
  return { early, late };
}

function names(reported: readonly Reported[]): readonly string[] {
  return reported.map((one) => `${one.policy} ${one.urn?.split("::").at(-1) ?? "-"}`);
}

const STACK: Registered = { type: "pulumi:pulumi:Stack", name: "shop-prod" };
const BARE: readonly Registered[] = [
  STACK,
  { type: "pulumi:providers:aws", name: "default", inputs: { region: "eu-west-3" } },
  { type: BUCKET, name: "uploads", inputs: { tags: { note: SECRET } }, outputs: { tags: { note: SECRET }, versioning: UNKNOWN_TEXT, replicationConfiguration: UNKNOWN_TEXT }, opts: { protect: true } },
];

describe("the pack", () => {
  test("has one policy per rule, in order, between its own two", () => {
    expect(policies(undefined).map((policy) => policy.name)).toEqual([SETTINGS_RULE, ...RULES.map((rule) => rule.name), EXCEPTIONS_POLICY]);
  });

  test("every policy says what it is, how severe, what to do and where to read more", () => {
    for (const policy of policies(undefined)) {
      expect(policy.description).toMatch(/^[A-Z].+\.$/);
      expect(policy.severity).toMatch(/^(low|medium|high|critical)$/);
      expect(policy.remediationSteps).toMatch(/.+\.$/);
      expect(policy.url).toBe(pageOf(policy.name));
    }
  });

  test("takes enforcement levels from the stack's settings", () => {
    const levels = (text?: string) => Object.fromEntries(policies(text).map((policy) => [policy.name, policy.enforcementLevel]));
    expect(levels()).toMatchObject({ "off-site-copy": "mandatory", "protected-data": "advisory", [SETTINGS_RULE]: "mandatory", [EXCEPTIONS_POLICY]: "advisory" });
    expect(levels('{"enforcement":{"off-site-copy":"advisory","protected-data":"mandatory","replica-distance":"disabled"}}')).toMatchObject({
      "off-site-copy": "advisory",
      "protected-data": "mandatory",
      "replica-distance": "disabled",
    });
  });

  test("rejects a bucket without a copy, though the stack call shows its replication as unknown, and prints no property", () => {
    const { early, late } = engine(policies(undefined, TODAY), BARE);
    expect(early).toEqual([]);
    expect(names(late)).toContain("off-site-copy uploads");
    expect(names(late)).not.toContain("known-protection uploads");
    const found = late.find((one) => one.policy === "off-site-copy");
    expect(found?.message).toContain('Bucket "uploads" holds data in Paris (aws eu-west-3), and nothing in this stack copies it elsewhere.\nFix: ');
    expect(found?.message).toContain("See docs/rules/off-site-copy.md");
    expect(JSON.stringify(late)).not.toContain(SECRET);
  });

  test("a provider whose region is not known makes places unknown, never the default region", () => {
    const far = provider("far", {});
    const registered: readonly Registered[] = [STACK, { type: "pulumi:providers:aws", name: "far", inputs: { region: UNKNOWN_TEXT }, outputs: {} }, { type: BUCKET, name: "uploads", provider: far }];
    const { late } = engine(policies(undefined, TODAY), registered);
    const found = late.find((one) => one.urn === urnOf(BUCKET, "uploads") && one.policy === "off-site-copy");
    expect(found?.message).toContain("a place that is not known");
    expect(found?.message).not.toContain("eu-west-3");
  });

  test("rejects unclassified and opaque types before they are created, and says so once", () => {
    const registered: readonly Registered[] = [STACK, { type: "my:shop:Site", name: "component" }, { type: "gcp:storage/bucket:Bucket", name: "pictures" }, { type: "aws:cloudformation/stack:Stack", name: "legacy" }];
    const { early, late } = engine(policies(undefined, TODAY), registered);
    expect(names(early)).toEqual(["classified-types pictures", "known-protection legacy"]);
    expect(early[0]?.message).toContain("Not known: Bucket \"pictures\" is of type gcp:storage/bucket:Bucket, which has no row in the catalog");
    expect(names(late)).not.toContain("classified-types pictures");
    expect(names(late)).not.toContain("known-protection legacy");
  });

  test("an exception in force holds before creation too; an expired one does not", () => {
    const registered: readonly Registered[] = [STACK, { type: "gcp:storage/bucket:Bucket", name: "pictures" }];
    const settings = (expires: string) => JSON.stringify({ exceptions: [{ rule: "classified-types", resource: "pictures", reason: "thumbnails only", owner: "media", expires }] });
    expect(engine(policies(settings("2027-03-10"), TODAY), registered).early).toEqual([]);
    expect(names(engine(policies(settings("2027-03-09"), TODAY), registered).early)).toEqual(["classified-types pictures"]);
  });

  test("lists exceptions in force, with reason, owner and last day", () => {
    const text = JSON.stringify({ exceptions: [{ rule: "off-site-copy", resource: "uploads", reason: "copied by hand", owner: "ops", expires: "2027-04-01" }] });
    const { late } = engine(policies(text, TODAY), BARE);
    expect(names(late)).not.toContain("off-site-copy uploads");
    const found = late.find((one) => one.policy === EXCEPTIONS_POLICY);
    expect(found?.urn).toBe(urnOf(BUCKET, "uploads"));
    expect(found?.message).toContain('off-site-copy is waived for "uploads" until 2027-04-01 by ops: copied by hand.');
  });

  test("what an exception accepts to lose does not fail the whole stack, also under objectives", () => {
    const exceptions = [{ rule: "off-site-copy", resource: "uploads", reason: "copied by hand", owner: "ops", expires: "2027-04-01" }];
    const objectives = { default: { rpo: "1h", rto: "4h" } };
    const failing = (settings: object) => names(engine(policies(JSON.stringify(settings), TODAY), BARE).late).filter((one) => one.startsWith("survives"));
    expect(failing({ objectives, timeToDecide: "30m" }).length).toBeGreaterThan(0);
    expect(failing({ objectives, timeToDecide: "30m", exceptions })).toEqual([]);
    expect(failing({ objectives, exceptions }).length).toBeGreaterThan(0);
  });

  test("an exception that matches nothing is a violation of the settings", () => {
    const text = JSON.stringify({ exceptions: [{ rule: "off-site-copy", resource: "downloads", reason: "copied by hand", owner: "ops", expires: "2027-04-01" }] });
    const found = engine(policies(text, TODAY), BARE).late.find((one) => one.policy === SETTINGS_RULE);
    expect(found?.message).toContain('The exception to "off-site-copy" for "downloads" (owner: ops) matches no violation.');
  });

  test.each([
    ["a typing error", '{"minDistance": 500}', "Did you mean"],
    ["no JSON", "{", "not JSON"],
  ])("settings with %s are one violation, and nothing throws", (_what, text, expected) => {
    const { early, late } = engine(policies(text, TODAY), BARE);
    expect(early).toEqual([]);
    expect(names(late)).toEqual([`${SETTINGS_RULE} -`]);
    expect(late[0]?.message).toContain("firebreak:policy cannot be used, so nothing was judged");
    expect(late[0]?.message).toContain(expected);
  });

  test("wrong settings are not passed over where their own policy is disabled", () => {
    const { late } = engine(policies("{", TODAY), BARE, {}, ["off-site-copy"]);
    expect(names(late)).toEqual(["off-site-copy -"]);
  });

  test("inputs are collected by whichever policy is not disabled", () => {
    const { late } = engine(policies(undefined, TODAY), BARE, {}, ["classified-types", "known-protection", "off-site-copy"]);
    expect(names(late)).toEqual(["off-site-copy uploads"]);
  });

  test("unclassified types are rejected early whatever is wrong with the settings", () => {
    expect(names(engine(policies("{", TODAY), [{ type: "gcp:storage/bucket:Bucket", name: "pictures" }]).early)).toEqual(["classified-types pictures"]);
  });

  test("the pack's own configuration wins over the stack's, key by key", () => {
    const stackText = '{"minDistanceKm": 400, "timeToDecide": "1h"}';
    expect(settingsFrom(stackText, {})).toMatchObject({ ok: true, settings: { minDistanceKm: 400, timeToDecide: 3600 } });
    expect(settingsFrom(stackText, { minDistanceKm: 500 })).toMatchObject({ ok: true, settings: { minDistanceKm: 500, timeToDecide: 3600 } });
    expect(settingsFrom(undefined, { minDistanceKm: 500 })).toMatchObject({ ok: true, settings: { minDistanceKm: 500 } });
    expect(settingsFrom("{", { minDistanceKm: 500 })).toMatchObject({ ok: false, problems: [{ problem: "it is text that is not JSON" }] });
    expect(settingsFrom(undefined, { minDistanceKm: "far" })).toMatchObject({ ok: false, problems: [{ key: "minDistanceKm" }] });
    expect(settingsFrom(undefined, { enforcement: {} })).toMatchObject({ ok: false, problems: [{ key: "enforcement", fix: `move it out of "${SETTINGS_RULE}"` }] });
    const { late } = engine(policies(stackText, TODAY), BARE, { minDistanceKm: 750 });
    expect(late.find((one) => one.policy === "off-site-copy")?.message).toContain("750 km");
  });

  test.each(["2027-04-01", "2027-04-01T00:00:00Z", "2027-04-01 00:00:00 +0000 UTC"])("reads the last day of an exception as YAML and the engine write it: %s", (expires) => {
    const text = JSON.stringify({ exceptions: [{ rule: "off-site-copy", resource: "uploads", reason: "copied by hand", owner: "ops", expires }] });
    expect(settingsFrom(text, {})).toMatchObject({ ok: true, settings: { exceptions: [{ expires: "2027-04-01" }] } });
  });

  test("a rule that the pack's configuration enables again is run, though the stack's settings disable it", () => {
    const pack = policies('{"enforcement":{"off-site-copy":"disabled"}}', TODAY);
    expect(names(engine(pack, BARE).late)).toContain("off-site-copy uploads");
  });

  test("judges once per run, and anew in the next: a preview and its update may share a process", () => {
    const pack = policies(undefined, TODAY);
    const first = engine(pack, BARE).late;
    expect(engine(pack, BARE).late).toEqual(first);
    const fixed = BARE.filter((one) => one.type !== BUCKET);
    expect(names(engine(pack, fixed).late)).not.toContain("off-site-copy uploads");
  });

  test("finds the same whatever the order of resources", () => {
    const sorted = (registered: readonly Registered[]) => engine(policies(undefined, TODAY), registered).late;
    expect(sorted([...BARE].reverse())).toEqual(sorted(BARE));
  });

  test("whatever throws inside is a violation, not an engine error", () => {
    const [settings] = policies(undefined, TODAY) as readonly Policy[];
    const reported: string[] = [];
    const args = stackArgs(BARE);
    settings?.validateStack?.({ ...args, getConfig: () => { throw new Error("lost connection"); } }, (message) => reported.push(message));
    expect(reported).toEqual([`Not known: the policy "${SETTINGS_RULE}" failed with Error: lost connection.\nFix: report this with the program that shows it.\nSee ${pageOf(SETTINGS_RULE)}`]);
  });

  test("does not judge components, providers and the stack", () => {
    const { early, late } = engine(policies(undefined, TODAY), [STACK, { type: "my:shop:Site", name: "site" }, { type: "pulumi:providers:gcp", name: "gcp" }]);
    expect([...early, ...late]).toEqual([]);
  });
});
