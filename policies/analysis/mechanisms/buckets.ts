import type { GraphNode } from "../../graph/model";
import { at, isUnknown } from "../../graph/value";
import { expects, off, on, unsure, type Context } from "../context";
import type { Link } from "../model";
import { OVH_BUCKETS, S3_BUCKETS } from "../types";
import { DAY } from "./support";

const VERSIONING = ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"];
const OBJECT_LOCK = ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"];

/** Whether a bucket keeps versions, by its own inputs or a companion. */
export function versioning(context: Context, bucket: GraphNode, which: string): Link {
  const name = `versioning of the ${which}`;
  const fix = `turn versioning of "${bucket.name}" on`;
  if (OVH_BUCKETS.has(bucket.type)) {
    const lock = at(bucket.inputs, ["objectLock", "status"]);
    return typeof lock === "string" && lock.toLowerCase() === "enabled" ? on(name, `object lock of "${bucket.name}" keeps versions`, bucket) : expects(name, bucket, ["versioning", "status"], ["enabled"], "off", fix);
  }
  if (bucket.inputs["objectLockEnabled"] === true) return on(name, `object lock of "${bucket.name}" keeps versions`, bucket);
  const companions = context.companions(VERSIONING, "bucket", S3_BUCKETS).get(bucket.urn) ?? [];
  const found = companions.map((companion) => expects(name, companion, ["versioningConfiguration", "status"], ["Enabled"], "off", fix));
  if (bucket.inputs["versioning"] !== undefined) found.push(expects(name, bucket, ["versioning", "enabled"], [true], "off", fix));
  return found.find((link) => link.state === "on") ?? found.find((link) => link.state === "unknown") ?? found[0] ?? off(name, `nothing turns on versioning of "${bucket.name}"`, fix, bucket);
}

/** Default retention of a bucket that nobody can shorten: object lock in compliance mode. Seconds. */
export interface ObjectLock {
  readonly retention: number;
  readonly link: Link;
}

/** The compliance-mode default retention of a bucket; `undefined` where there is none, or none that is known. */
export function complianceLock(context: Context, bucket: GraphNode): ObjectLock | undefined {
  if (OVH_BUCKETS.has(bucket.type)) return ovhLock(bucket);
  const companions = context.companions(OBJECT_LOCK, "bucket", S3_BUCKETS).get(bucket.urn) ?? [];
  for (const holder of [...companions, bucket]) {
    const status = at(holder.inputs, holder === bucket ? ["objectLockConfiguration", "objectLockEnabled"] : ["objectLockEnabled"]);
    // Unset means on: the resource has no other use. A status that is not known, or anything else, locks nothing that can be relied on.
    if (status !== undefined && status !== "Enabled") continue;
    const rule = at(holder.inputs, holder === bucket ? ["objectLockConfiguration", "rule", "defaultRetention"] : ["rule", "defaultRetention"]);
    if (rule === undefined || isUnknown(rule)) continue;
    const mode = at(rule, ["mode"]);
    const days = at(rule, ["days"]);
    const years = at(rule, ["years"]);
    const total = typeof days === "number" ? days : typeof years === "number" ? years * 365 : undefined;
    if (mode === "COMPLIANCE" && total !== undefined && total > 0) {
      return { retention: total * DAY, link: on("immutability", `object lock in compliance mode for ${total} days, by "${holder.name}"`, holder) };
    }
  }
  return undefined;
}

function ovhLock(bucket: GraphNode): ObjectLock | undefined {
  const mode = at(bucket.inputs, ["objectLock", "rule", "mode"]);
  const period = at(bucket.inputs, ["objectLock", "rule", "period"]);
  const days = typeof period === "string" ? /^P(\d+)D$/.exec(period)?.[1] : undefined;
  if (typeof mode !== "string" || mode.toLowerCase() !== "compliance" || days === undefined) return undefined;
  return { retention: Number(days) * DAY, link: on("immutability", `object lock in compliance mode for ${days} days`, bucket) };
}

/** Whether a replication rule takes every object: no prefix, no tags. */
export function coversAll(rule: GraphNode, path: readonly (string | number)[]): Link {
  const name = "filter";
  const base = at(rule.inputs, path);
  const parts = [at(base, ["prefix"]), at(base, ["filter", "prefix"]), at(base, ["filter", "and", "prefix"])];
  const fix = `remove the filter of the rule in "${rule.name}", so that it takes every object`;
  const filter = at(base, ["filter"]);
  const tags = [at(filter, ["tag"]), at(filter, ["tags"]), at(filter, ["and", "tags"])];
  if (isUnknown(filter) || parts.some(isUnknown) || tags.some(isUnknown)) return unsure(name, `the filter of the rule in "${rule.name}" is not known yet`, "write the filter out", rule);
  const prefix = parts.find((part) => typeof part === "string" && part !== "");
  if (prefix !== undefined) return off(name, `the rule takes only what begins with "${String(prefix)}"`, fix, rule);
  if (tags.some((tag) => typeof tag === "object" && tag !== null && Object.keys(tag).length > 0)) return off(name, "the rule takes only objects with a tag", fix, rule);
  return on(name, "the rule takes every object", rule);
}
