import { createHash } from "node:crypto";
import type { Log, Location, ReportingDescriptor, Result } from "sarif";
import { RULES } from "../../policies/rules";
import { SETTINGS_RULE } from "../../policies/judge";
import type { Report, ReportException, ReportViolation } from "./model";
import { mandatoryFirst } from "./words";

/** What the report itself does not know. */
export interface SarifContext {
  /** Version of this project. */
  readonly version: string;
  /** The page on a rule, as Markdown; `undefined` where there is none. */
  readonly help: (rule: string) => string | undefined;
  /** Where the repository can be read on the web, without a slash at the end; without it rules have no help address. */
  readonly homepage?: string;
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
/** Code scanning refuses a run with more results (docs.github.com, "SARIF support for code scanning", limits). */
const MOST_RESULTS = 25_000;
/** Middles of the bands by which GitHub names severities (docs.github.com, "SARIF support for code scanning", security-severity). */
const SECURITY_SEVERITY: Readonly<Record<ReportViolation["severity"], string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/**
 * The report as SARIF 2.1.0 for code scanning, as text with a line end. A violation is an `error` where it is mandatory and a `warning` where it
 * is advisory; one that is waived is a `note`, suppressed with the reason. Logical location: the resource's URN. Physical location:
 * the stack's configuration, since a resource graph knows no line of the program.
 */
export function sarifReport(report: Report, context: SarifContext): string {
  const rules = rulesOf(report, context);
  const index = new Map(rules.map((rule, at) => [rule.id, at]));
  const place = placeOf(report);
  const results = [...mandatoryFirst(report).map((one) => resultOf(one, place)), ...report.exceptions.map((one) => waivedOf(one, place))];
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Firebreak", semanticVersion: context.version, ...(context.homepage === undefined ? {} : { informationUri: context.homepage }), rules } },
        automationDetails: { id: `firebreak/${report.project}/${report.stack}` },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        results: results.slice(0, MOST_RESULTS).map((result) => ({ ...result, ruleIndex: index.get(result.ruleId ?? "") ?? -1 })),
        properties: { verdict: report.verdict, source: report.source, leftOut: Math.max(0, results.length - MOST_RESULTS) },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Every rule, whether broken or not, and whatever else a violation names (wrong settings, a state that is not in order). */
function rulesOf(report: Report, { help, homepage }: SarifContext): ReportingDescriptor[] {
  const known = RULES.map(({ name, description, remediation, severity, enforcement }) => ({ name, description, remediation, severity, enforcement: enforcement as ReportViolation["enforcement"] }));
  const named = [...report.violations, ...report.exceptions].map((one) => one.rule);
  const others = [...new Set([SETTINGS_RULE, ...named])].filter((name) => !known.some((rule) => rule.name === name)).map((name) => {
    const description = name === SETTINGS_RULE ? "Settings must be in order: no exception that has expired, names nothing or is ambiguous." : `What "${name}" finds must be mended.`;
    return { name, description, remediation: "Each finding names its own fix.", severity: "high" as const, enforcement: "mandatory" as const };
  });
  return [...known, ...others].map(({ name, description, remediation, severity, enforcement }) => ({
    id: name,
    name,
    shortDescription: { text: description },
    fullDescription: { text: `${description} ${remediation}` },
    help: { text: remediation, markdown: help(name) ?? `${description}\n\n${remediation}` },
    ...(homepage === undefined ? {} : { helpUri: `${homepage}/blob/main/docs/rules/${encodeURIComponent(name)}.md` }),
    defaultConfiguration: { level: levelOf(enforcement) },
    properties: { tags: ["reliability", "security", "disaster-recovery"], precision: "high", "security-severity": SECURITY_SEVERITY[severity] },
  }));
}

function levelOf(enforcement: ReportViolation["enforcement"]): Result.level {
  return enforcement === "advisory" ? "warning" : "error";
}

function placeOf(report: Report): Required<Pick<Location, "physicalLocation">> {
  return { physicalLocation: { artifactLocation: { uri: `Pulumi.${encodeURIComponent(report.stack)}.yaml`, uriBaseId: "%SRCROOT%" }, region: { startLine: 1 } } };
}

function resultOf(violation: ReportViolation, place: Location): Result {
  const { rule, urn, name, type, reason, fix, verdict } = violation;
  return {
    ruleId: rule,
    level: levelOf(violation.enforcement),
    message: { text: `${verdict === "unknown" ? "Not known: " : ""}${reason}\nFix: ${fix}` },
    locations: [{ ...place, logicalLocations: [{ name, fullyQualifiedName: urn === "" ? name : urn, kind: "resource" }] }],
    partialFingerprints: fingerprint(rule, urn, name),
    properties: { type, severity: violation.severity, verdict },
  };
}

function waivedOf(exception: ReportException, place: Location): Result {
  const { rule, urn, name, waives, reason, owner, expires } = exception;
  return {
    ruleId: rule,
    level: "note",
    message: { text: waives },
    locations: [{ ...place, logicalLocations: [{ name, fullyQualifiedName: urn, kind: "resource" }] }],
    partialFingerprints: fingerprint(rule, urn, name),
    suppressions: [{ kind: "external", status: "accepted", justification: `${reason} (${owner}, until ${expires})` }],
  };
}

/** Code scanning tells results apart by this; by line alone all resources of a stack would be one. It does not change with the wording. */
function fingerprint(...parts: readonly string[]): Record<string, string> {
  return { primaryLocationLineHash: `${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32)}:1` };
}
