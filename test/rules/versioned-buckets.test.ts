import { UNKNOWN, type Value } from "../../policies/graph/value";
import { versionedBuckets } from "../../policies/rules/versioned-buckets";
import { findings, frankfurt, from, said } from "./stacks";

const companion = (status?: Value) => {
  const stack = frankfurt();
  const bucket = stack.add("aws:s3/bucket:Bucket", "uploads");
  if (status !== undefined) stack.add("aws:s3/bucketVersioning:BucketVersioning", "versions", { bucket: from(bucket), versioningConfiguration: { status } });
  return stack;
};
const ovh = (versioning?: Value) => {
  const stack = frankfurt();
  stack.ovh();
  stack.add("ovh:CloudProject/storage:Storage", "uploads", { regionName: "GRA", ...(versioning === undefined ? {} : { versioning }) });
  return stack;
};

describe("versioned-buckets", () => {
  test("accepts versioning by a companion, inline, and at OVHcloud", () => {
    expect(said(versionedBuckets, companion("Enabled"))).toEqual([]);
    const inline = frankfurt();
    inline.add("aws:s3/bucketV2:BucketV2", "old", { versioning: { enabled: true } });
    expect(said(versionedBuckets, inline)).toEqual([]);
    expect(said(versionedBuckets, ovh({ status: "enabled" }))).toEqual([]);
  });

  test("rejects a bucket without, and one whose versioning is suspended", () => {
    expect(findings(versionedBuckets, companion())[0]).toMatchObject({ verdict: "rejected", reason: 'Bucket "uploads": nothing turns its versioning on', fix: 'Set the versioning status of Bucket "uploads" to Enabled, by an aws.s3.BucketVersioning.' });
    expect(said(versionedBuckets, companion("Suspended"))).toEqual(['rejected: Bucket "uploads": its versioning status is Suspended']);
    expect(said(versionedBuckets, ovh())).toEqual(['rejected: Storage "uploads": nothing turns its versioning on']);
  });

  test("a status that is not known is unknown", () => {
    expect(said(versionedBuckets, companion(UNKNOWN))).toEqual(['unknown: Bucket "uploads": whether it keeps versions is not known at preview']);
  });

  test("does not apply to other stores", () => {
    const stack = frankfurt();
    stack.add("aws:dynamodb/table:Table", "table");
    expect(said(versionedBuckets, stack)).toEqual([]);
  });
});
