import type { Mechanism } from "../context";
import { awsBackup } from "./backup";
import { issuedAnew, launchedFromCode } from "./code";
import { dataSync } from "./datasync";
import { dms } from "./dms";
import { generatedValues, kmsMultiRegion, secretReplicas, storedInState } from "./keys";
import { ovhDatabaseBackups, ovhStorageReplication } from "./ovh";
import { auroraGlobal, rdsBackupReplication, rdsOwnBackups, rdsReadReplica, snapshotCopies } from "./rds";
import { dynamoGlobal, ecrReplication, efsReplication } from "./replicas";
import { s3Replication } from "./s3-replication";
import { declaredTwice } from "./twice";

/** Every way in which a copy comes to be. The order has no meaning. */
export const MECHANISMS: readonly Mechanism[] = [
  s3Replication, ovhStorageReplication, dataSync, rdsReadReplica, rdsBackupReplication, rdsOwnBackups, auroraGlobal, snapshotCopies, dms, ovhDatabaseBackups,
  awsBackup, kmsMultiRegion, secretReplicas, generatedValues, storedInState, dynamoGlobal, efsReplication, ecrReplication, launchedFromCode, issuedAnew, declaredTwice,
];
