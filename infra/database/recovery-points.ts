import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import { serviceRole } from "../iam/service-role";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsPostgres } from "./aws-postgres";

/** AWS takes a lock without this as one that an administrator may lift; three days is the least it allows (backup.VaultLockConfiguration). */
const LOCK_CHANGEABLE_DAYS = 3;
/** How late a backup may start; 60 minutes is the least that AWS Backup takes, 8 hours its default. */
const START_WINDOW_MINUTES = 60;
/** How long a backup may take; at least an hour more than its start window. */
const COMPLETION_WINDOW_MINUTES = 180;
/** How long the source vault keeps what has been copied away. */
const LOCAL_DAYS = 7;

/**
 * Recovery points of the database in the third place: its automated backups (point in time, follow deletions only after their own
 * retention), and snapshots in a vault that is locked against everybody.
 */
export class RecoveryPoints extends pulumi.ComponentResource {
  constructor(name: string, context: Context, database: AwsPostgres, key: OwnerKey, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:database:RecoveryPoints", name, {}, opts);
    const { config, names, providers, held } = context;
    const atSecondary = { parent: this, provider: providers.secondary };
    const atBackup = { parent: this, provider: providers.backup };

    new aws.rds.InstanceAutomatedBackupsReplication(
      `${name}-point-in-time`,
      { sourceDbInstanceArn: database.arn, kmsKeyId: key.backup.arn, retentionPeriod: config.database.retentionDays },
      { ...atBackup, ...held },
    );

    const local = new aws.backup.Vault(`${name}-local`, { name: `${names.prefix}-recovery`, kmsKeyArn: key.secondary.arn }, { ...atSecondary, ...held });
    const locked = new aws.backup.Vault(`${name}-locked`, { name: `${names.prefix}-locked`, kmsKeyArn: key.backup.arn }, { ...atBackup, ...held });
    const lock = new aws.backup.VaultLockConfiguration(
      `${name}-lock`,
      {
        backupVaultName: locked.name,
        changeableForDays: LOCK_CHANGEABLE_DAYS,
        minRetentionDays: config.backup.retentionDays,
      },
      { ...atBackup, ...held },
    );

    const role = serviceRole(
      `${name}-role`,
      {
        service: "backup.amazonaws.com",
        roleName: `${names.prefix}-backup`,
        account: config.awsAccountId,
        sourceAccount: false,
        managedPolicies: [
          "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
          "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
        ],
      },
      atSecondary,
    );
    const plan = new aws.backup.Plan(
      `${name}-plan`,
      {
        name: `${names.prefix}-database`,
        rules: [
          {
            ruleName: "to-the-third-place",
            targetVaultName: local.name,
            schedule: schedule(config.backup.intervalHours),
            startWindow: START_WINDOW_MINUTES,
            completionWindow: COMPLETION_WINDOW_MINUTES,
            lifecycle: { deleteAfter: LOCAL_DAYS },
            copyActions: [
              {
                destinationVaultArn: pulumi.interpolate`arn:aws:backup:${config.backup.region}:${config.awsAccountId}:backup-vault:${locked.name}`,
                lifecycle: { deleteAfter: config.backup.retentionDays },
              },
            ],
          },
        ],
      },
      { ...atSecondary, dependsOn: [lock], ...held },
    );
    new aws.backup.Selection(
      `${name}-selection`,
      { name: `${names.prefix}-database`, planId: plan.id, iamRoleArn: role.arn, resources: [database.arn] },
      { ...atSecondary, dependsOn: [...role.permissions], ...held },
    );
    this.registerOutputs({ lockedVault: locked.name });
  }
}

/** Every so many hours, on the hour, as AWS Backup writes it. */
export function schedule(hours: number): string {
  return hours === 24 ? "cron(0 1 * * ? *)" : hours === 1 ? "cron(0 * * * ? *)" : `cron(0 0/${hours} * * ? *)`;
}
