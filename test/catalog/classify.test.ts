import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { catalogRows, classify, mechanism } from "../../policies/catalog/catalog";

describe("classify", () => {
  it.each([
    ["aws:s3/bucket:Bucket", "data", "region-input", "s3-replication"],
    ["aws:s3/bucketV2:BucketV2", "data", "region-input", "s3-replication"],
    ["aws:s3/bucketObject:BucketObject", "data", "of:bucket", "as-parent"],
    ["aws:rds/instance:Instance", "data", "zone-input:availabilityZone", "rds-read-replica"],
    ["aws:ebs/volume:Volume", "data", "zone-input:availabilityZone", "aws-backup-copy"],
    ["aws:kms/key:Key", "key", "region-input", "kms-multi-region"],
    ["aws:secretsmanager/secret:Secret", "secret", "region-input", "secretsmanager-replica"],
    ["aws:iam/role:Role", "configuration", "global", "global-service"],
    ["aws:route53/record:Record", "configuration", "global", "global-service"],
    ["ovh:CloudProject/storage:Storage", "data", "input:regionName", "ovh-storage-replication"],
    ["ovh:CloudProject/database:Database", "data", "input:nodes[0].region", "ovh-db-backup-regions"],
    ["ovh:Okms/secret:Secret", "secret", "of:okmsId", "declared-twice"],
    ["ovh:Domain/zoneRecord:ZoneRecord", "configuration", "global", "global-service"],
    ["random:index/randomPassword:RandomPassword", "secret", "state", "state-backend"],
  ])("says of %s that it holds %s, placed by %s", (type, holds, place, first) => {
    const row = classify(type);
    expect(row).toMatchObject({ type, holds, place });
    expect(row?.mechanisms).toContain(first);
  });

  it("takes both names of the load balancer for the same", () => {
    expect(classify("aws:alb/loadBalancer:LoadBalancer")).toMatchObject({ holds: "configuration", place: "region-input" });
    expect(classify("aws:alb/loadBalancer:LoadBalancer")?.mechanisms).toEqual(classify("aws:lb/loadBalancer:LoadBalancer")?.mechanisms);
  });

  it.each([
    "aws:cloudformation/stack:Stack", "aws:cloudformation/stackSet:StackSet", "aws:cloudcontrol/resource:Resource", "aws:serverlessrepository/cloudFormationStack:CloudFormationStack",
    "aws:servicecatalog/provisionedProduct:ProvisionedProduct", "pulumi-nodejs:dynamic:Resource", "pulumi-python:dynamic:Resource",
  ])("calls %s opaque", (type) => {
    expect(classify(type)?.holds).toBe("opaque");
  });

  it("takes the engine's own types and any provider for what holds nothing", () => {
    for (const type of ["pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:aws", "pulumi:providers:gcp"]) expect(classify(type)?.holds).toBe("nothing");
  });

  it.each(["gcp:storage/bucket:Bucket", "aws:s3/bucket:Buckets", "aws", "", ":", "pulumi:pulumi:Unheard", "__proto__:a:b", "../aws:a:b"])("does not classify %p", (type) => {
    expect(classify(type)).toBeUndefined();
  });

  it("knows no mechanism outside its list", () => {
    expect(mechanism("s3-replication")).toMatchObject({ kind: "replica", reach: "site", visible: true });
    expect(mechanism("automated-backups")?.reach).toBe("region");
    expect(mechanism("hope")).toBeUndefined();
  });

  it("lists the rows of one package", () => {
    expect(catalogRows("random")).toHaveLength(10);
    expect(catalogRows("gcp")).toEqual([]);
  });

  it("loads everything quickly in a fresh process", () => {
    const script = `const { catalogRows } = require("./policies/catalog/catalog.ts"); const start = performance.now(); const rows = catalogRows().length; console.log(JSON.stringify({ rows, ms: performance.now() - start }));`;
    const root = join(__dirname, "../..");
    const best = Math.min(
      ...[1, 2, 3].map(() => {
        const { rows, ms } = JSON.parse(execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], { cwd: root, encoding: "utf8" })) as { rows: number; ms: number };
        expect(rows).toBeGreaterThan(1900);
        return ms;
      }),
    );
    expect(best).toBeLessThan(40);
  });
});
