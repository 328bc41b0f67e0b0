import { Asked, from, seconds, Stack, type Handle, type Input } from "./graphs";

interface Changes {
  readonly rule?: Readonly<Record<string, Input>>;
  readonly config?: Readonly<Record<string, Input>>;
  readonly sourceVersioning?: Input;
  readonly destinationVersioning?: Input;
  readonly destinationRegion?: string;
  readonly lock?: Input;
  readonly key?: "same-region" | "other-region" | "none";
}

/** Two buckets with replication between them, everything on, then changed. */
function build(changes: Changes = {}): { readonly asked: Asked; readonly source: Handle; readonly copy: Handle } {
  const stack = new Stack();
  stack.aws("eu-central-1");
  const region = changes.destinationRegion ?? "eu-north-1";
  const source = stack.add("aws:s3/bucket:Bucket", "orders");
  const copy = stack.add("aws:s3/bucket:Bucket", "orders-copy", { region });
  stack.add("aws:s3/bucketVersioning:BucketVersioning", "orders-versioning", { bucket: from(source), versioningConfiguration: { status: changes.sourceVersioning ?? "Enabled" } });
  stack.add("aws:s3/bucketVersioning:BucketVersioning", "copy-versioning", { bucket: from(copy), region, versioningConfiguration: { status: changes.destinationVersioning ?? "Enabled" } });
  if (changes.lock !== undefined) stack.add("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "copy-lock", { bucket: from(copy), region, rule: { defaultRetention: changes.lock } });
  const role = stack.add("aws:iam/role:Role", "replication");
  const key = changes.key === undefined ? undefined : stack.add("aws:kms/key:Key", "orders-key");
  const far = changes.key === undefined || changes.key === "none" ? undefined : stack.add("aws:kms/key:Key", "copy-key", { region: changes.key === "same-region" ? region : "us-east-1" });
  if (key !== undefined) {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: from(key) } }];
    stack.add("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "orders-encryption", { bucket: from(source), rules });
  }
  const encryption = key === undefined ? {} : { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } };
  const rule = {
    status: "Enabled",
    ...encryption,
    destination: { bucket: from(copy), ...(far === undefined ? {} : { encryptionConfiguration: { replicaKmsKeyId: from(far) } }) },
    ...changes.rule,
  };
  stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", { bucket: from(source), role: from(role), rules: [rule], ...changes.config });
  return { asked: new Asked(stack.graph()), source, copy };
}

const DEFAULT = "aws-s3-replication-default";
const FIRE = "campus:aws/eu-central-1";

