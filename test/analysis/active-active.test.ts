import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";
const FAR = "eu-north-1";

describe("Keyspaces in several regions", () => {
  const mechanism = "aws-keyspaces-multi-region";
  function build(specification: Input): { readonly asked: Asked; readonly table: Handle; readonly keyspace: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const keyspace = stack.add("aws:keyspaces/keyspace:Keyspace", "shop", { name: "shop", replicationSpecification: specification });
    const table = stack.add("aws:keyspaces/table:Table", "orders", { keyspaceName: from(keyspace), tableName: "orders" });
    return { asked: new Asked(stack.graph()), table, keyspace };
  }

  it("hold every table, a second behind, as documented", () => {
    const { asked, table, keyspace } = build({ replicationStrategy: "MULTI_REGION", regionLists: ["eu-central-1", FAR] });
    for (const one of [table, keyspace]) expect(asked.cell(one, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 1, assumed: false }, rto: { seconds: 0, assumed: false } });
    expect(asked.cell(table, "operator-error").verdict).toBe("lost");
  });

  it.each<[string, Input, "lost" | "unknown"]>([
    ["a strategy of one region", { replicationStrategy: "SINGLE_REGION", regionLists: ["eu-central-1", FAR] }, "lost"],
    ["no strategy", { regionLists: ["eu-central-1", FAR] }, "lost"],
    ["a strategy that is not known", { replicationStrategy: from(), regionLists: ["eu-central-1", FAR] }, "unknown"],
    ["its own region only", { replicationStrategy: "MULTI_REGION", regionLists: ["eu-central-1"] }, "lost"],
    ["a region that is not known", { replicationStrategy: "MULTI_REGION", regionLists: ["eu-central-1", from()] }, "unknown"],
    ["nothing at all", undefined, "lost"],
  ])("with %s: %s", (_, specification, verdict) => {
    const { asked, table } = build(specification);
    expect(asked.cell(table, FIRE).verdict).toBe(verdict);
  });

  it("are lost with the provider", () => {
    const { asked, table } = build({ replicationStrategy: "MULTI_REGION", regionLists: ["eu-central-1", FAR] });
    expect(asked.copy(table, mechanism).place.region).toBe(FAR);
    expect(asked.cell(table, "provider:aws").verdict).toBe("lost");
  });
});

describe("Aurora DSQL in two regions", () => {
  const mechanism = "aws-dsql-multi-region";
  function build({ far = FAR, witness = "eu-west-1" as Input, back = true, there = true, figures = true }: { far?: string; witness?: Input; back?: boolean; there?: boolean; figures?: boolean } = {}): { readonly asked: Asked; readonly one: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const properties: Inputs = witness === undefined ? {} : { multiRegionProperties: { witnessRegion: witness } };
    const one = stack.add("aws:dsql/cluster:Cluster", "one", properties);
    const two = stack.add("aws:dsql/cluster:Cluster", "two", { ...properties, region: far });
    if (there) stack.add("aws:dsql/clusterPeering:ClusterPeering", "one-two", { identifier: from(one), clusters: [from(two)], witnessRegion: witness });
    if (back) stack.add("aws:dsql/clusterPeering:ClusterPeering", "two-one", { identifier: from(two), clusters: [from(one)], witnessRegion: witness, region: far });
    return { asked: new Asked(stack.graph(), figures ? { assumptions: assume([mechanism, 0, 0]) } : {}), one };
  }

  it("survive a fire, with figures that are assumed", () => {
    const { asked, one } = build();
    expect(asked.cell(one, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 0, assumed: true }, rto: { seconds: 0, assumed: true } });
    expect(asked.cell(one, "operator-error").verdict).toBe("lost");
  });

  it("have no figure without an assumption", () => {
    const { asked, one } = build({ figures: false });
    expect(seconds(asked.copy(one, mechanism).lag)).toBeUndefined();
    expect(asked.cell(one, FIRE)).toMatchObject({ verdict: "survives", rpo: { known: false } });
  });

  it.each<[string, Parameters<typeof build>[0], string, "off" | "unknown", "lost" | "unknown"]>([
    ["one names the other only", { back: false }, "peering of two", "off", "lost"],
    ["the other names it only", { there: false }, "peering of one", "off", "lost"],
    ["no witness", { witness: undefined }, "witness of one", "off", "lost"],
    ["a witness beside a cluster", { witness: FAR }, "witness of one", "off", "lost"],
    ["a witness that is not known", { witness: from() }, "witness of one", "unknown", "unknown"],
  ])("%s", (_, options, link, state, verdict) => {
    const given = options !== undefined && "witness" in options && options.witness === undefined ? { ...options, witness: null } : options;
    const { asked, one } = build(given);
    expect(asked.link(one, mechanism, link).state).toBe(state);
    expect(asked.cell(one, FIRE).verdict).toBe(verdict);
  });

  it("are lost together on one campus", () => {
    const { asked, one } = build({ far: "eu-central-1" });
    expect(asked.cell(one, FIRE)).toMatchObject({ verdict: "lost", reason: expect.stringContaining("it is taken too") as string });
  });
});

