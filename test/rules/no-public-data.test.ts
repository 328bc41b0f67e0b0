import { UNKNOWN, type Value } from "../../policies/graph/value";
import { noPublicData } from "../../policies/rules/no-public-data";
import { findings, frankfurt, from, said } from "./stacks";

const ALL: Readonly<Record<string, Value>> = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const bucket = (block: Readonly<Record<string, Value>> | undefined, inputs: Readonly<Record<string, Value>> = {}) => {
  const stack = frankfurt();
  const uploads = stack.add("aws:s3/bucket:Bucket", "uploads", inputs);
  if (block !== undefined) stack.add("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", { bucket: from(uploads), ...block });
  return stack;
};

describe("no-public-data", () => {
  test("accepts a bucket with a block of its own, or of its account", () => {
    expect(said(noPublicData, bucket(ALL))).toEqual([]);
    const stack = bucket(undefined);
    stack.add("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", ALL);
    expect(said(noPublicData, stack)).toEqual([]);
  });

  test("rejects a bucket without a block, one that is open in part, and a list for everybody", () => {
    expect(findings(noPublicData, bucket(undefined))[0]).toMatchObject({ verdict: "rejected", reason: 'Bucket "uploads": no public access block belongs to it or to its account', fix: 'Add an aws.s3.BucketPublicAccessBlock with all four settings true to Bucket "uploads".' });
    const three = Object.fromEntries(Object.entries(ALL).filter(([key]) => key !== "restrictPublicBuckets"));
    expect(said(noPublicData, bucket(three))).toEqual(['rejected: BucketPublicAccessBlock "block": restrictPublicBuckets is not set; one list or policy that says so makes the objects public']);
    expect(said(noPublicData, bucket(ALL, { acl: "public-read" }))).toEqual(['rejected: Bucket "uploads": acl is public-read, allowed is anything but public-read, public-read-write, authenticated-read; this list gives the objects to everybody']);
    expect(said(noPublicData, bucket(ALL, { acl: "private" }))).toEqual([]);
  });

  const database = (ip: Value, flows: boolean) => {
    const stack = frankfurt();
    stack.ovh();
    const gateway = stack.add("ovh:CloudProject/gateway:Gateway", "gateway", { region: "GRA11" });
    stack.add("ovh:CloudProject/database:Database", "db", { ipRestrictions: flows ? [{ ip: from(gateway) }] : [{ ip }] });
    return said(noPublicData, stack);
  };

  test("rejects a database that admits the world, not one that admits a computed address", () => {
    expect(database("0.0.0.0/0", false)[0]).toContain("ipRestrictions[0].ip is 0.0.0.0/0, allowed is anything but 0.0.0.0/0, ::/0");
    expect(database("203.0.113.7/32", false)).toEqual([]);
    expect(database(UNKNOWN, true)).toEqual([]);
  });

  test("an address that comes from nowhere, and a setting that is not known, are unknown", () => {
    expect(database(UNKNOWN, false)[0]).toContain("unknown: ");
    expect(said(noPublicData, bucket({ ...ALL, blockPublicAcls: UNKNOWN }))[0]).toContain("unknown: ");
  });

  test("does not apply to what holds nothing", () => {
    const stack = frankfurt();
    stack.add("aws:lb/loadBalancer:LoadBalancer", "entrance", { internal: false });
    expect(said(noPublicData, stack)).toEqual([]);
  });
});
