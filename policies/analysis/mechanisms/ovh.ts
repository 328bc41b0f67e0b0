import type { GraphNode } from "../../graph/model";
import { at, isList, isUnknown } from "../../graph/value";
import { expects, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { OVH_BUCKETS, OVH_DATABASES } from "../types";
import { complianceLock, coversAll, versioning } from "./buckets";
import { copyOf } from "./support";

/** OVHcloud's own bucket replication: one project, no delay promised, objects from before the rule left out. */
export const ovhStorageReplication: Mechanism = (context) =>
  context.ofTypes(OVH_BUCKETS).flatMap((bucket) => {
    const rules = at(bucket.inputs, ["replication", "rules"]);
    if (isUnknown(rules)) {
      const why = `the replication of "${bucket.name}" is not known yet`;
      return [bucketCopy(context, bucket, undefined, unknownPlace("ovh", why), [unsure("rules", why, "write the replication rules out", bucket)])];
    }
    return isList(rules) ? rules.map((_, index) => ruleCopy(context, bucket, index)) : [];
  });

function ruleCopy(context: Context, bucket: GraphNode, index: number): Copy {
  const rule = ["replication", "rules", index];
  const region = at(bucket.inputs, [...rule, "destination", "region"]);
  const place: Place = typeof region === "string" ? context.places.at("ovh", region, context.places.accountOf(bucket)) : unknownPlace("ovh", `the destination's region of "${bucket.name}" is not known yet`);
  const target = context.links.resolve(bucket, [...rule, "destination", "name"], { types: OVH_BUCKETS, exclude: new Set([bucket.urn]) });
  const node = target.kind === "node" && context.place(target.node).campus === place.campus ? target.node : undefined;
  return bucketCopy(context, bucket, node, place, [
    versioning(context, bucket, "source"),
    expects("rule status", bucket, [...rule, "status"], ["enabled"], "off", `set the status of replication rule ${index} of "${bucket.name}" to enabled`),
    coversAll(bucket, rule),
    place.known ? on("destination", placeName(place), bucket) : unsure("destination", place.why ?? "not known", "write the destination's region out", bucket),
    ...(node === undefined ? [] : [versioning(context, node, "destination")]),
    expects("kept after deletion", bucket, [...rule, "destination", "removeOnMainBucketDeletion"], [false], "on", `set removeOnMainBucketDeletion of "${bucket.name}" to false: the copy must outlive the original`),
  ]);
}

function bucketCopy(context: Context, bucket: GraphNode, node: GraphNode | undefined, place: Place, links: readonly Link[]): Copy {
  const mechanism = "ovh-storage-replication";
  const lock = node === undefined ? undefined : complianceLock(context, node);
  return copyOf({
    of: bucket.urn,
    at: node?.urn,
    mechanism,
    kind: lock === undefined ? "replica" : "recovery-points",
    place,
    lag: context.figures.rpo(mechanism),
    recovery: context.figures.rto(mechanism),
    retention: lock?.retention,
    immutable: lock !== undefined,
    links: lock === undefined ? links : [...links, lock.link],
    keys: [],
  });
}

/** Facts row by database engine. */
const ENGINES: Readonly<Record<string, string>> = {
  postgresql: "ovh-db-postgresql-mysql-pitr",
  mysql: "ovh-db-postgresql-mysql-pitr",
  mongodb: "ovh-db-mongodb",
  redis: "ovh-db-valkey-redis",
  valkey: "ovh-db-valkey-redis",
  opensearch: "ovh-db-opensearch",
};

/** Backups of managed databases: in each region of `backupRegions`. OVHcloud restores them, not Pulumi; they end with the cluster. */
export const ovhDatabaseBackups: Mechanism = (context) =>
  context.ofTypes(OVH_DATABASES).flatMap((database) => {
    const engine = database.inputs["engine"];
    const mechanism = typeof engine === "string" ? (ENGINES[engine.toLowerCase()] ?? "ovh-db-kafka") : "ovh-db-kafka";
    const regions = database.inputs["backupRegions"];
    if (regions === undefined || regions === null) return [];
    const entries = isList(regions) ? regions : [regions];
    return entries.map((region): Copy => {
      const place = typeof region === "string" ? context.places.at("ovh", region, context.places.accountOf(database)) : unknownPlace("ovh", `backupRegions of "${database.name}" is not known yet`);
      return copyOf({
        of: database.urn,
        at: undefined,
        mechanism,
        kind: "recovery-points",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        endsWithOriginal: true,
        links: [
          place.known ? on("backup region", placeName(place), database) : unsure("backup region", place.why ?? "not known", `write backupRegions of "${database.name}" out`, database),
          mechanism === "ovh-db-kafka"
            ? off("engine", `OVHcloud makes no backup of ${typeof engine === "string" ? engine : "this engine"}`, "replicate the data by the engine's own means, or keep it elsewhere", database)
            : on("engine", `${String(engine)} is backed up by OVHcloud`, database),
        ],
        keys: [],
      });
    });
  });
