import type { GraphNode } from "../../graph/model";
import { nodesOf, parseArn, types, type Target } from "../../graph/links";
import { at, isList, isUnknown, type Value } from "../../graph/value";
import { expects, keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { copyOf, urns } from "./support";

const KEYSPACES = types("aws:keyspaces/keyspace:Keyspace");
const DSQL = types("aws:dsql/cluster:Cluster");
const PEERINGS = ["aws:dsql/clusterPeering:ClusterPeering"];

/** Keyspaces in several regions: each region of the keyspace holds each of its tables, and takes writes. */
export const keyspacesMultiRegion: Mechanism = (context) => [
  ...context.ofTypes(KEYSPACES).flatMap((keyspace) => replicasOf(context, keyspace, keyspace)),
  ...context.ofTypes(["aws:keyspaces/table:Table"]).flatMap((table) => {
    const [keyspace, ...more] = nodesOf(context.links.resolve(table, ["keyspaceName"], { types: KEYSPACES }));
    return keyspace === undefined || more.length > 0 ? [] : replicasOf(context, keyspace, table);
  }),
];

function replicasOf(context: Context, keyspace: GraphNode, of: GraphNode): readonly Copy[] {
  const mechanism = "aws-keyspaces-multi-region";
  const regions = at(keyspace.inputs, ["replicationSpecification", "regionLists"]);
  if (regions === undefined || regions === null) return [];
  const here = context.place(keyspace).region;
  const key = context.keysAt(of, ["encryptionSpecification", "kmsKeyIdentifier"]);
  const entries: readonly Value[] = isList(regions) ? regions : [regions];
  return entries
    .filter((region) => region !== here)
    .map((region): Copy => {
      const place = typeof region === "string" ? context.places.at("aws", region, context.places.accountOf(keyspace)) : unknownPlace("aws", `replicationSpecification.regionLists of "${keyspace.name}" is not known yet`);
      return copyOf({
        of: of.urn,
        at: undefined,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          expects("replication strategy", keyspace, ["replicationSpecification", "replicationStrategy"], ["MULTI_REGION"], "off", `set replicationSpecification.replicationStrategy of "${keyspace.name}" to MULTI_REGION (a new keyspace)`),
          place.known ? on("replica", `${placeName(place)}, by "${keyspace.name}"`, keyspace) : unsure("replica", place.why ?? "not known", `write regionLists of "${keyspace.name}" out`, keyspace),
          key.pin === undefined ? on("key at the destination", key.set ? `readable with ${key.keys.map((one) => `"${one.name}"`).join(", ") || "a key outside this stack"}` : "the provider's own key at the destination", of) : unsure("key at the destination", `${key.pin} is not known yet`, `write out ${key.pin}`, of),
        ],
        keys: urns(key.keys),
      });
    });
}

/** One cluster's side of a pair: what names the others, and the witness that decides when one is lost. */
interface Side {
  readonly by: GraphNode;
  readonly peers: readonly GraphNode[];
  readonly peersKnown: boolean;
  readonly elsewhere: readonly { readonly text: string; readonly region: string }[];
  readonly witness: Value | undefined;
}

/** Aurora DSQL clusters of two regions that name each other, with a witness in a third: both take writes. */
export const dsqlMultiRegion: Mechanism = (context) => {
  const peerings = context.companions(PEERINGS, "identifier", DSQL);
  const sides = new Map(context.ofTypes(DSQL).map((cluster) => [cluster, sidesOf(context, cluster, peerings.get(cluster.urn) ?? [])] as const));
  return [...sides].flatMap(([cluster, own]) => {
    const naming = [...sides].filter(([other, theirs]) => other !== cluster && theirs.some((side) => side.peers.includes(cluster))).map(([other]) => other);
    const peers = [...new Set([...own.flatMap((side) => side.peers), ...naming])].filter((peer) => peer !== cluster);
    return [
      ...peers.map((peer) => peerCopy(context, cluster, own, peer, sides.get(peer) ?? [])),
      ...own.flatMap((side) => side.elsewhere.map((one) => outsideCopy(context, cluster, own, side, one))),
    ];
  });
};

function sidesOf(context: Context, cluster: GraphNode, peerings: readonly GraphNode[]): readonly Side[] {
  const inline = cluster.inputs["multiRegionProperties"];
  const witness = at(inline, ["witnessRegion"]);
  const found = peerings.map((peering) => sideOf(context, peering, ["clusters"], peering.inputs["clusters"], peering.inputs["witnessRegion"] ?? witness, cluster));
  if (inline !== undefined && at(inline, ["clusters"]) !== undefined) found.push(sideOf(context, cluster, ["multiRegionProperties", "clusters"], at(inline, ["clusters"]), witness, cluster));
  return found;
}

