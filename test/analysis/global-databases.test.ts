import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";
const FAR = "eu-north-1";

/** Clusters of two regions behind one global cluster. */
interface Shape {
  readonly mechanism: string;
  readonly global: string;
  readonly member: string;
  readonly joins: string;
  readonly primary?: string;
  readonly instance?: string;
  readonly key: string;
}

const DOCDB: Shape = { mechanism: "aws-docdb-global-cluster", global: "aws:docdb/globalCluster:GlobalCluster", member: "aws:docdb/cluster:Cluster", joins: "globalClusterIdentifier", primary: "sourceDbClusterIdentifier", instance: "aws:docdb/clusterInstance:ClusterInstance", key: "kmsKeyId" };
const NEPTUNE: Shape = { mechanism: "aws-neptune-global-database", global: "aws:neptune/globalCluster:GlobalCluster", member: "aws:neptune/cluster:Cluster", joins: "globalClusterIdentifier", primary: "sourceDbClusterIdentifier", instance: "aws:neptune/clusterInstance:ClusterInstance", key: "kmsKeyArn" };
const ELASTICACHE: Shape = { mechanism: "aws-elasticache-global-datastore", global: "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup", member: "aws:elasticache/replicationGroup:ReplicationGroup", joins: "globalReplicationGroupId", primary: "primaryReplicationGroupId", key: "kmsKeyId" };
const MEMORYDB: Shape = { mechanism: "aws-memorydb-multi-region", global: "aws:memorydb/multiRegionCluster:MultiRegionCluster", member: "aws:memorydb/cluster:Cluster", joins: "multiRegionClusterName", key: "kmsKeyArn" };

interface Built {
  readonly asked: Asked;
  readonly first: Handle;
  readonly second: Handle;
}

/** `far` is the region of the second member; `keyAt` puts a key there and one at the first. */
function build(shape: Shape, { far = FAR as Input, keyAt, firstKey = false, joined = true, instance = true, first: more = {} as Inputs, named = true }: { far?: Input; keyAt?: string; firstKey?: boolean; joined?: boolean; instance?: boolean; first?: Inputs; named?: boolean } = {}): Built {
  const stack = new Stack();
  stack.aws("eu-central-1");
  const near = stack.add("aws:kms/key:Key", "key-near");
  const away = keyAt === undefined ? undefined : stack.add("aws:kms/key:Key", "key-far", { region: keyAt });
  const joins: Inputs = {};
  const first = stack.add(shape.member, "first", { ...joins, ...more, ...(firstKey ? { [shape.key]: from(near) } : {}) });
  const global = stack.add(shape.global, "world", named && shape.primary !== undefined ? { [shape.primary]: from(first) } : {});
  const second = stack.add(shape.member, "second", { region: far, ...(joined ? { [shape.joins]: from(global) } : {}), ...(away === undefined ? {} : { [shape.key]: from(away) }) });
  if (!named || shape.primary === undefined) {
    const node = stack.list().findIndex((one) => one.urn === first.urn);
    const there = stack.list()[node];
    if (there !== undefined) (stack.list() as { [index: number]: typeof there })[node] = { ...there, inputs: { ...there.inputs, [shape.joins]: { "firebreak:unknown": true } }, propertyDependencies: { ...there.propertyDependencies, [shape.joins]: [global.urn] } };
  }
  if (instance && shape.instance !== undefined) stack.add(shape.instance, "reader", { clusterIdentifier: from(second), region: FAR });
  return { asked: new Asked(stack.graph(), { assumptions: assume([shape.mechanism, 5, 600]) }), first, second };
}

