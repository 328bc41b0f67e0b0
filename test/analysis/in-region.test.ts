import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";
const GRA = "campus:ovh/GRA";
const DAY = 86_400;

describe("backups of OVHcloud that stay in their region", () => {
  it.each<[string, string, string, string, string]>([
    ["volume backups", "ovh:CloudProject/volume:Volume", "ovh:CloudProject/volumeBackup:VolumeBackup", "volumeId", "ovh-volume-backup"],
    ["volume backups (API v2)", "ovh:index/cloudStorageBlockVolume:CloudStorageBlockVolume", "ovh:index/cloudStorageBlockVolumeBackup:CloudStorageBlockVolumeBackup", "volumeId", "ovh-volume-backup"],
    ["volume snapshots", "ovh:index/cloudStorageBlockVolume:CloudStorageBlockVolume", "ovh:index/cloudStorageBlockVolumeSnapshot:CloudStorageBlockVolumeSnapshot", "volumeId", "ovh-volume-snapshot"],
    ["share snapshots", "ovh:index/cloudStorageFileShare:CloudStorageFileShare", "ovh:index/cloudStorageFileShareSnapshot:CloudStorageFileShareSnapshot", "shareId", "ovh-share-snapshot"],
  ])("%s burn with the campus, and say why", (_, type, backup, input, mechanism) => {
    const stack = new Stack();
    stack.ovh();
    const disk = stack.add(type, "disk", { regionName: "GRA11", region: "GRA11" });
    stack.add(backup, "copy", { [input]: from(disk), regionName: "GRA11", region: "GRA11" });
    const asked = new Asked(stack.graph());
    expect(asked.link(disk, mechanism, "stays in its region")).toMatchObject({ state: "on", detail: expect.stringContaining("GRA11") as string });
    expect(asked.cell(disk, GRA)).toMatchObject({ verdict: "lost", reason: expect.stringContaining(`(ovh GRA11) by ${mechanism}: it is taken too`) as string });
    expect(asked.cell(disk, "operator-error").verdict).toBe(mechanism.endsWith("snapshot") ? "lost" : "survives");
  });

  const instance = (inputs: Inputs, workflow?: Inputs): { readonly asked: Asked; readonly server: Handle } => {
    const stack = new Stack();
    stack.ovh();
    const server = stack.add("ovh:CloudProject/instance:Instance", "server", { region: "GRA11", ...inputs });
    if (workflow !== undefined) stack.add("ovh:CloudProject/workflowBackup:WorkflowBackup", "nightly", { instanceId: from(server), regionName: "GRA11", cron: "50 4 * * *", rotation: 7, ...workflow });
    return { asked: new Asked(stack.graph(), { assumptions: assume(["ovh-workflow-backup-daily", 3600, 7200]) }), server };
  };

  it("instance backups by a workflow: a day and what a run takes, for a week", () => {
    const { asked, server } = instance({}, {});
    const copy = asked.copy(server, "ovh-workflow-backup-daily");
    expect(seconds(copy.lag)).toBe(DAY + 3600);
    expect(copy.retention).toBe(7 * DAY);
    expect(asked.cell(server, GRA).verdict).toBe("lost");
    expect(asked.cell(server, "operator-error").verdict).toBe("survives");
  });

  it("instance backups that the instance asks for", () => {
    const { asked, server } = instance({ autoBackup: { cron: "0 3 * * 0", rotation: 4 } });
    expect(seconds(asked.copy(server, "ovh-workflow-backup-daily").lag)).toBe(7 * DAY + 3600);
  });

  it.each<[string, Inputs, string, "off" | "unknown"]>([
    ["that end after three", { maxExecutionCount: 3 }, "runs without end", "off"],
    ["at times that are not known", { cron: from() }, "schedule", "unknown"],
    ["at times that nobody understands", { cron: "every night" }, "schedule", "unknown"],
  ])("instance backups %s", (_, workflow, link, state) => {
    const { asked, server } = instance({}, workflow);
    expect(asked.link(server, "ovh-workflow-backup-daily", link).state).toBe(state);
    expect(asked.cell(server, "operator-error").verdict).toBe(state === "off" ? "lost" : "unknown");
  });
});

describe("point-in-time recovery of DynamoDB", () => {
  const mechanism = "aws-dynamodb-pitr-in-region";
  const build = (recovery: Input): { readonly asked: Asked; readonly table: Handle } => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const table = stack.add("aws:dynamodb/table:Table", "orders", { name: "orders", pointInTimeRecovery: recovery });
    return { asked: new Asked(stack.graph()), table };
  };

  it("brings back what was deleted, five minutes behind, and burns with the region", () => {
    const { asked, table } = build({ enabled: true });
    expect(asked.copy(table, mechanism).retention).toBe(35 * DAY);
    expect(asked.cell(table, "operator-error")).toMatchObject({ verdict: "survives", rpo: { seconds: 300, assumed: false }, rto: { known: false } });
    expect(asked.cell(table, FIRE).verdict).toBe("lost");
  });

  it.each<[string, Input, "lost" | "unknown"]>([
    ["off", { enabled: false }, "lost"],
    ["absent", undefined, "lost"],
    ["not known", { enabled: from() }, "unknown"],
    ["shorter than the time to notice", { enabled: true, recoveryPeriodInDays: 1 }, "lost"],
  ])("that is %s", (_, recovery, verdict) => {
    const { asked, table } = build(recovery);
    expect(asked.cell(table, "operator-error").verdict).toBe(verdict);
  });
});

describe("backups that services make by themselves", () => {
  it.each<[string, Inputs, number | undefined]>([
    ["aws:docdb/cluster:Cluster", {}, 1],
    ["aws:docdb/cluster:Cluster", { backupRetentionPeriod: 14 }, 14],
    ["aws:redshift/cluster:Cluster", { automatedSnapshotRetentionPeriod: 0 }, undefined],
    ["aws:memorydb/cluster:Cluster", { snapshotRetentionLimit: 3 }, 3],
    ["aws:memorydb/cluster:Cluster", {}, undefined],
    ["aws:fsx/windowsFileSystem:WindowsFileSystem", {}, 7],
    ["aws:fsx/ontapFileSystem:OntapFileSystem", { automaticBackupRetentionDays: 30 }, 30],
  ])("%s %p: %p days, in the region, until it is deleted", (type, inputs, days) => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const node = stack.add(type, "store", inputs);
    const asked = new Asked(stack.graph());
    const found = asked.copies(node).filter((copy) => copy.mechanism === "aws-service-backups-in-region");
    expect(found.map((copy) => copy.retention)).toEqual(days === undefined ? [] : [days * DAY]);
    expect(asked.cell(node, FIRE).verdict).toBe("lost");
    expect(asked.cell(node, "operator-error").verdict).toBe("lost");
  });
});
