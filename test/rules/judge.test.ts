import { covers, enforcementOf, inForce, judge, rejects, SETTINGS_RULE, type JudgeOptions } from "../../policies/judge";
import type { Rule, Violation } from "../../policies/rules/model";
import type { Exception, Settings } from "../../policies/settings/model";
import { DEFAULTS } from "../../policies/settings/settings";
import { assessment, context, resource, STACK_URN, urnOf } from "./assessments";

const TODAY = new Date("2027-03-10T12:00:00Z");

function finding(rule: string, name: string, more: Partial<Violation> = {}): Violation {
  return { rule, urn: urnOf(name), name, type: "aws:s3/bucket:Bucket", verdict: "rejected", reason: `${name} is lost`, fix: "copy it", ...more };
}

function ruleOf(name: string, check: Rule["check"], enforcement: Rule["enforcement"] = "mandatory"): Rule {
  return { name, description: "d", remediation: "r", severity: "high", enforcement, check };
}

function exception(more: Partial<Exception> = {}): Exception {
  return { rule: "off-site", resource: "a", reason: "rebuilt every night", owner: "ops", expires: "2027-03-10", ...more };
}

function run(rules: readonly Rule[], settings: Partial<Settings> = {}, options: JudgeOptions = {}) {
  return judge(context([resource("a")]).graph, { ...DEFAULTS, ...settings }, { today: TODAY, rules, assess: () => assessment([]), ...options });
}

const OFF_SITE = ruleOf("off-site", () => [finding("off-site", "b"), finding("off-site", "a")]);

describe("judge", () => {
  test("gives the assessment, and violations in order of rule, then of resource", () => {
    const made = assessment([resource("a")]);
    const first = ruleOf("first", () => [finding("first", "z"), finding("first", "a", { reason: "2" }), finding("first", "a", { reason: "1" })]);
    const result = run([first, OFF_SITE], {}, { assess: () => made });
    expect(result.assessment).toBe(made);
    expect(result.violations.map((one) => `${one.rule} ${one.name} ${one.reason}`)).toEqual(["first a 1", "first a 2", "first z z is lost", "off-site a a is lost", "off-site b b is lost"]);
    expect(result.excepted).toEqual([]);
  });

  test("a rule that throws is a violation of that rule, unknown, with what was thrown and no stack", () => {
    const broken = ruleOf("broken", () => {
      throw new TypeError("cannot read x\n    at somewhere");
    });
    const { violations } = run([broken, OFF_SITE]);
    expect(violations[0]).toEqual({
      rule: "broken",
      urn: STACK_URN,
      name: "prod",
      type: "pulumi:pulumi:Stack",
      verdict: "unknown",
      reason: 'the rule "broken" could not be checked: the rule itself failed with TypeError: cannot read x',
      fix: "Report this with the program that shows it. Until it is mended, nothing can be said of this stack under this rule.",
    });
    expect(violations).toHaveLength(3);
  });

  test("what is thrown need not be an error", () => {
    const broken = ruleOf("broken", () => {
      throw "nothing";
    });
    expect(run([broken]).violations[0]?.reason).toContain("failed with nothing");
  });

  test("an analysis that throws is a violation of every rule, never a pass", () => {
    const { violations, assessment: empty } = run([OFF_SITE, ruleOf("other", () => [])], {}, {
      assess: () => {
        throw new RangeError("too deep");
      },
    });
    expect(violations.map((one) => [one.rule, one.verdict, one.reason])).toEqual([
      ["off-site", "unknown", 'the rule "off-site" could not be checked: the analysis failed with RangeError: too deep'],
      ["other", "unknown", 'the rule "other" could not be checked: the analysis failed with RangeError: too deep'],
    ]);
    expect(empty.resources).toEqual([]);
  });

  test("an exception in force waives its violation through its last day, and is listed", () => {
    const { violations, excepted } = run([OFF_SITE], { exceptions: [exception()] });
    expect(violations.map((one) => one.name)).toEqual(["b"]);
    expect(excepted).toEqual([{ violation: finding("off-site", "a"), exception: exception() }]);
  });

  test("a resource is named by its URN too", () => {
    expect(run([OFF_SITE], { exceptions: [exception({ resource: urnOf("a") })] }).violations.map((one) => one.name)).toEqual(["b"]);
  });

  test("an expired exception waives nothing and is a violation", () => {
    const { violations, excepted } = run([OFF_SITE], { exceptions: [exception({ expires: "2027-03-09" })] });
    expect(excepted).toEqual([]);
    expect(violations.map((one) => one.rule)).toEqual([SETTINGS_RULE, "off-site", "off-site"]);
    expect(violations[0]).toMatchObject({
      verdict: "rejected",
      name: "a",
      reason: 'the exception to "off-site" for "a" (owner: ops) expired at the end of 2027-03-09',
      fix: "Protect the resource and remove the exception, or renew it with a new date and a reason that still holds.",
    });
  });

  test("rules see only the exceptions that are in force", () => {
    let seen: readonly Exception[] = [];
    const spy = ruleOf("off-site", ({ settings }) => {
      seen = settings.exceptions;
      return [];
    });
    run([spy], { exceptions: [exception({ expires: "2027-03-09" }), exception({ resource: "b" })] });
    expect(seen.map((one) => one.resource)).toEqual(["b"]);
  });

  test("an exception that matches nothing is a violation", () => {
    const { violations } = run([OFF_SITE], { exceptions: [exception({ resource: "c" })] });
    expect(violations[0]?.reason).toBe('the exception to "off-site" for "c" (owner: ops) matches no violation');
    expect(violations).toHaveLength(3);
  });

  test("a volume of no resource is a violation that says which is meant", () => {
    const volume = (resource: string) => ({ volumes: [{ resource, bytes: 1e12, size: "1TB" }] });
    const [found] = run([], volume("aa")).violations;
    expect(found).toMatchObject({ rule: "valid-settings", name: "aa", verdict: "rejected", reason: 'the volume of 1TB for "aa" is of no resource of this stack', fix: expect.stringContaining('Did you mean "a"?') as string });
    expect(run([], volume("a")).violations).toEqual([]);
    expect(run([], volume(urnOf("a"))).violations).toEqual([]);
  });

  test("an exception to a rule that does not exist is a violation that says which is meant", () => {
    const [found] = run([OFF_SITE], { exceptions: [exception({ rule: "of-site" })] }).violations;
    expect(found?.reason).toContain("names no rule; the rules are off-site");
    expect(found?.fix).toBe('Did you mean "off-site"?');
  });

  test("a name that two resources share waives neither", () => {
    const twins = ruleOf("off-site", () => [finding("off-site", "a"), finding("off-site", "a", { urn: urnOf("a", "aws:rds/instance:Instance") })]);
    const { violations, excepted } = run([twins], { exceptions: [exception()] });
    expect(excepted).toEqual([]);
    expect(violations).toHaveLength(3);
    expect(violations[0]?.reason).toContain("matches 2 resources of that name");
    expect(violations[0]?.fix).toContain(`${urnOf("a", "aws:rds/instance:Instance")} or ${urnOf("a")}`);
  });

  test("several findings of one rule on one resource are waived together", () => {
    const twice = ruleOf("off-site", () => [finding("off-site", "a", { reason: "1" }), finding("off-site", "a", { reason: "2" })]);
    expect(run([twice], { exceptions: [exception()] })).toMatchObject({ violations: [], excepted: [{}, {}] });
  });

  test("a disabled rule is not run; its exceptions match nothing", () => {
    const settings = { enforcement: { "off-site": "disabled" as const } };
    expect(run([OFF_SITE], settings).violations).toEqual([]);
    expect(run([OFF_SITE], { ...settings, exceptions: [exception()] }).violations[0]?.reason).toContain("matches no violation");
  });

  test("the result does not depend on the order of exceptions and findings", () => {
    const exceptions = [exception(), exception({ resource: "b" })];
    const reversed = ruleOf("off-site", () => [finding("off-site", "a"), finding("off-site", "b")]);
    expect(run([reversed], { exceptions: [...exceptions].reverse() })).toEqual(run([OFF_SITE], { exceptions }));
  });
});