describe.each([["DocumentDB", DOCDB], ["Neptune", NEPTUNE], ["MemoryDB", MEMORYDB]])("%s across regions", (_, shape) => {
  it("keeps the data when the first campus burns", () => {
    const { asked, first, second } = build(shape);
    expect(asked.copy(first, shape.mechanism)).toMatchObject({ ...(shape.primary === undefined ? {} : { at: second.urn }), kind: "replica", place: { region: FAR } });
    expect(asked.cell(first, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 5, assumed: true }, rto: { seconds: 600, assumed: true } });
  });

  it("repeats a deletion", () => {
    const { asked, first } = build(shape);
    const cell = asked.cell(first, "operator-error");
    expect(cell.verdict).toBe("lost");
    expect(cell.reason).toContain("a replica repeats deletions and corruption");
  });

  it("is lost with a second member in the same region", () => {
    const { asked, first } = build(shape, { far: "eu-central-1" });
    expect(asked.cell(first, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it is taken too") as string });
  });

  it("is unknown with a second member in a region that is not known", () => {
    expect(build(shape, { far: from() }).asked.cell(build(shape, { far: from() }).first, FIRE).verdict).toBe("unknown");
  });

  it("is lost if nothing joins the global cluster", () => {
    const { asked, first } = build(shape, { joined: false });
    expect(asked.copies(first).filter((copy) => copy.mechanism === shape.mechanism)).toEqual([]);
    expect(asked.cell(first, FIRE).verdict).toBe("lost");
  });

  it("needs the member's key in the member's region", () => {
    expect(build(shape, { firstKey: true, keyAt: FAR }).asked.cell(build(shape, { firstKey: true, keyAt: FAR }).first, FIRE).verdict).toBe("survives");
    const { asked, first } = build(shape, { firstKey: true, keyAt: "eu-central-1" });
    expect(asked.link(first, shape.mechanism, "key at the destination")).toMatchObject({ state: "off", detail: expect.stringContaining('"key-far" is in eu-central-1') as string });
    expect(asked.cell(first, FIRE).verdict).toBe("lost");
  });
});

describe.each([["DocumentDB", DOCDB], ["Neptune", NEPTUNE]])("%s", (_, shape) => {
  it("needs an instance at the secondary", () => {
    const { asked, first } = build(shape, { instance: false });
    expect(asked.link(first, shape.mechanism, "instances at the member")).toMatchObject({ state: "off", detail: '"second" has no instance that could take over' });
    expect(asked.cell(first, FIRE).verdict).toBe("lost");
  });

  it("needs a key at the secondary of an encrypted primary", () => {
    const { asked, first } = build(shape, { first: { storageEncrypted: true } });
    expect(asked.link(first, shape.mechanism, "key at the destination").state).toBe("off");
  });

  it("has no figure of its own: without an assumption both times are unknown", () => {
    const { first } = build(shape);
    const bare = new Asked(bareGraph(shape));
    expect(seconds(bare.copy(first, shape.mechanism).lag)).toBeUndefined();
    expect(seconds(bare.copy(first, shape.mechanism).recovery)).toBeUndefined();
  });
});

function bareGraph(shape: Shape): ReturnType<Stack["graph"]> {
  const stack = new Stack();
  stack.aws("eu-central-1");
  const first = stack.add(shape.member, "first");
  const global = stack.add(shape.global, "world", { [shape.primary ?? ""]: from(first) });
  stack.add(shape.member, "second", { region: FAR, [shape.joins]: from(global) });
  return stack.graph();
}

describe("Neptune without a named primary", () => {
  it("lets each member stand for the other: nothing tells which one writes", () => {
    const { asked, first, second } = build(NEPTUNE, { named: false });
    expect(asked.copy(first, NEPTUNE.mechanism).place.region).toBe(FAR);
    expect(asked.copy(second, NEPTUNE.mechanism).place.region).toBe("eu-central-1");
    // Behind by the lag, not by nothing: the first may be the one that writes.
    expect(asked.cell(first, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 5, assumed: true } });
  });
});

describe("DocumentDB with two primaries", () => {
  it("counts neither as the other's copy", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const global = stack.add(DOCDB.global, "world");
    const first = stack.add(DOCDB.member, "first", { globalClusterIdentifier: from(global), masterUsername: "a" });
    stack.add(DOCDB.member, "second", { globalClusterIdentifier: from(global), masterUsername: "b", region: FAR });
    const asked = new Asked(stack.graph());
    expect(asked.link(first, DOCDB.mechanism, "primary")).toMatchObject({ state: "off", detail: 'more than one cluster of "world" starts with data of its own' });
    expect(asked.cell(first, FIRE).verdict).toBe("lost");
  });
});

describe("ElastiCache global datastores", () => {
  it("are a cache, which fills itself again; the secondary is shown with its documented figures", () => {
    const { asked, first, second } = build(ELASTICACHE);
    expect(asked.copy(first, ELASTICACHE.mechanism)).toMatchObject({ at: second.urn, lag: { seconds: 1, assumed: false }, recovery: { seconds: 60, assumed: false } });
    expect(asked.cell(first, FIRE).reason).toContain("is a cache");
  });
});
