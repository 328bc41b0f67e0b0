import { UNKNOWN } from "../../policies/graph/value";
import { encryptedAtRest } from "../../policies/rules/encrypted-at-rest";
import { findings, frankfurt, said } from "./stacks";

const RDS = "aws:rds/instance:Instance";
const database = (inputs: Parameters<ReturnType<typeof frankfurt>["add"]>[2]) => {
  const stack = frankfurt();
  stack.add(RDS, "db", inputs);
  return stack;
};

describe("encrypted-at-rest", () => {
  test("accepts storage that is encrypted, however the value is written", () => {
    expect(said(encryptedAtRest, database({ storageEncrypted: true }))).toEqual([]);
    expect(said(encryptedAtRest, database({ storageEncrypted: "true" }))).toEqual([]);
  });

  test("rejects storage in clear, set or by default, with the input and what is allowed", () => {
    expect(findings(encryptedAtRest, database({ storageEncrypted: false }))).toEqual([
      expect.objectContaining({ rule: "encrypted-at-rest", name: "db", verdict: "rejected", reason: 'Instance "db": storageEncrypted is false, allowed is true; without it the storage is written in clear', fix: 'Set storageEncrypted of Instance "db" to true.' }),
    ]);
    expect(said(encryptedAtRest, database({}))).toEqual(['rejected: Instance "db": storageEncrypted is not set; without it the storage is written in clear']);
  });

  test("rejects a start disk and a bucket of OVHcloud in clear", () => {
    const stack = frankfurt();
    stack.ovh();
    stack.add("aws:ec2/instance:Instance", "web", { rootBlockDevice: { encrypted: false } });
    stack.add("ovh:CloudProject/storage:Storage", "uploads", { regionName: "GRA" });
    expect(said(encryptedAtRest, stack)).toEqual([
      'rejected: Instance "web": rootBlockDevice.encrypted is false, allowed is true; the start disk holds what the server caches and logs, credentials included',
      'rejected: Storage "uploads": encryption.sseAlgorithm is not set; OVHcloud encrypts a bucket only where it is asked to',
    ]);
  });

  test("what is not known is unknown", () => {
    expect(said(encryptedAtRest, database({ storageEncrypted: UNKNOWN }))).toEqual(['unknown: Instance "db": storageEncrypted is not known at preview; allowed: true']);
  });

  test("does not apply to a replica, whose origin decides, to what is always encrypted, and to what holds nothing", () => {
    expect(said(encryptedAtRest, database({ replicateSourceDb: "orders" }))).toEqual([]);
    const stack = frankfurt();
    stack.add("aws:s3/bucket:Bucket", "uploads");
    stack.add("aws:ec2/vpc:Vpc", "network");
    expect(said(encryptedAtRest, stack)).toEqual([]);
  });

  test("the default of an engine counts: Valkey is encrypted, Redis is not", () => {
    const cache = (engine: string) => {
      const stack = frankfurt();
      stack.add("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { engine });
      return said(encryptedAtRest, stack).length;
    };
    expect([cache("valkey"), cache("redis")]).toEqual([0, 1]);
  });
});
