import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

const RUN = assume(["cross-cloud-object-sync-job", 1800, undefined]);
const CDC = assume(["aws-dms-cdc", 60, 900]);
const FIRE = "campus:ovh/GRA";

describe("DataSync between clouds", () => {
  function build(task: Readonly<Record<string, Input>> = {}, source: Readonly<Record<string, Input>> = {}, assumptions = RUN): { readonly asked: Asked; readonly bucket: Handle; readonly copy: Handle } {
    const stack = new Stack();
    stack.ovh();
    stack.aws("eu-central-1");
    const bucket = stack.add("ovh:CloudProject/storage:Storage", "uploads", { regionName: "GRA", name: "uploads" });
    const copy = stack.add("aws:s3/bucket:Bucket", "uploads-copy");
    const role = stack.add("aws:iam/role:Role", "sync");
    const near = stack.add("aws:datasync/locationObjectStorage:LocationObjectStorage", "near", { serverHostname: "s3.gra.io.cloud.ovh.net", bucketName: "uploads", ...source });
    const far = stack.add("aws:datasync/s3Location:S3Location", "far", { s3BucketArn: from(copy), subdirectory: "/", s3Config: { bucketAccessRoleArn: from(role) } });
    stack.add("aws:datasync/task:Task", "sync", { sourceLocationArn: from(near), destinationLocationArn: from(far), schedule: { scheduleExpression: "rate(1 hour)", status: "ENABLED" }, ...task });
    return { asked: new Asked(stack.graph(), { assumptions }), bucket, copy };
  }

  it("is an interval and a run behind, the run as stated", () => {
    const { asked, bucket, copy } = build();
    const found = asked.copy(bucket, "aws-datasync");
    expect(found).toMatchObject({ at: copy.urn, kind: "replica", place: { provider: "aws", region: "eu-central-1" } });
    // Every hour + 30 minutes for a run.
    expect(seconds(found.lag)).toBe(3600 + 1800);
    expect(found.lag).toMatchObject({ assumed: true, assumptions: ["cross-cloud-object-sync-job"], basis: expect.stringContaining("= 1 h 30 min") as string });
    expect(asked.cell(bucket, FIRE).verdict).toBe("survives");
    expect(asked.assessment.assumptions).toEqual([{ mechanism: "cross-cloud-object-sync-job", reason: "stated in the test", usedFor: [bucket.urn] }]);
  });

  it("has no known lag without the assumption, and says which one to state", () => {
    const { asked, bucket } = build({}, {}, []);
    expect(asked.copy(bucket, "aws-datasync").lag).toEqual({ known: false, why: "no documented RPO for cross-cloud-object-sync-job: state one under assumptions, with its reason" });
    expect(asked.assessment.assumptions).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, Input>>, string]>([
    ["no schedule", { schedule: undefined }, "schedule"],
    ["a schedule that is switched off", { schedule: { scheduleExpression: "rate(1 hour)", status: "DISABLED" } }, "schedule status"],
    ["includes", { includes: { filterType: "SIMPLE_PATTERN", value: "/a" } }, "filter"],
    ["never overwriting", { options: { overwriteMode: "NEVER" } }, "overwriting"],
  ])("does not count with %s", (_, task, name) => {
    const { asked, bucket } = build(task);
    expect(asked.link(bucket, "aws-datasync", name)).toMatchObject({ state: "off" });
    expect(asked.cell(bucket, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining(name) as string });
  });

  it("does not count for a part of the bucket", () => {
    const { asked, bucket } = build({}, { subdirectory: "/public" });
    expect(asked.link(bucket, "aws-datasync", "subdirectory")).toMatchObject({ state: "off", detail: '"near" is only /public' });
  });

  it("is unknown with an unknown schedule", () => {
    const { asked, bucket } = build({ schedule: { scheduleExpression: from() } });
    expect(asked.link(bucket, "aws-datasync", "schedule").state).toBe("unknown");
    expect(asked.cell(bucket, FIRE).verdict).toBe("unknown");
  });

  it("survives the provider, which a copy inside it would not", () => {
    const { asked, bucket } = build();
    expect(asked.cell(bucket, "provider:ovh").verdict).toBe("survives");
    expect(asked.cell(bucket, "operator-error").verdict).toBe("lost");
  });

  it("goes on to a locked third place: lags add up, deletions stop there", () => {
    const stack = new Stack();
    stack.ovh();
    stack.aws("eu-central-1");
    const region = "eu-north-1";
    const bucket = stack.add("ovh:CloudProject/storage:Storage", "uploads", { regionName: "GRA", name: "uploads" });
    const copy = stack.add("aws:s3/bucket:Bucket", "uploads-copy", { versioning: { enabled: true } });
    const third = stack.add("aws:s3/bucket:Bucket", "third", { region, objectLockEnabled: true });
    stack.add("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", { region, bucket: from(third), rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } } });
    const near = stack.add("aws:datasync/locationObjectStorage:LocationObjectStorage", "near", { serverHostname: "s3.gra.io.cloud.ovh.net", bucketName: from(bucket) });
    const far = stack.add("aws:datasync/s3Location:S3Location", "far", { s3BucketArn: from(copy), s3Config: { bucketAccessRoleArn: "arn:aws:iam::123456789012:role/sync" } });
    stack.add("aws:datasync/task:Task", "sync", { sourceLocationArn: from(near), destinationLocationArn: from(far), schedule: { scheduleExpression: "rate(1 hour)" } });
    const destination = { bucket: from(third), replicationTime: { status: "Enabled", time: { minutes: 15 } } };
    stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "on", { bucket: from(copy), role: "arn:aws:iam::123456789012:role/r", rules: [{ status: "Enabled", destination }] });
    const asked = new Asked(stack.graph(), { assumptions: RUN });
    const chain = asked.copy(bucket, "aws-datasync then aws-s3-replication-rtc");
    expect(seconds(chain.lag)).toBe(3600 + 1800 + 900);
    expect(chain).toMatchObject({ at: third.urn, kind: "recovery-points", immutable: true, retention: 35 * 86_400 });
    for (const disaster of ["operator-error", "account:ovh/ovh-eu", "provider:ovh"]) expect(asked.cell(bucket, disaster).verdict).toBe("survives");
    expect(asked.cell(third, "account:aws/123456789012")).toMatchObject({ hit: false, reason: expect.stringContaining("compliance mode") as string });
    expect(asked.cell(third, "provider:aws")).toMatchObject({ verdict: "survives", reason: expect.stringContaining('its original "uploads"') as string });
  });
});

