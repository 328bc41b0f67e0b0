import { mechanisms } from "../../policies/catalog/catalog";
import type { Mechanism } from "../../policies/analysis/context";
import { MECHANISMS } from "../../policies/analysis/mechanisms";
import * as activeActive from "../../policies/analysis/mechanisms/active-active";
import * as backup from "../../policies/analysis/mechanisms/backup";
import * as code from "../../policies/analysis/mechanisms/code";
import * as connections from "../../policies/analysis/mechanisms/connections";
import * as datasync from "../../policies/analysis/mechanisms/datasync";
import * as dms from "../../policies/analysis/mechanisms/dms";
import * as exported from "../../policies/analysis/mechanisms/exports";
import * as globals from "../../policies/analysis/mechanisms/global-databases";
import * as images from "../../policies/analysis/mechanisms/images";
import * as keys from "../../policies/analysis/mechanisms/keys";
import * as lifecycle from "../../policies/analysis/mechanisms/lifecycle";
import * as ovh from "../../policies/analysis/mechanisms/ovh";
import * as ovhInRegion from "../../policies/analysis/mechanisms/ovh-in-region";
import * as own from "../../policies/analysis/mechanisms/own-backups";
import * as rds from "../../policies/analysis/mechanisms/rds";
import * as redshift from "../../policies/analysis/mechanisms/redshift";
import * as replicas from "../../policies/analysis/mechanisms/replicas";
import * as s3 from "../../policies/analysis/mechanisms/s3-replication";
import * as streams from "../../policies/analysis/mechanisms/streams";
import * as twice from "../../policies/analysis/mechanisms/twice";
import { UNDETECTED } from "../../policies/analysis/mechanisms/undetected";
import * as zones from "../../policies/analysis/mechanisms/zones";

/** Which detectors look for a mechanism of the catalog. */
const DETECTED: Readonly<Record<string, readonly Mechanism[]>> = {
  "launched-from-code": [code.launchedFromCode],
  "issued-anew": [code.issuedAnew],
  "declared-twice": [twice.declaredTwice, zones.zonesDeclaredTwice],
  "state-backend": [keys.storedInState],
  "secret-store": [keys.generatedValues],
  "kms-import": [keys.generatedValues],
  "okms-import": [keys.generatedValues],
  "export-to-bucket": [exported.streamExport, exported.tableExport],
  "s3-replication": [s3.s3Replication],
  "s3-tables-replication": [exported.s3TablesReplication],
  datasync: [datasync.dataSync],
  "efs-replication": [replicas.efsReplication],
  "ovh-storage-replication": [ovh.ovhStorageReplication],
  "aws-backup-copy": [backup.awsBackup],
  "aws-backup": [backup.awsBackup],
  "automated-backups": [rds.rdsOwnBackups, own.serviceBackups, own.fsxBackups],
  "point-in-time-recovery": [own.dynamoPointInTime, own.keyspacesPointInTime],
  "ebs-snapshot-copy": [rds.snapshotCopies],
  "dlm-cross-region-copy": [lifecycle.lifecyclePolicies],
  "ebs-snapshots": [lifecycle.ebsSnapshots, lifecycle.lifecyclePolicies],
  "ami-copy": [images.imageCopies],
  "imagebuilder-distribution": [images.imageDistribution],
  "rds-automated-backups-replication": [rds.rdsBackupReplication],
  "rds-read-replica": [rds.rdsReadReplica],
  "rds-snapshot-copy": [rds.snapshotCopies],
  "aurora-global": [rds.auroraGlobal],
  "docdb-global": [globals.docdbGlobal],
  "neptune-global": [globals.neptuneGlobal],
  "dsql-multi-region": [activeActive.dsqlMultiRegion],
  "dms-cdc": [dms.dms],
  "ovh-db-backup-regions": [ovh.ovhDatabaseBackups],
  "ovh-kafka-mirrormaker": [streams.ovhMirrorMaker],
  "redshift-snapshot-copy": [redshift.redshiftSnapshotCopy],
  "dynamodb-global-table": [replicas.dynamoGlobal],
  "keyspaces-multi-region": [activeActive.keyspacesMultiRegion],
  "elasticache-global-datastore": [globals.elasticacheGlobal],
  "memorydb-multi-region": [globals.memorydbMultiRegion],
  "opensearch-cross-cluster": [connections.openSearchReplication],
  "msk-replicator": [streams.mskReplicator],
  "mq-cross-region-replication": [streams.mqReplication],
  "eventbridge-global-endpoint": [connections.eventBridgeEndpoint],
  "log-export": [exported.logExport],
  "log-centralization": [exported.logCentralization],
  "ecr-replication": [replicas.ecrReplication],
  "secretsmanager-replica": [keys.secretReplicas],
  "kms-multi-region": [keys.kmsMultiRegion],
  "ovh-volume-backup": [ovhInRegion.ovhInRegion],
  "ovh-volume-snapshot": [ovhInRegion.ovhInRegion],
  "ovh-share-snapshot": [ovhInRegion.ovhInRegion],
  "ovh-instance-backup": [ovhInRegion.ovhInstanceBackups, ovhInRegion.ovhInRegion],
  "ovh-nasha-snapshot": [ovhInRegion.ovhNasHaSnapshots],
};

/** What follows from the classification alone: no detector has to look for it. */
const BY_CLASSIFICATION: readonly string[] = ["rebuilt-from-code", "as-parent", "is-the-copy", "global-service"];
/** Within one region, and judged where zones burn: no copy. */
const SPARED: readonly string[] = ["rds-multi-az"];

const visible = mechanisms().filter((one) => one.visible);

describe("the mechanisms of the catalog that a graph can show", () => {
  it("reach another site: each has a detector, or a reason why not", () => {
    const site = visible.filter((one) => one.reach === "site").map((one) => one.name);
    expect(site.length).toBeGreaterThan(40);
    expect(site.filter((name) => DETECTED[name] === undefined && UNDETECTED[name] === undefined && !BY_CLASSIFICATION.includes(name))).toEqual([]);
  });

  it("stay in their region: each has a detector too", () => {
    const region = visible.filter((one) => one.reach === "region").map((one) => one.name);
    expect(region.filter((name) => DETECTED[name] === undefined && !SPARED.includes(name))).toEqual([]);
  });

  it("are on one side only", () => {
    expect(Object.keys(DETECTED).filter((name) => UNDETECTED[name] !== undefined)).toEqual([]);
  });

  it("bear names of the catalog, with a reason that says something", () => {
    const names = visible.map((one) => one.name);
    expect([...Object.keys(DETECTED), ...Object.keys(UNDETECTED), ...BY_CLASSIFICATION, ...SPARED].filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.values(UNDETECTED).filter((reason) => reason.length < 40)).toEqual([]);
  });

  it("are looked for: every detector runs, and none runs for nothing", () => {
    const wanted = new Set(Object.values(DETECTED).flat());
    expect([...wanted].filter((one) => !MECHANISMS.includes(one))).toEqual([]);
    expect(MECHANISMS.filter((one) => !wanted.has(one))).toEqual([]);
  });
});
