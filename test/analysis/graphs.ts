import { graphOf, type Graph, type GraphNode } from "../../policies/graph/model";
import { UNKNOWN, type Value } from "../../policies/graph/value";
import { assess, type AssessOptions } from "../../policies/analysis/assess";
import type { Assessment, Cell, Copy, Figure, Link, Outcome } from "../../policies/analysis/model";
import { DEFAULTS } from "../../policies/settings/settings";
import type { Settings } from "../../policies/settings/model";

/** A resource of a test's graph. */
export interface Handle {
  readonly urn: string;
  readonly name: string;
}

/** Stands in inputs for an output that only the cloud decides. */
class Ref {
  constructor(readonly urns: readonly string[]) {}
}

/** An input that flows from other resources and is not known at preview. */
export function from(...handles: readonly Handle[]): Input {
  return new Ref(handles.map((handle) => handle.urn));
}

/** An input as a test writes it. */
export type Input = Value | Ref | undefined | readonly Input[] | { readonly [key: string]: Input };

/** What a test says of a resource besides its inputs. */
export interface Options {
  readonly provider?: Handle;
  readonly parent?: Handle;
  readonly outputs?: Readonly<Record<string, Value>>;
  readonly id?: string;
  readonly external?: boolean;
  /** Dependencies of inputs that are written as known texts. */
  readonly flows?: Readonly<Record<string, readonly Handle[]>>;
}

/** Builds a graph resource by resource, as a preview would send it. */
export class Stack {
  private readonly nodes: GraphNode[] = [];
  private defaults = new Map<string, Handle>();

  constructor(private readonly project = "shop", private readonly stack = "prod") {}

  /** A provider; the first one of a package becomes the default of its types. */
  provider(name: string, of: "aws" | "ovh" | "random", inputs: Readonly<Record<string, Value>> = {}): Handle {
    const handle = this.add(`pulumi:providers:${of}`, name, inputs);
    if (!this.defaults.has(of)) this.defaults.set(of, handle);
    return handle;
  }

  /** A provider for an AWS region in the account 123456789012. */
  aws(region: string, inputs: Readonly<Record<string, Value>> = {}): Handle {
    return this.provider(`aws-${region}-${this.nodes.length}`, "aws", { region, allowedAccountIds: ["123456789012"], ...inputs });
  }

  ovh(): Handle {
    return this.provider("ovh-eu", "ovh", { endpoint: "ovh-eu" });
  }

  add(type: string, name: string, inputs: Readonly<Record<string, Input>> = {}, options: Options = {}): Handle {
    const urn = `urn:pulumi:${this.stack}::${this.project}::${type}::${name}`;
    const flows: Record<string, readonly string[]> = {};
    const values: Record<string, Value> = {};
    for (const [key, input] of Object.entries(inputs)) {
      const found = new Set<string>((options.flows?.[key] ?? []).map((handle) => handle.urn));
      const value = valueOf(input, found);
      if (value !== undefined) values[key] = value;
      if (found.size > 0) flows[key] = [...found].sort();
    }
    const provider = options.provider ?? this.defaults.get(type.split(":")[0] ?? "");
    this.nodes.push({
      urn,
      type,
      name,
      custom: !type.startsWith("shop:"),
      external: options.external ?? false,
      inputs: values,
      outputs: options.outputs ?? {},
      id: options.id,
      provider: type.startsWith("pulumi:") ? undefined : provider?.urn,
      parent: options.parent?.urn,
      dependencies: [...new Set(Object.values(flows).flat())].sort(),
      propertyDependencies: flows,
      options: { protect: false, retainOnDelete: false, ignoreChanges: [] },
    });
    return { urn, name };
  }

  graph(): Graph {
    return graphOf(this.project, this.stack, this.nodes);
  }

  /** The nodes, for tests that change them. */
  list(): readonly GraphNode[] {
    return this.nodes;
  }
}

function valueOf(input: Input, found: Set<string>): Value | undefined {
  if (input instanceof Ref) {
    input.urns.forEach((urn) => found.add(urn));
    return UNKNOWN;
  }
  if (Array.isArray(input)) return (input as readonly Input[]).map((one) => valueOf(one, found) ?? null);
  if (typeof input === "object" && input !== null && !("firebreak:unknown" in input)) {
    const entries = Object.entries(input as Readonly<Record<string, Input>>).flatMap(([key, one]) => {
      const value = valueOf(one, found);
      return value === undefined ? [] : [[key, value] as const];
    });
    return Object.fromEntries(entries);
  }
  return input as Value | undefined;
}

/** Settings with some values changed. */
export function settings(changed: Partial<Settings> = {}): Settings {
  return { ...DEFAULTS, stateBackend: { provider: "aws", region: "eu-north-1" }, timeToDecide: 900, ...changed };
}

/** Assumptions for mechanisms, in seconds. */
export function assume(...entries: readonly (readonly [mechanism: string, rpo: number | undefined, rto: number | undefined])[]): Settings["assumptions"] {
  return entries.map(([mechanism, rpo, rto]) => ({ mechanism, reason: "stated in the test", ...(rpo === undefined ? {} : { rpo }), ...(rto === undefined ? {} : { rto }) }));
}

const UNTOUCHED: Figure = { known: true, seconds: 0, basis: "it is not hit", source: "follows from the graph", assumed: false };
const LEFT_ALONE = { hit: false, verdict: "survives", rpo: UNTOUCHED, rto: UNTOUCHED, path: [], reason: "not hit" } as const;

/** An assessment with short ways to ask it. */
export class Asked {
  readonly assessment: Assessment;

  constructor(graph: Graph, changed: Partial<Settings> = {}, options: AssessOptions = {}) {
    this.assessment = assess(graph, settings(changed), options);
  }

  copies(of: Handle): readonly Copy[] {
    return this.assessment.resources.find((resource) => resource.urn === of.urn)?.copies ?? [];
  }

  /** The one copy by a mechanism. */
  copy(of: Handle, mechanism: string): Copy {
    const found = this.copies(of).filter((copy) => copy.mechanism === mechanism);
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} copies by ${mechanism}; there are: ${this.copies(of).map((copy) => copy.mechanism).join(", ")}`);
    return only;
  }

  link(of: Handle, mechanism: string, name: string): Link {
    const copy = this.copy(of, mechanism);
    const found = copy.links.find((link) => link.name === name);
    if (found === undefined) throw new Error(`no link "${name}"; there are: ${copy.links.map((link) => link.name).join(", ")}`);
    return found;
  }

  /** The cell of a resource in a disaster; where there is none, the disaster leaves it alone. */
  cell(of: Handle, disaster: string): Pick<Cell, "hit" | "verdict" | "rpo" | "rto" | "path" | "reason" | "fix"> {
    const found = this.assessment.cells.find((cell) => cell.urn === of.urn && cell.disaster === disaster);
    if (found === undefined && this.assessment.disasters.some((one) => one.id === disaster)) return LEFT_ALONE;
    if (found === undefined) throw new Error(`no cell for ${disaster}; there are: ${this.assessment.disasters.map((one) => one.id).join(", ")}`);
    return found;
  }

  outcome(disaster: string): Outcome {
    const found = this.assessment.outcomes.find((outcome) => outcome.disaster.id === disaster);
    if (found === undefined) throw new Error(`no outcome for ${disaster}; there are: ${this.assessment.disasters.map((one) => one.id).join(", ")}`);
    return found;
  }
}

/** Seconds of a known figure; `undefined` where it is unknown. */
export function seconds(figure: Copy["lag"]): number | undefined {
  return figure.known ? figure.seconds : undefined;
}
