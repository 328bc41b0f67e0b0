import { READ_IN_PLACE } from "../../policies/analysis/restore";
import { timing } from "../../policies/facts/timings";
import type { Settings } from "../../policies/settings/model";
import { readSettings } from "../../policies/settings/settings";
import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

const FIRE = "campus:aws/eu-central-1";
const FIXED = assume(["aws-rds-automated-backups-replication", undefined, 3600], ["aws-backup-copy", undefined, 1800], ["standby-capacity", undefined, 7200]);

/** Settings as a person writes them. */
function written(raw: { readonly volumes?: readonly { readonly resource: string; readonly size: string }[]; readonly restoreThroughput?: readonly { readonly rate: string; readonly mechanism?: string; readonly reason: string }[] }): Pick<Settings, "volumes" | "restoreThroughput"> {
  const result = readSettings(raw);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { volumes: result.settings.volumes, restoreThroughput: result.settings.restoreThroughput };
}

const RATE = { rate: "150GB/h", reason: "measured in the last drill" };

/** A database in Frankfurt whose automated backups also go to Stockholm. */
function database(): { readonly stack: Stack; readonly orders: Handle } {
  const stack = new Stack();
  stack.aws("eu-central-1");
  const orders = stack.add("aws:rds/instance:Instance", "orders", { engine: "postgres", backupRetentionPeriod: 14, deleteAutomatedBackups: false });
  stack.add("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "away", { sourceDbInstanceArn: from(orders), region: "eu-north-1", retentionPeriod: 14 });
  return { stack, orders };
}

function recovery(raw: Parameters<typeof written>[0], assumptions = FIXED) {
  const { stack, orders } = database();
  const asked = new Asked(stack.graph(), { assumptions, ...written(raw) });
  return { asked, orders, figure: asked.copy(orders, "aws-rds-automated-backups-replication").recovery };
}

describe("how long a restore takes", () => {
  it("is the fixed time and the volume divided by the throughput, with the arithmetic", () => {
    const { asked, figure, orders } = recovery({ volumes: [{ resource: "orders", size: "1.8TB" }], restoreThroughput: [RATE] });
    // 1 h + 1,800 GB / 150 GB/h = 12 h.
    expect(figure).toMatchObject({
      seconds: 13 * 3600, assumed: true, assumptions: ["aws-rds-automated-backups-replication", "restore-throughput"],
      basis: "1 h (assumed: stated in the test) + 12 h (1.8 TB ÷ 150 GB/h; assumed: measured in the last drill) = 13 h",
    });
    expect(asked.cell(orders, FIRE).rto).toMatchObject({ seconds: 13 * 3600 });
    expect(asked.assessment.assumptions).toContainEqual({ mechanism: "restore-throughput", reason: "150GB/h: measured in the last drill", usedFor: expect.arrayContaining([orders.urn, FIRE]) as string[] });
  });

  it.each([["500GiB", "1GiB/s", 500], ["1GB", "7MB/s", 143], ["858TB", "1TB/d", 858 * 86_400]])("%s at %s takes %d seconds more", (size, rate, more) => {
    expect(seconds(recovery({ volumes: [{ resource: "orders", size }], restoreThroughput: [{ ...RATE, rate }] }).figure)).toBe(3600 + more);
  });

  it("takes a URN as well as a name", () => {
    const { orders } = database();
    expect(seconds(recovery({ volumes: [{ resource: orders.urn, size: "150GB" }], restoreThroughput: [RATE] }).figure)).toBe(2 * 3600);
  });

  it("takes the mechanism's own throughput first", () => {
    const own = { mechanism: "aws-rds-automated-backups-replication", rate: "300GB/h", reason: "measured for databases" };
    expect(recovery({ volumes: [{ resource: "orders", size: "600GB" }], restoreThroughput: [RATE, own] }).figure).toMatchObject({ seconds: 3 * 3600, assumptions: expect.arrayContaining(["restore-throughput of aws-rds-automated-backups-replication"]) as string[] });
    const other = { ...own, mechanism: "aws-backup-copy" };
    expect(seconds(recovery({ volumes: [{ resource: "orders", size: "600GB" }], restoreThroughput: [RATE, other] }).figure)).toBe(5 * 3600);
  });

  it("is the fixed time alone without a volume, and says so", () => {
    expect(recovery({ restoreThroughput: [RATE] }).figure).toMatchObject({ seconds: 3600, basis: "assumed: stated in the test; no volume is stated, so this is the whole time whatever the size", assumptions: ["aws-rds-automated-backups-replication"] });
  });

  it("is unknown with a volume and no throughput, or one for another mechanism only", () => {
    const why = 'the volume of "orders" is stated (1.8 TB), but not how fast it is restored: set restoreThroughput in the settings';
    const volumes = [{ resource: "orders", size: "1.8TB" }];
    expect(recovery({ volumes }).figure).toEqual({ known: false, why });
    expect(recovery({ volumes, restoreThroughput: [{ ...RATE, mechanism: "aws-backup-copy" }] }).figure).toEqual({ known: false, why });
  });

  it("is unknown with a volume, a throughput and no fixed time", () => {
    expect(recovery({ volumes: [{ resource: "orders", size: "1TB" }], restoreThroughput: [RATE] }, []).figure).toEqual({ known: false, why: expect.stringContaining("no documented RTO for aws-rds-automated-backups-replication") as string });
  });

  it("leaves copies alone that are read in place", () => {
    const stack = new Stack();
    stack.ovh();
    const versioning = { status: "enabled" };
    stack.add("ovh:CloudProject/storage:Storage", "far", { regionName: "GRA", name: "far", versioning });
    const near = stack.add("ovh:CloudProject/storage:Storage", "near", { regionName: "SBG", name: "near", versioning, replication: { rules: [{ status: "enabled", destination: { name: "far", region: "GRA", removeOnMainBucketDeletion: false } }] } });
    const asked = new Asked(stack.graph(), written({ volumes: [{ resource: "near", size: "900TB" }] }));
    expect(asked.copy(near, "ovh-storage-replication").recovery).toMatchObject({ known: true, seconds: 0 });
  });

  it("restores a part with its whole, or in its own time where its volume is stated", () => {
    const stack = new Stack();
    stack.ovh();
    const cluster = stack.add("ovh:CloudProject/database:Database", "cluster", { engine: "mongodb", nodes: [{ region: "SBG" }], backupRegions: ["GRA"] });
    const part = stack.add("ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance", "app", { clusterId: from(cluster), engine: "mongodb" });
    const time = (volumes: readonly { readonly resource: string; readonly size: string }[]) =>
      new Asked(stack.graph(), { assumptions: assume(["ovh-db-mongodb", undefined, 0]), ...written({ volumes, restoreThroughput: [RATE] }) }).copy(part, "ovh-db-mongodb").recovery;
    expect(seconds(time([{ resource: "cluster", size: "300GB" }]))).toBe(2 * 3600);
    expect(seconds(time([{ resource: "cluster", size: "300GB" }, { resource: "app", size: "150GB" }]))).toBe(3600);
  });

  it("names only mechanisms that the table knows as read in place", () => {
    for (const mechanism of READ_IN_PLACE) expect([mechanism, timing(mechanism)?.mechanism]).toEqual([mechanism, mechanism]);
  });
});

describe("capacity", () => {
  function build(standby: readonly (readonly [type: string, inputs: Readonly<Record<string, Input>>])[], more: (stack: Stack, servers: readonly Handle[]) => void = () => undefined, assumptions = assume(["standby-capacity", undefined, 9 * 3600], ["restore-from-code", undefined, 3600])): Asked {
    const stack = new Stack();
    stack.aws("eu-central-1");
    stack.add("aws:ec2/instance:Instance", "near", { userData: "#!/bin/sh" });
    more(stack, standby.map(([type, inputs], index) => stack.add(type, `far-${index}`, { region: "eu-north-1", ...inputs })));
    return new Asked(stack.graph(), { assumptions });
  }
  const servers = (asked: Asked) => asked.outcome(FIRE).steps.find((step) => step.name === "servers")?.figure;
  const ORDERED = { known: true, seconds: 10 * 3600, assumptions: ["restore-from-code", "standby-capacity"] };
  const GROUP = "aws:autoscaling/group:Group";

  it.each([
    ["a server", "aws:ec2/instance:Instance", {}],
    ["a group of two", GROUP, { desiredCapacity: 2, minSize: 0 }],
    ["a group of at least one", GROUP, { minSize: 1 }],
    ["a service of tasks", "aws:ecs/service:Service", { desiredCount: 1 }],
    ["a service on every host", "aws:ecs/service:Service", { schedulingStrategy: "DAEMON" }],
  ])("is there at once where %s runs", (_, type, inputs) => {
    expect(servers(build([[type, inputs]]))).toMatchObject({ seconds: 0, basis: "1 of 2 already run in Stockholm (aws eu-north-1)" });
  });

  it.each([
    ["a group of none", GROUP, { desiredCapacity: 0, minSize: 0 }],
    ["a group that may be none", GROUP, { minSize: 0 }],
    ["a service of no tasks", "aws:ecs/service:Service", { desiredCount: 0 }],
    ["a service that does not say how many", "aws:ecs/service:Service", {}],
    ["a node group of none", "aws:eks/nodeGroup:NodeGroup", { scalingConfig: { desiredSize: 0, minSize: 0, maxSize: 4 } }],
  ])("takes time where %s stands by", (_, type, inputs) => {
    expect(servers(build([[type, inputs]]))).toMatchObject(ORDERED);
  });

  it("takes time where the standby is stopped", () => {
    const asked = build([["aws:ec2/instance:Instance", {}]], (stack, [far]) => {
      if (far !== undefined) stack.add("aws:ec2transitgateway/instanceState:InstanceState", "off", { region: "eu-north-1", instanceId: from(far), state: "stopped" });
    });
    expect(servers(asked)).toMatchObject(ORDERED);
  });

  it("is unknown where the size of the standby is", () => {
    expect(servers(build([[GROUP, { desiredCapacity: from() }]]))).toEqual({ known: false, why: 'whether "far-0" runs is not known: write out desiredCapacity of "far-0"' });
  });

  it("is unknown where nothing runs and nobody states how long it takes", () => {
    expect(servers(build([], undefined, assume(["restore-from-code", undefined, 3600])))).toMatchObject({ known: false, why: expect.stringContaining("standby-capacity") as string });
  });

  it("takes only the rebuild where capacity is reserved elsewhere, not where it burns too", () => {
    const reserve = (region: string) => build([], (stack) => void stack.add("aws:ec2/capacityReservation:CapacityReservation", "reserved", { region, instanceCount: 2 }), assume(["standby-capacity", undefined, 9 * 3600], ["restore-from-code", undefined, 3600]));
    expect(servers(reserve("eu-north-1"))).toMatchObject({ seconds: 3600, assumptions: ["restore-from-code"] });
    expect(servers(reserve("eu-central-1"))).toMatchObject(ORDERED);
  });

  it("is needed to restore a database into, after a fire and not after a takeover", () => {
    const { stack } = database();
    const asked = new Asked(stack.graph(), { assumptions: FIXED });
    expect(asked.outcome(FIRE).steps.map(({ name, figure }) => [name, seconds(figure)])).toEqual([["notice and decide", 900], ["promote or restore data", 3600], ["capacity to restore into", 7200]]);
    expect(asked.outcome("account:aws/123456789012").steps.map(({ name }) => name)).not.toContain("capacity to restore into");
    const unstated = new Asked(stack.graph(), { assumptions: FIXED.filter((one) => one.mechanism !== "standby-capacity") });
    expect(unstated.outcome(FIRE).rto).toMatchObject({ known: false, why: expect.stringContaining("standby-capacity") as string });
  });
});
