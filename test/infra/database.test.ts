import { Seen, planned } from "./program.fixtures";

const OVH = "ovh:CloudProject/database:Database";
const RDS = "aws:rds/instance:Instance";
const TASK = "aws:dms/replicationTask:ReplicationTask";
const ENDPOINT = "aws:dms/endpoint:Endpoint";

let seen: Seen;
beforeAll(async () => {
  seen = new Seen(await planned("prod"));
});

describe("the primary's database", () => {
  test("has two nodes, a second set of backups far away, and cannot be deleted by mistake", () => {
    expect(seen.node(OVH, "database-primary").inputs).toMatchObject({
      engine: "postgresql",
      version: "16",
      plan: "business",
      nodes: [{ region: "GRA" }, { region: "GRA" }],
      backupRegions: ["GRA", "WAW"],
      deletionProtection: true,
    });
  });

  test("lets in its own servers and the replication, and nobody else", () => {
    expect(seen.from(OVH, "database-primary", "ipRestrictions")).toEqual(["primary-gateway", "secondary-egress-0", "secondary-egress-1"]);
    expect(seen.input(OVH, "database-primary", "ipRestrictions")).toHaveLength(3);
  });

  test("has a user that may replicate", () => {
    expect(seen.input("ovh:CloudProjectDatabase/postgresSqlUser:PostgresSqlUser", "database-primary-user", "roles")).toEqual(["replication"]);
  });
});

describe("the secondary's database", () => {
  test("spans zones, is encrypted with the owner's key, keeps backups, and leaves a snapshot when it goes", () => {
    expect(seen.node(RDS, "database-secondary").inputs).toMatchObject({
      engine: "postgres",
      engineVersion: "16",
      multiAz: true,
      storageEncrypted: true,
      publiclyAccessible: false,
      backupRetentionPeriod: 14,
      deletionProtection: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "firebreak-prod-secondary-final",
    });
    expect(seen.from(RDS, "database-secondary", "kmsKeyId")).toEqual(["owner-key-secondary"]);
  });

  test("is open to the site's servers and to the replication only", () => {
    const rules = seen.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter((rule) => seen.from(rule.type, rule.name, "securityGroupId").includes("secondary-database"));
    expect(rules.map((rule) => seen.from(rule.type, rule.name, "referencedSecurityGroupId")[0]).sort()).toEqual(["secondary-replication", "secondary-servers"]);
    for (const rule of rules) expect(rule.inputs).toMatchObject({ fromPort: 5432, toPort: 5432, ipProtocol: "tcp" });
  });
});

describe("replication", () => {
  test("loads everything once and then follows every change, and is running", () => {
    expect(seen.node(TASK, "database-replication").inputs).toMatchObject({ migrationType: "full-load-and-cdc", startReplicationTask: true });
    const mappings = JSON.parse(String(seen.input(TASK, "database-replication", "tableMappings"))) as { readonly rules: readonly Record<string, unknown>[] };
    expect(mappings.rules).toEqual([expect.objectContaining({ "rule-action": "include", "object-locator": { "schema-name": "public", "table-name": "%" } })]);
  });

  test("goes from the primary's database to the secondary's, encrypted on the way", () => {
    expect(seen.from(TASK, "database-replication", "sourceEndpointArn")).toEqual(["database-replication-source"]);
    expect(seen.from(TASK, "database-replication", "targetEndpointArn")).toEqual(["database-replication-target"]);
    expect(seen.node(ENDPOINT, "database-replication-source").inputs).toMatchObject({ endpointType: "source", engineName: "postgres", sslMode: "require", postgresSettings: { captureDdls: false } });
    expect(seen.from(ENDPOINT, "database-replication-source", "serverName")).toEqual(["database-primary"]);
    expect(seen.node(ENDPOINT, "database-replication-target").inputs).toMatchObject({ endpointType: "target", engineName: "postgres", sslMode: "require" });
    expect(seen.from(ENDPOINT, "database-replication-target", "serverName")).toEqual(["database-secondary"]);
  });

  test("never empties the copy, even if it starts again from nothing", () => {
    const settings = JSON.parse(String(seen.input(TASK, "database-replication", "replicationTaskSettings"))) as Record<string, Record<string, unknown>>;
    expect(settings["FullLoadSettings"]).toEqual({ TargetTablePrepMode: "DO_NOTHING" });
  });

  test("runs in two zones, through the addresses that the primary lets in, with the roles that AWS DMS looks for", () => {
    const instance = "aws:dms/replicationInstance:ReplicationInstance";
    expect(seen.node(instance, "database-replication-instance").inputs).toMatchObject({ multiAz: true, publiclyAccessible: false });
    expect(seen.from("aws:dms/replicationSubnetGroup:ReplicationSubnetGroup", "database-replication-subnets", "subnetIds")).toEqual(["secondary-private-0", "secondary-private-1"]);
    expect(seen.waitsFor(instance, "database-replication-instance")).toEqual(expect.arrayContaining(["database-replication-vpc-role", "database-replication-vpc-role-managed-0"]));
    expect(seen.input("aws:iam/role:Role", "database-replication-vpc-role", "name")).toBe("dms-vpc-role");
  });
});

