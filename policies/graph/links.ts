import type { Graph, GraphNode } from "./model";
import { at, isRecord, isUnknown, type Value } from "./value";

/** What an input refers to. */
export type Target =
  /** The input is not set. */
  | { readonly kind: "unset" }
  | { readonly kind: "node"; readonly node: GraphNode }
  /** The value is not known yet and several resources flow into it: whatever is asked must hold for all of them. */
  | { readonly kind: "several"; readonly nodes: readonly GraphNode[]; readonly pin: string }
  /** A known name or ARN of something that this graph does not hold. `region` and `account` are read from the ARN where it has them. */
  | { readonly kind: "external"; readonly text: string; readonly region?: string; readonly account?: string }
  /** Not known, and nothing tells; `pin` is the input that a person should write out. */
  | { readonly kind: "unknown"; readonly pin: string };

/** What the caller looks for at an input. */
export interface LinkQuery {
  /** Type tokens that make sense there. */
  readonly types: ReadonlySet<string>;
  /** URNs that another part of the same input is known to mean. */
  readonly exclude?: ReadonlySet<string>;
}

/** Parts of an ARN; `undefined` where the ARN leaves them empty. */
export interface Arn {
  readonly service: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  /** Everything after the account, for example `db:orders` or `key/1234`. */
  readonly resource: string;
}

/** Reads `arn:partition:service:region:account:resource`; `undefined` for any other text. */
export function parseArn(text: string): Arn | undefined {
  const parts = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):(.+)$/.exec(text);
  if (parts === null) return undefined;
  const [, service = "", region = "", account = "", resource = ""] = parts;
  return { service, region: region || undefined, account: account || undefined, resource };
}

/** Inputs and outputs that give a resource the name by which others refer to it. */
const NAMES: readonly string[] = [
  "arn", "address", "endpoint", "bucket", "name", "identifier", "clusterIdentifier", "globalClusterIdentifier", "replicationGroupId", "globalReplicationGroupId",
  "domainName", "tableName", "endpointId", "replicationTaskId", "replicationInstanceId", "keyId", "key_id", "zoneId", "functionName", "id",
];

/** How near two resources are, so that one name used in two regions means the one beside the referrer. */
export type Near = (from: GraphNode, candidate: GraphNode) => boolean;

/** Finds what inputs refer to. Built once for a graph; each look-up takes constant time in the size of the graph. */
export class Links {
  /** By text, then by type: a name shared by thousands of resources of other types costs nothing. */
  private readonly byText = new Map<string, Map<string, GraphNode[]>>();

  constructor(private readonly graph: Graph, private readonly near: Near = () => true, private readonly regionOf: (node: GraphNode) => string | undefined = () => undefined) {
    for (const node of graph.nodes) {
      const texts = new Set<string>();
      if (node.id !== undefined && node.id !== "") texts.add(node.id);
      for (const source of [node.inputs, node.outputs]) {
        for (const name of NAMES) {
          const value = source[name];
          if (typeof value === "string" && value !== "") texts.add(value);
        }
      }
      for (const text of texts) {
        const there = this.byText.get(text) ?? new Map<string, GraphNode[]>();
        this.byText.set(text, there);
        const same = there.get(node.type);
        if (same === undefined) there.set(node.type, [node]);
        else same.push(node);
      }
    }
  }

  /**
   * What `node`'s input at `path` means. A known text is looked up by id, ARN and physical name; an unknown one by the
   * resources whose outputs flow into the top-level input.
   */
  resolve(node: GraphNode, path: readonly (string | number)[], query: LinkQuery): Target {
    const value = at(node.inputs, path);
    if (value === undefined || value === null || value === "") return { kind: "unset" };
    const pin = `${describePath(path)} of "${node.name}"`;
    if (typeof value === "string") {
      const named = this.ofText(node, value, query);
      if (named.kind !== "external") return named;
      // A text that no resource is known by, but that was computed from one: an address, or an ARN that only the cloud gives.
      const flowed = this.ofUnknown(node, String(path[0]), query, pin);
      return flowed.kind === "unknown" ? named : flowed;
    }
    if (isUnknown(value)) return this.ofUnknown(node, String(path[0]), query, pin);
    return { kind: "unknown", pin };
  }

