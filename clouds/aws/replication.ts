import type { Making, TypeSpec } from "../model";
import { cloud, condition, json, matches, oneOf, within } from "../rule";
import type { Properties } from "../value";
import { isRecord, text, valuesAt } from "../value";
import { arn, keyReference, roleReference, ROLE, securityGroupReference, SUBNET, subnetReference, TERRAFORM, VAULT } from "./common";
import { twoZones, vpcOf } from "./database";

const DMS = `${TERRAFORM}dms/`;
const BACKUP = `${TERRAFORM}backup/`;
const SUBNET_GROUP = "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup";
const REPLICATION_INSTANCE = "aws:dms/replicationInstance:ReplicationInstance";
const ENDPOINT = "aws:dms/endpoint:Endpoint";
const TASK = "aws:dms/replicationTask:ReplicationTask";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const PLAN = "aws:backup/plan:Plan";
const DMS_ENGINES = ["aurora", "aurora-postgresql", "aurora-serverless", "aurora-postgresql-serverless", "azuredb", "azure-sql-managed-instance", "babelfish", "db2", "db2-zos", "docdb", "dynamodb", "elasticsearch", "kafka", "kinesis", "mariadb", "mongodb", "mysql", "opensearch", "oracle", "postgres", "redis", "redshift", "redshift-serverless", "s3", "sqlserver", "neptune", "sybase"];
const SERVERS = ["aurora", "aurora-postgresql", "azuredb", "db2", "docdb", "mariadb", "mongodb", "mysql", "oracle", "postgres", "redshift", "sqlserver", "sybase"];
const DAY_MS = 24 * 60 * 60 * 1000;
const DMS_ID = (path: string) => matches(path, /^[A-Za-z](?!.*--)(?:[A-Za-z0-9-]{0,253}[A-Za-z0-9])?$/, "1 to 255 letters, digits and hyphens, beginning with a letter, no two hyphens together, not ending with one", `${DMS}validate.go`);
const dmsArn = (making: Making, kind: string): string => arn(making, "dms", `${kind}:${making.hex(26).toUpperCase()}`);

/** A cold copy stays at least 90 days. */
const coldProblem = (path: string) => condition("rules", `${BACKUP}plan.go, Backup API Lifecycle: deleteAfter at least 90 days after coldStorageAfter`, (inputs) => {
  const wrong = valuesAt(inputs, path).find((lifecycle) => isRecord(lifecycle) && typeof lifecycle.coldStorageAfter === "number" && typeof lifecycle.deleteAfter === "number" && lifecycle.deleteAfter < lifecycle.coldStorageAfter + 90);
  return isRecord(wrong) ? `InvalidParameterValueException: deleteAfter ${String(wrong.deleteAfter)} must be at least 90 days after coldStorageAfter ${String(wrong.coldStorageAfter)}` : undefined;
});

/** Retention that a locked vault takes: a shorter or longer copy fails. */
function lockProblem(inputs: Properties, { world }: { readonly world: Making["world"] }): string | undefined {
  for (const action of valuesAt(inputs, "rules[].copyActions[]")) {
    const vault = isRecord(action) ? world.all(VAULT).find((stored) => stored.outputs.arn === action.destinationVaultArn) : undefined;
    const lock = world.all(LOCK).find((stored) => stored.inputs.backupVaultName === vault?.id && stored.region === vault?.region);
    const days = valuesAt(action, "lifecycle.deleteAfter")[0];
    const least = lock?.inputs.minRetentionDays;
    if (typeof least === "number" && typeof days === "number" && days < least) return `the copy job to ${vault?.id ?? ""} fails: retention of ${String(days)} days is below the vault's minimum of ${String(least)}`;
  }
  return undefined;
}

