/** From what `@pulumi/policy` gives to the graph. The SDK's objects end here: rules see plain values only. */
import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { graphOf, type Graph, type GraphNode } from "./graph/model";
import { isUnknown, UNKNOWN, type Value } from "./graph/value";

/** Inputs as `validateResource` saw them, by URN. What is unset is absent there; a stack policy sees it as unknown. */
export type CollectedInputs = ReadonlyMap<string, Readonly<Record<string, Value>>>;

type Values = Readonly<Record<string, Value>>;

/** Reads one property behind a guard: the SDK throws on what is not known yet, and whatever else throws is not known either. */
function read(holder: object, key: string | number): Value | undefined {
  let raw: unknown;
  try {
    raw = (holder as Readonly<Record<string | number, unknown>>)[key];
  } catch {
    return UNKNOWN;
  }
  return valueOf(raw);
}

function valueOf(raw: unknown): Value | undefined {
  if (raw === null || typeof raw === "boolean" || typeof raw === "number" || typeof raw === "string") return raw;
  if (typeof raw !== "object") return undefined;
  // By index, not by iterating: an iterator stops at the first element that is not known.
  if (Array.isArray(raw)) return Array.from({ length: raw.length }, (_, index) => read(raw, index) ?? null);
  return valuesOf(raw);
}

/** A plain copy of a resource's properties: unset stays absent, unknown becomes UNKNOWN, at any depth. */
export function valuesOf(props: object): Values {
  const values: Record<string, Value> = {};
  for (const key of Object.keys(props)) {
    const value = read(props, key);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Outputs that are known; what only the cloud will decide is left out. */
function knownOnly(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnknown(value)));
}

/** True for a component or the stack itself: those have no provider, and are none. */
export function isComponent(resource: { readonly type: string; readonly provider?: PolicyProviderResource }): boolean {
  return resource.provider === undefined && !resource.type.startsWith("pulumi:providers:");
}

function optionsOf(opts: ResourceValidationArgs["opts"]): GraphNode["options"] {
  return { protect: opts.protect, retainOnDelete: undefined, ignoreChanges: [...opts.ignoreChanges] };
}

function sortedUrns(resources: readonly { readonly urn: string }[]): readonly string[] {
  return [...new Set(resources.map((resource) => resource.urn))].sort();
}

function nodeOf(resource: PolicyResource, collected: CollectedInputs): GraphNode {
  const seen = valuesOf(resource.props);
  const outputs = knownOnly(seen);
  const id = outputs["id"];
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    custom: !isComponent(resource),
    external: false,
    // Without inputs of its own a resource is judged by what the stack call shows, where more is unknown: never less strict.
    inputs: collected.get(resource.urn) ?? seen,
    outputs,
    id: typeof id === "string" && id !== "" ? id : undefined,
    provider: resource.provider?.urn,
    parent: resource.parent?.urn ?? resource.opts.parent,
    dependencies: sortedUrns(resource.dependencies),
    propertyDependencies: Object.fromEntries(Object.entries(resource.propertyDependencies).map(([key, on]) => [key, sortedUrns(on)])),
    options: optionsOf(resource.opts),
  };
}

/** A provider that the stack call does not list itself, from what a resource says of it. Empty configuration is not known, never a default. */
function providerNode(provider: PolicyProviderResource, collected: CollectedInputs): GraphNode {
  return {
    urn: provider.urn,
    type: provider.type,
    name: provider.name,
    custom: true,
    external: false,
    inputs: collected.get(provider.urn) ?? valuesOf(provider.props),
    outputs: {},
    id: undefined,
    provider: undefined,
    parent: undefined,
    dependencies: [],
    propertyDependencies: {},
    options: { protect: false, retainOnDelete: undefined, ignoreChanges: [] },
  };
}

/** Stack and project of a URN such as `urn:pulumi:prod::shop::aws:s3/bucket:Bucket::uploads`. */
function ownerOf(urn: string | undefined): { readonly stack: string; readonly project: string } {
  const [head = "", project = ""] = (urn ?? "").split("::");
  return { stack: head.replace(/^urn:pulumi:/, ""), project };
}

/** The graph of one stack call: relations from the resources, inputs as collected. The order of either does not matter. */
export function graphFromPolicy(resources: readonly PolicyResource[], collected: CollectedInputs): Graph {
  const nodes = new Map(resources.map((resource) => [resource.urn, nodeOf(resource, collected)]));
  for (const { provider } of resources) {
    if (provider !== undefined && !nodes.has(provider.urn)) nodes.set(provider.urn, providerNode(provider, collected));
  }
  const { project, stack } = ownerOf([...nodes.keys()].sort()[0]);
  return graphOf(project, stack, [...nodes.values()]);
}
