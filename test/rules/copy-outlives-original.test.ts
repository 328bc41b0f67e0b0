import { UNKNOWN, type Value } from "../../policies/graph/value";
import { copyOutlivesOriginal } from "../../policies/rules/copy-outlives-original";
import { findings, frankfurt, said } from "./stacks";

const one = (type: string, inputs: Readonly<Record<string, Value>>) => {
  const stack = frankfurt();
  stack.ovh();
  stack.add(type, "copy", inputs);
  return stack;
};
const DMS = "aws:dms/replicationTask:ReplicationTask";
const SYNC = "aws:datasync/task:Task";
const settings = (mode: string) => JSON.stringify({ FullLoadSettings: { TargetTablePrepMode: mode } });

describe("copy-outlives-original", () => {
  test("accepts copies that keep what their originals lose", () => {
    expect(said(copyOutlivesOriginal, one(SYNC, { options: { preserveDeletedFiles: "PRESERVE" } }))).toEqual([]);
    expect(said(copyOutlivesOriginal, one(SYNC, {}))).toEqual([]);
    expect(said(copyOutlivesOriginal, one(DMS, { migrationType: "full-load-and-cdc", replicationTaskSettings: settings("DO_NOTHING") }))).toEqual([]);
  });

  test("rejects what carries a deletion on", () => {
    expect(findings(copyOutlivesOriginal, one(SYNC, { options: { preserveDeletedFiles: "REMOVE" } }))[0]).toMatchObject({
      verdict: "rejected",
      reason: 'Task "copy": options.preserveDeletedFiles is REMOVE, allowed is PRESERVE; each run then deletes from the copy what was deleted from the original',
      fix: 'Set options.preserveDeletedFiles of Task "copy" to PRESERVE.',
    });
    const rules = [{ destination: { removeOnMainBucketDeletion: true } }];
    expect(said(copyOutlivesOriginal, one("ovh:CloudProject/storage:Storage", { replication: { rules } }))[0]).toContain("replication.rules[0].destination.removeOnMainBucketDeletion is true");
  });

  test.each([["nothing", undefined], ["no mode", "{}"], ["dropping", settings("DROP_AND_CREATE")], ["emptying", settings("TRUNCATE_BEFORE_LOAD")]])("rejects a load whose settings say %s", (_, text) => {
    const [found] = findings(copyOutlivesOriginal, one(DMS, { migrationType: "full-load-and-cdc", ...(text === undefined ? {} : { replicationTaskSettings: text }) }));
    expect(found?.verdict).toBe("rejected");
    expect(found?.reason).toMatch(/TargetTablePrepMode in replicationTaskSettings is (DROP_AND_CREATE|TRUNCATE_BEFORE_LOAD), allowed is DO_NOTHING/);
  });

  test("settings that cannot be read are unknown", () => {
    for (const text of [UNKNOWN, "{"]) expect(said(copyOutlivesOriginal, one(DMS, { migrationType: "full-load", replicationTaskSettings: text }))[0]).toContain("unknown: ");
    expect(said(copyOutlivesOriginal, one(SYNC, { options: UNKNOWN }))[0]).toContain("unknown: ");
  });

  test("does not apply to a task that loads nothing", () => {
    expect(said(copyOutlivesOriginal, one(DMS, { migrationType: "cdc" }))).toEqual([]);
  });
});