describe("recovery points in the third place", () => {
  test("automated backups are replicated there, encrypted with the key that survives there", () => {
    const type = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";
    const node = seen.node(type, "database-recovery-point-in-time");
    expect(seen.provider(node)).toBe("backup-aws");
    expect(node.inputs).toMatchObject({ retentionPeriod: 14, sourceDbInstanceArn: "arn:aws:rds:eu-central-1:123456789012:db:firebreak-prod-secondary" });
    expect(seen.from(type, node.name, "sourceDbInstanceArn")).toEqual(["database-secondary"]);
    expect(seen.from(type, node.name, "kmsKeyId")).toEqual(["owner-key-backup"]);
  });

  test("the plan copies every hour into the vault of the third place and keeps the copy for the retention", () => {
    expect(seen.input("aws:backup/plan:Plan", "database-recovery-plan", "rules")).toEqual([
      expect.objectContaining({
        schedule: "cron(0 * * * ? *)",
        startWindow: 60,
        completionWindow: 180,
        targetVaultName: "firebreak-prod-recovery",
        copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-north-1:123456789012:backup-vault:firebreak-prod-locked", lifecycle: { deleteAfter: 35 } }],
      }),
    ]);
    expect(seen.from("aws:backup/plan:Plan", "database-recovery-plan", "rules")).toEqual(["database-recovery-local", "database-recovery-locked"]);
  });

  test("the selection names the database, and its role may back up", () => {
    const type = "aws:backup/selection:Selection";
    expect(seen.input(type, "database-recovery-selection", "resources")).toEqual(["arn:aws:rds:eu-central-1:123456789012:db:firebreak-prod-secondary"]);
    expect(seen.from(type, "database-recovery-selection", "planId")).toEqual(["database-recovery-plan"]);
    expect(seen.waitsFor(type, "database-recovery-selection")).toContain("database-recovery-role-managed-0");
  });

  test("the vault is locked in compliance mode for the retention, in the third place, with the key that is there", () => {
    const vault = seen.node("aws:backup/vault:Vault", "database-recovery-locked");
    expect(seen.provider(vault)).toBe("backup-aws");
    expect(seen.from(vault.type, vault.name, "kmsKeyArn")).toEqual(["owner-key-backup"]);
    const lock = seen.node("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "database-recovery-lock");
    expect(lock.inputs).toMatchObject({ backupVaultName: "firebreak-prod-locked", changeableForDays: 3, minRetentionDays: 35 });
    expect(seen.waitsFor("aws:backup/plan:Plan", "database-recovery-plan")).toContain("database-recovery-lock");
  });
});
