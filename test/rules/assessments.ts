/** Assessments made by hand, so that each rule is tested on exactly what it reads. */
import type { AssessedResource, Assessment, Cell, Copy, Disaster, Figure, Holds, Link, Outcome, Place } from "../../policies/analysis/model";
import { graphOf, type GraphNode } from "../../policies/graph/model";
import type { RuleContext } from "../../policies/rules/model";
import type { Settings } from "../../policies/settings/model";
import { DEFAULTS } from "../../policies/settings/settings";

export const PROJECT = "shop";
export const STACK = "prod";
export const STACK_URN = `urn:pulumi:${STACK}::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-${STACK}`;

export const GRAVELINES: Place = { known: true, provider: "ovh", region: "GRA", campus: "GRA", city: "Gravelines", lat: 50.9865, lon: 2.1281 };
export const ROUBAIX: Place = { known: true, provider: "ovh", region: "RBX", campus: "RBX", city: "Roubaix", lat: 50.6927, lon: 3.1778 };
export const FRANKFURT: Place = { known: true, provider: "aws", region: "eu-central-1", campus: "eu-central-1", city: "Frankfurt", lat: 50.1109, lon: 8.6821 };
export const GLOBAL: Place = { known: true, provider: "aws" };
export const NOWHERE: Place = { known: false, provider: "aws", why: 'the region of the provider "far" is not known yet: write it out' };

const BUCKET = "aws:s3/bucket:Bucket";

export function urnOf(name: string, type = BUCKET): string {
  return `urn:pulumi:${STACK}::${PROJECT}::${type}::${name}`;
}

export function known(seconds: number): Figure {
  return { known: true, seconds, basis: "test", source: "test", assumed: false };
}

export function resource(name: string, more: Partial<AssessedResource> = {}): AssessedResource {
  const type = more.type ?? BUCKET;
  return { urn: urnOf(name, type), name, type, holds: "data", place: GRAVELINES, copies: [], ...more };
}

export function link(name: string, state: Link["state"] = "on", detail = `${name} was looked at`, fix?: string): Link {
  return { name, state, detail, ...(fix === undefined ? {} : { fix }) };
}

export function copy(of: string, place: Place, more: Partial<Copy> = {}): Copy {
  return { of: urnOf(of), at: undefined, mechanism: "test-replication", kind: "replica", place, lag: known(900), recovery: known(600), immutable: false, links: [link("rule status")], keys: [], ...more };
}

export function node(urn: string, more: Partial<GraphNode> = {}): GraphNode {
  const [, , type = "", name = ""] = urn.split("::");
  return {
    urn, type, name, custom: true, external: false, inputs: {}, outputs: {}, id: undefined, provider: undefined, parent: STACK_URN,
    dependencies: [], propertyDependencies: {}, options: { protect: false, retainOnDelete: undefined, ignoreChanges: [] }, ...more,
  };
}

export const CAMPUS: Disaster = { kind: "campus", id: "campus:ovh/GRA", title: "the OVHcloud campus GRA in Gravelines burns" };

export function cell(name: string, more: Partial<Cell> = {}): Cell {
  return { urn: urnOf(name), disaster: CAMPUS.id, hit: true, verdict: "survives", rpo: known(900), rto: known(3600), path: [], reason: "", ...more };
}

export function outcome(more: Partial<Outcome> = {}): Outcome {
  return { disaster: CAMPUS, verdict: "survives", rpo: known(900), rto: known(3600), objective: {}, meets: true, hit: 1, lost: [], unknown: [], steps: [], reason: "", ...more };
}

export function assessment(resources: readonly AssessedResource[], more: Partial<Assessment> = {}): Assessment {
  return { resources, disasters: [], outcomes: [], cells: [], assumptions: [], ...more };
}

/** What a rule is given; the graph holds a plain node for each resource unless told otherwise. */
export function context(resources: readonly AssessedResource[], more: { assessment?: Partial<Assessment>; settings?: Partial<Settings>; nodes?: readonly GraphNode[] } = {}): RuleContext {
  const stack = node(STACK_URN, { custom: false, parent: undefined });
  const given = new Set((more.nodes ?? []).map((one) => one.urn));
  const rest = resources.filter((one) => !given.has(one.urn)).map((one) => node(one.urn));
  return {
    graph: graphOf(PROJECT, STACK, [stack, ...(more.nodes ?? []), ...rest]),
    assessment: assessment(resources, more.assessment),
    settings: { ...DEFAULTS, ...more.settings },
  };
}

/** Everything that must never be asked for a copy. */
export const STATELESS: readonly Holds[] = ["configuration", "cache", "nothing"];
