import Ajv2020 from "ajv/dist/2020";
import type { GraphNode } from "../../policies/graph/model";
import { isUnknown, type Value } from "../../policies/graph/value";
import type { Problem } from "../errors";
import { urnOfReference } from "../plan/urn";
import { UNKNOWN_MARK } from "../plan/wire";
import { brief } from "./printable";
import schema from "./resource.schema.json";
import type { ValueReader } from "./values";

/** A resource as a state holds it; resource.schema.json says what is read. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  /** Waits for its deletion: a newer resource of this URN has taken its place, or none has. */
  readonly delete?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>> | null;
  readonly outputs?: Readonly<Record<string, unknown>> | null;
  readonly parent?: string;
  /** URN and id of the provider: `urn::id`. */
  readonly provider?: string;
  readonly protect?: boolean;
  readonly external?: boolean;
  readonly dependencies?: readonly string[] | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  /** Deleted, and not created again yet. */
  readonly pendingReplacement?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[] | null;
  readonly initErrors?: readonly unknown[] | null;
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<StateResource>(schema);

/** The resource, or what is wrong with it; `where` is how messages call its place in the file. */
export function checkResource(raw: unknown, where: string): { readonly resource: StateResource } | { readonly problem: Problem } {
  if (validate(raw)) return { resource: raw };
  const [error] = validate.errors ?? [];
  const urn = typeof raw === "object" && raw !== null ? (raw as { readonly urn?: unknown }).urn : undefined;
  const at = error === undefined || error.instancePath === "" ? "" : `, ${error.instancePath.slice(1)}`;
  return {
    problem: {
      where: `${where}${typeof urn === "string" ? ` (${brief(urn)})` : ""}${brief(at)}`,
      problem: `it is not what a resource of a Pulumi state looks like: it ${error?.message ?? "does not fit"}`,
      fix: "write the file again with the pulumi command; do not edit it by hand",
    },
  };
}

/** Name of a resource: the last part of its URN, which may itself hold the separator. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The node of a resource. References to what is in `leaving` are dropped: it will not be there any more. */
export function nodeOf(resource: StateResource, values: ValueReader, leaving: ReadonlySet<string>): GraphNode {
  const { urn, type, custom } = resource;
  const provider = reference(resource.provider);
  const parent = reference(resource.parent);
  return {
    urn,
    type,
    name: nameOf(urn),
    custom,
    external: resource.external ?? false,
    inputs: values.properties(resource.inputs, `${urn}, inputs`),
    outputs: knownOnly(values.properties(resource.outputs, `${urn}, outputs`)),
    id: knownId(resource.id),
    provider: custom && provider !== undefined ? urnOfReference(provider) : undefined,
    parent: parent !== undefined && leaving.has(parent) ? undefined : parent,
    dependencies: sorted(resource.dependencies, leaving),
    propertyDependencies: flows(resource.propertyDependencies, leaving),
    options: { protect: resource.protect ?? false, retainOnDelete: resource.retainOnDelete ?? false, ignoreChanges: resource.ignoreChanges ?? [] },
  };
}

function reference(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** The physical id; a preview's create has none, or the mark of an unknown. */
export function knownId(id: string | undefined): string | undefined {
  return id === undefined || id === "" || id.includes(UNKNOWN_MARK) ? undefined : id;
}

function sorted(urns: readonly string[] | null | undefined, leaving: ReadonlySet<string>): readonly string[] {
  return [...new Set(urns ?? [])].filter((urn) => !leaving.has(urn)).sort();
}

function flows(all: StateResource["propertyDependencies"], leaving: ReadonlySet<string>): GraphNode["propertyDependencies"] {
  return Object.fromEntries(Object.entries(all ?? {}).map(([input, urns]) => [input, sorted(urns, leaving)] as const).filter(([, urns]) => urns.length > 0));
}

function knownOnly(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnknown(value)));
}
