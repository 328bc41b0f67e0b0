import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

const HOME = "eu-central-1";
const FIRE = `campus:aws/${HOME}`;
type Inputs = Readonly<Record<string, Input>>;

function start(): Stack {
  const stack = new Stack();
  stack.aws(HOME);
  return stack;
}

describe("RDS read replica", () => {
  function build(source: Inputs = {}, replica: Inputs = {}): { readonly asked: Asked; readonly orders: Handle; readonly copy: Handle } {
    const stack = start();
    const orders = stack.add("aws:rds/instance:Instance", "orders", { identifier: "orders", backupRetentionPeriod: 7, ...source });
    const copy = stack.add("aws:rds/instance:Instance", "orders-replica", { region: "eu-north-1", replicateSourceDb: from(orders), ...replica });
    return { asked: new Asked(stack.graph(), { assumptions: assume(["aws-rds-cross-region-read-replica", 60, 1800]) }), orders, copy };
  }
  const NAME = "aws-rds-cross-region-read-replica";

  it("counts, with its lag as stated", () => {
    const { asked, orders, copy } = build();
    expect(asked.copy(orders, NAME)).toMatchObject({ at: copy.urn, kind: "replica", place: { region: "eu-north-1" }, lag: { seconds: 60 }, recovery: { seconds: 1800 } });
    expect(asked.cell(orders, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60 }, rto: { seconds: 1800 } });
    expect(asked.cell(orders, "operator-error")).toMatchObject({ verdict: "lost" });
  });

  it("is found by ARN and by name", () => {
    for (const replicateSourceDb of ["arn:aws:rds:eu-central-1:123456789012:db:orders", "orders"]) {
      const { asked, orders } = build({}, { replicateSourceDb });
      expect(asked.copy(orders, NAME).links[0]).toMatchObject({ name: "source", state: "on" });
    }
  });

  it("does not count without automated backups of the source", () => {
    const { asked, orders } = build({ backupRetentionPeriod: 0 });
    expect(asked.link(orders, NAME, "automated backups of the source")).toMatchObject({ state: "off", fix: 'set backupRetentionPeriod of "orders" to at least 1' });
    expect(asked.cell(orders, FIRE).verdict).toBe("lost");
  });

  it("does not count encrypted without a key in its region", () => {
    const { asked, orders } = build({ storageEncrypted: true });
    expect(asked.link(orders, NAME, "key at the destination").state).toBe("off");
  });

  it("is unknown with a retention that is not known", () => {
    const { asked, orders } = build({ backupRetentionPeriod: from() });
    expect(asked.cell(orders, FIRE).verdict).toBe("unknown");
  });
});

