import type { AssessedResource, Cell, Outcome } from "../../policies/analysis/model";
import { buildReport } from "../../operations/report/build";
import type { Report, ReportViolation } from "../../operations/report/model";
import { JUDGEMENT, known, OUTCOMES, place, sample, urn } from "./sample";

/** Texts that a page, a comment or a terminal could mistake for its own; a reader must see them as they are. */
export const HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "'; alert(3); '", "a|b`c`*d*_e_[f](http://evil.example)@someone #1", "<!-- -->", "${7*7}{{7*7}}"] as const;

/** A report in which every text that comes from a stack is hostile. */
export function hostileReport(): Report {
  const bad = HOSTILE.join(" ");
  const report = buildReport(sample());
  const figure = { known: true as const, seconds: 60, basis: bad, source: bad, assumed: true };
  return {
    ...report,
    project: bad,
    stack: bad,
    sites: report.sites.map((site) => ({ ...site, city: bad, region: bad })),
    resources: report.resources.map((resource) => ({ ...resource, name: bad, type: `x:y:${bad}`, site: resource.site === "primary" ? "primary" : bad, place: { ...resource.place, city: bad } })),
    outcomes: report.outcomes.map((outcome) => ({ ...outcome, reason: bad, disaster: { ...outcome.disaster, title: bad }, achieved: { rpo: figure, rto: figure }, steps: [{ name: bad, figure }, { name: bad, figure: { known: false as const, why: bad } }] })),
    matrix: report.matrix.map((cell) => ({ ...cell, reason: bad, path: [bad, bad], fix: bad, rpo: figure })),
    violations: report.violations.map((violation) => ({ ...violation, name: bad, type: bad, reason: bad, fix: bad, rule: bad, docs: bad })),
    exceptions: report.exceptions.map((one) => ({ ...one, name: bad, waives: bad, reason: bad, owner: bad })),
    assumptions: report.assumptions.map((one) => ({ ...one, mechanism: bad, reason: bad })),
    notes: [bad],
  };
}

/** A report on a stack of this many resources and disasters; one resource in a hundred is lost in each. */
export function largeReport(resources: number, disasters: number): Report {
  const assessed: AssessedResource[] = Array.from({ length: resources }, (_, index) => ({ urn: urn("aws:s3/bucket:Bucket", `bucket-${index}`), name: `bucket-${index}`, type: index % 3 === 0 ? "aws:s3/bucket:Bucket" : "aws:rds/instance:Instance", holds: index % 2 === 0 ? "data" : "configuration", place: place("aws", index % 2 === 0 ? "eu-central-1" : "eu-north-1"), copies: [] }));
  const outcomes: Outcome[] = Array.from({ length: disasters }, (_, index) => ({ ...OUTCOMES.survived, disaster: { kind: "key", id: `key:key-${index}`, title: `the key "key-${index}" is lost` } }));
  const cells: Cell[] = assessed.flatMap((resource, at) => outcomes.map((outcome): Cell => ({ urn: resource.urn, disaster: outcome.disaster.id, hit: true, verdict: at % 100 === 0 ? "lost" : "survives", rpo: known(0), rto: known(0), path: [`a copy of ${resource.name}`], reason: "as computed" })));
  const report = buildReport(sample({ judgement: { ...JUDGEMENT, assessment: { ...JUDGEMENT.assessment, resources: assessed, disasters: outcomes.map((one) => one.disaster), outcomes, cells } } }));
  const violation = report.violations[0] as ReportViolation;
  return { ...report, resources: assessed.map((one) => ({ ...one, copies: [], site: one.place.region ?? "" })), violations: assessed.map((one) => ({ ...violation, urn: one.urn, name: one.name })) };
}
