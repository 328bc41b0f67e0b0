import { UNKNOWN, type Value } from "../../policies/graph/value";
import { immutableBackup } from "../../policies/rules/immutable-backup";
import { assume } from "../analysis/graphs";
import { findings, frankfurt, from, said } from "./stacks";

interface Shape {
  readonly lock?: Readonly<Record<string, Value>> | null;
  readonly days?: Value;
  readonly schedule?: Value;
}

/** A database whose recovery points are copied into a vault in Stockholm. */
function backedUp({ lock = { changeableForDays: 3, minRetentionDays: 35 }, days = 35, schedule = "cron(0 * * * ? *)" }: Shape) {
  const stack = frankfurt();
  const far = stack.aws("eu-north-1");
  const role = stack.add("aws:iam/role:Role", "role", { name: "backup" });
  const db = stack.add("aws:rds/instance:Instance", "db", { identifier: "db", engine: "postgres", backupRetentionPeriod: 7 });
  const local = stack.add("aws:backup/vault:Vault", "local", { name: "local" });
  const locked = stack.add("aws:backup/vault:Vault", "locked", { name: "locked" }, { provider: far });
  if (lock !== null) stack.add("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { backupVaultName: from(locked), ...lock }, { provider: far });
  const plan = stack.add("aws:backup/plan:Plan", "plan", { rules: [{ ruleName: "r", targetVaultName: "local", schedule, startWindow: 60, copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-north-1:123456789012:backup-vault:locked", lifecycle: { deleteAfter: days } }] }] }, { flows: { rules: [local, locked] } });
  stack.add("aws:backup/selection:Selection", "selection", { planId: from(plan), iamRoleArn: from(role), resources: [from(db)] });
  return stack;
}

describe("immutable-backup", () => {
  test("accepts recovery points in a vault that is locked in compliance mode", () => {
    expect(said(immutableBackup, backedUp({}))).toEqual([]);
  });

  test("rejects a vault without a lock, and one in governance mode", () => {
    for (const lock of [null, { minRetentionDays: 35 }]) {
      const [found] = findings(immutableBackup, backedUp({ lock }));
      expect(found).toMatchObject({ name: "db", verdict: "rejected", reason: 'Instance "db": none of its recovery points is immutable (aws-backup, aws-backup-copy, aws-rds-automated-backup-in-region)' });
      expect(found?.fix).toContain("changeableForDays set");
    }
  });

  test("rejects recovery points that end before a deletion is noticed, and a lock that lets them", () => {
    expect(said(immutableBackup, backedUp({ days: 3 }))).toEqual(['rejected: Instance "db": its immutable recovery points reach back 72 h, and a deletion may go unnoticed for 7 d']);
    expect(said(immutableBackup, backedUp({ lock: { changeableForDays: 3 } }))).toEqual(['rejected: VaultLockConfiguration "lock": minRetentionDays is not set, allowed is at least 7: whoever takes over the account can let new recovery points end at once']);
  });

  test("rejects recovery points that are too old for a takeover", () => {
    const settings = { objectives: { account: { rpo: 4 * 3600 } }, assumptions: assume(["aws-backup-duration", 3600, undefined]) };
    expect(said(immutableBackup, backedUp({}), settings)).toEqual([]);
    expect(said(immutableBackup, backedUp({ schedule: "cron(0 1 * * ? *)" }), settings)).toEqual(['rejected: Instance "db": its immutable recovery points are as old as 26 h (assumed), and after a takeover of the account at most 4 h may be lost']);
    expect(said(immutableBackup, backedUp({}), { objectives: settings.objectives })[0]).toContain("unknown: ");
  });

  test("what is not known is unknown", () => {
    expect(said(immutableBackup, backedUp({ days: UNKNOWN }))[0]).toContain("unknown: ");
    expect(said(immutableBackup, backedUp({ lock: { changeableForDays: 3, minRetentionDays: UNKNOWN } }))).toEqual(['unknown: VaultLockConfiguration "lock": minRetentionDays is not known at preview; allowed: at least 7']);
  });

  test("does not apply to a bucket under lock, which is the copy, and to what cannot be locked", () => {
    const stack = frankfurt();
    const bucket = stack.add("aws:s3/bucket:Bucket", "backup");
    stack.add("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", { bucket: from(bucket), rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } } });
    stack.add("aws:cloudwatch/logGroup:LogGroup", "logs");
    expect(said(immutableBackup, stack)).toEqual([]);
  });

  test("a bucket under lock in governance mode is a bucket without recovery points", () => {
    const stack = frankfurt();
    const bucket = stack.add("aws:s3/bucket:Bucket", "backup");
    stack.add("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", { bucket: from(bucket), rule: { defaultRetention: { mode: "GOVERNANCE", days: 35 } } });
    expect(said(immutableBackup, stack)).toEqual(['rejected: Bucket "backup": it has no recovery points']);
  });
});