function sideOf(context: Context, by: GraphNode, path: readonly string[], value: Value | undefined, witness: Value | undefined, cluster: GraphNode): Side {
  const entries: readonly (readonly (string | number)[])[] = isList(value) ? value.map((_, index) => [...path, index]) : [path];
  const targets: readonly Target[] = entries.map((entry) => context.links.resolve(by, entry, { types: DSQL, exclude: new Set([cluster.urn]) }));
  const elsewhere = targets.flatMap((target) => (target.kind === "external" && target.region !== undefined && parseArn(target.text)?.service === "dsql" ? [{ text: target.text, region: target.region }] : []));
  return { by, peers: targets.flatMap((target) => nodesOf(target)), peersKnown: targets.every((target) => target.kind === "node" || target.kind === "external"), elsewhere, witness };
}

function peerCopy(context: Context, cluster: GraphNode, own: readonly Side[], peer: GraphNode, theirs: readonly Side[]): Copy {
  const place = context.place(peer);
  return pairCopy(context, cluster, place, [names(cluster, own, peer), names(peer, theirs, cluster), witnessLink(context, cluster, own, place), witnessLink(context, peer, theirs, context.place(cluster))], peer);
}

function outsideCopy(context: Context, cluster: GraphNode, own: readonly Side[], side: Side, one: Side["elsewhere"][number]): Copy {
  const place = context.places.at("aws", one.region, parseArn(one.text)?.account);
  return pairCopy(context, cluster, place, [on("peering", `"${cluster.name}" names ${one.text}`, side.by), unsure("peering back", `${one.text} is outside this stack: whether it names "${cluster.name}" cannot be told`, "declare both clusters and both peerings in this stack", side.by), witnessLink(context, cluster, own, place)], undefined);
}

function pairCopy(context: Context, cluster: GraphNode, place: Place, links: readonly Link[], peer: GraphNode | undefined): Copy {
  const mechanism = "aws-dsql-multi-region";
  const key = peer === undefined ? { keys: [], set: false } : context.keysAt(peer, ["kmsEncryptionKey"]);
  const keyed = peer === undefined ? [] : [keyLink(context, "key at the destination", key, false, place, peer, `set kmsEncryptionKey of "${peer.name}" to a key in its own region`)];
  // Both take writes: neither is ahead of the other, so that the copy is not tied to the peer as its original's copy.
  return copyOf({ of: cluster.urn, at: undefined, mechanism, kind: "replica", place, lag: context.figures.rpo(mechanism), recovery: context.figures.rto(mechanism), links: [...links, ...keyed], keys: urns(key.keys) });
}

function names(cluster: GraphNode, sides: readonly Side[], peer: GraphNode): Link {
  const name = `peering of ${cluster.name}`;
  const naming = sides.find((side) => side.peers.includes(peer));
  const fix = `let an aws.dsql.ClusterPeering of "${cluster.name}" name "${peer.name}": each cluster must name the other`;
  if (naming === undefined) return off(name, `"${cluster.name}" does not name "${peer.name}"`, fix, cluster);
  return naming.peersKnown ? on(name, `"${cluster.name}" names "${peer.name}", by "${naming.by.name}"`, naming.by) : unsure(name, `which cluster "${naming.by.name}" names cannot be told`, fix, naming.by);
}

function witnessLink(context: Context, cluster: GraphNode, sides: readonly Side[], other: Place): Link {
  const name = `witness of ${cluster.name}`;
  const fix = `set witnessRegion of "${cluster.name}" and of its peering to a third region`;
  const values = [at(cluster.inputs, ["multiRegionProperties", "witnessRegion"]), ...sides.map((side) => side.witness)].filter((value) => value !== undefined && value !== null);
  const known = values.find((value) => typeof value === "string");
  if (known === undefined) return values.some(isUnknown) ? unsure(name, `witnessRegion of "${cluster.name}" is not known yet`, "write witnessRegion out", cluster) : off(name, `"${cluster.name}" has no witness`, fix, cluster);
  if (known === context.place(cluster).region || known === other.region) return off(name, `the witness ${String(known)} is in the region of a cluster`, fix, cluster);
  return on(name, String(known), cluster);
}
