import * as pulumi from "@pulumi/pulumi";
import program from "../../infra";
import { changed } from "./config.fixtures";
import { Seen, plannedWith } from "./program.fixtures";

test("active: secondary turns the names around without two first answers at any moment", async () => {
  const seen = new Seen(await plannedWith({ active: "secondary" }));
  const record = "aws:route53/record:Record";
  expect(seen.input(record, "traffic-first", "failoverRoutingPolicies", 0, "type")).toBe("PRIMARY");
  expect(seen.from(record, "traffic-first", "records")).toEqual(["secondary-address-0", "secondary-address-1"]);
  expect(seen.from(record, "traffic-first", "healthCheckId")).toEqual(["traffic-check-secondary"]);
  expect(seen.from(record, "traffic-second", "records")).toEqual(["primary-address"]);
  const standing = seen.of("ovh:Domain/zoneRecord:ZoneRecord");
  expect(standing.map((node) => [node.name, seen.from(node.type, node.name, "target")[0]])).toEqual([
    ["traffic-standing-0", "secondary-address-0"],
    ["traffic-standing-1", "secondary-address-1"],
  ]);
});

test("protect: false lets a stack be destroyed, and changes nothing else about its copies", async () => {
  const seen = new Seen(await plannedWith({ protect: false }));
  expect(seen.graph.nodes.filter((node) => node.options.protect || node.options.retainOnDelete === true)).toEqual([]);
  expect(seen.input("aws:rds/instance:Instance", "database-secondary", "deletionProtection")).toBe(false);
  expect(seen.input("ovh:CloudProject/database:Database", "database-primary", "deletionProtection")).toBe(false);
  expect(seen.input("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "objects-replication", "rules", 0, "status")).toBe("Enabled");
});

test("createDmsRoles: false leaves the account's roles to whoever made them", async () => {
  const seen = new Seen(await plannedWith({ createDmsRoles: false }));
  expect(seen.of("aws:iam/role:Role").map((node) => node.name)).not.toContain("database-replication-vpc-role");
});

test("bucketPrefix and assumeRole reach the buckets and the third place's provider only", async () => {
  const roleArn = "arn:aws:iam::123456789012:role/backup";
  const seen = new Seen(await plannedWith({ bucketPrefix: "acme", backup: { provider: "aws", region: "eu-north-1", assumeRole: roleArn } }));
  expect(seen.of("aws:s3/bucket:Bucket").map((node) => node.inputs["bucket"])).toEqual(["acme-objects-backup", "acme-objects-secondary"]);
  expect(seen.input("ovh:CloudProject/storage:Storage", "objects-primary", "name")).toBe("acme-objects-primary");
  expect(JSON.stringify(seen.input("pulumi:providers:aws", "backup-aws", "assumeRoles"))).toContain(roleArn);
  expect(seen.input("pulumi:providers:aws", "secondary-aws", "assumeRoles")).toBeUndefined();
});

test("a wrong configuration is one readable message with every problem, and nothing is registered", async () => {
  const registered: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args.name);
        return { id: args.name, state: {} };
      },
      call: () => ({}),
    },
    "firebreak",
    "prod",
    true,
  );
  pulumi.runtime.setAllConfig(changed({ domain: "Nowhere", objectSyncInterval: "5h" }));
  const error: unknown = await program().catch((thrown: unknown) => thrown);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect((error as Error).message).toBe(
    [
      "the configuration of stack prod has 2 problems:",
      '  firebreak:domain = "Nowhere" is not allowed',
      "    allowed: a domain name in lower case, such as example.com",
      "    fix: set firebreak:domain to a domain name in lower case, such as example.com",
      '  firebreak:objectSyncInterval = "5h" is out of range',
      "    allowed: 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h",
      "    fix: set firebreak:objectSyncInterval to 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h",
    ].join("\n"),
  );
  expect(registered).toEqual([]);
});
