import { UNKNOWN } from "../../policies/graph/value";
import { resolvedReferences } from "../../policies/rules/resolved-references";
import { findings, frankfurt, from, said } from "./stacks";

describe("resolved-references", () => {
  test("accepts references that lead to resources of the stack, by output or by name", () => {
    const stack = frankfurt();
    const bucket = stack.add("aws:s3/bucket:Bucket", "uploads", { bucket: "uploads" });
    stack.add("aws:s3/bucketVersioning:BucketVersioning", "versions", { bucket: from(bucket) });
    stack.add("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", { bucket: "uploads" });
    expect(said(resolvedReferences, stack)).toEqual([]);
  });

  test("a role and a bucket that the stack does not hold are unknown, naming the input", () => {
    const stack = frankfurt();
    stack.add("aws:backup/selection:Selection", "selection", { planId: "p", iamRoleArn: "arn:aws:iam::123456789012:role/backup" });
    expect(findings(resolvedReferences, stack)).toEqual([
      expect.objectContaining({ verdict: "unknown", reason: 'Selection "selection": the Role that iamRoleArn names is not part of this stack, so that nothing can be said of it', fix: expect.stringContaining('Declare the Role of Selection "selection" in this stack') as string }),
    ]);
  });

  test("a vault's name is not taken for the other vault of the plan", () => {
    const stack = frankfurt();
    const locked = stack.add("aws:backup/vault:Vault", "locked", { name: "locked" });
    stack.add("aws:backup/plan:Plan", "plan", { rules: [{ targetVaultName: "gone", copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-central-1:123456789012:backup-vault:locked" }] }] }, { flows: { rules: [locked] } });
    expect(said(resolvedReferences, stack)).toEqual([expect.stringContaining("rules[0].targetVaultName names is not part of this stack")]);
  });

  test("an unknown input without any source is unknown, once", () => {
    const stack = frankfurt();
    stack.add("aws:s3/bucketVersioning:BucketVersioning", "versions", { bucket: UNKNOWN });
    expect(said(resolvedReferences, stack)).toEqual(['unknown: BucketVersioning "versions": bucket is not known at preview, and comes from no resource of this stack']);
  });

  test("each entry of a subnet group needs a subnet of its own", () => {
    const group = (count: number) => {
      const stack = frankfurt();
      const subnets = Array.from({ length: count }, (_, index) => stack.add("aws:ec2/subnet:Subnet", `subnet-${index}`));
      stack.add("aws:rds/subnetGroup:SubnetGroup", "group", { subnetIds: [from(...subnets), from(...subnets)] });
      return said(resolvedReferences, stack);
    };
    expect(group(2)).toEqual([]);
    expect(group(1)).toEqual(['unknown: SubnetGroup "group": subnetIds has 2 entries and 1 Subnet of this stack']);
  });

  test("does not apply to inputs that are known or not set", () => {
    const stack = frankfurt();
    stack.add("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.0.0.0/16" });
    stack.add("aws:rds/instance:Instance", "db", { engine: "postgres" });
    expect(said(resolvedReferences, stack)).toEqual([]);
  });
});