describe("RDS backups", () => {
  function build(source: Inputs = {}, replication: Inputs | undefined = {}): { readonly asked: Asked; readonly orders: Handle } {
    const stack = start();
    const orders = stack.add("aws:rds/instance:Instance", "orders", { backupRetentionPeriod: 14, ...source });
    if (Object.keys(replication).length >= 0) stack.add("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "far", { region: "eu-north-1", sourceDbInstanceArn: from(orders), retentionPeriod: 14, ...replication });
    return { asked: new Asked(stack.graph()), orders };
  }
  const NAME = "aws-rds-automated-backups-replication";

  it("sends automated backups on: 30 minutes at most, as documented", () => {
    const { asked, orders } = build();
    expect(asked.copy(orders, NAME)).toMatchObject({ kind: "recovery-points", retention: 14 * 86_400, immutable: false, lag: { seconds: 1800, assumed: false } });
    expect(asked.cell(orders, FIRE).verdict).toBe("survives");
    expect(asked.cell(orders, "operator-error").verdict).toBe("survives");
    expect(asked.cell(orders, "account:aws/123456789012")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("the same account can delete it") as string });
  });

  it("keeps seven days where nothing is said", () => {
    expect(build({}, { retentionPeriod: undefined }).asked.copy(build().orders, NAME).retention).toBe(7 * 86_400);
  });

  it.each<[string, Inputs, Inputs, string]>([
    ["without automated backups", { backupRetentionPeriod: undefined }, {}, "automated backups of the source"],
    ["encrypted without a key there", { storageEncrypted: true }, {}, "key at the destination"],
  ])("does not count %s", (_, source, replication, name) => {
    const { asked, orders } = build(source, replication);
    expect(asked.link(orders, NAME, name).state).toBe("off");
    expect(asked.cell(orders, FIRE).verdict).toBe("lost");
  });

  it("does not reach back far enough with three days", () => {
    const { asked, orders } = build({ backupRetentionPeriod: 3 }, { retentionPeriod: 3 });
    expect(asked.cell(orders, FIRE).verdict).toBe("survives");
    expect(asked.cell(orders, "operator-error")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it reaches back 72 h") as string });
  });

  it("does not know how far back when the retention is unknown", () => {
    const { asked, orders } = build({}, { retentionPeriod: from() });
    expect(asked.cell(orders, "operator-error").verdict).toBe("unknown");
  });

  it("has backups beside the database only: good against deletion if they are kept, never against a fire", () => {
    for (const [deleteAutomatedBackups, verdict] of [[undefined, "lost"], [true, "lost"], [false, "survives"]] as const) {
      const stack = start();
      const orders = stack.add("aws:rds/instance:Instance", "orders", { backupRetentionPeriod: 14, deleteAutomatedBackups });
      const asked = new Asked(stack.graph());
      expect(asked.cell(orders, FIRE).verdict).toBe("lost");
      expect(asked.cell(orders, "operator-error").verdict).toBe(verdict);
    }
  });
});

describe("Aurora global database", () => {
  function build(member: Inputs = {}, running = true): { readonly asked: Asked; readonly primary: Handle; readonly secondary: Handle } {
    const stack = start();
    const global = stack.add("aws:rds/globalCluster:GlobalCluster", "global", { globalClusterIdentifier: "orders" });
    const primary = stack.add("aws:rds/cluster:Cluster", "primary", { engine: "aurora-postgresql", masterUsername: "owner", globalClusterIdentifier: from(global) });
    const secondary = stack.add("aws:rds/cluster:Cluster", "secondary", { engine: "aurora-postgresql", region: "eu-north-1", globalClusterIdentifier: from(global), ...member });
    if (running) stack.add("aws:rds/clusterInstance:ClusterInstance", "secondary-0", { region: "eu-north-1", clusterIdentifier: from(secondary), engine: "aurora-postgresql" });
    return { asked: new Asked(stack.graph(), { assumptions: assume(["aws-aurora-global-database-unplanned", 5, 900]) }), primary, secondary };
  }

  it("makes the other member a copy of the writer, not the other way round", () => {
    const { asked, primary, secondary } = build();
    expect(asked.copy(primary, "aws-aurora-global-database-unplanned")).toMatchObject({ at: secondary.urn, kind: "replica" });
    expect(asked.copies(secondary).filter((copy) => copy.kind === "replica")).toEqual([]);
    expect(asked.cell(primary, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 5 }, rto: { seconds: 900 } });
  });

  it("does not count without an instance that could take over", () => {
    const { asked, primary } = build({}, false);
    expect(asked.link(primary, "aws-aurora-global-database-unplanned", "instances at the member")).toMatchObject({ state: "off" });
    expect(asked.cell(primary, FIRE).verdict).toBe("lost");
  });
});

