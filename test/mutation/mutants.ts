/** Small changes to a stack's graph, each of which takes something away: what an edit, a merge or a tired evening does. */
import { keyOf, isListShape, isObjectShape, type Shape, type ShapeTable } from "../../clouds/shapes/shape";
import { graphOf, type Graph, type GraphNode } from "../../policies/graph/model";
import { isList, isRecord, type Value } from "../../policies/graph/value";

/** One change to one resource. */
export interface Mutant {
  readonly type: string;
  readonly name: string;
  /** The input, with `[*]` for entries of lists; `(resource)` or `(protect)` for the whole. */
  readonly property: string;
  /** What was done: `removed`, `unset`, `flipped`, `halved`, `least`, `raised`, `weakened`, `moved`, `unprotected`. */
  readonly change: string;
  /** The provider itself refuses it: a required input is missing. */
  readonly refused: boolean;
  readonly graph: () => Graph;
}

type Path = readonly (string | number)[];

/** Values that say what protects, and what says less. */
const WEAKER: Readonly<Record<string, string>> = {
  Enabled: "Disabled", enabled: "disabled", ENABLED: "DISABLED", COMPLIANCE: "GOVERNANCE", PRESERVE: "REMOVE", HTTPS: "HTTP", require: "none", "aws:kms": "AES256",
  "full-load-and-cdc": "full-load", ALWAYS: "NEVER", PRIMARY: "SECONDARY", SECONDARY: "PRIMARY", BucketOwnerEnforced: "ObjectWriter",
  "cron(0 * * * ? *)": "cron(0 1 * * ? *)", "rate(1 hour)": "rate(1 day)", business: "essential", CHANGED: "ALL", "1": "0",
  // From the third place to a site, and from the far backup region to the near one.
  "eu-north-1": "eu-central-1", WAW: "GRA",
};
/** Numbers of days that a protection lasts. */
const LASTING = new Set(["retentionPeriod", "backupRetentionPeriod", "deleteAfter", "minRetentionDays", "days", "deletionWindowInDays", "recoveryWindowInDays", "length"]);
/** Times that add to a recovery. */
const SLOWING = new Set(["ttl", "requestInterval", "failureThreshold", "startWindow", "delay", "interval"]);
/** From a minute to two days. */
const SLOWER = 2880;