describe("Redshift snapshots copied", () => {
  const mechanism = "aws-redshift-snapshot-copy";
  function build(copy: Inputs, cluster: Inputs = {}, more: (stack: Stack, cluster: Handle) => Inputs = () => ({})): { readonly asked: Asked; readonly warehouse: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const warehouse = stack.add("aws:redshift/cluster:Cluster", "warehouse", { clusterIdentifier: "warehouse", ...cluster });
    stack.add("aws:redshift/snapshotCopy:SnapshotCopy", "away", { clusterIdentifier: from(warehouse), destinationRegion: FAR, ...copy, ...more(stack, warehouse) });
    return { asked: new Asked(stack.graph()), warehouse };
  }
  const grant = (region: string) => (stack: Stack): Inputs => {
    const key = stack.add("aws:kms/key:Key", "key", { region });
    return { snapshotCopyGrantName: from(stack.add("aws:redshift/snapshotCopyGrant:SnapshotCopyGrant", "grant", { snapshotCopyGrantName: "grant", region, kmsKeyId: from(key) })) };
  };

  it("are eight hours behind, as documented; how long a restore takes nobody says", () => {
    const { asked, warehouse } = build({});
    expect(asked.cell(warehouse, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 28_800, assumed: false }, rto: { known: false } });
    expect(asked.copy(warehouse, mechanism).retention).toBe(7 * 86_400);
  });

  it.each<[string, Inputs, Inputs, string, "off" | "unknown", "lost" | "unknown"]>([
    ["no automated snapshots", {}, { automatedSnapshotRetentionPeriod: 0 }, "automated snapshots", "off", "lost"],
    ["automated snapshots that are not known", {}, { automatedSnapshotRetentionPeriod: from() }, "automated snapshots", "unknown", "unknown"],
    ["an encrypted cluster and no grant", {}, { encrypted: "true" }, "key at the destination", "off", "lost"],
    ["a destination that is not known", { destinationRegion: from() }, {}, "destination", "unknown", "unknown"],
  ])("with %s", (_, copy, cluster, link, state, verdict) => {
    const { asked, warehouse } = build(copy, cluster);
    expect(asked.link(warehouse, mechanism, link).state).toBe(state);
    expect(asked.cell(warehouse, FIRE).verdict).toBe(verdict);
  });

  it("need the grant where the copy is", () => {
    expect(build({}, { encrypted: "true" }, grant(FAR)).asked.cell(build({}, { encrypted: "true" }, grant(FAR)).warehouse, FIRE).verdict).toBe("survives");
    const { asked, warehouse } = build({}, { encrypted: "true" }, grant("eu-central-1"));
    expect(asked.link(warehouse, mechanism, "key at the destination")).toMatchObject({ state: "off", detail: "the grant \"grant\" is in eu-central-1, the copy in eu-north-1" });
  });

  it("to the cluster's own region are lost with it", () => {
    const { asked, warehouse } = build({ destinationRegion: "eu-central-1" });
    expect(asked.cell(warehouse, FIRE).verdict).toBe("lost");
  });
});
