import type { AssessedResource, Cell, Copy, Outcome, UsedAssumption } from "../../policies/analysis/model";
import { isProvider, type Graph, type GraphNode } from "../../policies/graph/model";
import type { Excepted, Judgement } from "../../policies/judge";
import { asked } from "../../policies/rules/survives-every-disaster";
import type { Violation } from "../../policies/rules/model";
import type { Assumption, Settings } from "../../policies/settings/model";

/** One disaster, as it concerns one resource. */
export interface Fate {
  readonly outcome: Outcome;
  readonly asked: boolean;
  readonly cell: Cell;
}

/** A resource and by which inputs it is connected; no input where it is stated only. */
export interface Connected {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
}

/** Everything that is known of one resource, without any value of its properties other than its region or zone. */
export interface Subject {
  readonly resource: AssessedResource;
  readonly parent: string | undefined;
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly external: boolean;
  /** The input that says where it is, where one does. */
  readonly placedBy: { readonly input: string; readonly value: string } | undefined;
  readonly copies: readonly (Copy & { readonly atName: string | undefined; readonly keyNames: readonly string[] })[];
  /** What it is itself a copy of. */
  readonly copyOf: readonly { readonly original: string; readonly copy: Copy }[];
  readonly partOf: string | undefined;
  readonly fates: readonly Fate[];
  /** Disasters that do not reach it. */
  readonly spared: readonly string[];
  readonly dependsOn: readonly Connected[];
  readonly usedBy: readonly Connected[];
  readonly assumptions: readonly (UsedAssumption & Partial<Assumption>)[];
  readonly violations: readonly Violation[];
  readonly excepted: readonly Excepted[];
}

/** The resources of a judged graph that can be explained: managed or read, no providers or components. */
export function explainable(graph: Graph, { assessment }: Judgement): readonly AssessedResource[] {
  const assessed = new Map(assessment.resources.map((resource) => [resource.urn, resource]));
  return graph.nodes.filter((node) => node.custom && !isProvider(node)).flatMap((node) => assessed.get(node.urn) ?? []);
}

/** Gathers what is known of a resource. */
export function subjectOf(resource: AssessedResource, graph: Graph, judgement: Judgement, settings: Settings): Subject {
  const { assessment } = judgement;
  const node = graph.byUrn.get(resource.urn);
  const nameOf = (urn: string) => graph.byUrn.get(urn)?.name ?? urn.split("::").at(-1) ?? urn;
  const cells = new Map(assessment.cells.filter((cell) => cell.urn === resource.urn).map((cell) => [cell.disaster, cell]));
  const fates = assessment.outcomes.flatMap((outcome): readonly Fate[] => {
    const cell = cells.get(outcome.disaster.id);
    return cell === undefined || (!cell.hit && cell.verdict === "survives") ? [] : [{ outcome, asked: asked(outcome), cell }];
  });
  const reached = new Set(fates.map(({ outcome }) => outcome.disaster.id));
  const figures = [...fates.flatMap(({ cell }) => [cell.rpo, cell.rto]), ...resource.copies.flatMap((copy) => [copy.lag, copy.recovery]), ...fates.flatMap(({ outcome }) => outcome.steps.map((step) => step.figure))];
  const mechanisms = new Set(figures.flatMap((figure) => (figure.known ? (figure.assumptions ?? []) : [])));
  return {
    resource,
    parent: node?.parent === undefined ? undefined : nameOf(node.parent),
    provider: node?.provider === undefined ? undefined : nameOf(node.provider),
    protect: node?.options.protect === true,
    external: node?.external === true,
    placedBy: node === undefined ? undefined : placedBy(node, resource),
    copies: resource.copies.map((copy) => ({ ...copy, atName: copy.at === undefined ? undefined : nameOf(copy.at), keyNames: copy.keys.map(nameOf) })),
    copyOf: assessment.resources.flatMap((original) => (original.urn === resource.urn ? [] : original.copies.filter((copy) => copy.at === resource.urn).map((copy) => ({ original: original.name, copy })))),
    partOf: resource.partOf === undefined ? undefined : nameOf(resource.partOf),
    fates,
    spared: assessment.outcomes.filter((outcome) => !reached.has(outcome.disaster.id)).map((outcome) => outcome.disaster.title),
    dependsOn: node === undefined ? [] : connected(node, (urn) => graph.byUrn.get(urn)),
    usedBy: node === undefined ? [] : users(node, graph),
    assumptions: assessment.assumptions.filter(({ mechanism }) => mechanisms.has(mechanism)).map((used) => ({ ...(settings.assumptions.find((stated) => stated.mechanism === used.mechanism) ?? {}), ...used })),
    violations: judgement.violations.filter((violation) => violation.urn === resource.urn),
    excepted: judgement.excepted.filter(({ violation }) => violation.urn === resource.urn),
  };
}

/** The top-level input whose text is the region or zone where the resource is. */
function placedBy(node: GraphNode, { place }: AssessedResource): Subject["placedBy"] {
  for (const value of [place.zone, place.region]) {
    const found = value === undefined ? undefined : Object.keys(node.inputs).find((input) => node.inputs[input] === value && /region|zone|location|datacenter/i.test(input));
    if (found !== undefined && value !== undefined) return { input: found, value };
  }
  return undefined;
}

function connected(node: GraphNode, find: (urn: string) => GraphNode | undefined): readonly Connected[] {
  const flowing = Object.entries(node.propertyDependencies);
  const urns = [...new Set([...node.dependencies, ...flowing.flatMap(([, of]) => of)])].sort();
  return urns.flatMap((urn): readonly Connected[] => {
    const other = find(urn);
    return other === undefined || !other.custom ? [] : [{ name: other.name, type: other.type, inputs: flowing.filter(([, of]) => of.includes(urn)).map(([input]) => input) }];
  });
}

function users(node: GraphNode, graph: Graph): readonly Connected[] {
  return graph.nodes.flatMap((other) => {
    if (!other.custom || isProvider(other)) return [];
    const inputs = Object.entries(other.propertyDependencies).filter(([, of]) => of.includes(node.urn)).map(([input]) => input);
    return inputs.length > 0 || other.dependencies.includes(node.urn) ? [{ name: other.name, type: other.type, inputs }] : [];
  });
}
