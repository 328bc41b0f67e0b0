import { Asked, from, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";

function start(): Stack {
  const stack = new Stack();
  stack.aws("eu-central-1");
  return stack;
}

describe("DynamoDB global tables", () => {
  function build(inputs: Inputs): { readonly asked: Asked; readonly table: Handle } {
    const stack = start();
    const key = stack.add("aws:kms/key:Key", "key", {});
    const table = stack.add("aws:dynamodb/table:Table", "orders", { name: "orders", ...inputs, ...(inputs["encrypted"] === true ? { serverSideEncryption: { enabled: true, kmsKeyArn: from(key) } } : {}) });
    return { asked: new Asked(stack.graph()), table };
  }

  it("are a second behind, as documented", () => {
    const { asked, table } = build({ replicas: [{ regionName: "eu-north-1" }] });
    expect(asked.cell(table, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 1, assumed: false }, rto: { seconds: 0 } });
    expect(asked.cell(table, "operator-error").verdict).toBe("lost");
  });

  it("are not behind with strong consistency", () => {
    const { asked, table } = build({ replicas: [{ regionName: "eu-north-1", consistencyMode: "STRONG" }] });
    expect(asked.cell(table, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 0 } });
  });

  it("need a key at the replica when the table has one", () => {
    const { asked, table } = build({ replicas: [{ regionName: "eu-north-1" }], encrypted: true });
    expect(asked.link(table, "aws-dynamodb-global-table-mrec", "key at the destination").state).toBe("off");
    expect(asked.cell(table, FIRE).verdict).toBe("lost");
  });

  it("are unknown with unknown replicas", () => {
    for (const replicas of [from(), [{ regionName: from() }]]) {
      const { asked, table } = build({ replicas });
      expect(asked.cell(table, FIRE).verdict).toBe("unknown");
    }
  });

  it("may be resources of their own", () => {
    const stack = start();
    const table = stack.add("aws:dynamodb/table:Table", "orders", { name: "orders" });
    const replica = stack.add("aws:dynamodb/tableReplica:TableReplica", "far", { region: "eu-north-1", globalTableArn: from(table) });
    expect(new Asked(stack.graph()).copy(table, "aws-dynamodb-global-table-mrec").at).toBe(replica.urn);
  });
});

describe("EFS replication", () => {
  it.each<[string, Inputs, "survives" | "lost" | "unknown"]>([
    ["another region", { destination: { region: "eu-north-1" } }, "survives"],
    ["the same region", { destination: { region: "eu-central-1" } }, "lost"],
    ["no region: its own", { destination: {} }, "lost"],
    ["a region that is not known", { destination: { region: from() } }, "unknown"],
  ])("to %s: %s", (_, inputs, verdict) => {
    const stack = start();
    const files = stack.add("aws:efs/fileSystem:FileSystem", "files");
    stack.add("aws:efs/replicationConfiguration:ReplicationConfiguration", "far", { sourceFileSystemId: from(files), ...inputs });
    expect(new Asked(stack.graph()).cell(files, FIRE).verdict).toBe(verdict);
  });
});

describe("ECR replication", () => {
  it.each<[string, Input, "survives" | "lost" | "unknown"]>([
    ["everything", undefined, "survives"],
    ["a filter that takes it", [{ filter: "shop/", filterType: "PREFIX_MATCH" }], "survives"],
    ["a filter that leaves it out", [{ filter: "other/", filterType: "PREFIX_MATCH" }], "lost"],
    ["a filter that is not known", from(), "unknown"],
  ])("with %s: %s", (_, repositoryFilters, verdict) => {
    const stack = start();
    const images = stack.add("aws:ecr/repository:Repository", "images", { name: "shop/web" });
    stack.add("aws:ecr/replicationConfiguration:ReplicationConfiguration", "all", { replicationConfiguration: { rules: [{ destinations: [{ region: "eu-north-1", registryId: "123456789012" }], repositoryFilters }] } });
    expect(new Asked(stack.graph()).cell(images, FIRE).verdict).toBe(verdict);
  });
});

describe("snapshots that are copied by the program", () => {
  it("leave something of unknown age: nothing takes them again", () => {
    const stack = start();
    const disk = stack.add("aws:ebs/volume:Volume", "disk", { availabilityZone: "eu-central-1a" });
    const snapshot = stack.add("aws:ebs/snapshot:Snapshot", "once", { volumeId: from(disk) });
    stack.add("aws:ebs/snapshotCopy:SnapshotCopy", "far", { region: "eu-north-1", sourceSnapshotId: from(snapshot), sourceRegion: "eu-central-1" });
    const asked = new Asked(stack.graph());
    expect(asked.cell(disk, FIRE)).toMatchObject({ verdict: "survives", rpo: { known: false, why: expect.stringContaining("taken once") as string } });
    expect(asked.cell(snapshot, FIRE)).toMatchObject({ verdict: "survives", reason: '"once" survives: it is only a copy of "disk", which is judged for itself' });
  });
});

describe("servers", () => {
  it.each<[string, Inputs, "survives" | "lost" | "unknown"]>([
    ["launched from a script", { userData: "#!/bin/sh" }, "survives"],
    ["with a disk besides", { userData: "#!/bin/sh", ebsBlockDevices: [{ deviceName: "/dev/sdf" }] }, "lost"],
    ["with disks that are not known", { userData: "#!/bin/sh", ebsBlockDevices: from() }, "unknown"],
    ["set up by hand", {}, "lost"],
  ])("%s: %s", (_, inputs, verdict) => {
    const stack = start();
    const server = stack.add("aws:ec2/instance:Instance", "server", { ami: "ami-1", ...inputs });
    expect(new Asked(stack.graph()).cell(server, FIRE).verdict).toBe(verdict);
  });
});
