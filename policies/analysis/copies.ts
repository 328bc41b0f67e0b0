import { nodesOf, types } from "../graph/links";
import type { GraphNode } from "../graph/model";
import type { Context } from "./context";
import { compare, sum } from "./figures";
import { MECHANISMS } from "./mechanisms";
import type { Copy } from "./model";
import { Restores } from "./restore";
import { AWS_DATABASES, OVH_DATABASES, S3_BUCKETS, SECRETS } from "./types";

/** Copies of copies are followed this far; real chains have two or three hops. */
const MOST_HOPS = 5;
/** Copies of one resource that are looked at; a resource with more has enough of them. */
const MOST_COPIES = 64;

/** What a copy is a copy of, seen from the copy. */
export interface Incoming {
  readonly original: GraphNode;
  readonly copy: Copy;
}

/** Everything that copies a graph's resources, found once. */
export interface Holdings {
  /** Copies by original, copies of copies included. */
  readonly copies: ReadonlyMap<string, readonly Copy[]>;
  /** What a resource is itself a whole copy of. */
  readonly incoming: ReadonlyMap<string, readonly Incoming[]>;
  /** By a part (a version, an object, a user): the resource that it is stored in. */
  readonly wholes: ReadonlyMap<string, GraphNode>;
  /** By the URN of a replica's original: what its changes travel to, at once or in hops. */
  readonly travelsTo: (urn: string) => ReadonlySet<string>;
}

/** Mechanisms by which the program itself is the copy: that a copy of something is in the program too says nothing new. */
const ENDS: ReadonlySet<string> = new Set(["pulumi-state", "restore-from-code"]);

/** Resources that are stored within another and share its copies. */
const PARTS: Readonly<Record<string, { readonly input: string; readonly wholes: ReadonlySet<string> }>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": { input: "secretId", wholes: SECRETS },
  "aws:s3/bucketObject:BucketObject": { input: "bucket", wholes: S3_BUCKETS },
  "aws:s3/bucketObjectv2:BucketObjectv2": { input: "bucket", wholes: S3_BUCKETS },
  "aws:s3/objectCopy:ObjectCopy": { input: "bucket", wholes: S3_BUCKETS },
  "aws:dynamodb/tableItem:TableItem": { input: "tableName", wholes: types("aws:dynamodb/table:Table") },
  "aws:rds/clusterInstance:ClusterInstance": { input: "clusterIdentifier", wholes: AWS_DATABASES },
  "aws:docdb/clusterInstance:ClusterInstance": { input: "clusterIdentifier", wholes: AWS_DATABASES },
  "aws:neptune/clusterInstance:ClusterInstance": { input: "clusterIdentifier", wholes: AWS_DATABASES },
  "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance": { input: "clusterId", wholes: OVH_DATABASES },
  "ovh:CloudProjectDatabase/kafkaTopic:KafkaTopic": { input: "clusterId", wholes: OVH_DATABASES },
};

/** Mechanisms that write a value into something that holds more than this value. */
const PARTIAL: ReadonlySet<string> = new Set(["secret-store"]);

/** Finds all copies, follows copies of copies, and lets parts share in the copies of what they are stored in. */
export function findCopies(context: Context): Holdings {
  const direct = new Map<string, Copy[]>();
  const incoming = new Map<string, Incoming[]>();
  for (const mechanism of MECHANISMS) {
    for (const copy of mechanism(context)) {
      push(direct, copy.of, copy);
      const original = context.graph.byUrn.get(copy.of);
      if (copy.at !== undefined && copy.at !== copy.of && original !== undefined && !PARTIAL.has(copy.mechanism)) push(incoming, copy.at, { original, copy });
    }
  }
  for (const list of direct.values()) list.sort(byText);
  for (const list of incoming.values()) list.sort((a, b) => byText(a.copy, b.copy));
  const wholes = new Map<string, GraphNode>();
  for (const [type, { input, wholes: wanted }] of Object.entries(PARTS)) {
    for (const part of context.ofTypes([type])) {
      const [whole, ...more] = nodesOf(context.links.resolve(part, [input], { types: wanted }));
      if (whole !== undefined && more.length === 0) wholes.set(part.urn, whole);
    }
  }
  const copies = new Map<string, readonly Copy[]>();
  for (const urn of direct.keys()) copies.set(urn, chained(urn, direct));
  for (const [part, whole] of wholes) {
    const shared = [...(copies.get(part) ?? []), ...(copies.get(whole.urn) ?? []).map((copy) => ({ ...copy, of: part }))];
    if (shared.length > 0) copies.set(part, shared);
    const from = incoming.get(whole.urn);
    if (from !== undefined) incoming.set(part, [...(incoming.get(part) ?? []), ...from]);
  }
  const restores = new Restores(context);
  for (const [urn, list] of copies) copies.set(urn, list.map((copy) => restores.timed(copy, wholes.get(urn))));
  return { copies, incoming, wholes, travelsTo: reach(direct) };
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [value]);
  else there.push(value);
}

