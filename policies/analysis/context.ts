import { classify } from "../catalog/catalog";
import { Links, nodesOf } from "../graph/links";
import { isProvider, type Graph, type GraphNode } from "../graph/model";
import { at, isUnknown, type Value } from "../graph/value";
import type { Settings } from "../settings/model";
import { FigureBook } from "./figures";
import type { AssessedResource, Copy, Link, Place } from "./model";
import { Places } from "./places";
import { KMS_ALIASES, KMS_KEYS, S3_BUCKETS } from "./types";

/** What encrypts something: keys of the graph, and inputs of which nothing is known. */
export interface Encryption {
  readonly keys: readonly GraphNode[];
  /** True if a key is set at all, in the graph or not. */
  readonly set: boolean;
  /** The input to pin, where the key is set but not known. */
  readonly pin?: string;
}

/** One way in which copies come to be: finds all its copies in a graph, with every link checked. */
export type Mechanism = (context: Context) => readonly Copy[];

const KEY_TYPES = new Set([...KMS_KEYS, ...KMS_ALIASES]);
const KEY_INPUTS: readonly (readonly (string | number)[])[] = [
  ["kmsKeyId"], ["kmsKeyArn"], ["kmsMasterKeyId"], ["serverSideEncryption", "kmsKeyArn"], ["encryptionConfigurations", 0, "kmsKey"], ["rootBlockDevice", "kmsKeyId"], ["encryptAtRest", "kmsKeyId"],
];
const SSE_TYPES = ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"];

/** A graph with what the mechanisms ask of it, each answer computed once. */
export class Context {
  readonly places: Places;
  readonly links: Links;
  readonly figures: FigureBook;
  /** Every resource type of the graph. */
  readonly allTypes: ReadonlySet<string>;
  private readonly byType = new Map<string, GraphNode[]>();
  private readonly companionIndex = new Map<string, ReadonlyMap<string, readonly GraphNode[]>>();
  private readonly encryptions = new Map<string, Encryption>();

  constructor(
    readonly graph: Graph,
    readonly settings: Settings,
  ) {
    for (const node of graph.nodes) {
      const same = this.byType.get(node.type);
      if (same === undefined) this.byType.set(node.type, [node]);
      else same.push(node);
    }
    this.allTypes = new Set([...this.byType.keys()].filter((type) => !type.startsWith("pulumi:")));
    this.places = new Places(graph, settings);
    const regionOf = (node: GraphNode) => this.places.regionOf(node);
    const near = (from: GraphNode, candidate: GraphNode) => regionOf(from) === regionOf(candidate) && this.places.accountOf(from) === this.places.accountOf(candidate);
    this.links = new Links(graph, near, regionOf);
    this.places.follow(this.links);
    this.figures = new FigureBook(settings);
  }

  /** Nodes of these types, in order of URN within each. */
  ofTypes(types: Iterable<string>): readonly GraphNode[] {
    return [...types].flatMap((type) => this.byType.get(type) ?? []);
  }

  place(node: GraphNode): Place {
    return this.places.of(node);
  }

  /** What a node holds; components, the stack and providers hold nothing. */
  holds(node: GraphNode): AssessedResource["holds"] {
    if (!node.custom || isProvider(node) || node.type.startsWith("pulumi:")) return "nothing";
    return classify(node.type)?.holds ?? "unclassified";
  }

  /** The resources of some types that say by an input that they belong to a target, by the target's URN. */
  companions(types: readonly string[], input: string, targets: ReadonlySet<string>): ReadonlyMap<string, readonly GraphNode[]> {
    const key = `${types.join()} ${input}`;
    const known = this.companionIndex.get(key);
    if (known !== undefined) return known;
    const index = new Map<string, GraphNode[]>();
    for (const companion of this.ofTypes(types)) {
      for (const target of nodesOf(this.links.resolve(companion, [input], { types: targets }))) {
        const there = index.get(target.urn);
        if (there === undefined) index.set(target.urn, [companion]);
        else there.push(companion);
      }
    }
    this.companionIndex.set(key, index);
    return index;
  }

  /** The keys that one input names, through aliases. */
  keysAt(node: GraphNode, path: readonly (string | number)[], exclude?: ReadonlySet<string>): Encryption {
    const target = this.links.resolve(node, path, { types: KEY_TYPES, ...(exclude === undefined ? {} : { exclude }) });
    if (target.kind === "unset") return { keys: [], set: false };
    if (target.kind === "unknown") return { keys: [], set: true, pin: target.pin };
    const keys = nodesOf(target).flatMap((found) => (KMS_ALIASES.has(found.type) ? nodesOf(this.links.resolve(found, ["targetKeyId"], { types: KMS_KEYS })) : [found]));
    return { keys, set: true };
  }