describe("DMS between clouds", () => {
  function build(task: Readonly<Record<string, Input>> = {}, assumptions = CDC): { readonly asked: Asked; readonly source: Handle; readonly target: Handle } {
    const stack = new Stack();
    stack.ovh();
    stack.aws("eu-central-1");
    const source = stack.add("ovh:CloudProject/database:Database", "orders", { engine: "postgresql", nodes: [{ region: "GRA" }, { region: "GRA" }] });
    const target = stack.add("aws:rds/instance:Instance", "orders-standby", { engine: "postgres" });
    const near = stack.add("aws:dms/endpoint:Endpoint", "near", { endpointType: "source", engineName: "postgres", serverName: from(source) });
    const far = stack.add("aws:dms/endpoint:Endpoint", "far", { endpointType: "target", engineName: "postgres", serverName: from(target) });
    const instance = stack.add("aws:dms/replicationInstance:ReplicationInstance", "dms");
    const mappings = { rules: [{ "rule-type": "selection", "rule-action": "include", "object-locator": { "schema-name": "%", "table-name": "%" } }] };
    stack.add("aws:dms/replicationTask:ReplicationTask", "cdc", {
      sourceEndpointArn: from(near),
      targetEndpointArn: from(far),
      replicationInstanceArn: from(instance),
      migrationType: "full-load-and-cdc",
      startReplicationTask: true,
      tableMappings: JSON.stringify(mappings),
      ...task,
    });
    return { asked: new Asked(stack.graph(), { assumptions }), source, target };
  }

  it("keeps the standby as far behind as is assumed", () => {
    const { asked, source, target } = build();
    expect(asked.copy(source, "aws-dms-cdc")).toMatchObject({ at: target.urn, kind: "replica", lag: { seconds: 60, assumed: true }, recovery: { seconds: 900, assumed: true } });
    expect(asked.cell(source, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60 }, rto: { seconds: 900 } });
    expect(asked.cell(target, "campus:aws/eu-central-1")).toMatchObject({ verdict: "survives", rto: { seconds: 0 } });
  });

  it("has no figures without an assumption: none is documented", () => {
    const { asked, source } = build({}, []);
    expect(asked.cell(source, FIRE)).toMatchObject({ verdict: "survives", rpo: { known: false }, rto: { known: false } });
  });

  it.each<[string, Readonly<Record<string, Input>>, string, RegExp]>([
    ["a full load alone", { migrationType: "full-load" }, "migration type", /is full-load/],
    ["a task that nothing starts", { startReplicationTask: undefined }, "started", /is not set/],
    ["a task that is stopped", { startReplicationTask: false }, "started", /is false/],
    ["no replication instance", { replicationInstanceArn: undefined }, "replication instance", /no instance to run on/],
    ["some tables only", { tableMappings: JSON.stringify({ rules: [{ "rule-type": "selection", "rule-action": "include", "object-locator": { "table-name": "orders" } }] }) }, "table mappings", /no rule of "cdc" includes every table/],
    ["an exclusion", { tableMappings: JSON.stringify({ rules: [{ "rule-type": "selection", "rule-action": "exclude", "object-locator": { "table-name": "logs" } }] }) }, "table mappings", /excludes tables/],
    ["mappings that are no JSON", { tableMappings: "%" }, "table mappings", /is not JSON/],
  ])("does not count with %s", (_, task, name, detail) => {
    const { asked, source } = build(task);
    expect(asked.link(source, "aws-dms-cdc", name)).toMatchObject({ state: "off", detail: expect.stringMatching(detail) as string });
    expect(asked.cell(source, FIRE).verdict).toBe("lost");
  });

  it("is unknown when the target cannot be told", () => {
    const { asked, source } = build({ targetEndpointArn: from() });
    expect(asked.link(source, "aws-dms-cdc", "target")).toMatchObject({ state: "unknown", fix: expect.stringContaining("serverName") as string });
    expect(asked.cell(source, FIRE).verdict).toBe("unknown");
  });
});

