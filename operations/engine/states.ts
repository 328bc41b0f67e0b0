import type { Graph, GraphNode } from "../../policies/graph/model";
import { graphOf } from "../../policies/graph/model";
import { urnOfReference } from "../plan/urn";
import { HIDDEN, propertiesOf } from "../plan/wire";

/** A resource as the engine writes it in states and previews (pulumi/sdk/go/common/apitype, `ResourceV3`); what is unset is absent. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly external?: boolean;
  /** True for one that was replaced and still has to be deleted. */
  readonly delete?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[] | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[] | null;
}

/** The graph of a stack from the engine's own account of its resources. Secrets are hidden. */
export function graphFromStates(project: string, stack: string, states: readonly ResourceState[]): Graph {
  return graphOf(project, stack, states.filter((state) => state.delete !== true).map(nodeOf));
}

function nodeOf(state: ResourceState): GraphNode {
  return {
    urn: state.urn,
    type: state.type,
    name: state.urn.split("::").slice(3).join("::"),
    custom: state.custom ?? false,
    external: state.external ?? false,
    inputs: propertiesOf(hideSecrets(state.inputs ?? {})),
    outputs: propertiesOf(hideSecrets(state.outputs ?? {})),
    id: filled(state.id),
    provider: state.custom === true && filled(state.provider) !== undefined ? urnOfReference(state.provider ?? "") : undefined,
    parent: filled(state.parent),
    dependencies: sorted(state.dependencies),
    propertyDependencies: propertyDependenciesOf(state),
    options: { protect: state.protect ?? false, retainOnDelete: state.retainOnDelete ?? false, ignoreChanges: [...(state.ignoreChanges ?? [])] },
  };
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function sorted(urns: readonly string[] | null | undefined): readonly string[] {
  return [...new Set(urns ?? [])].sort();
}

function propertyDependenciesOf({ propertyDependencies }: ResourceState): GraphNode["propertyDependencies"] {
  const entries = Object.entries(propertyDependencies ?? {}).map(([property, urns]) => [property, sorted(urns)] as const);
  return Object.fromEntries(entries.filter(([, urns]) => urns.length > 0));
}

/** The marks of a secret in a state (pulumi/sdk/go/common/resource, `SecretSig`): the value itself is encrypted beside them. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

function hideSecrets(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, hide(value)]));
}

function hide(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(hide);
  const record = value as Readonly<Record<string, unknown>>;
  return record[SIGNATURE] === SECRET ? HIDDEN : hideSecrets(record);
}