  /** What a known text means, seen from `node`. */
  ofText(node: GraphNode, text: string, query: LinkQuery): Target {
    const arn = parseArn(text);
    const fits = (candidate: GraphNode): boolean => {
      const region = this.regionOf(candidate);
      return arn?.region === undefined || region === undefined || region === arn.region;
    };
    for (const name of arn === undefined ? [text] : [text, ...tails(arn)]) {
      const there = this.byText.get(name);
      if (there === undefined) continue;
      const found = [...query.types].flatMap((type) => there.get(type) ?? []).filter(fits);
      if (found.length === 0) continue;
      // An ARN names its own region; a bare name means the neighbour.
      const near = arn?.region === undefined ? found.filter((candidate) => this.near(node, candidate)) : found;
      const [first, ...more] = near.length > 0 ? near : found;
      if (first !== undefined && more.length === 0) return { kind: "node", node: first };
      return { kind: "several", nodes: near.length > 0 ? near : found, pin: `the name "${text}"` };
    }
    return { kind: "external", text, ...(arn?.region === undefined ? {} : { region: arn.region }), ...(arn?.account === undefined ? {} : { account: arn.account }) };
  }

  private ofUnknown(node: GraphNode, property: string, query: LinkQuery, pin: string): Target {
    const candidates = new Map<string, GraphNode>();
    for (const urn of node.propertyDependencies[property] ?? []) {
      const source = this.graph.byUrn.get(urn);
      if (source === undefined) continue;
      if (query.types.has(source.type)) candidates.set(source.urn, source);
      else for (const behind of this.through(source, property, query)) candidates.set(behind.urn, behind);
    }
    const left = [...candidates.values()].filter((candidate) => query.exclude?.has(candidate.urn) !== true);
    const [only, ...more] = left;
    if (only === undefined) return { kind: "unknown", pin };
    return more.length === 0 ? { kind: "node", node: only } : { kind: "several", nodes: left, pin };
  }

  /** A companion hands on what it was given: `bucket: versioning.bucket` means the bucket, not its versioning. */
  private through(source: GraphNode, property: string, query: LinkQuery): readonly GraphNode[] {
    const value: Value | undefined = source.inputs[property];
    if (typeof value === "string") {
      const target = this.ofText(source, value, query);
      return target.kind === "node" ? [target.node] : [];
    }
    if (!isUnknown(value)) return [];
    return (source.propertyDependencies[property] ?? []).flatMap((urn) => {
      const behind = this.graph.byUrn.get(urn);
      return behind !== undefined && query.types.has(behind.type) ? [behind] : [];
    });
  }
}

/** The names inside an ARN, from the longest to the shortest. */
function tails(arn: Arn): readonly string[] {
  const names = [arn.resource];
  let rest = arn.resource;
  for (let cut = rest.search(/[:/]/); cut >= 0; cut = rest.search(/[:/]/)) {
    rest = rest.slice(cut + 1);
    if (rest !== "" && rest !== "*") names.push(rest);
  }
  // A pattern over a bucket's objects means the bucket.
  if (arn.service === "s3") names.push(arn.resource.split("/")[0] ?? arn.resource);
  return names;
}

/** `["rules", 0, "destination"]` as `rules[0].destination`. */
export function describePath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), "");
}

/** The nodes a target may mean: one, several, or none. */
export function nodesOf(target: Target): readonly GraphNode[] {
  return target.kind === "node" ? [target.node] : target.kind === "several" ? target.nodes : [];
}

/** A set of type tokens, written out. */
export function types(...tokens: readonly string[]): ReadonlySet<string> {
  return new Set(tokens);
}

/** Every known text within a value, for looking through lists of names or ARNs; at most `limit` of them. */
export function textsIn(value: Value | undefined, limit = 1000): readonly string[] {
  const found: string[] = [];
  const visit = (one: Value | undefined): void => {
    if (found.length >= limit || one === undefined) return;
    if (typeof one === "string") found.push(one);
    else if (Array.isArray(one)) one.forEach(visit);
    else if (isRecord(one)) Object.values(one).forEach(visit);
  };
  visit(value);
  return found;
}
