import { findLocation } from "../../policies/facts/geography";
import type { Assessment, Cell, Figure, Outcome, Place } from "../../policies/analysis/model";
import { graphOf, type Graph, type GraphNode } from "../../policies/graph/model";
import type { Judgement } from "../../policies/judge";
import type { Settings } from "../../policies/settings/model";
import { DEFAULTS } from "../../policies/settings/settings";
import type { ReportInput } from "../../operations/report/build";
import type { DeclaredSite, Role } from "../../operations/report/model";

/** A judged stack made by hand, in which every part of a report has something to say. */

const HOUR = 3600;

export const urn = (type: string, name: string): string => `urn:pulumi:prod::shop::${type}::${name}`;
export const UPLOADS = urn("ovh:CloudProject/storage:Storage", "uploads");
export const ORDERS = urn("aws:rds/instance:Instance", "orders");

function node(type: string, name: string, custom = true): GraphNode {
  const options = { protect: false, retainOnDelete: false, ignoreChanges: [] };
  return { urn: urn(type, name), type, name, custom, external: false, inputs: { password: "hunter2" }, outputs: {}, id: undefined, provider: undefined, parent: undefined, dependencies: [], propertyDependencies: {}, options };
}

export const GRAPH: Graph = graphOf("shop", "prod", [
  node("pulumi:pulumi:Stack", "shop-prod", false),
  node("pulumi:providers:aws", "default_7_48_0"),
  node("ovh:CloudProject/storage:Storage", "uploads"),
  node("aws:rds/instance:Instance", "orders"),
  node("aws:route53/record:Record", "www"),
  ...["a", "b", "c"].map((name) => node("aws:ec2/subnet:Subnet", name)),
]);

export function place(provider: string, region?: string): Place {
  const location = region === undefined ? undefined : findLocation(provider, region);
  return { known: true, provider, ...(region === undefined ? {} : { region }), ...(location?.campus === undefined ? {} : { campus: location.campus, city: location.city }) };
}

export function known(seconds: number, assumed = false): Figure {
  return { known: true, seconds, basis: "by hand", source: "this test", assumed };
}

export function site(role: Role, provider: string, region: string, active = false): DeclaredSite {
  const location = findLocation(provider, region);
  if (location?.campus === undefined || location.lat === undefined || location.lon === undefined) throw new Error(`no place is known for ${region}`);
  return { role, provider, region, city: location.city, campus: location.campus, lat: location.lat, lon: location.lon, active, servers: role === "backup" ? 0 : 2 };
}

function outcome(over: Partial<Outcome>): Outcome {
  return {
    disaster: { kind: "campus", id: "campus:ovh/GRA", title: "the Gravelines campus burns" },
    verdict: "survives",
    rpo: known(900),
    rto: known(HOUR, true),
    objective: { rpo: HOUR, rto: 4 * HOUR },
    meets: true,
    hit: 1,
    lost: [],
    unknown: [],
    steps: [{ name: "detect", figure: known(60) }],
    reason: "the copy at the secondary is promoted",
    ...over,
  };
}

const cell: Cell = { urn: UPLOADS, disaster: "campus:ovh/GRA", hit: true, verdict: "survives", rpo: known(900), rto: known(HOUR), path: ["replicated to Frankfurt"], reason: "a replica survives" };

export const OUTCOMES = {
  survived: outcome({}),
  slow: outcome({ disaster: { kind: "provider", id: "provider:ovh", title: "OVHcloud is gone" }, rto: known(5 * HOUR), meets: false }),
  lost: outcome({ disaster: { kind: "operator-error", id: "operator-error", title: "an operator deletes the data" }, verdict: "lost", meets: false, lost: [ORDERS], rpo: { known: false, why: "nothing is left" } }),
  unasked: outcome({ disaster: { kind: "key", id: "key:orders", title: "the key of the orders is lost" }, verdict: "lost", meets: false, lost: [ORDERS], rpo: { known: false, why: "nothing is left" }, objective: {} }),
  unsure: outcome({ disaster: { kind: "region", id: "region:aws/eu-central-1", title: "AWS eu-central-1 is gone" }, verdict: "unknown", meets: false, unknown: [ORDERS], rto: { known: false, why: "no figure" } }),
  missed: outcome({ disaster: { kind: "zone", id: "zone:aws/eu-central-1a", title: "a zone fails that nothing is in" }, hit: 0, rpo: known(0), rto: known(0) }),
};

