import { BUCKETS, OVH_BUCKETS, S3_BUCKETS } from "../analysis/types";
import type { GraphNode } from "../graph/model";
import { at, isUnknown, type Value } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "versioned-buckets";
const VERSIONING = ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"];

/** Everything that says whether a bucket keeps versions: inputs of its own or of companions. */
function statements(bucket: GraphNode, companions: readonly GraphNode[]): readonly (Value | undefined)[] {
  if (OVH_BUCKETS.has(bucket.type)) return [at(bucket.inputs, ["versioning", "status"])];
  const own = at(bucket.inputs, ["versioning", "enabled"]);
  return [...companions.map((one) => at(one.inputs, ["versioningConfiguration", "status"])), ...(own === undefined ? [] : [own])];
}

function isOn(value: Value | undefined): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "enabled");
}

/** Without versions, an overwritten or deleted object is gone at the original at once, and at every replica a little later. */
export const versionedBuckets: Rule = {
  name,
  description: "Every bucket should keep the versions of its objects.",
  remediation: "Turn versioning on; object lock and replication need it too.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const companions = view.companions(VERSIONING, "bucket", S3_BUCKETS);
    return view
      .ofTypes(BUCKETS)
      .filter(isManaged)
      .flatMap((bucket): readonly Violation[] => {
        const said = statements(bucket, companions.get(bucket.urn) ?? []);
        if (said.some(isOn)) return [];
        const fix = `Set the versioning status of ${called(bucket)} to ${OVH_BUCKETS.has(bucket.type) ? "enabled" : "Enabled, by an aws.s3.BucketVersioning"}.`;
        if (said.some(isUnknown)) return [violation(name, bucket, "unknown", "whether it keeps versions is not known at preview", fix)];
        const status = said.find((one) => typeof one === "string");
        return [violation(name, bucket, "rejected", status === undefined ? "nothing turns its versioning on" : `its versioning status is ${String(status)}`, fix)];
      });
  },
};