describe("AWS Backup", () => {
  interface Changes {
    readonly rule?: Inputs;
    readonly selection?: Inputs;
    readonly lock?: Inputs | "none";
    readonly tags?: Inputs;
  }
  function build(changes: Changes = {}): { readonly asked: Asked; readonly orders: Handle; readonly far: Handle; readonly near: Handle } {
    const stack = start();
    const orders = stack.add("aws:rds/instance:Instance", "orders", { identifier: "orders", ...(changes.tags === undefined ? {} : { tags: changes.tags }) });
    const near = stack.add("aws:backup/vault:Vault", "near", { name: "near" });
    const far = stack.add("aws:backup/vault:Vault", "far", { name: "far", region: "eu-north-1" });
    if (changes.lock !== "none") stack.add("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { region: "eu-north-1", backupVaultName: from(far), changeableForDays: 3, minRetentionDays: 35, ...changes.lock });
    const plan = stack.add("aws:backup/plan:Plan", "plan", {
      rules: [{ ruleName: "hourly", schedule: "cron(0 * * * ? *)", startWindow: 60, targetVaultName: "near", lifecycle: { deleteAfter: 7 }, copyActions: [{ destinationVaultArn: from(far), lifecycle: { deleteAfter: 35 } }], ...changes.rule }],
    });
    stack.add("aws:backup/selection:Selection", "selection", { planId: from(plan), iamRoleArn: "arn:aws:iam::123456789012:role/backup", resources: [from(orders)], ...changes.selection });
    return { asked: new Asked(stack.graph(), { assumptions: assume(["aws-backup-duration", 1800, undefined], ["aws-backup-copy", undefined, 14_400]) }), orders, far, near };
  }
  const COPY = "aws-backup-copy";

  it("is an interval, a start window and a run behind", () => {
    const { asked, orders, far } = build();
    const copy = asked.copy(orders, COPY);
    // Hourly + 60 minutes to start + 30 minutes as stated.
    expect(seconds(copy.lag)).toBe(3600 + 3600 + 1800);
    expect(copy).toMatchObject({ at: far.urn, kind: "recovery-points", immutable: true, retention: 35 * 86_400, place: { region: "eu-north-1" }, recovery: { seconds: 14_400 } });
    for (const disaster of [FIRE, "operator-error", "account:aws/123456789012"]) expect(asked.cell(orders, disaster).verdict).toBe("survives");
  });

  it("tells the two vaults of one unknown input apart by the one that is known", () => {
    const { asked, orders, near } = build();
    expect(asked.copy(orders, "aws-backup")).toMatchObject({ at: near.urn, immutable: false, retention: 7 * 86_400 });
  });

  it("starts up to eight hours late where nothing is said: a daily plan is 32 hours behind", () => {
    const { asked, orders } = build({ rule: { schedule: "cron(0 3 * * ? *)", startWindow: undefined } });
    expect(seconds(asked.copy(orders, COPY).lag)).toBe(24 * 3600 + 8 * 3600 + 1800);
  });

  it.each<[string, Changes, string, "off" | "unknown"]>([
    ["no schedule", { rule: { schedule: undefined } }, "schedule", "off"],
    ["an unknown schedule", { rule: { schedule: from() } }, "schedule", "unknown"],
    ["no role", { selection: { iamRoleArn: undefined } }, "role", "off"],
    ["a vault outside the stack without a region", { rule: { copyActions: [{ destinationVaultArn: "somewhere" }] } }, "destination", "unknown"],
    ["conditions", { selection: { conditions: [{ stringEquals: [{ key: "a", value: "b" }] }] } }, "selection", "unknown"],
  ])("does not pass with %s", (_, changes, name, state) => {
    const { asked, orders } = build(changes);
    expect(asked.link(orders, COPY, name).state).toBe(state);
    expect(asked.cell(orders, FIRE).verdict).toBe(state === "off" ? "lost" : "unknown");
  });

  it("takes a vault's region from its ARN when the vault is not in the stack", () => {
    const { asked, orders } = build({ rule: { copyActions: [{ destinationVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:other" }] } });
    expect(asked.copy(orders, COPY)).toMatchObject({ at: undefined, immutable: false, place: { region: "eu-west-1", account: "123456789012" }, retention: 100 * 365 * 86_400 });
  });

  it("does not select what it does not name", () => {
    for (const selection of [{ resources: ["arn:aws:rds:*:*:cluster:*"] }, { resources: [from()] }, { resources: undefined, selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "yes" }] }, { resources: ["*"], notResources: [from()] }]) {
      const { asked, orders } = build({ selection });
      expect(asked.copies(orders).map((copy) => copy.mechanism)).toEqual([]);
    }
  });

  it("selects by pattern, by ARN and by tag", () => {
    const tag = { resources: undefined, selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "yes" }] };
    for (const selection of [{ resources: ["*"] }, { resources: ["arn:aws:rds:*:*:db:*"] }, { resources: ["arn:aws:rds:eu-central-1:123456789012:db:orders"] }, tag]) {
      const { asked, orders } = build({ selection, tags: { backup: "yes" } });
      expect(asked.link(orders, COPY, "selection").state).toBe("on");
    }
  });

  it("is unknown for a tag that is not known", () => {
    const { asked, orders } = build({ selection: { resources: undefined, selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "yes" }] }, tags: { backup: from() } });
    expect(asked.cell(orders, FIRE).verdict).toBe("unknown");
  });

  it.each<[string, Inputs | "none"]>([
    ["no lock", "none"],
    ["a lock in governance mode", { changeableForDays: undefined }],
  ])("does not stand an attacker with %s", (_, lock) => {
    const { asked, orders } = build({ lock });
    expect(asked.copy(orders, COPY).immutable).toBe(false);
    expect(asked.cell(orders, "account:aws/123456789012")).toMatchObject({ verdict: "lost", fix: expect.stringContaining("compliance mode") as string });
    expect(asked.cell(orders, FIRE).verdict).toBe("survives");
  });
});
