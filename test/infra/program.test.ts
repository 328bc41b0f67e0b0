import type { GraphNode } from "../../policies/graph/model";
import { isProvider } from "../../policies/graph/model";
import { Seen, nameOf, planned } from "./program.fixtures";

const BUCKET = "aws:s3/bucket:Bucket";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Every type here holds data, a secret or a key, or is the standing copy of one. */
const HOLDERS = [
  "ovh:CloudProject/storage:Storage",
  BUCKET,
  "ovh:CloudProject/database:Database",
  "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance",
  "aws:rds/instance:Instance",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
  "aws:backup/vault:Vault",
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "ovh:Okms/okms:Okms",
  "ovh:Okms/serviceKeyJWK:ServiceKeyJWK",
  "ovh:Okms/secret:Secret",
  "aws:secretsmanager/secret:Secret",
  "random:index/randomBytes:RandomBytes",
  "random:index/randomPassword:RandomPassword",
  "aws:route53/zone:Zone",
  "ovh:Domain/zone:Zone",
];

let seen: Seen;
beforeAll(async () => {
  seen = new Seen(await planned("prod"));
});

describe("the whole", () => {
  test.each(HOLDERS)("%s is protected and stays in the cloud when dropped from the program", (type) => {
    expect(seen.of(type).length).toBeGreaterThan(0);
    for (const node of seen.of(type)) expect([node.name, node.options.protect, node.options.retainOnDelete]).toEqual([node.name, true, true]);
  });

  test("nothing is forced away: no bucket, vault or zone empties itself before it is deleted", () => {
    for (const node of seen.graph.nodes) expect([node.name, node.inputs["forceDestroy"] ?? false]).toEqual([node.name, false]);
  });

  test("every resource of a cloud has an explicit provider, and each place its own", () => {
    const custom = seen.graph.nodes.filter((node) => node.custom && !isProvider(node));
    const providers = new Map<string, Set<string>>();
    for (const node of custom) {
      const cloud = node.type.split(":")[0] ?? "";
      providers.set(cloud, (providers.get(cloud) ?? new Set()).add(seen.provider(node)));
    }
    expect([...(providers.get("aws") ?? [])].sort()).toEqual(["backup-aws", "secondary-aws"]);
    expect([...(providers.get("ovh") ?? [])]).toEqual(["primary-ovh"]);
    expect(seen.input("pulumi:providers:aws", "secondary-aws", "region")).toBe("eu-central-1");
    expect(seen.input("pulumi:providers:aws", "backup-aws", "region")).toBe("eu-north-1");
    for (const name of ["secondary-aws", "backup-aws"]) expect(String(seen.input("pulumi:providers:aws", name, "allowedAccountIds"))).toContain("123456789012");
  });

  test("every resource belongs to a component", () => {
    const loose = (node: GraphNode) => node.custom && !isProvider(node) && (node.parent === undefined || node.parent.includes("pulumi:pulumi:Stack::"));
    expect(seen.graph.nodes.filter(loose).map((node) => node.name)).toEqual([]);
  });

  test("names do not change from one run to the next", async () => {
    const again = await planned("prod");
    expect(again.nodes.map((node) => node.urn)).toEqual(seen.graph.nodes.map((node) => node.urn));
  });
});

