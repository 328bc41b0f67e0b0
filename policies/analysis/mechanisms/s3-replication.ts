import type { GraphNode } from "../../graph/model";
import { at, isList, isUnknown } from "../../graph/value";
import { expects, keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { S3_BUCKETS } from "../types";
import { complianceLock, coversAll, versioning } from "./buckets";
import { copyOf, destinationOf, originalsOf, urns } from "./support";

const CONFIGS = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];

/** S3 Replication, as a resource of its own or within the bucket; with Replication Time Control or without. */
export const s3Replication: Mechanism = (context) => [
  ...context.ofTypes(CONFIGS).flatMap((config) =>
    originalsOf(config, context.links.resolve(config, ["bucket"], { types: S3_BUCKETS })).flatMap(({ node, link }) => copies(context, node, config, [], link)),
  ),
  ...context.ofTypes(S3_BUCKETS).flatMap((bucket) =>
    bucket.inputs["replicationConfiguration"] === undefined ? [] : copies(context, bucket, bucket, ["replicationConfiguration"], on("source", `"${bucket.name}" itself`, bucket)),
  ),
];

function copies(context: Context, bucket: GraphNode, config: GraphNode, base: readonly string[], source: Link): readonly Copy[] {
  const rules = at(config.inputs, [...base, "rules"]);
  if (isUnknown(rules)) return [unknownRules(context, bucket, config, source)];
  if (!isList(rules)) return [];
  return rules.map((_, index) => ruleCopy(context, bucket, config, base, index, source));
}

function ruleCopy(context: Context, bucket: GraphNode, config: GraphNode, base: readonly string[], index: number, source: Link): Copy {
  const rule = [...base, "rules", index];
  const inline = base.length > 0;
  const bucketPath = [...rule, "destination", "bucket"];
  const target = context.links.resolve(config, bucketPath, { types: S3_BUCKETS, exclude: new Set([bucket.urn]) });
  const destination = destinationOf(context, config, bucketPath, target, "a bucket at another site");
  const replicaKey = context.keysAt(config, inline ? [...rule, "destination", "replicaKmsKeyId"] : [...rule, "destination", "encryptionConfiguration", "replicaKmsKeyId"]);
  const encrypted = context.encryption(bucket);
  const lock = destination.node === undefined ? undefined : complianceLock(context, destination.node);
  const time = at(config.inputs, [...rule, "destination", "replicationTime", "status"]);
  const mechanism = typeof time === "string" && time === "Enabled" ? "aws-s3-replication-rtc" : "aws-s3-replication-default";
  const links: Link[] = [
    source,
    versioning(context, bucket, "source"),
    expects("rule status", config, [...rule, "status"], ["Enabled"], "off", `set the status of rule ${index} in "${config.name}" to Enabled`),
    coversAll(config, rule),
    role(config, [...base, "role"]),
    destination.link,
    ...(destination.node === undefined ? [] : [versioning(context, destination.node, "destination")]),
    ...(encrypted.set ? [encryptedObjects(config, rule, inline)] : []),
    keyLink(context, "key at the destination", replicaKey, encrypted.set, destination.place, config, `set destination.encryptionConfiguration.replicaKmsKeyId of rule ${index} in "${config.name}" to a key in ${destination.place.region ?? "the destination's region"}`),
    ...(lock === undefined ? [] : [lock.link]),
  ];
  const atRest = destination.node === undefined ? [] : context.encryption(destination.node).keys;
  return copyOf({
    of: bucket.urn,
    at: destination.node?.urn,
    mechanism,
    kind: lock === undefined ? "replica" : "recovery-points",
    place: destination.place,
    lag: context.figures.rpo(mechanism),
    recovery: context.figures.rto(mechanism),
    retention: lock?.retention,
    immutable: lock !== undefined,
    links,
    keys: urns([...new Set([...replicaKey.keys, ...(replicaKey.set ? [] : atRest)])]),
  });
}

function role(config: GraphNode, path: readonly string[]): Link {
  const value = at(config.inputs, path);
  if (value === undefined || value === null || value === "") return off("role", `"${config.name}" names no role that may replicate`, `set role of "${config.name}"`, config);
  return on("role", `"${config.name}" names the role that replicates`, config);
}

/** Objects encrypted with a key are left out of replication unless the rule asks for them. */
function encryptedObjects(config: GraphNode, rule: readonly (string | number)[], inline: boolean): Link {
  const base = [...rule, "sourceSelectionCriteria", "sseKmsEncryptedObjects"];
  const fix = `enable sourceSelectionCriteria.sseKmsEncryptedObjects in "${config.name}": without it, objects encrypted with a key are not replicated`;
  return inline ? expects("encrypted objects", config, [...base, "enabled"], [true], "off", fix) : expects("encrypted objects", config, [...base, "status"], ["Enabled"], "off", fix);
}

function unknownRules(context: Context, bucket: GraphNode, config: GraphNode, source: Link): Copy {
  const why = `the replication rules of "${config.name}" are not known yet`;
  return copyOf({
    of: bucket.urn,
    at: undefined,
    mechanism: "aws-s3-replication-default",
    kind: "replica",
    place: { known: false, why, provider: "aws" },
    lag: context.figures.rpo("aws-s3-replication-default"),
    recovery: context.figures.rto("aws-s3-replication-default"),
    links: [source, unsure("rules", why, "write the rules out", config)],
    keys: [],
  });
}