describe("S3 replication", () => {
  it("counts with every link on", () => {
    const { asked, source, copy } = build();
    const found = asked.copy(source, DEFAULT);
    expect(found.links.map((link) => link.state)).toEqual(found.links.map(() => "on"));
    expect(found).toMatchObject({ at: copy.urn, kind: "replica", immutable: false, place: { region: "eu-north-1" } });
    // Documented bound: up to 48 hours.
    expect(seconds(found.lag)).toBe(48 * 3600);
    expect(asked.cell(source, FIRE)).toMatchObject({ hit: true, verdict: "survives", reason: '"orders" survives: a copy in Stockholm (aws eu-north-1) by aws-s3-replication-default (data of at most 48 h is lost)' });
  });

  it("takes 15 minutes with Replication Time Control", () => {
    const { asked, source } = build({ rule: { destination: { bucket: "orders-copy-bucket", replicationTime: { status: "Enabled", time: { minutes: 15 } } } } });
    expect(seconds(asked.copy(source, "aws-s3-replication-rtc").lag)).toBe(900);
  });

  it.each<[string, Changes, string, RegExp]>([
    ["versioning of the source is suspended", { sourceVersioning: "Suspended" }, "versioning of the source", /versioningConfiguration.status of "orders-versioning" is Suspended/],
    ["versioning of the destination is off", { destinationVersioning: "Disabled" }, "versioning of the destination", /is Disabled/],
    ["the rule is disabled", { rule: { status: "Disabled" } }, "rule status", /is Disabled/],
    ["a prefix leaves objects out", { rule: { filter: { prefix: "logs/" } } }, "filter", /only what begins with "logs\/"/],
    ["a tag leaves objects out", { rule: { filter: { tag: { key: "copy", value: "yes" } } } }, "filter", /only objects with a tag/],
    ["no role", { config: { role: "" } }, "role", /names no role/],
    ["no key for encrypted objects", { key: "none" }, "key at the destination", /names no key for the copy/],
    ["a key in a third region", { key: "other-region" }, "key at the destination", /"copy-key" is in us-east-1, the copy in eu-north-1/],
    ["encrypted objects left out", { key: "same-region", rule: { sourceSelectionCriteria: undefined } }, "encrypted objects", /is not set/],
  ])("does not count: %s", (_, changes, name, detail) => {
    const { asked, source } = build(changes);
    const link = asked.link(source, DEFAULT, name);
    expect(link).toMatchObject({ state: "off", detail: expect.stringMatching(detail) as string, fix: expect.any(String) as string });
    const cell = asked.cell(source, FIRE);
    expect(cell.verdict).toBe("lost");
    expect(cell.reason).toContain(name);
    expect(cell.fix).toBe(link.fix);
  });

  it("counts with a key at the destination, and reads with it", () => {
    const { asked, source } = build({ key: "same-region" });
    expect(asked.link(source, DEFAULT, "key at the destination")).toMatchObject({ state: "on", detail: 'readable with "copy-key"' });
    expect(asked.copy(source, DEFAULT).keys).toHaveLength(1);
    expect(asked.cell(source, FIRE).verdict).toBe("survives");
    expect(asked.cell(source, "key:orders-key").verdict).toBe("survives");
  });

  it.each<[string, Changes, string]>([
    ["the status", { rule: { status: from() } }, "rule status"],
    ["the filter", { rule: { filter: from() } }, "filter"],
    ["versioning", { sourceVersioning: from() }, "versioning of the source"],
    ["the destination", { rule: { destination: { bucket: from() } } }, "destination"],
  ])("is unknown when %s is not known yet, never a pass", (_, changes, name) => {
    const { asked, source } = build(changes);
    expect(asked.link(source, DEFAULT, name)).toMatchObject({ state: "unknown", fix: expect.stringMatching(/write/) as string });
    expect(asked.cell(source, FIRE).verdict).toBe("unknown");
  });

  it("is unknown for a bucket outside the stack: its ARN has no region", () => {
    const { asked, source } = build({ rule: { destination: { bucket: "arn:aws:s3:::elsewhere" } } });
    expect(asked.link(source, DEFAULT, "destination")).toMatchObject({ state: "unknown", detail: "arn:aws:s3:::elsewhere is not in this stack and its name does not tell where it is" });
    expect(asked.cell(source, FIRE).verdict).toBe("unknown");
  });

  it("is lost with the copy in the same region", () => {
    const { asked, source } = build({ destinationRegion: "eu-central-1" });
    expect(asked.cell(source, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it is taken too") as string });
  });

  it("becomes recovery points nobody can delete under object lock in compliance mode", () => {
    const { asked, source } = build({ lock: { mode: "COMPLIANCE", days: 35 } });
    expect(asked.copy(source, DEFAULT)).toMatchObject({ kind: "recovery-points", immutable: true, retention: 35 * 86_400 });
    expect(asked.cell(source, "account:aws/123456789012").verdict).toBe("survives");
    expect(asked.cell(source, "operator-error").verdict).toBe("survives");
  });

  it("stays a mutable replica in governance mode: an administrator can delete it", () => {
    const { asked, source } = build({ lock: { mode: "GOVERNANCE", days: 35 } });
    expect(asked.copy(source, DEFAULT)).toMatchObject({ kind: "replica", immutable: false });
    expect(asked.cell(source, "account:aws/123456789012").verdict).toBe("lost");
  });

  it("does not count against deletion as a replica", () => {
    const { asked, source } = build();
    expect(asked.cell(source, "operator-error")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("a replica repeats deletions and corruption") as string });
  });

  it("needs recovery points that reach back as far as a deletion may go unnoticed", () => {
    const { asked, source } = build({ lock: { mode: "COMPLIANCE", days: 3 } });
    expect(asked.cell(source, "operator-error")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it reaches back 72 h, and a deletion may go unnoticed for 7 d") as string });
  });

  it("reads replication within the bucket, old types included", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const copy = stack.add("aws:s3/bucketV2:BucketV2", "copy", { region: "eu-north-1", bucket: "the-copy", versioning: { enabled: true } });
    const source = stack.add("aws:s3/bucketV2:BucketV2", "orders", {
      versioning: { enabled: true },
      replicationConfiguration: { role: "arn:aws:iam::123456789012:role/replication", rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::the-copy" } }] },
    });
    const asked = new Asked(stack.graph());
    expect(asked.copy(source, DEFAULT)).toMatchObject({ at: copy.urn, place: { region: "eu-north-1" } });
    expect(asked.cell(source, FIRE).verdict).toBe("survives");
  });

  it("keeps the copy when the copy itself burns: the original is ahead of it", () => {
    const { asked, copy } = build();
    expect(asked.cell(copy, "campus:aws/eu-north-1")).toMatchObject({ hit: true, verdict: "survives", rpo: { seconds: 0 }, rto: { seconds: 0 } });
  });
});

describe("two buckets that replicate to each other", () => {
  const both = (status: string): { readonly asked: Asked; readonly source: Handle } => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const role = stack.add("aws:iam/role:Role", "replication");
    const region = "eu-north-1";
    const source = stack.add("aws:s3/bucket:Bucket", "orders");
    const copy = stack.add("aws:s3/bucket:Bucket", "orders-copy", { region });
    stack.add("aws:s3/bucketVersioning:BucketVersioning", "orders-versioning", { bucket: from(source), versioningConfiguration: { status: "Enabled" } });
    stack.add("aws:s3/bucketVersioning:BucketVersioning", "copy-versioning", { bucket: from(copy), region, versioningConfiguration: { status: "Enabled" } });
    stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "there", { bucket: from(source), role: from(role), rules: [{ status, destination: { bucket: from(copy) } }] });
    stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "back", { bucket: from(copy), region, role: from(role), rules: [{ status: "Enabled", destination: { bucket: from(source) } }] });
    return { asked: new Asked(stack.graph()), source };
  };

  it("lose what had not crossed yet: neither is ahead of the other", () => {
    const { asked, source } = both("Enabled");
    expect(seconds(asked.cell(source, FIRE).rpo)).toBe(48 * 3600);
    expect(asked.cell(source, FIRE).reason).toContain("data of at most 48 h is lost");
  });

  it("one way switched off: what is only a copy of the other loses nothing", () => {
    const { asked, source } = both("Disabled");
    expect(seconds(asked.cell(source, FIRE).rpo)).toBe(0);
    expect(asked.cell(source, FIRE).reason).toContain('its original "orders-copy"');
  });
});
