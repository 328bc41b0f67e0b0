import type { Mechanism } from "../context";
import { dsqlMultiRegion, keyspacesMultiRegion } from "./active-active";
import { awsBackup } from "./backup";
import { issuedAnew, launchedFromCode } from "./code";
import { eventBridgeEndpoint, openSearchReplication } from "./connections";
import { dataSync } from "./datasync";
import { dms } from "./dms";
import { logCentralization, logExport, s3TablesReplication, streamExport, tableExport } from "./exports";
import { docdbGlobal, elasticacheGlobal, memorydbMultiRegion, neptuneGlobal } from "./global-databases";
import { imageCopies, imageDistribution } from "./images";
import { generatedValues, kmsMultiRegion, secretReplicas, storedInState } from "./keys";
import { ebsSnapshots, lifecyclePolicies } from "./lifecycle";
import { ovhDatabaseBackups, ovhStorageReplication } from "./ovh";
import { ovhInRegion, ovhInstanceBackups, ovhNasHaSnapshots } from "./ovh-in-region";
import { dynamoPointInTime, fsxBackups, keyspacesPointInTime, serviceBackups } from "./own-backups";
import { auroraGlobal, rdsBackupReplication, rdsOwnBackups, rdsReadReplica, snapshotCopies } from "./rds";
import { redshiftSnapshotCopy } from "./redshift";
import { dynamoGlobal, ecrReplication, efsReplication } from "./replicas";
import { s3Replication } from "./s3-replication";
import { mqReplication, mskReplicator, ovhMirrorMaker } from "./streams";
import { declaredTwice } from "./twice";
import { zonesDeclaredTwice } from "./zones";

/** Every way in which a copy comes to be. The order has no meaning. */
export const MECHANISMS: readonly Mechanism[] = [
  s3Replication, ovhStorageReplication, dataSync, rdsReadReplica, rdsBackupReplication, rdsOwnBackups, auroraGlobal, snapshotCopies, dms, ovhDatabaseBackups,
  awsBackup, kmsMultiRegion, secretReplicas, generatedValues, storedInState, dynamoGlobal, efsReplication, ecrReplication, launchedFromCode, issuedAnew, declaredTwice,
  docdbGlobal, neptuneGlobal, elasticacheGlobal, memorydbMultiRegion, keyspacesMultiRegion, dsqlMultiRegion, redshiftSnapshotCopy, mskReplicator, mqReplication, ovhMirrorMaker,
  openSearchReplication, eventBridgeEndpoint, imageCopies, imageDistribution, lifecyclePolicies, ebsSnapshots, s3TablesReplication, logExport, streamExport, logCentralization, tableExport,
  dynamoPointInTime, keyspacesPointInTime, serviceBackups, fsxBackups, ovhInRegion, ovhInstanceBackups, ovhNasHaSnapshots, zonesDeclaredTwice,
];