describe("objects", () => {
  const SYNC = "aws:datasync/task:Task";

  test("the primary's bucket is versioned and encrypted, in the storage region of its campus", () => {
    expect(seen.node("ovh:CloudProject/storage:Storage", "objects-primary").inputs).toMatchObject({
      regionName: "GRA",
      name: "firebreak-prod-objects-primary",
      versioning: { status: "enabled" },
      encryption: { sseAlgorithm: "AES256" },
    });
  });

  test("the sync runs every hour, cloud to cloud, and deletes nothing", () => {
    expect(seen.node(SYNC, "objects-sync").inputs).toMatchObject({
      taskMode: "ENHANCED",
      schedule: { scheduleExpression: "rate(1 hour)", status: "ENABLED" },
      options: { preserveDeletedFiles: "PRESERVE", verifyMode: "ONLY_FILES_TRANSFERRED", transferMode: "CHANGED" },
    });
  });

  test("the sync goes from the primary's bucket to the secondary's", () => {
    const source = "aws:datasync/locationObjectStorage:LocationObjectStorage";
    const destination = "aws:datasync/s3Location:S3Location";
    expect(seen.from(SYNC, "objects-sync", "sourceLocationArn")).toEqual(["objects-sync-source"]);
    expect(seen.node(source, "objects-sync-source").inputs).toMatchObject({
      serverHostname: "s3.gra.io.cloud.ovh.net",
      serverProtocol: "HTTPS",
      bucketName: "firebreak-prod-objects-primary",
    });
    expect(seen.from(source, "objects-sync-source", "bucketName")).toEqual(["objects-primary"]);
    expect(seen.from(SYNC, "objects-sync", "destinationLocationArn")).toEqual(["objects-sync-destination"]);
    expect(seen.input(destination, "objects-sync-destination", "s3BucketArn")).toBe("arn:aws:s3:::firebreak-prod-objects-secondary");
    expect(seen.from(destination, "objects-sync-destination", "s3BucketArn")).toEqual(["objects-secondary"]);
  });

  test("the sync's credential reads and cannot write", () => {
    const policy = String(seen.input("ovh:CloudProject/s3Policy:S3Policy", "objects-sync-read-only", "policy"));
    expect(policy).toContain("s3:GetObject");
    expect(policy).not.toMatch(/:(Put|Delete|\*)/);
  });

  test("nothing arrives before it is replicated onwards", () => {
    expect(seen.waitsFor(SYNC, "objects-sync")).toContain("objects-replication");
  });

  test("everything goes on to the third place within 15 minutes, with the key that survives there, and deletions do not", () => {
    expect(seen.input(REPLICATION, "objects-replication", "bucket")).toBe("firebreak-prod-objects-secondary");
    expect(seen.input(REPLICATION, "objects-replication", "rules", 0)).toMatchObject({
      status: "Enabled",
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Disabled" },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      destination: {
        bucket: "arn:aws:s3:::firebreak-prod-objects-backup",
        replicationTime: { status: "Enabled", time: { minutes: 15 } },
        metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      },
    });
    expect(seen.from(REPLICATION, "objects-replication", "rules")).toEqual(["objects-backup", "owner-key-backup"]);
  });

  test("replication waits for versioning at both ends and for its permissions", () => {
    expect(seen.waitsFor(REPLICATION, "objects-replication")).toEqual(
      expect.arrayContaining(["objects-secondary-versioning", "objects-backup-versioning", "objects-replication-role-policy"]),
    );
  });

  test("the third place's bucket is locked against everybody for the whole retention", () => {
    expect(seen.provider(seen.node(BUCKET, "objects-backup"))).toBe("backup-aws");
    expect(seen.input(BUCKET, "objects-backup", "objectLockEnabled")).toBe(true);
    expect(seen.node("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "objects-backup-lock").inputs).toMatchObject({
      bucket: "firebreak-prod-objects-backup",
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } },
    });
  });

  test.each([
    ["objects-secondary", "owner-key-secondary"],
    ["objects-backup", "owner-key-backup"],
  ])("%s is versioned, private and encrypted with %s", (name, key) => {
    expect(seen.input("aws:s3/bucketVersioning:BucketVersioning", `${name}-versioning`, "versioningConfiguration", "status")).toBe("Enabled");
    expect(seen.from("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", `${name}-encryption`, "rules")).toEqual([key]);
    expect(seen.node("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${name}-public-access`).inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });
});

describe("keys and secrets", () => {
  test("one key, imported at both sites and in the third place", () => {
    const secondary = "aws:kms/externalKey:ExternalKey";
    const backup = "aws:kms/replicaExternalKey:ReplicaExternalKey";
    expect(seen.input("random:index/randomBytes:RandomBytes", "owner-key-material", "length")).toBe(32);
    expect(seen.input(secondary, "owner-key-secondary", "multiRegion")).toBe(true);
    expect(seen.from(secondary, "owner-key-secondary", "keyMaterialBase64")).toEqual(["owner-key-material"]);
    expect(seen.from(backup, "owner-key-backup", "keyMaterialBase64")).toEqual(["owner-key-material"]);
    expect(seen.from(backup, "owner-key-backup", "primaryKeyArn")).toEqual(["owner-key-secondary"]);
    expect(seen.provider(seen.node(backup, "owner-key-backup"))).toBe("backup-aws");
    expect(seen.from("ovh:Okms/serviceKeyJWK:ServiceKeyJWK", "owner-key-primary", "keys")).toEqual(["owner-key-material"]);
    expect(seen.input("ovh:Okms/okms:Okms", "owner-key-domain", "region")).toBe("eu-west-gra");
    for (const [type, name] of [[secondary, "owner-key-secondary"], [backup, "owner-key-backup"]] as const) expect(seen.input(type, name, "deletionWindowInDays")).toBe(30);
  });

  test("the application's secret is in all three places, each readable with the key that is there", () => {
    const secret = "aws:secretsmanager/secret:Secret";
    expect(seen.input(secret, "application-secret-secondary", "replicas", 0, "region")).toBe("eu-north-1");
    expect(seen.from(secret, "application-secret-secondary", "replicas")).toEqual(["owner-key-backup"]);
    expect(seen.from(secret, "application-secret-secondary", "kmsKeyId")).toEqual(["owner-key-secondary"]);
    const inAws = seen.from("aws:secretsmanager/secretVersion:SecretVersion", "application-secret-secondary-version", "secretString");
    expect(inAws).toEqual(expect.arrayContaining(["database-primary-user", "database-secondary-password", "objects-application-credential"]));
    expect(seen.from("ovh:Okms/secret:Secret", "application-secret-primary", "version")).toEqual(inAws);
  });
});

describe("names of the service", () => {
  const RECORD = "aws:route53/record:Record";

  test("Route 53 fails over from the active site to the other: three checks in 10 s steps, TTL 60 s", () => {
    for (const site of ["primary", "secondary"]) {
      expect(seen.node("aws:route53/healthCheck:HealthCheck", `traffic-check-${site}`).inputs).toMatchObject({
        type: "HTTPS",
        port: 443,
        resourcePath: "/healthz",
        requestInterval: 10,
        failureThreshold: 3,
      });
    }
    for (const [name, type, check] of [["traffic-first", "PRIMARY", "traffic-check-primary"], ["traffic-second", "SECONDARY", "traffic-check-secondary"]] as const) {
      expect(seen.node(RECORD, name).inputs).toMatchObject({ name: "www.example.com", type: "A", ttl: 60, failoverRoutingPolicies: [{ type }] });
      expect(seen.from(RECORD, name, "healthCheckId")).toEqual([check]);
    }
    expect(seen.from(RECORD, "traffic-first", "records")).toEqual(["primary-address"]);
    expect(seen.from(RECORD, "traffic-second", "records")).toEqual(["secondary-address-0", "secondary-address-1"]);
  });

  test("a standing copy at the other provider names the active site", () => {
    const records = seen.of("ovh:Domain/zoneRecord:ZoneRecord");
    expect(records.map((node) => node.name)).toEqual(["traffic-standing-0"]);
    expect(records[0]?.inputs).toMatchObject({ zone: "example.com", subdomain: "www", fieldtype: "A", ttl: 60 });
    expect(records[0]?.dependencies.map(nameOf)).toContain("traffic-standing-zone");
    expect(seen.input("ovh:Domain/zone:Zone", "traffic-standing-zone", "plan", "configurations", 0)).toEqual({ label: "zone", value: "example.com" });
  });
});