  /** What encrypts a resource at rest, by its own inputs and a bucket's companions. */
  encryption(node: GraphNode): Encryption {
    const known = this.encryptions.get(node.urn);
    if (known !== undefined) return known;
    const found: Encryption[] = [];
    for (const path of KEY_INPUTS) if (node.inputs[String(path[0])] !== undefined) found.push(this.keysAt(node, path));
    if (node.type === "aws:ssm/parameter:Parameter") found.push(this.keysAt(node, ["keyId"]));
    if (S3_BUCKETS.has(node.type)) found.push(...this.bucketEncryption(node));
    const pin = found.find((one) => one.pin !== undefined)?.pin;
    const result: Encryption = { keys: [...new Set(found.flatMap((one) => one.keys))], set: found.some((one) => one.set), ...(pin === undefined ? {} : { pin }) };
    this.encryptions.set(node.urn, result);
    return result;
  }

  private bucketEncryption(bucket: GraphNode): readonly Encryption[] {
    const companions = this.companions(SSE_TYPES, "bucket", S3_BUCKETS).get(bucket.urn) ?? [];
    const path = ["applyServerSideEncryptionByDefault", "kmsMasterKeyId"];
    const separate = companions.map((companion) => this.keysAt(companion, ["rules", 0, ...path]));
    if (bucket.inputs["serverSideEncryptionConfiguration"] === undefined) return separate;
    return [...separate, this.keysAt(bucket, ["serverSideEncryptionConfiguration", "rule", ...path])];
  }
}

/** A link that is on. */
export function on(name: string, detail: string, by?: GraphNode): Link {
  return { name, state: "on", detail, ...(by === undefined ? {} : { by: by.urn }) };
}

/** A link that is missing or switched off. */
export function off(name: string, detail: string, fix: string, by?: GraphNode): Link {
  return { name, state: "off", detail, fix, ...(by === undefined ? {} : { by: by.urn }) };
}

/** A link of which only the cloud knows. */
export function unsure(name: string, detail: string, fix: string, by?: GraphNode): Link {
  return { name, state: "unknown", detail, fix, ...(by === undefined ? {} : { by: by.urn }) };
}

/** A link that hangs on one input having one of some values. `unset` is what the provider takes where nothing is set. */
export function expects(name: string, node: GraphNode, path: readonly (string | number)[], wanted: readonly (string | number | boolean)[], unset: "on" | "off" | "unknown", fix: string): Link {
  const value: Value | undefined = at(node.inputs, path);
  const input = `${path.join(".")} of "${node.name}"`;
  if (isUnknown(value)) return unsure(name, `${input} is not known yet`, `write ${input} out: ${wanted.join(" or ")}`, node);
  if (value === undefined || value === null) {
    if (unset === "on") return on(name, `${input} is not set, which means on`, node);
    return unset === "off" ? off(name, `${input} is not set`, fix, node) : unsure(name, `${input} is not set`, fix, node);
  }
  const scalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : "a structure";
  const same = wanted.some((one) => String(one).toLowerCase() === String(scalar).toLowerCase());
  return same ? on(name, `${input} is ${String(scalar)}`, node) : off(name, `${input} is ${String(scalar)}`, fix, node);
}

/** The link that a key stands at the destination: unset only matters if the original is encrypted with a key of its own. */
export function keyLink(context: Context, name: string, encryption: Encryption, needed: boolean, destination: Place, node: GraphNode, fix: string): Link {
  if (!encryption.set) return needed ? off(name, `"${node.name}" names no key for the copy, and the original is encrypted with a key of its own`, fix, node) : on(name, "the provider's own key at the destination", node);
  if (encryption.pin !== undefined) return unsure(name, `${encryption.pin} is not known yet`, `write out ${encryption.pin}`, node);
  const elsewhere = encryption.keys.find((key) => {
    const place = context.place(key);
    return place.known && destination.known && place.region !== undefined && destination.region !== undefined && place.region !== destination.region;
  });
  if (elsewhere !== undefined) return off(name, `the key "${elsewhere.name}" is in ${context.place(elsewhere).region ?? "another region"}, the copy in ${destination.region ?? "another"}`, fix, node);
  return on(name, encryption.keys.length === 0 ? "a key outside this stack" : `readable with ${encryption.keys.map((key) => `"${key.name}"`).join(", ")}`, node);
}