/** Inputs of a type as `rules[*].status`. */
export function patternOf(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[*]` : text === "" ? step : `${text}.${step}`), "");
}

function replaced(value: Value | undefined, path: Path, to: Value | undefined): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  if (isList(value)) return value.flatMap((entry, index) => (index === step ? (replaced(entry, rest, to) ?? []) : [entry]));
  if (!isRecord(value)) return value;
  const inner = replaced(value[String(step)], rest, to);
  const others = Object.entries(value).filter(([key]) => key !== String(step));
  return Object.fromEntries(inner === undefined ? others : [...others, [String(step), inner]]);
}

/** Every place within some inputs, from the outside in. */
function placesIn(value: Value | undefined, path: Path = []): readonly Path[] {
  const here = path.length === 0 ? [] : [path];
  if (isList(value)) return [...here, ...value.flatMap((entry, index) => placesIn(entry, [...path, index]))];
  if (isRecord(value)) return [...here, ...Object.keys(value).flatMap((key) => placesIn(value[key], [...path, key]))];
  return here;
}

function valueAt(value: Value | undefined, path: Path): Value | undefined {
  return path.reduce<Value | undefined>((current, step) => (isList(current) && typeof step === "number" ? current[step] : isRecord(current) ? current[String(step)] : undefined), value);
}

function isRequired(shapes: ShapeTable, type: string, path: Path): boolean {
  let shape: Shape | undefined = shapes[type]?.inputs;
  let required = false;
  for (const step of path) {
    if (shape === undefined) return false;
    if (typeof step === "number") {
      shape = isListShape(shape) ? shape[0] : undefined;
      required = false;
    } else {
      const key: ReturnType<typeof keyOf> = isObjectShape(shape) ? keyOf(shape, step) : undefined;
      shape = key?.shape;
      required = key?.required === true;
    }
  }
  return required;
}

function withNode(graph: Graph, urn: string, change: (node: GraphNode) => GraphNode): Graph {
  return graphOf(graph.project, graph.stack, graph.nodes.map((node) => (node.urn === urn ? change(node) : node)));
}

function withInput(graph: Graph, node: GraphNode, path: Path, to: Value | undefined): Graph {
  return withNode(graph, node.urn, (one) => {
    const inputs = replaced(one.inputs, path, to) as GraphNode["inputs"];
    const left = Object.entries(one.propertyDependencies).filter(([input]) => path.length > 1 || to !== undefined || input !== path[0]);
    return { ...one, inputs, propertyDependencies: Object.fromEntries(left) };
  });
}

/** The program without a resource: what flowed from it comes from nowhere now. */
function without(graph: Graph, urn: string): Graph {
  const left = graph.nodes.filter((node) => node.urn !== urn);
  const forget = (urns: readonly string[]) => urns.filter((one) => one !== urn);
  return graphOf(graph.project, graph.stack, left.map((node) => ({
    ...node,
    dependencies: forget(node.dependencies),
    propertyDependencies: Object.fromEntries(Object.entries(node.propertyDependencies).map(([input, from]) => [input, forget(from)])),
  })));
}

/** What else than unsetting can be done to a value, by the name of the change. */
function changes(key: string, value: Value | undefined): readonly (readonly [change: string, to: Value])[] {
  if (typeof value === "boolean") return [["flipped", !value]];
  if (typeof value === "number" && LASTING.has(key)) return [["halved", Math.floor(value / 2)], ["least", 1]];
  if (typeof value === "number" && SLOWING.has(key)) return [["raised", value * SLOWER]];
  const weaker = typeof value === "string" ? WEAKER[value] : undefined;
  return weaker === undefined ? [] : [["weakened", weaker]];
}

/** A provider that works in the region of another one of its kind: two places become one. */
function moved(graph: Graph): readonly Mutant[] {
  const providers = graph.nodes.filter((node) => node.type.startsWith("pulumi:providers:") && typeof node.inputs["region"] === "string");
  return providers.flatMap((node) =>
    providers
      .filter((other) => other.type === node.type && other.inputs["region"] !== node.inputs["region"])
      .map((other): Mutant => ({ type: node.type, name: node.name, property: "region", change: "moved", refused: false, graph: () => withInput(graph, node, ["region"], other.inputs["region"]) })),
  );
}

/** All mutants of a graph, in the order of its nodes: of resources, and of where providers work. Components and the stack itself are left alone. */
export function mutantsOf(graph: Graph, shapes: ShapeTable): readonly Mutant[] {
  return [...moved(graph), ...ofResources(graph, shapes)];
}

function ofResources(graph: Graph, shapes: ShapeTable): readonly Mutant[] {
  return graph.nodes.filter((node) => node.custom && !node.type.startsWith("pulumi:")).flatMap((node): readonly Mutant[] => {
    const base = { type: node.type, name: node.name, refused: false };
    const whole: Mutant[] = [{ ...base, property: "(resource)", change: "removed", graph: () => without(graph, node.urn) }];
    if (node.options.protect) whole.push({ ...base, property: "(protect)", change: "unprotected", graph: () => withNode(graph, node.urn, (one) => ({ ...one, options: { ...one.options, protect: false } })) });
    const inputs = placesIn(node.inputs).flatMap((path): readonly Mutant[] => {
      const property = patternOf(path);
      const other = changes(String(path.at(-1)), valueAt(node.inputs, path)).map(([change, to]): Mutant => ({ ...base, property, change, graph: () => withInput(graph, node, path, to) }));
      return [{ ...base, property, change: "unset", refused: isRequired(shapes, node.type, path), graph: () => withInput(graph, node, path, undefined) }, ...other];
    });
    return [...whole, ...inputs];
  });
}