describe("enforcement", () => {
  const rules = [ruleOf("hard", () => []), ruleOf("soft", () => [], "advisory")];

  test("is the rule's own unless the settings say otherwise", () => {
    expect(enforcementOf("hard", DEFAULTS, rules)).toBe("mandatory");
    expect(enforcementOf("soft", DEFAULTS, rules)).toBe("advisory");
    expect(enforcementOf("hard", { ...DEFAULTS, enforcement: { hard: "disabled" } }, rules)).toBe("disabled");
  });

  test("of wrong settings, and of a rule that nobody knows, is mandatory", () => {
    expect(enforcementOf(SETTINGS_RULE, { ...DEFAULTS, enforcement: { [SETTINGS_RULE]: "disabled" } }, rules)).toBe("mandatory");
    expect(enforcementOf("unheard-of", DEFAULTS, rules)).toBe("mandatory");
  });

  test("only mandatory violations reject", () => {
    expect(rejects(finding("off-site-copy", "a"), DEFAULTS)).toBe(true);
    expect(rejects(finding("protected-data", "a"), DEFAULTS)).toBe(false);
  });
});

describe("exceptions", () => {
  test("hold through the end of their last day, UTC", () => {
    expect(inForce(exception(), new Date("2027-03-10T23:59:59Z"))).toBe(true);
    expect(inForce(exception(), new Date("2027-03-11T00:00:00Z"))).toBe(false);
  });

  test("cover a violation by rule and resource", () => {
    expect(covers(exception(), finding("off-site", "a"))).toBe(true);
    expect(covers(exception(), finding("other", "a"))).toBe(false);
    expect(covers(exception(), finding("off-site", "b"))).toBe(false);
  });
});
