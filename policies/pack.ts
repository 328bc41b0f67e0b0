/** The policy pack: what the engine calls. One policy per rule, the settings' own, and one that lists exceptions. */
import { PolicyPack, type Policies, type ReportViolation, type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";
import { getConfig } from "@pulumi/pulumi/runtime/config";
import { graphFromPolicy, isComponent, valuesOf } from "./adapter";
import { classify } from "./catalog/catalog";
import type { Value } from "./graph/value";
import { enforcementOf, inForce, judge, SETTINGS_RULE, thrown, type Judgement } from "./judge";
import { RULES } from "./rules";
import { unclassified } from "./rules/classified-types";
import { opaque } from "./rules/known-protection";
import type { Rule, Violation } from "./rules/model";
import { sentence } from "./rules/support/words";
import type { Settings } from "./settings/model";
import schema from "./settings/schema.json";
import { DEFAULTS, readSettings, type SettingsProblem, type SettingsResult } from "./settings/settings";

/** Name of the policy that lists every exception in force; it never stops an update. */
export const EXCEPTIONS_POLICY = "exceptions-in-force";
/** Where the settings are in a stack's configuration. */
export const SETTINGS_KEY = "firebreak:policy";

type Report = ReportViolation;
type PackConfig = Readonly<Record<string, unknown>>;

/** The page about a policy, from the root of the repository. */
export function pageOf(policy: string): string {
  return `docs/rules/${policy}.md`;
}

function problemText({ key, value, problem, allowed, fix }: SettingsProblem): string {
  return `${key} is ${value}: ${problem}. Allowed: ${allowed}. Fix: ${sentence(fix)}`;
}

function messageOf(violation: Violation): string {
  const unknown = violation.verdict === "unknown" ? "Not known: " : "";
  return `${unknown}${sentence(violation.reason)}\nFix: ${violation.fix}\nSee ${pageOf(violation.rule)}`;
}

/** Reads the settings: what the stack says, overridden key by key by what the pack's own configuration says. */
export function settingsFrom(stackText: string | undefined, pack: PackConfig): SettingsResult {
  if (Object.keys(pack).length === 0) return readSettings(stackText);
  if ("enforcement" in pack) {
    const problem = { key: "enforcement", value: "set", problem: "in a policy pack's configuration the level is given per policy", allowed: '{"off-site-copy": "advisory"}', fix: `move it out of "${SETTINGS_RULE}"` };
    return { ok: false, problems: [problem] };
  }
  const ofStack = readSettings(stackText);
  if (!ofStack.ok) return ofStack;
  const raw = stackText === undefined ? {} : (JSON.parse(stackText) as PackConfig);
  return readSettings({ ...raw, ...pack });
}

type Outcome = { readonly ok: true; readonly judgement: Judgement } | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** What one process of the pack knows. The engine calls it once per resource, and at the end once per stack policy. */
class Pack {
  private readonly collected = new Map<string, Readonly<Record<string, Value>>>();
  private readonly served = new Set<string>();
  private readonly reported = new Set<string>();
  private config: PackConfig = {};
  private collector: string | undefined;
  private outcome: Outcome | undefined;

  constructor(
    private readonly stackText: string | undefined,
    private readonly today: () => Date,
  ) {}

  configure(config: PackConfig): void {
    this.config = config;
  }

  /** Keeps a resource's inputs. Whichever policy is called first does it for all: the others would read the same again. */
  collect(policy: string, args: ResourceValidationArgs): void {
    this.collector ??= policy;
    if (this.collector === policy) this.collected.set(args.urn, valuesOf(args.props));
  }

  /** Reports a finding on a resource before it is created; the stack call then leaves it out. */
  early(violation: Violation, report: Report): void {
    const settings = settingsFrom(this.stackText, this.config);
    const excepted = settings.ok && settings.settings.exceptions.some((one) => inForce(one, this.today()) && one.rule === violation.rule && [violation.urn, violation.name].includes(one.resource));
    if (excepted) return;
    this.reported.add(keyOf(violation));
    report(messageOf(violation));
  }

  /** The judgement of this run. A policy that asks a second time belongs to a new run. */
  outcomeFor(policy: string, args: StackValidationArgs): Outcome {
    if (this.outcome === undefined || this.served.has(policy)) {
      this.served.clear();
      this.outcome = this.judge(args);
    }
    this.served.add(policy);
    return this.outcome;
  }

  private judge(args: StackValidationArgs): Outcome {
    const settings = settingsFrom(this.stackText, this.config);
    if (!settings.ok) return settings;
    // Which rules run, and how strictly, the engine decides: it calls those policies that are not disabled.
    const all: Settings = { ...settings.settings, enforcement: {} };
    return { ok: true, judgement: judge(graphFromPolicy(args.resources, this.collected), all, { today: this.today() }) };
  }

  /** True if the settings' own policy is part of this run, so that no other need speak of wrong settings. */
  settingsAreChecked(): boolean {
    return this.served.has(SETTINGS_RULE);
  }

  /** True once for each finding that was reported on the resource already. */
  wasReported(violation: Violation): boolean {
    return this.reported.delete(keyOf(violation));
  }
}

function keyOf(violation: Violation): string {
  return `${violation.rule} ${violation.urn}`;
}

function reportSettings(problems: readonly SettingsProblem[], report: Report): void {
  report(`${SETTINGS_KEY} cannot be used, so nothing was judged:\n${problems.map(problemText).join("\n")}\nSee ${pageOf(SETTINGS_RULE)}`);
}

/** Whatever throws is a violation: an exception that left here would become an engine error, or worse, an advisory note. */
function guarded(policy: string, report: Report, body: () => void): void {
  try {
    body();
  } catch (error) {
    report(`Not known: the policy "${policy}" failed with ${thrown(error)}.\nFix: report this with the program that shows it.\nSee ${pageOf(policy)}`);
  }
}

const ON_RESOURCE: Readonly<Record<string, (args: ResourceValidationArgs) => Violation | undefined>> = {
  "classified-types": (args) => (classify(args.type) === undefined ? unclassified(args) : undefined),
  "known-protection": (args) => (classify(args.type)?.holds === "opaque" ? opaque(args) : undefined),
};

function resourceCheck(pack: Pack, policy: string): ((args: ResourceValidationArgs, report: Report) => void) | undefined {
  const check = ON_RESOURCE[policy];
  if (check === undefined) return undefined;
  return (args, report) =>
    guarded(policy, report, () => {
      pack.collect(policy, args);
      if (isComponent(args) || args.type.startsWith("pulumi:")) return;
      const violation = check(args);
      if (violation !== undefined) pack.early(violation, report);
    });
}

function stackCheck(pack: Pack, policy: string): (args: StackValidationArgs, report: Report) => void {
  return (args, report) =>
    guarded(policy, report, () => {
      const outcome = pack.outcomeFor(policy, args);
      if (!outcome.ok) {
        if (!pack.settingsAreChecked()) reportSettings(outcome.problems, report);
        return;
      }
      for (const violation of outcome.judgement.violations) {
        if (violation.rule === policy && !pack.wasReported(violation)) report(messageOf(violation), violation.urn || undefined);
      }
    });
}

function policyOf(rule: Rule, pack: Pack, settings: Settings): Policies[number] {
  const validateResource = resourceCheck(pack, rule.name);
  return {
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: enforcementOf(rule.name, settings),
    remediationSteps: rule.remediation,
    url: pageOf(rule.name),
    ...(validateResource === undefined ? {} : { validateResource }),
    validateStack: stackCheck(pack, rule.name),
  };
}

function settingsPolicy(pack: Pack): Policies[number] {
  return {
    name: SETTINGS_RULE,
    description: "The settings of the pack must be right, and every exception in force and used.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: `Correct ${SETTINGS_KEY} in the stack's configuration, or the pack's own configuration.`,
    url: pageOf(SETTINGS_RULE),
    configSchema: { properties: Object.fromEntries(Object.entries(schema.properties).map(([key, { description }]) => [key, { description }])) },
    validateResource: (args, report) =>
      guarded(SETTINGS_RULE, report, () => {
        pack.configure(args.getConfig<PackConfig>());
        pack.collect(SETTINGS_RULE, args);
      }),
    validateStack: (args, report) =>
      guarded(SETTINGS_RULE, report, () => {
        pack.configure(args.getConfig<PackConfig>());
        const outcome = pack.outcomeFor(SETTINGS_RULE, args);
        if (!outcome.ok) reportSettings(outcome.problems, report);
        else for (const violation of outcome.judgement.violations.filter((one) => one.rule === SETTINGS_RULE)) report(messageOf(violation), violation.urn || undefined);
      }),
  };
}

function exceptionsPolicy(pack: Pack): Policies[number] {
  return {
    name: EXCEPTIONS_POLICY,
    description: "Every exception in force is listed.",
    severity: "low",
    enforcementLevel: "advisory",
    remediationSteps: "None is needed; an exception ends by itself on its last day.",
    url: pageOf(EXCEPTIONS_POLICY),
    validateStack: (args, report) =>
      guarded(EXCEPTIONS_POLICY, report, () => {
        const outcome = pack.outcomeFor(EXCEPTIONS_POLICY, args);
        if (!outcome.ok) return;
        for (const { violation, exception } of outcome.judgement.excepted) {
          report(`${exception.rule} is waived for "${violation.name}" until ${exception.expires} by ${exception.owner}: ${exception.reason}.\nWaived: ${violation.reason}.`, violation.urn || undefined);
        }
      }),
  };
}

/** The policies, in the order in which the engine calls them. `stackText` is the JSON text of {@link SETTINGS_KEY}. */
export function policies(stackText: string | undefined, today: () => Date = () => new Date()): Policies {
  const pack = new Pack(stackText, today);
  const read = readSettings(stackText);
  const settings = read.ok ? read.settings : DEFAULTS;
  return [settingsPolicy(pack), ...RULES.map((rule) => policyOf(rule, pack, settings)), exceptionsPolicy(pack)];
}

/** Serves the pack to the engine that started this process. */
export function start(): void {
  new PolicyPack("firebreak", { policies: policies(getConfig(SETTINGS_KEY)), enforcementLevel: "mandatory", displayName: "Firebreak", tags: ["backup", "disaster-recovery", "replication"] });
}
