import { UNKNOWN, type Value } from "../../policies/graph/value";
import { pointInTimeRecovery } from "../../policies/rules/point-in-time-recovery";
import { findings, frankfurt, from, said } from "./stacks";

function rds(days: Value | undefined, region = "eu-north-1") {
  const stack = frankfurt();
  const far = stack.aws(region);
  const db = stack.add("aws:rds/instance:Instance", "db", { identifier: "db", backupRetentionPeriod: 14 });
  if (days !== undefined) stack.add("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "away", { sourceDbInstanceArn: from(db), retentionPeriod: days }, { provider: far });
  return stack;
}
function ovh(backupRegions: Value, engine = "postgresql") {
  const stack = frankfurt();
  stack.ovh();
  stack.add("ovh:CloudProject/database:Database", "db", { engine, nodes: [{ region: "GRA" }], backupRegions });
  return stack;
}
function table(enabled?: Value) {
  const stack = frankfurt();
  stack.add("aws:dynamodb/table:Table", "table", enabled === undefined ? {} : { pointInTimeRecovery: { enabled } });
  return stack;
}

describe("point-in-time-recovery", () => {
  test("accepts automated backups that another region holds", () => {
    expect(said(pointInTimeRecovery, rds(14))).toEqual([]);
    expect(said(pointInTimeRecovery, ovh(["GRA", "WAW"]))).toEqual([]);
    expect(said(pointInTimeRecovery, table(true))).toEqual([]);
  });

  test("rejects none, too near, too short", () => {
    expect(findings(pointInTimeRecovery, rds(undefined))[0]).toMatchObject({ verdict: "rejected", reason: 'Instance "db": no backups that reach any point in time are kept off-site', fix: 'For Instance "db", add an aws.rds.InstanceAutomatedBackupsReplication at another place.' });
    expect(said(pointInTimeRecovery, ovh(["GRA"]))).toEqual(['rejected: Database "db": no backups that reach any point in time are kept off-site (its backups are too near)']);
    expect(said(pointInTimeRecovery, rds(1))).toEqual(['rejected: Instance "db": its off-site backups reach back 24 h, and a mistake may go unnoticed for 7 d']);
    expect(said(pointInTimeRecovery, table())).toEqual(['rejected: Table "table": pointInTimeRecovery.enabled is not set, allowed is true']);
  });

  test("what is not known is unknown", () => {
    expect(said(pointInTimeRecovery, ovh(UNKNOWN))[0]).toContain("unknown: ");
    expect(said(pointInTimeRecovery, table(UNKNOWN))[0]).toContain("unknown: ");
  });

  test("does not apply to a read replica, to engines without, and to other stores", () => {
    expect(said(pointInTimeRecovery, ovh(["GRA"], "kafka"))).toEqual([]);
    const stack = frankfurt();
    stack.add("aws:rds/instance:Instance", "replica", { replicateSourceDb: "db" });
    stack.add("aws:s3/bucket:Bucket", "uploads");
    expect(said(pointInTimeRecovery, stack)).toEqual([]);
  });
});