/** An order that does not depend on how the graph was read. */
function byText(a: Copy, b: Copy): number {
  const [left, right] = [a, b].map((copy) => `${copy.of} ${copy.mechanism} ${copy.at ?? ""} ${copy.place.region ?? ""} ${copy.links.map((link) => link.by ?? "").join()}`);
  return (left ?? "") < (right ?? "") ? -1 : left === right ? 0 : 1;
}

function chained(urn: string, direct: ReadonlyMap<string, readonly Copy[]>): readonly Copy[] {
  const found: Copy[] = [];
  const best = new Map<string, Copy>();
  let front = (direct.get(urn) ?? []).map((copy) => ({ copy, seen: [urn] }));
  for (let hop = 0; hop < MOST_HOPS && front.length > 0 && found.length < MOST_COPIES; hop++) {
    const next: typeof front = [];
    for (const { copy, seen } of front) {
      if (hop > 0 && covered(best.get(whereTo(copy)), copy)) continue;
      found.push(copy);
      if (!best.has(whereTo(copy))) best.set(whereTo(copy), copy);
      if (copy.at === undefined || seen.includes(copy.at) || copy.links.some((link) => link.state === "off")) continue;
      const path = [...seen, copy.at];
      for (const further of direct.get(copy.at) ?? []) {
        if (!ENDS.has(further.mechanism) && (further.at === undefined || !path.includes(further.at))) next.push({ copy: join(copy, further), seen: path });
      }
    }
    front = next;
  }
  return found.slice(0, MOST_COPIES);
}

/** Where a copy ends up, and by which last hop. */
function whereTo(copy: Copy): string {
  return `${copy.at ?? ""} ${copy.place.provider} ${copy.place.account ?? ""} ${copy.place.region ?? ""} ${copy.kind} ${copy.mechanism.split(" then ").at(-1) ?? ""}`;
}

/** True if a shorter way to the same store is sound and at least as fresh: a second way adds nothing to the report. */
function covered(shorter: Copy | undefined, longer: Copy): boolean {
  return shorter !== undefined && shorter.links.every((link) => link.state === "on") && compare(shorter.lag, longer.lag) <= 0;
}

/** A copy of a copy counts for the original: as good as its weakest link, as late as all hops together. */
export function join(first: Copy, then: Copy): Copy {
  const kinds = new Set([first.kind, then.kind]);
  const retention = then.retention ?? (then.kind === "recovery-points" ? undefined : first.retention);
  return {
    of: first.of,
    at: then.at,
    mechanism: `${first.mechanism} then ${then.mechanism}`,
    kind: kinds.has("recovery-points") ? "recovery-points" : kinds.has("replica") ? "replica" : then.kind,
    place: then.place,
    lag: sum([first.lag, then.lag]),
    recovery: then.recovery,
    ...(retention === undefined ? {} : { retention }),
    immutable: then.immutable,
    links: [...first.links, ...then.links],
    keys: then.keys,
  };
}

/** What changes at a resource travel to, by replicas; each answer is computed once. */
function reach(direct: ReadonlyMap<string, readonly Copy[]>): (urn: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (urn) => {
    const there = known.get(urn);
    if (there !== undefined) return there;
    const found = new Set<string>();
    const open = [urn];
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      for (const copy of direct.get(current) ?? []) {
        if (copy.kind !== "replica" || copy.at === undefined || found.has(copy.at)) continue;
        found.add(copy.at);
        open.push(copy.at);
      }
    }
    known.set(urn, found);
    return found;
  };
}
