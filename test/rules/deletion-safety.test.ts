import { UNKNOWN, type Value } from "../../policies/graph/value";
import { deletionSafety } from "../../policies/rules/deletion-safety";
import { findings, frankfurt, said } from "./stacks";

const RDS = "aws:rds/instance:Instance";
const SAFE = { deletionProtection: true, deleteAutomatedBackups: false, skipFinalSnapshot: false };
const one = (type: string, inputs: Readonly<Record<string, Value>>) => {
  const stack = frankfurt();
  stack.ovh();
  stack.add(type, "it", inputs);
  return stack;
};

describe("deletion-safety", () => {
  test("accepts a database that is hard to delete, and defaults that are safe", () => {
    expect(said(deletionSafety, one(RDS, SAFE))).toEqual([]);
    expect(said(deletionSafety, one("aws:s3/bucket:Bucket", {}))).toEqual([]);
    expect(said(deletionSafety, one("aws:kms/key:Key", {}))).toEqual([]);
  });

  test.each([
    ["deletionProtection", false, "deletionProtection is false, allowed is true; one call of the cloud's interface then deletes it"],
    ["deleteAutomatedBackups", true, "deleteAutomatedBackups is true, allowed is false; the backups then end with the database"],
    ["skipFinalSnapshot", true, "skipFinalSnapshot is true, allowed is false; a deletion then leaves no last snapshot"],
  ])("rejects an RDS instance by %s", (input, value, reason) => {
    const [found, ...more] = findings(deletionSafety, one(RDS, { ...SAFE, [input]: value }));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ verdict: "rejected", reason: `Instance "it": ${reason}`, fix: `Set ${input} of Instance "it" to ${String(!value)}.` });
  });

  test("defaults that are not safe are rejected: AWS deletes automated backups with the database", () => {
    expect(said(deletionSafety, one(RDS, {}))).toEqual([expect.stringContaining("deletionProtection is not set"), expect.stringContaining("deleteAutomatedBackups is not set")]);
    expect(said(deletionSafety, one("ovh:CloudProject/database:Database", { nodes: [] }))[0]).toContain("deletionProtection is not set");
  });

  test("waiting times are held against the time to notice", () => {
    expect(said(deletionSafety, one("aws:secretsmanager/secret:Secret", { recoveryWindowInDays: 7 }))).toEqual([]);
    expect(said(deletionSafety, one("aws:secretsmanager/secret:Secret", { recoveryWindowInDays: 0 }))).toEqual(['rejected: Secret "it": recoveryWindowInDays is 0, allowed is at least 7 days (timeToNotice); after that, nobody brings the secret back']);
    expect(said(deletionSafety, one("aws:kms/key:Key", { deletionWindowInDays: 7 }), { timeToNotice: 14 * 86_400 })[0]).toContain("allowed is at least 14 days");
  });

  test("does not apply to a read replica's backups, and not to what holds nothing", () => {
    expect(said(deletionSafety, one(RDS, { replicateSourceDb: "orders", deletionProtection: true, skipFinalSnapshot: true }))).toEqual([]);
    expect(said(deletionSafety, one("aws:ec2/vpc:Vpc", {}))).toEqual([]);
  });

  test("what is not known is unknown", () => {
    expect(said(deletionSafety, one(RDS, { ...SAFE, deletionProtection: UNKNOWN }))).toEqual(['unknown: Instance "it": deletionProtection is not known at preview; allowed: true']);
  });
});
