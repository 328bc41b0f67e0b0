import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { keyLink, off, on, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { copyOf, urns } from "./support";

/** Members of one global cluster beyond this are compared with the first ones only; the services admit six to eleven. */
const MOST = 12;

/** How one service ties clusters of several regions together. */
interface Family {
  /** Facts-table name. */
  readonly mechanism: string;
  readonly global: string;
  readonly member: string;
  /** Input of a member that names the global cluster. */
  readonly joins: string;
  /** Input of the global cluster that names the primary. */
  readonly primary?: string;
  /** Inputs that only a primary can have: it starts with data of its own. */
  readonly starts: readonly string[];
  /** What serves from a member; without one it only stores. */
  readonly instances?: { readonly type: string; readonly input: string };
  /** A member of an encrypted cluster must name a key of its own region. */
  readonly needsKey: boolean;
}

const DOCUMENTDB: Family = {
  mechanism: "aws-docdb-global-cluster",
  global: "aws:docdb/globalCluster:GlobalCluster",
  member: "aws:docdb/cluster:Cluster",
  joins: "globalClusterIdentifier",
  primary: "sourceDbClusterIdentifier",
  starts: ["masterUsername", "snapshotIdentifier", "restoreToPointInTime"],
  instances: { type: "aws:docdb/clusterInstance:ClusterInstance", input: "clusterIdentifier" },
  needsKey: true,
};
const NEPTUNE: Family = {
  mechanism: "aws-neptune-global-database",
  global: "aws:neptune/globalCluster:GlobalCluster",
  member: "aws:neptune/cluster:Cluster",
  joins: "globalClusterIdentifier",
  primary: "sourceDbClusterIdentifier",
  starts: ["snapshotIdentifier"],
  instances: { type: "aws:neptune/clusterInstance:ClusterInstance", input: "clusterIdentifier" },
  needsKey: true,
};
const ELASTICACHE: Family = {
  mechanism: "aws-elasticache-global-datastore",
  global: "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
  member: "aws:elasticache/replicationGroup:ReplicationGroup",
  joins: "globalReplicationGroupId",
  primary: "primaryReplicationGroupId",
  starts: [],
  needsKey: false,
};
const MEMORYDB: Family = {
  mechanism: "aws-memorydb-multi-region",
  global: "aws:memorydb/multiRegionCluster:MultiRegionCluster",
  member: "aws:memorydb/cluster:Cluster",
  joins: "multiRegionClusterName",
  starts: [],
  needsKey: false,
};

/** DocumentDB global clusters: one primary, up to ten secondaries. */
export const docdbGlobal: Mechanism = (context) => globals(context, DOCUMENTDB);
/** Neptune global databases. */
export const neptuneGlobal: Mechanism = (context) => globals(context, NEPTUNE);
/** ElastiCache global datastores. */
export const elasticacheGlobal: Mechanism = (context) => globals(context, ELASTICACHE);
/** MemoryDB multi-region clusters: every member takes writes. */
export const memorydbMultiRegion: Mechanism = (context) => globals(context, MEMORYDB);

function globals(context: Context, family: Family): readonly Copy[] {
  const of = types(family.member);
  const members = context.companions([family.member], family.joins, types(family.global));
  return context.ofTypes([family.global]).flatMap((global) => {
    const named = family.primary === undefined ? [] : nodesOf(context.links.resolve(global, [family.primary], { types: of }));
    const all = [...new Set([...named, ...(members.get(global.urn) ?? [])])].slice(0, MOST);
    const writers = all.filter((one) => named.includes(one) || family.starts.some((input) => one.inputs[input] !== undefined));
    // Where nothing tells the primary, each holds what the others hold: the one that writes is ahead by the lag at most.
    const originals = writers.length === 1 ? writers : all;
    return originals.flatMap((original) => all.filter((one) => one !== original).map((one) => memberCopy(context, family, global, original, one, writers.length)));
  });
}

function memberCopy(context: Context, family: Family, global: GraphNode, original: GraphNode, member: GraphNode, writers: number): Copy {
  const place = context.place(member);
  const key = context.encryption(member);
  const source = context.encryption(original);
  const links: Link[] = [
    writers > 1
      ? off("primary", `more than one cluster of "${global.name}" starts with data of its own`, `let one cluster of "${global.name}" be the primary and the others join it`, global)
      : on("global cluster", `"${original.name}" and "${member.name}", by "${global.name}"`, global),
    on("member", `"${member.name}" in ${placeName(place)}`, member),
  ];
  if (family.instances !== undefined) {
    const running = context.companions([family.instances.type], family.instances.input, types(family.member)).get(member.urn) ?? [];
    links.push(
      running.length > 0
        ? on("instances at the member", `${running.length} of "${member.name}"`, running[0])
        : off("instances at the member", `"${member.name}" has no instance that could take over`, `add an instance to "${member.name}"`, member),
    );
  }
  const needed = family.needsKey && (source.set || original.inputs["storageEncrypted"] === true);
  links.push(keyLink(context, "key at the destination", key, needed, place, member, `name a key of ${place.region ?? "its own region"} for "${member.name}"`));
  return copyOf({
    of: original.urn,
    // Named only where the direction is known: what fills a copy is ahead of it, and here either may be.
    at: writers === 1 ? member.urn : undefined,
    mechanism: family.mechanism,
    kind: "replica",
    place,
    lag: context.figures.rpo(family.mechanism),
    recovery: context.figures.rto(family.mechanism),
    links,
    keys: urns(key.keys),
  });
}