describe("OVHcloud's own copies", () => {
  function bucket(rule: Readonly<Record<string, Input>>, versioning: Input = { status: "enabled" }): { readonly asked: Asked; readonly uploads: Handle } {
    const stack = new Stack();
    stack.ovh();
    const uploads = stack.add("ovh:CloudProject/storage:Storage", "uploads", { regionName: "GRA", name: "uploads", versioning, replication: { rules: [{ status: "enabled", destination: { name: "copy", region: "RBX" }, ...rule }] } });
    stack.add("ovh:CloudProject/storage:Storage", "copy", { regionName: "RBX", name: "copy", versioning: { status: "enabled" } });
    return { asked: new Asked(stack.graph()), uploads };
  }

  it("replicates a bucket without any promise of how fast", () => {
    const { asked, uploads } = bucket({});
    expect(asked.copy(uploads, "ovh-storage-replication")).toMatchObject({ kind: "replica", place: { campus: "RBX" }, lag: { known: false } });
    expect(asked.cell(uploads, FIRE)).toMatchObject({ verdict: "survives", rpo: { known: false } });
    expect(asked.cell(uploads, "provider:ovh").verdict).toBe("lost");
  });

  it.each<[string, Readonly<Record<string, Input>>, Input, string]>([
    ["a rule that is off", { status: "disabled" }, { status: "enabled" }, "rule status"],
    ["a prefix", { filter: { prefix: "a/" } }, { status: "enabled" }, "filter"],
    ["no versioning", {}, {}, "versioning of the source"],
    ["a copy that goes with the original", { destination: { name: "copy", region: "RBX", removeOnMainBucketDeletion: true } }, { status: "enabled" }, "kept after deletion"],
  ])("does not count with %s", (_, rule, versioning, name) => {
    const { asked, uploads } = bucket(rule, versioning);
    expect(asked.link(uploads, "ovh-storage-replication", name).state).toBe("off");
    expect(asked.cell(uploads, FIRE).verdict).toBe("lost");
  });

  it("is unknown with an unknown region", () => {
    const { asked, uploads } = bucket({ destination: { name: "copy", region: from() } });
    expect(asked.cell(uploads, FIRE).verdict).toBe("unknown");
  });

  it("is lost with the copy on the same campus, whatever the region is called", () => {
    const { asked, uploads } = bucket({ destination: { name: "copy-2", region: "GRA" } });
    expect(asked.cell(uploads, FIRE).verdict).toBe("lost");
  });

  function database(inputs: Readonly<Record<string, Input>>): { readonly asked: Asked; readonly orders: Handle } {
    const stack = new Stack();
    stack.ovh();
    const orders = stack.add("ovh:CloudProject/database:Database", "orders", { engine: "postgresql", nodes: [{ region: "GRA" }], ...inputs });
    return { asked: new Asked(stack.graph()), orders };
  }

  it("keeps a database by its second backup region, but not from its own deletion", () => {
    const { asked, orders } = database({ backupRegions: ["GRA", "WAW"] });
    expect(asked.cell(orders, FIRE)).toMatchObject({ verdict: "survives", reason: expect.stringContaining("ovh WAW") as string });
    expect(asked.cell(orders, "operator-error")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it is deleted with the original") as string });
  });

  it("loses it with backups in its own region only, or none that are set", () => {
    expect(database({ backupRegions: ["GRA"] }).asked.cell(database({}).orders, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it is taken too") as string });
    const { asked, orders } = database({});
    expect(asked.cell(orders, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("nothing copies it") as string });
  });

  it("is unknown with unknown backup regions", () => {
    const { asked, orders } = database({ backupRegions: ["GRA", from()] });
    expect(asked.cell(orders, FIRE)).toMatchObject({ verdict: "unknown", fix: expect.stringContaining("backupRegions") as string });
  });

  it("has no backup of Kafka", () => {
    const { asked, orders } = database({ engine: "kafka", backupRegions: ["GRA", "WAW"] });
    expect(asked.cell(orders, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("no backup of kafka") as string });
  });
});
