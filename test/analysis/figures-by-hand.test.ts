import { timings } from "../../policies/facts/timings";
import { FigureBook } from "../../policies/analysis/figures";
import { Asked, assume, from, seconds, settings, Stack } from "./graphs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Documented figures, computed by hand from the words of each document: how far behind, and how long until it serves. */
const BY_HAND: Readonly<Record<string, readonly [rpo: number | undefined, rto: number | undefined]>> = {
  // "within 15 minutes": 15 x 60 = 900; an ordinary object, readable at once.
  "aws-s3-replication-rtc": [15 * MINUTE, 0],
  // "up to 48 hours": 48 x 3600 = 172,800.
  "aws-s3-replication-default": [48 * HOUR, 0],
  "ovh-storage-replication": [undefined, 0],
  // Logs every 5 minutes: 300.
  "aws-rds-automated-backup-in-region": [5 * MINUTE, undefined],
  // 5 to 30 minutes, the upper end: 1,800.
  "aws-rds-automated-backups-replication": [30 * MINUTE, undefined],
  // Synchronous; 60 to 120 s, the upper end.
  "aws-rds-multi-az": [0, 2 * MINUTE],
  "aws-aurora-global-database-switchover": [0, undefined],
  "aws-dynamodb-global-table-mrec": [1, 0],
  "aws-dynamodb-global-table-mrsc": [0, 0],
  "aws-dynamodb-pitr-in-region": [5 * MINUTE, undefined],
  "aws-efs-replication": [15 * MINUTE, undefined],
  "aws-elasticache-global-datastore": [1, MINUTE],
  // Every eight hours: 8 x 3600 = 28,800.
  "aws-redshift-snapshot-copy": [8 * HOUR, undefined],
  "aws-keyspaces-multi-region": [1, 0],
  "aws-secretsmanager-replica": [undefined, 0],
  "aws-kms-multi-region-replica": [0, 0],
  "aws-kms-import": [0, 0],
  "ovh-okms-import": [0, 0],
  "aws-ecr-replication": [30 * MINUTE, 0],
  // At most 420 s, both ways: 7 x 60.
  "aws-eventbridge-global-endpoint": [7 * MINUTE, 7 * MINUTE],
  "aws-backup-plan-hourly": [HOUR, undefined],
  // Up to 8 hours late: 8 x 3600.
  "aws-backup-start-window-default": [8 * HOUR, undefined],
  // 5 to 20 minutes, the upper end.
  "aws-drs": [undefined, 20 * MINUTE],
  // Interval x failures + time to live.
  "aws-route53-health-10s-x1-ttl60": [undefined, 10 * 1 + 60],
  "aws-route53-health-10s-x3-ttl60": [undefined, 10 * 3 + 60],
  "aws-route53-health-30s-x1-ttl60": [undefined, 30 * 1 + 60],
  "aws-route53-health-30s-x3-ttl60": [undefined, 30 * 3 + 60],
  "aws-route53-health-30s-x3-ttl300": [undefined, 30 * 3 + 300],
  "aws-route53-control-plane-accelerated-recovery": [undefined, HOUR],
  "aws-route53-record-change": [undefined, MINUTE],
  // 3 attempts x 10 s.
  "aws-cloudfront-origin-group": [undefined, 3 * 10],
  // One backup a day; two a day: 24 / 2 = 12 h; one every hour.
  "ovh-db-mongodb": [DAY, undefined],
  "ovh-db-valkey-redis": [DAY / 2, undefined],
  "ovh-db-opensearch": [HOUR, undefined],
  // Every 5 minutes.
  "ovh-okms-region-loss": [5 * MINUTE, undefined],
  "ovh-cold-archive-retrieval": [undefined, 48 * HOUR],
};

const names = timings().map((row) => row.mechanism);

describe("the table of timings, by hand", () => {
  it.each(names)("%s: documented, or unknown without an assumption", (mechanism) => {
    const [rpo, rto] = BY_HAND[mechanism] ?? [undefined, undefined];
    const book = new FigureBook(settings());
    expect([seconds(book.rpo(mechanism)), seconds(book.rto(mechanism))]).toEqual([rpo, rto]);
  });

  it.each(names)("%s: an assumption fills what no document states, and only that", (mechanism) => {
    const [rpo, rto] = BY_HAND[mechanism] ?? [undefined, undefined];
    const book = new FigureBook(settings({ assumptions: assume([mechanism, 77, 99]) }));
    expect(book.rpo(mechanism)).toMatchObject({ seconds: rpo ?? 77, assumed: rpo === undefined });
    expect(book.rto(mechanism)).toMatchObject({ seconds: rto ?? 99, assumed: rto === undefined });
  });

  it("has no case for a mechanism that is gone", () => {
    expect(Object.keys(BY_HAND).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("figures that a graph adds to, by hand", () => {
  it("AWS Backup, daily, no start window: 24 h + 8 h + 2 h of backup and copy = 34 h = 122,400 s", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const table = stack.add("aws:dynamodb/table:Table", "orders", { name: "orders" });
    const near = stack.add("aws:backup/vault:Vault", "near", { name: "near" });
    const far = stack.add("aws:backup/vault:Vault", "far", { name: "far", region: "eu-north-1" });
    const plan = stack.add("aws:backup/plan:Plan", "plan", { rules: [{ ruleName: "daily", targetVaultName: "near", schedule: "cron(0 5 * * ? *)", copyActions: [{ destinationVaultArn: from(far) }] }] });
    stack.add("aws:backup/selection:Selection", "all", { planId: from(plan), iamRoleArn: "arn:aws:iam::123456789012:role/b", resources: ["*"] });
    const asked = new Asked(stack.graph(), { assumptions: assume(["aws-backup-duration", 2 * HOUR, undefined]) });
    expect(near.name).toBe("near");
    expect(seconds(asked.copy(table, "aws-backup-copy").lag)).toBe(122_400);
  });

  it("Redshift with a schedule of 12 hours: 12 x 3,600 = 43,200 s in place of the eight hours", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const cluster = stack.add("aws:redshift/cluster:Cluster", "warehouse", { clusterIdentifier: "warehouse" });
    const schedule = stack.add("aws:redshift/snapshotSchedule:SnapshotSchedule", "half-day", { definitions: ["rate(12 hours)"] });
    stack.add("aws:redshift/snapshotScheduleAssociation:SnapshotScheduleAssociation", "tie", { clusterIdentifier: from(cluster), scheduleIdentifier: from(schedule) });
    stack.add("aws:redshift/snapshotCopy:SnapshotCopy", "away", { clusterIdentifier: from(cluster), destinationRegion: "eu-north-1" });
    expect(seconds(new Asked(stack.graph()).copy(cluster, "aws-redshift-snapshot-copy").lag)).toBe(43_200);
  });
});
