import { customerHeldKey } from "../../policies/rules/customer-held-key";
import { findings, frankfurt, from, said } from "./stacks";

const SSE = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

describe("customer-held-key", () => {
  const bucket = (rules?: readonly object[]) => {
    const stack = frankfurt();
    const key = stack.add("aws:kms/key:Key", "key");
    const uploads = stack.add("aws:s3/bucket:Bucket", "uploads", { bucket: "uploads" });
    if (rules !== undefined) stack.add(SSE, "sse", { bucket: from(uploads), rules: rules.map((rule) => ({ applyServerSideEncryptionByDefault: { ...rule, ...("key" in rule ? { kmsMasterKeyId: from(key), key: undefined } : {}) } })) });
    return stack;
  };

  test("accepts a bucket and a vault with a key, also one that is not known yet", () => {
    const stack = bucket([{ sseAlgorithm: "aws:kms", key: true }]);
    stack.add("aws:backup/vault:Vault", "vault", { kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" });
    expect(said(customerHeldKey, stack)).toEqual([]);
  });

  test("rejects the provider's own keys", () => {
    expect(findings(customerHeldKey, bucket())).toEqual([expect.objectContaining({ verdict: "rejected", reason: 'Bucket "uploads": no encryption configuration belongs to it, so that Amazon S3 encrypts it with keys of its own', fix: expect.stringContaining("aws.s3.BucketServerSideEncryptionConfiguration") as string })]);
    expect(said(customerHeldKey, bucket([]))).toHaveLength(1);
    expect(said(customerHeldKey, bucket([{ sseAlgorithm: "AES256", key: true }]))[0]).toContain("sseAlgorithm is AES256, allowed is aws:kms or aws:kms:dsse");
    expect(said(customerHeldKey, bucket([{ sseAlgorithm: "aws:kms" }]))[0]).toContain("kmsMasterKeyId is not set");
  });

  test("asks each replica of a secret", () => {
    const stack = frankfurt();
    stack.add("aws:secretsmanager/secret:Secret", "app", { kmsKeyId: "alias/app", replicas: [{ region: "eu-north-1", kmsKeyId: "alias/app" }, { region: "eu-west-3" }] });
    expect(said(customerHeldKey, stack)).toEqual([expect.stringContaining('rejected: Secret "app": replicas[1].kmsKeyId is not set')]);
  });

  test("does not apply to types that take no key", () => {
    const stack = frankfurt();
    stack.ovh();
    stack.add("ovh:CloudProject/database:Database", "db", { nodes: [{ region: "GRA" }] });
    stack.add("aws:ssm/parameter:Parameter", "plain", { type: "String", value: "x" });
    expect(said(customerHeldKey, stack)).toEqual([]);
  });

  test("an algorithm that is not known is unknown", () => {
    const stack = frankfurt();
    const source = stack.add("aws:ssm/parameter:Parameter", "which", { type: "String" });
    const uploads = stack.add("aws:s3/bucket:Bucket", "uploads");
    stack.add(SSE, "sse", { bucket: from(uploads), rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: from(source), kmsMasterKeyId: "alias/app" } }] });
    expect(said(customerHeldKey, stack)).toEqual([expect.stringContaining("unknown: ")]);
  });
});
