import { distanceKm } from "../../policies/facts/geography";
import type { Copy, Outcome, Place } from "../../policies/analysis/model";
import { isProvider, type Graph } from "../../policies/graph/model";
import { enforcementOf, rejects, type Excepted, type Judgement } from "../../policies/judge";
import { RULES } from "../../policies/rules";
import { asked } from "../../policies/rules/survives-every-disaster";
import type { Violation } from "../../policies/rules/model";
import type { Settings } from "../../policies/settings/model";
import type { DeclaredSite, Report, ReportCopy, ReportException, ReportOutcome, ReportResource, ReportViolation, Resource, Role, Site, Source, Timings } from "./model";

/** What a report is made of. */
export interface ReportInput {
  readonly graph: Graph;
  readonly judgement: Judgement;
  readonly settings: Settings;
  readonly source: Source;
  /** Places that the configuration declares; none for a program of another kind. */
  readonly sites: readonly DeclaredSite[];
  readonly notes: readonly string[];
  readonly timings: Timings;
}

/** Makes the report of a judged graph. Pure: same input, same report. */
export function buildReport(input: ReportInput): Report {
  const { graph, judgement, settings } = input;
  const { assessment } = judgement;
  const violations = judgement.violations.map((violation) => violationOf(violation, settings));
  const outcomes = assessment.outcomes.map(outcomeOf);
  const rejected = judgement.violations.some((violation) => rejects(violation, settings));
  const survives = outcomes.length > 0 && outcomes.every((outcome) => outcome.meets || !outcome.asked);
  return {
    format: "firebreak-report",
    version: 1,
    project: graph.project,
    stack: graph.stack,
    source: input.source,
    verdict: rejected ? "rejected" : survives ? "survives" : "accepted",
    sites: withDistances(input.sites),
    resources: resourcesOf(graph, judgement).map((resource) => resourceOf(resource, input.sites)),
    outcomes,
    matrix: assessment.cells,
    violations,
    exceptions: judgement.excepted.map(exceptionOf),
    assumptions: assessment.assumptions.map((used) => ({
      ...(settings.assumptions.find((stated) => stated.mechanism === used.mechanism) ?? {}),
      mechanism: used.mechanism,
      reason: used.reason,
      usedFor: used.usedFor,
    })),
    notes: input.notes,
    timings: input.timings,
  };
}

function withDistances(sites: readonly DeclaredSite[]): readonly Site[] {
  return sites.map((site) => {
    const distancesKm: Partial<Record<Role, number>> = {};
    for (const other of sites) {
      const km = other.role === site.role ? undefined : distanceKm(site, other);
      if (km !== undefined) distancesKm[other.role] = Math.round(km);
    }
    return { ...site, distancesKm };
  });
}

/** Every managed or read resource; what the analysis does not list (because it failed) is listed as unclassified. */
function resourcesOf(graph: Graph, { assessment }: Judgement): readonly Resource[] {
  const assessed = new Map(assessment.resources.map((resource) => [resource.urn, resource]));
  return graph.nodes
    .filter((node) => node.custom && !isProvider(node))
    .map((node) => assessed.get(node.urn) ?? { urn: node.urn, name: node.name, type: node.type, holds: "unclassified", place: { known: false, why: "it was not analysed", provider: node.type.split(":")[0] ?? "" }, copies: [] });
}

function resourceOf(resource: Resource, sites: readonly DeclaredSite[]): ReportResource {
  const { urn, name, type, holds, place } = resource;
  return { urn, name, type, holds, site: siteOf(place, sites), place, copies: resource.copies.map((copy) => copyOf(copy, sites)) };
}

function copyOf(copy: Copy, sites: readonly DeclaredSite[]): ReportCopy {
  return {
    mechanism: copy.mechanism,
    kind: copy.kind,
    ...(copy.at === undefined ? {} : { at: copy.at }),
    site: siteOf(copy.place, sites),
    immutable: copy.immutable,
    counts: copy.links.every((link) => link.state === "on"),
  };
}

/** The declared place's role, by campus where both are known, else by region; else the place in words. */
function siteOf(place: Place, sites: readonly DeclaredSite[]): string {
  if (!place.known) return "not known";
  const declared = sites.find((site) => site.provider === place.provider && (site.region === place.region || (site.campus !== undefined && site.campus === place.campus)));
  if (declared !== undefined) return declared.role;
  return place.region === undefined ? `${place.provider}, no region` : `${place.provider} ${place.region}`;
}

function outcomeOf(outcome: Outcome): ReportOutcome {
  const { disaster, verdict, meets, hit, lost, unknown, rpo, rto, objective, steps, reason } = outcome;
  return { disaster, verdict, asked: asked(outcome), meets, hit, lost, unknown, achieved: { rpo, rto }, objective, steps, reason };
}

function violationOf(violation: Violation, settings: Settings): ReportViolation {
  const rule = RULES.find((one) => one.name === violation.rule);
  return {
    ...violation,
    severity: rule?.severity ?? "high",
    enforcement: enforcementOf(violation.rule, settings) === "advisory" ? "advisory" : "mandatory",
    docs: `docs/rules/${violation.rule}.md`,
  };
}

function exceptionOf({ violation, exception }: Excepted): ReportException {
  const { rule, urn, name, reason: waives } = violation;
  return { rule, urn, name, waives, reason: exception.reason, owner: exception.owner, expires: exception.expires };
}