const ASSESSMENT: Assessment = {
  resources: [
    {
      urn: UPLOADS,
      name: "uploads",
      type: "ovh:CloudProject/storage:Storage",
      holds: "data",
      place: place("ovh", "GRA"),
      copies: [{ of: UPLOADS, at: undefined, mechanism: "aws-datasync", kind: "replica", place: place("aws", "eu-central-1"), lag: known(900), recovery: known(0), immutable: false, keys: [], links: [{ name: "schedule", state: "on", detail: "hourly" }, { name: "destination", state: "unknown", detail: "not known yet" }] }],
    },
    { urn: ORDERS, name: "orders", type: "aws:rds/instance:Instance", holds: "data", place: place("aws", "eu-central-1"), copies: [] },
    { urn: urn("aws:route53/record:Record", "www"), name: "www", type: "aws:route53/record:Record", holds: "configuration", place: place("aws"), copies: [] },
    { urn: urn("aws:ec2/subnet:Subnet", "a"), name: "a", type: "aws:ec2/subnet:Subnet", holds: "nothing", place: place("aws", "us-east-1"), copies: [] },
    { urn: urn("aws:ec2/subnet:Subnet", "b"), name: "b", type: "aws:ec2/subnet:Subnet", holds: "nothing", place: { known: false, provider: "aws", why: "pin region" }, copies: [] },
  ],
  disasters: Object.values(OUTCOMES).map((one) => one.disaster),
  outcomes: Object.values(OUTCOMES),
  cells: [cell],
  assumptions: [{ mechanism: "aws-datasync", reason: "measured by us in May", usedFor: [UPLOADS] }],
};

const violation = { rule: "off-site-copy", urn: ORDERS, name: "orders", type: "aws:rds/instance:Instance", verdict: "rejected" as const, reason: 'aws:rds/instance:Instance "orders" holds data in Frankfurt, and nothing in this stack copies it elsewhere', fix: "Add a read replica in another region." };
const waived = { ...violation, rule: "replica-distance", reason: "the replica is 82 km away", fix: "Move it." };

export const JUDGEMENT: Judgement = {
  assessment: ASSESSMENT,
  violations: [violation],
  excepted: [{ violation: waived, exception: { rule: "replica-distance", resource: "orders", reason: "the third place is further", owner: "platform", expires: "2027-03-31" } }],
};

export const SETTINGS: Settings = { ...DEFAULTS, assumptions: [{ mechanism: "aws-datasync", reason: "measured by us in May", rpo: 2 * HOUR }] };

/** Input for a report; `over` replaces parts of it. */
export function sample(over: Partial<ReportInput> = {}): ReportInput {
  return {
    graph: GRAPH,
    judgement: JUDGEMENT,
    settings: SETTINGS,
    source: "in-process",
    sites: [site("primary", "ovh", "GRA11", true), site("secondary", "aws", "eu-central-1"), site("backup", "aws", "eu-north-1")],
    notes: ["encrypted configuration is not decrypted here and counts as unknown: shop:token"],
    timings: { total: 2940, parts: { startup: 420, sdk: 1210, program: 900, analysis: 110 } },
    ...over,
  };
}

/** A judgement with these outcomes and nothing wrong. */
export function judged(outcomes: readonly Outcome[], over: Partial<Judgement> = {}): Judgement {
  return { assessment: { ...ASSESSMENT, outcomes, disasters: outcomes.map((one) => one.disaster) }, violations: [], excepted: [], ...over };
}