/** What keeps copies up to date, and backups. */
export const REPLICATION_TYPES: readonly TypeSpec[] = [
  {
    type: SUBNET_GROUP,
    service: "dms",
    replaces: ["region", "replicationSubnetGroupId"],
    rules: [
      matches("replicationSubnetGroupId", /^(?!default$)[a-zA-Z0-9 ._-]{1,255}$/, "letters, digits, spaces, dots, underscores and hyphens, not \"default\"", `${DMS}validate.go`),
      twoZones("subnetIds", "ReplicationSubnetGroupDoesNotCoverEnoughAZs: The Replication Subnet Group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.", "DMS API CreateReplicationSubnetGroup"),
      cloud("replicationSubnetGroupId", "DMS guide: the role dms-vpc-role must exist before DMS is used through its API", (_inputs, { world }) => (world.all(ROLE).some((role) => role.id === "dms-vpc-role") ? undefined : "AccessDeniedFault: The IAM Role arn:aws:iam::*:role/dms-vpc-role is not configured properly.")),
    ],
    references: [subnetReference("subnetIds[]")],
    id: ({ inputs }) => String(inputs.replicationSubnetGroupId).toLowerCase(),
    outputs: (making) => ({ replicationSubnetGroupArn: arn(making, "dms", `subgrp:${making.id}`), vpcId: vpcOf(making.world.all(SUBNET), making.inputs) }),
    exists: (id) => `ResourceAlreadyExistsFault: The replication subnet group ${id} already exists.`,
    source: `${DMS}replication_subnet_group.go`,
  },
  {
    type: REPLICATION_INSTANCE,
    service: "dms",
    replaces: ["availabilityZone", "kmsKeyArn", "publiclyAccessible", "region", "replicationInstanceId", "replicationSubnetGroupId"],
    rules: [
      matches("replicationInstanceClass", /^dms\.[a-z0-9]+\.[a-z0-9]+$/, "a class such as dms.t3.medium", "DMS guide: replication instance types"),
      matches("replicationInstanceId", /^[a-z](?!.*--)(?:[a-z0-9-]{0,61}[a-z0-9])?$/, "1 to 63 lower-case letters, digits and hyphens, beginning with a letter", `${DMS}validate.go`),
      within("allocatedStorage", 5, 6144, `${DMS}replication_instance.go`),
      condition("availabilityZone", "DMS API CreateReplicationInstance: no zone with multiAz", (inputs) => (inputs.multiAz === true && inputs.availabilityZone !== undefined ? "InvalidParameterCombinationException: availabilityZone cannot be set with multiAz" : undefined)),
    ],
    references: [
      { path: "replicationSubnetGroupId", to: [SUBNET_GROUP], missing: (value) => `ResourceNotFoundFault: Replication Subnet Group ${value} not found`, inUse: (target) => `InvalidResourceStateFault: The replication subnet group ${target.id} is in use`, source: "DMS API reference: errors of the action" },
      securityGroupReference("vpcSecurityGroupIds[]"),
      keyReference("kmsKeyArn", (value) => `KMSKeyNotAccessibleFault: ${value}`),
    ],
    id: ({ inputs }) => String(inputs.replicationInstanceId),
    outputs: (making) => ({ replicationInstanceArn: dmsArn(making, "rep"), replicationInstancePrivateIps: [making.address("private")], availabilityZone: making.inputs.availabilityZone ?? `${making.region}a` }),
    defaults: { allocatedStorage: 50, engineVersion: "3.6.1", multiAz: false, publiclyAccessible: false, autoMinorVersionUpgrade: true, networkType: "IPV4" },
    exists: (id) => `ResourceAlreadyExistsFault: Replication Instance ${id} already exists.`,
    source: `${DMS}replication_instance.go`,
  },
  {
    type: ENDPOINT,
    service: "dms",
    replaces: ["endpointId", "kmsKeyArn", "region"],
    rules: [
      DMS_ID("endpointId"),
      oneOf("endpointType", ["source", "target"], `${DMS}endpoint.go`),
      oneOf("engineName", DMS_ENGINES, `${DMS}consts.go (engineName)`),
      oneOf("sslMode", ["none", "require", "verify-ca", "verify-full"], `${DMS}endpoint.go`),
      oneOf("postgresSettings.pluginName", ["no-preference", "test-decoding", "pglogical"], "DMS API: PluginNameValue"),
      condition("serverName", `${DMS}endpoint.go (a server, or a secret that names it)`, (inputs) => {
        const missing = ["serverName", "port", "username", "databaseName"].filter((name) => inputs[name] === undefined);
        return !SERVERS.includes(text(inputs.engineName) ?? "") || inputs.secretsManagerArn !== undefined || missing.length === 0 ? undefined : `${missing.join(", ")} must be set for ${String(inputs.engineName)}, or secretsManagerArn`;
      }),
    ],
    references: [keyReference("kmsKeyArn", (value) => `KMSKeyNotAccessibleFault: ${value}`)],
    id: ({ inputs }) => String(inputs.endpointId),
    outputs: (making) => ({ endpointArn: dmsArn(making, "endpoint") }),
    defaults: { sslMode: "none", extraConnectionAttributes: "" },
    exists: (id) => `ResourceAlreadyExistsFault: Endpoint ${id} already in use.`,
    source: `${DMS}endpoint.go`,
  },
  {
    type: TASK,
    service: "dms",
    replaces: ["region", "replicationTaskId", "resourceIdentifier", "sourceEndpointArn", "targetEndpointArn"],
    rules: [
      DMS_ID("replicationTaskId"),
      oneOf("migrationType", ["cdc", "full-load", "full-load-and-cdc"], `${DMS}replication_task.go`),
      json("tableMappings", 1_000_000, `${DMS}replication_task.go`),
      json("replicationTaskSettings", 1_000_000, `${DMS}replication_task.go`),
      cloud("sourceEndpointArn", "DMS API CreateReplicationTask", (inputs, { world }) => {
        const wrong = ([["sourceEndpointArn", "source"], ["targetEndpointArn", "target"]] as const).find(([input, kind]) => world.all(ENDPOINT).some((stored) => stored.outputs.endpointArn === inputs[input] && stored.inputs.endpointType !== kind));
        return wrong === undefined ? undefined : `InvalidParameterValueException: ${wrong[0]} is not an endpoint of type ${wrong[1]}`;
      }),
    ],
    references: [
      { path: "replicationInstanceArn", to: [REPLICATION_INSTANCE], by: "replicationInstanceArn", missing: (value) => `ResourceNotFoundFault: Replication Instance ${value} not found`, inUse: (target) => `InvalidResourceStateFault: Replication Instance ${target.id} cannot be deleted, one or more Replication Tasks use it`, source: "DMS API reference: errors of the action" },
      ...["sourceEndpointArn", "targetEndpointArn"].map((path) => ({ path, to: [ENDPOINT], by: "endpointArn", missing: (value: string) => `ResourceNotFoundFault: Endpoint ${value} not found`, inUse: (target: { readonly id: string }) => `InvalidResourceStateFault: Endpoint ${target.id} is part of one or more ReplicationTasks`, source: "DMS API reference: errors of the action" })),
    ],
    id: ({ inputs }) => String(inputs.replicationTaskId),
    outputs: (making) => ({ replicationTaskArn: dmsArn(making, "task"), status: making.inputs.startReplicationTask === true ? "running" : "ready" }),
    exists: (id) => `ResourceAlreadyExistsFault: Replication Task ${id} already exists.`,
    source: `${DMS}replication_task.go`,
  },
  {
    type: VAULT,
    service: "backup",
    named: { property: "name", max: 50 },
    replaces: ["kmsKeyArn", "name", "region"],
    rules: [matches("name", /^[a-zA-Z0-9_-]{2,50}$/, "2 to 50 letters, digits, hyphens and underscores", `${BACKUP}vault.go`)],
    references: [keyReference("kmsKeyArn", (value) => `InvalidParameterValueException: The key ${value} does not exist or is in another region`)],
    keeps: (stored) => (Number(stored.outputs.recoveryPoints ?? 0) > 0 && stored.inputs.forceDestroy !== true ? `InvalidRequestException: Backup vault cannot be deleted because it contains recovery points (${stored.id})` : undefined),
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "backup", `backup-vault:${making.id}`), recoveryPoints: 0 }),
    exists: (id) => `AlreadyExistsException: Backup vault with the same name already exists (${id})`,
    source: `${BACKUP}vault.go`,
  },
  {
    type: LOCK,
    service: "backup",
    replaces: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays", "region"],
    rules: [
      within("changeableForDays", 3, 36500, `${BACKUP}vault_lock_configuration.go (compliance mode: 72 hours at least)`),
      within("minRetentionDays", 1, 36500, "Backup API PutBackupVaultLockConfiguration"),
      within("maxRetentionDays", 1, 36500, "Backup API PutBackupVaultLockConfiguration"),
      condition("maxRetentionDays", "Backup API PutBackupVaultLockConfiguration", ({ minRetentionDays: least, maxRetentionDays: most }) => (typeof least === "number" && typeof most === "number" && most < least ? `InvalidParameterValueException: maxRetentionDays ${String(most)} is below minRetentionDays ${String(least)}` : undefined)),
    ],
    references: [{ path: "backupVaultName", to: [VAULT], missing: (value) => `ResourceNotFoundException: Backup vault ${value} does not exist`, source: "Backup API" }],
    keeps: (stored) => {
      const days = stored.inputs.changeableForDays;
      if (typeof days !== "number" || Date.now() < Date.parse(stored.createdAt) + days * DAY_MS) return undefined;
      return `InvalidRequestException: Backup vault ${stored.id} is locked in compliance mode: the lock can no longer be removed`;
    },
    id: ({ inputs }) => String(inputs.backupVaultName),
    outputs: (making) => ({ backupVaultArn: arn(making, "backup", `backup-vault:${making.id}`) }),
    exists: (id) => `InvalidRequestException: vault ${id} is locked`,
    source: `${BACKUP}vault_lock_configuration.go`,
  },
  {
    type: PLAN,
    service: "backup",
    named: { property: "name", max: 50 },
    replaces: ["region"],
    rules: [
      matches("name", /^[a-zA-Z0-9_.-]{1,50}$/, "1 to 50 letters, digits, dots, hyphens and underscores", "Backup API CreateBackupPlan"),
      matches("rules[].ruleName", /^[a-zA-Z0-9_.-]{1,50}$/, "1 to 50 letters, digits, dots, hyphens and underscores", `${BACKUP}plan.go`),
      matches("rules[].schedule", /^cron\((\S+\s+){5}\S+\)$|^rate\(.+\)$/, "cron(...) with six fields or rate(...)", "Backup API CreateBackupPlan: ScheduleExpression"),
      within("rules[].startWindow", 60, 60_000_000, "Backup API: StartWindowMinutes at least 60"),
      coldProblem("rules[].lifecycle"),
      coldProblem("rules[].copyActions[].lifecycle"),
      condition("rules", "Backup API: the completion window is longer than the start window", (inputs) => {
        const rule = valuesAt(inputs, "rules[]").find((found) => isRecord(found) && Number(found.completionWindow ?? Infinity) < Number(found.startWindow ?? 0) + 60);
        return isRecord(rule) ? `InvalidParameterValueException: completionWindow ${String(rule.completionWindow)} must be at least 60 minutes more than startWindow ${String(rule.startWindow)}` : undefined;
      }),
      condition("rules", "AWS Backup guide: continuous backups are kept 35 days at most", (inputs) => {
        const rule = valuesAt(inputs, "rules[]").find((found) => isRecord(found) && found.enableContinuousBackup === true && Number(valuesAt(found, "lifecycle.deleteAfter")[0] ?? 0) > 35);
        return rule === undefined ? undefined : "InvalidParameterValueException: with enableContinuousBackup, deleteAfter is at most 35 days";
      }),
      cloud("rules", "AWS Backup guide: vault lock, minimum retention", lockProblem),
    ],
    references: [
      { path: "rules[].targetVaultName", to: [VAULT], outside: (value) => value === "Default", missing: (value) => `ResourceNotFoundException: Backup vault ${value} does not exist`, source: "Backup API" },
      { path: "rules[].copyActions[].destinationVaultArn", to: [VAULT], by: "arn", anyRegion: true, missing: (value) => `ResourceNotFoundException: Backup vault ${value} does not exist`, source: "Backup API" },
    ],
    keeps: (stored, world) => (world.all("aws:backup/selection:Selection").some((selection) => selection.inputs.planId === stored.id) ? `InvalidRequestException: Related backup plan selections must be deleted prior to backup plan deletion (${stored.id})` : undefined),
    id: ({ hex }) => `${hex(8)}-${hex(4, "b")}-4${hex(3, "c")}-a${hex(3, "d")}-${hex(12, "e")}`,
    outputs: (making) => ({ arn: arn(making, "backup", `backup-plan:${making.id}`), version: making.hex(48, "version") }),
    source: `${BACKUP}plan.go`,
  },
  {
    type: "aws:backup/selection:Selection",
    service: "backup",
    named: { property: "name", max: 50 },
    replaces: ["conditions", "iamRoleArn", "name", "notResources", "planId", "region", "resources", "selectionTags"],
    rules: [
      matches("name", /^[a-zA-Z0-9_.-]{1,50}$/, "1 to 50 letters, digits, dots, hyphens and underscores", `${BACKUP}selection.go`),
      condition("resources", "Backup API CreateBackupSelection: something must be selected", (inputs) => (inputs.resources === undefined && inputs.selectionTags === undefined && inputs.conditions === undefined && inputs.notResources === undefined ? "InvalidParameterValueException: one of resources, selectionTags, conditions and notResources is needed" : undefined)),
    ],
    references: [
      { path: "planId", to: [PLAN], missing: (value) => `ResourceNotFoundException: Cannot find Backup plan with ID ${value}`, source: "Backup API" },
      roleReference("iamRoleArn", (value) => `InvalidParameterValueException: IAM Role ${value} is not valid`, "Backup API CreateBackupSelection"),
    ],
    id: ({ hex }) => `${hex(8)}-${hex(4, "b")}-4${hex(3, "c")}-a${hex(3, "d")}-${hex(12, "e")}`,
    source: `${BACKUP}selection.go`,
  },
];
