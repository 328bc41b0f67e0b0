import type { TypeSpec } from "../model";
import { cloud, condition, matches, notTogether, oneOf, within } from "../rule";
import type { Properties } from "../value";
import { isUnknown, text } from "../value";
import { zonesOf } from "../functions/aws";
import { arn, arnInput, DB_INSTANCE, keyReference, securityGroupReference, SUBNET, subnetReference, TERRAFORM } from "./common";

const RDS = `${TERRAFORM}rds/`;
const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
const IDENTIFIER = /^[a-z](?!.*--)(?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ENGINES = ["custom-oracle-ee", "custom-sqlserver-ee", "custom-sqlserver-se", "custom-sqlserver-web", "db2-ae", "db2-se", "mariadb", "mysql", "oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb", "postgres", "sqlserver-ee", "sqlserver-ex", "sqlserver-se", "sqlserver-web"];
const PORTS: Readonly<Record<string, number>> = { postgres: 5432, mysql: 3306, mariadb: 3306 };
const DAY = /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/;

const set = (inputs: Properties, name: string): boolean => inputs[name] !== undefined && inputs[name] !== null;

/** A group of subnets must reach into two zones. */
export function twoZones(path: string, error: string, source: string) {
  return cloud(path, source, (inputs, { world, region }) => {
    const subnets = world.all(SUBNET).filter((stored) => stored.region === region && Array.isArray(inputs[path]) && inputs[path].includes(stored.id));
    const zones = new Set(subnets.map((stored) => text(stored.outputs.availabilityZone)));
    return zones.size >= 2 ? undefined : `${error} (${[...zones].join(", ")})`;
  });
}

/** Relational databases. */
export const DATABASE_TYPES: readonly TypeSpec[] = [
  {
    type: DB_INSTANCE,
    service: "rds",
    named: { property: "identifier", max: 63, lower: true },
    replaces: ["availabilityZone", "backupTarget", "characterSetName", "customIamInstanceProfile", "dbName", "engine", "identifierPrefix", "kmsKeyId", "ncharCharacterSetName", "region", "restoreToPointInTime", "s3Import", "snapshotIdentifier", "storageEncrypted", "timezone", "username"],
    rules: [
      matches("identifier", IDENTIFIER, "1 to 63 lower-case letters, digits and hyphens, beginning with a letter, no two hyphens together, not ending with one", `${RDS}validate.go`),
      matches("finalSnapshotIdentifier", /^[A-Za-z](?!.*--)[\w-]*[A-Za-z0-9]$/, "letters, digits and hyphens, beginning with a letter", `${RDS}instance.go`),
      oneOf("engine", ENGINES, `${RDS}instance.go, RDS API CreateDBInstance`),
      matches("instanceClass", /^db\.[a-z0-9-]+\.[a-z0-9.]+$/, "a class such as db.m7g.large", "RDS user guide: DB instance classes"),
      oneOf("storageType", ["gp2", "gp3", "io1", "io2", "standard"], `${RDS}enum.go (storageType)`),
      within("backupRetentionPeriod", 0, 35, "RDS API: BackupRetentionPeriod 0 to 35"),
      within("allocatedStorage", 5, 65536, "RDS API: AllocatedStorage"),
      within("port", 1150, 65535, "RDS API: Port"),
      matches("backupWindow", /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, "hh24:mi-hh24:mi", `${RDS}instance.go (ValidOnceADayWindowFormat)`),
      matches("maintenanceWindow", DAY, "ddd:hh24:mi-ddd:hh24:mi", `${RDS}instance.go (ValidOnceAWeekWindowFormat)`),
      oneOf("monitoringInterval", [0, 1, 5, 10, 15, 30, 60], `${RDS}instance.go`),
      notTogether(["password", "manageMasterUserPassword", "passwordWo"], `${RDS}instance.go (ConflictsWith)`),
      notTogether(["identifier", "identifierPrefix"], `${RDS}instance.go`),
      condition("username", `${RDS}instance.go (needed unless restored or replicated)`, instanceProblem),
      condition("password", "RDS API: MasterUserPassword 8 characters at least, without / \" @ and spaces", ({ password }) => {
        const value = text(password);
        return value === undefined || /^[^/"@\s]{8,128}$/.test(value) ? undefined : "InvalidParameterValue: The parameter MasterUserPassword is not a valid password: 8 to 128 printable characters besides '/', '@', '\"', ' '";
      }),
      condition("kmsKeyId", "RDS API: InvalidParameterCombination", (inputs) => (set(inputs, "kmsKeyId") && inputs.storageEncrypted !== true && !set(inputs, "replicateSourceDb") && !isUnknown(inputs.storageEncrypted) ? "InvalidParameterCombination: kmsKeyId needs storageEncrypted: true" : undefined)),
      condition("finalSnapshotIdentifier", `${RDS}instance.go (delete): a final snapshot needs a name; said at once, since at deletion it is too late`, (inputs) => (inputs.skipFinalSnapshot === false && !set(inputs, "finalSnapshotIdentifier") ? "finalSnapshotIdentifier is required when skipFinalSnapshot is false" : undefined)),
    ],
    references: [
      { path: "dbSubnetGroupName", to: [SUBNET_GROUP], missing: (value) => `DBSubnetGroupNotFoundFault: DBSubnetGroup '${value}' not found.`, inUse: (target) => `InvalidDBSubnetGroupStateFault: Cannot delete the subnet group '${target.id}' because at least one database instance is still using it.`, source: "RDS API reference: errors of the action" },
      { path: "parameterGroupName", to: [PARAMETER_GROUP], outside: (value) => value.startsWith("default."), missing: (value) => `DBParameterGroupNotFound: DBParameterGroup not found: ${value}`, inUse: (target) => `InvalidDBParameterGroupState: One or more database instances are still members of this parameter group ${target.id}, so the group cannot be deleted`, source: "RDS API reference: errors of the action" },
      securityGroupReference("vpcSecurityGroupIds[]"),
      keyReference("kmsKeyId", (value) => `KMSKeyNotAccessibleFault: The specified KMS key [${value}] does not exist, is not enabled or you do not have permissions to access it.`),
      { path: "replicateSourceDb", to: [DB_INSTANCE], by: ["id", "arn"], anyRegion: true, missing: (value) => `DBInstanceNotFound: ${value} not found`, source: "RDS API CreateDBInstanceReadReplica" },
    ],
    keeps: (stored) => {
      if (stored.inputs.deletionProtection === true) return `InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again. (${stored.id})`;
      return stored.inputs.skipFinalSnapshot !== true && !set(stored.inputs, "finalSnapshotIdentifier") ? `final_snapshot_identifier is required when skip_final_snapshot is false (${stored.id})` : undefined;
    },
    id: ({ name }) => name,
    outputs: (making) => {
      const port = typeof making.inputs.port === "number" ? making.inputs.port : (PORTS[text(making.inputs.engine) ?? ""] ?? 5432);
      const address = `${making.id}.c${making.hex(11, "endpoint")}.${making.region}.rds.amazonaws.com`;
      return {
        identifier: making.id,
        address,
        port,
        endpoint: `${address}:${String(port)}`,
        arn: arn(making, "rds", `db:${making.id}`),
        hostedZoneId: `Z${making.hex(13, "zone").toUpperCase()}`,
        resourceId: `db-${making.hex(26, "resource").toUpperCase()}`,
        engineVersionActual: making.inputs.engineVersion ?? "",
        availabilityZone: making.inputs.availabilityZone ?? zonesOf(making.region)[0],
        status: "available",
      };
    },
    defaults: { backupRetentionPeriod: 0, multiAz: false, storageType: "gp2", licenseModel: "postgresql-license", caCertIdentifier: "rds-ca-rsa2048-g1" },
    exists: (id) => `DBInstanceAlreadyExists: DB instance already exists (${id})`,
    source: `${RDS}instance.go`,
  },
  {
    type: SUBNET_GROUP,
    service: "rds",
    named: { property: "name", max: 255, lower: true },
    replaces: ["name", "namePrefix", "region"],
    rules: [
      matches("name", /^(?!default$)[a-z0-9 ._-]{1,255}$/, "lower-case letters, digits, spaces, dots, underscores and hyphens, not \"default\"", `${RDS}validate.go`),
      twoZones("subnetIds", "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.", "RDS API CreateDBSubnetGroup"),
    ],
    references: [subnetReference("subnetIds[]")],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "rds", `subgrp:${making.id}`), supportedNetworkTypes: ["IPV4"], vpcId: vpcOf(making.world.all(SUBNET), making.inputs) }),
    defaults: { description: "Managed by Pulumi" },
    exists: (id) => `DBSubnetGroupAlreadyExists: The DB subnet group '${id}' already exists.`,
    source: `${RDS}subnet_group.go`,
  },
  {
    type: PARAMETER_GROUP,
    service: "rds",
    named: { property: "name", max: 255, lower: true },
    replaces: ["description", "family", "name", "namePrefix", "region"],
    rules: [
      matches("family", /^(postgres\d+|mysql\d\.\d|mariadb\d+\.\d+|oracle-.+|sqlserver-.+|db2-.+)$/, "a family such as postgres16", "RDS API: DBParameterGroupFamily"),
      matches("name", /^[a-z](?!.*--)[0-9a-z.-]*[0-9a-z]$/, "lower-case letters, digits, dots and hyphens, beginning with a letter", `${RDS}validate.go`),
      oneOf("parameters[].applyMethod", ["immediate", "pending-reboot"], `${RDS}parameter_group.go`),
      condition("parameters", "RDS API: InvalidParameterCombination: cannot use immediate apply method for static parameter", (inputs) => {
        const statics = new Set(["rds.logical_replication", "shared_preload_libraries", "max_connections", "max_wal_senders", "max_replication_slots"]);
        const list = Array.isArray(inputs.parameters) ? inputs.parameters : [];
        const wrong = list.find((item) => typeof item === "object" && item !== null && statics.has(String(item.name)) && item.applyMethod !== "pending-reboot" && !isUnknown(item.applyMethod));
        return wrong === undefined ? undefined : `InvalidParameterCombination: cannot use immediate apply method for static parameter ${String(wrong.name)}: set applyMethod to pending-reboot`;
      }),
    ],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "rds", `pg:${making.id}`) }),
    defaults: { description: "Managed by Pulumi" },
    exists: (id) => `DBParameterGroupAlreadyExists: Parameter group ${id} already exists`,
    source: `${RDS}parameter_group.go`,
  },
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    service: "rds",
    replaces: ["kmsKeyId", "preSignedUrl", "region", "retentionPeriod", "sourceDbInstanceArn"],
    rules: [
      within("retentionPeriod", 1, 35, "RDS API StartDBInstanceAutomatedBackupsReplication: BackupRetentionPeriod"),
      arnInput("sourceDbInstanceArn", "rds"),
      cloud("sourceDbInstanceArn", "RDS API StartDBInstanceAutomatedBackupsReplication", (inputs, { world, region }) => {
        const found = world.all(DB_INSTANCE).find((stored) => stored.outputs.arn === inputs.sourceDbInstanceArn);
        if (found === undefined) return undefined;
        if (found.region === region) return `InvalidParameterValue: the source ${found.id} is in ${region ?? ""}: replicate its backups to another region`;
        if (Number(found.inputs.backupRetentionPeriod ?? 0) === 0) return `InvalidDBInstanceState: Automated backups are not enabled on ${found.id}: set backupRetentionPeriod`;
        return found.inputs.storageEncrypted === true && inputs.kmsKeyId === undefined ? `InvalidParameterCombination: ${found.id} is encrypted: kmsKeyId of a key in ${region ?? "this region"} is required` : undefined;
      }),
    ],
    references: [
      { path: "sourceDbInstanceArn", to: [DB_INSTANCE], by: "arn", anyRegion: true, missing: (value) => `DBInstanceNotFound: DBInstance ${value} not found`, source: "RDS API StartDBInstanceAutomatedBackupsReplication" },
      { ...keyReference("kmsKeyId", (value) => `KMSKeyNotAccessibleFault: The specified KMS key [${value}] does not exist, is not enabled or you do not have permissions to access it.`) },
    ],
    id: (making) => arn(making, "rds", `auto-backup:ab-${making.hex(38)}`),
    defaults: { retentionPeriod: 7 },
    source: `${RDS}instance_automated_backups_replication.go`,
  },
];

function instanceProblem(inputs: Properties): string | undefined {
  const copied = ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"].some((name) => set(inputs, name));
  if (copied) return undefined;
  const missing = ["engine", "username", "allocatedStorage"].filter((name) => !set(inputs, name));
  if (missing.length > 0) return `${missing.join(", ")} must be set unless the instance is a replica or is restored`;
  return ["password", "manageMasterUserPassword", "passwordWo"].some((name) => set(inputs, name)) ? undefined : "one of password, manageMasterUserPassword and passwordWo must be set";
}

/** The VPC of the first of the subnets. */
export function vpcOf(subnets: readonly { readonly id: string; readonly inputs: Properties }[], inputs: Properties): string {
  const ids = Array.isArray(inputs.subnetIds) ? inputs.subnetIds : [];
  return text(subnets.find((subnet) => ids.includes(subnet.id))?.inputs.vpcId) ?? "";
}

