import { Asked, assume, from, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
type Row = readonly [string, Inputs, string, "off" | "unknown", "lost" | "unknown"];
const FIRE = "campus:aws/eu-central-1";
const FAR = "eu-north-1";

describe("MSK Replicator", () => {
  const mechanism = "aws-msk-replicator";
  function build(changed: Inputs = {}, info: Inputs = {}, region = FAR): { readonly asked: Asked; readonly source: Handle; readonly target: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const source = stack.add("aws:msk/cluster:Cluster", "source");
    const target = stack.add("aws:msk/cluster:Cluster", "target", { region: FAR });
    stack.add("aws:msk/replicator:Replicator", "replicator", {
      region,
      serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/replicate",
      replicationInfoList: { sourceKafkaClusterArn: from(source), targetKafkaClusterArn: from(target), topicReplications: [{ topicsToReplicates: [".*"] }], ...info },
      ...changed,
    });
    return { asked: new Asked(stack.graph(), { assumptions: assume([mechanism, 60, 600]) }), source, target };
  }

  it("knows its target by its own region while ARNs are not known", () => {
    const { asked, source, target } = build();
    expect(asked.copy(source, mechanism).at).toBe(target.urn);
    expect(asked.cell(source, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60, assumed: true } });
  });

  it.each<Row>([
    ["no role", { serviceExecutionRoleArn: "" }, "role", "off", "lost"],
    ["some topics only", { replicationInfoList: { topicReplications: [{ topicsToReplicates: ["orders"] }] } }, "topics", "off", "lost"],
    ["topics left out", { replicationInfoList: { topicReplications: [{ topicsToReplicates: [".*"], topicsToExcludes: ["audit"] }] } }, "topics", "off", "lost"],
    ["new topics left out", { replicationInfoList: { topicReplications: [{ topicsToReplicates: [".*"], detectAndCopyNewTopics: false }] } }, "topics", "off", "lost"],
    ["topics that are not known", { replicationInfoList: { topicReplications: [{ topicsToReplicates: from() }] } }, "topics", "unknown", "unknown"],
  ])("with %s", (_, changed, link, state, verdict) => {
    const { asked, source } = changed["replicationInfoList"] === undefined ? build(changed) : build({}, changed["replicationInfoList"] as Inputs);
    expect(asked.link(source, mechanism, link).state).toBe(state);
    expect(asked.cell(source, FIRE).verdict).toBe(verdict);
  });

  it("in a third region cannot be told apart", () => {
    const { asked, source } = build({}, {}, "eu-west-1");
    expect(asked.link(source, mechanism, "target").state).toBe("unknown");
    expect(asked.cell(source, FIRE).verdict).toBe("unknown");
  });
});

describe("Amazon MQ across regions", () => {
  const mechanism = "aws-mq-activemq-crdr";
  function build(replica: Inputs = {}, primary: Inputs = {}): { readonly asked: Asked; readonly broker: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const broker = stack.add("aws:mq/broker:Broker", "queue", { engineType: "ActiveMQ", ...primary });
    stack.add("aws:mq/broker:Broker", "standby", { region: FAR, engineType: "ActiveMQ", dataReplicationMode: "CRDR", dataReplicationPrimaryBrokerArn: from(broker), ...replica });
    return { asked: new Asked(stack.graph(), { assumptions: assume([mechanism, 60, 600]) }), broker };
  }

  it("keeps a standby", () => {
    const { asked, broker } = build();
    expect(asked.cell(broker, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60, assumed: true }, rto: { seconds: 600, assumed: true } });
    expect(asked.cell(broker, "operator-error").verdict).toBe("lost");
  });

  it.each<Row>([
    ["no mode", { dataReplicationMode: "NONE" }, "replication mode", "off", "lost"],
    ["a mode that is not known", { dataReplicationMode: from() }, "replication mode", "unknown", "unknown"],
    ["RabbitMQ", { engineType: "RabbitMQ" }, "engine of the replica", "off", "lost"],
  ])("with %s", (_, replica, link, state, verdict) => {
    const { asked, broker } = build(replica);
    expect(asked.link(broker, mechanism, link).state).toBe(state);
    expect(asked.cell(broker, FIRE).verdict).toBe(verdict);
  });

  it("with a RabbitMQ primary, or a replica on the same campus, is lost", () => {
    const rabbit = build({}, { engineType: "RabbitMQ" });
    expect(rabbit.asked.cell(rabbit.broker, FIRE).reason).toContain("engine: engineType of \"queue\" is RabbitMQ");
    const beside = build({ region: "eu-central-1" });
    expect(beside.asked.cell(beside.broker, FIRE).verdict).toBe("lost");
  });
});

describe("Kafka MirrorMaker of OVHcloud", () => {
  const mechanism = "ovh-kafka-mirrormaker";
  const GRA = "campus:ovh/GRA";
  function build({ integration = {} as Inputs, targetEngine = "kafka", stated = true, through = false, region = "SBG" } = {}): { readonly asked: Asked; readonly source: Handle } {
    const stack = new Stack();
    stack.ovh();
    const kafka = (name: string, at: string, engine = "kafka"): Handle => stack.add("ovh:CloudProject/database:Database", name, { engine, nodes: [{ region: at }] });
    const source = kafka("source", "GRA");
    const target = kafka("target", region, targetEngine);
    const join = (name: string, a: Handle, b: Handle): Handle => stack.add("ovh:CloudProjectDatabase/integration:Integration", name, { type: "kafkaMirrorMaker", engine: "kafka", clusterId: from(a), sourceServiceId: from(a), destinationServiceId: from(b), ...integration });
    if (through) {
      const mirror = kafka("mirror", "SBG", "kafkaMirrorMaker");
      join("in", source, mirror);
      join("out", target, mirror);
    } else join("mirror", source, target);
    return { asked: new Asked(stack.graph(), stated ? { assumptions: assume([mechanism, 120, 600]) } : {}), source };
  }

  it.each([["directly", false], ["through a MirrorMaker service", true]])("counts %s once its lag is stated", (_, through) => {
    const { asked, source } = build({ through });
    expect(asked.cell(source, GRA)).toMatchObject({ verdict: "survives", rpo: { seconds: 120, assumed: true } });
  });

  it("is unknown until then: no resource shows which topics flow", () => {
    const { asked, source } = build({ stated: false });
    expect(asked.link(source, mechanism, "replication flow")).toMatchObject({ state: "unknown", detail: expect.stringContaining("set at OVHcloud and in no resource") as string });
    expect(asked.cell(source, GRA).verdict).toBe("unknown");
  });

  it.each<[string, Parameters<typeof build>[0], "lost" | "unknown"]>([
    ["another type of integration", { integration: { type: "kafkaLogs" } }, "lost"],
    ["a type that is not known", { integration: { type: from() } }, "unknown"],
    ["a target of another engine", { targetEngine: "opensearch" }, "lost"],
    ["a target on the same campus", { region: "GRA" }, "lost"],
  ])("with %s: %s", (_, options, verdict) => {
    const { asked, source } = build(options);
    expect(asked.cell(source, GRA).verdict).toBe(verdict);
  });
});

describe("OpenSearch cross-cluster replication", () => {
  const mechanism = "aws-opensearch-cross-cluster-replication";
  function build({ accepted = true, stated = true, connection = {} as Inputs } = {}): { readonly asked: Asked; readonly leader: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const leader = stack.add("aws:opensearch/domain:Domain", "leader", { domainName: "leader" });
    const follower = stack.add("aws:opensearch/domain:Domain", "follower", { domainName: "follower", region: FAR });
    const link = stack.add("aws:opensearch/outboundConnection:OutboundConnection", "follow", {
      region: FAR,
      connectionAlias: "follow",
      localDomainInfo: { ownerId: "123456789012", region: FAR, domainName: from(follower) },
      remoteDomainInfo: { ownerId: "123456789012", region: "eu-central-1", domainName: from(leader) },
      ...connection,
    });
    if (accepted) stack.add("aws:opensearch/inboundConnectionAccepter:InboundConnectionAccepter", "accept", { connectionId: from(link) });
    return { asked: new Asked(stack.graph(), stated ? { assumptions: assume([mechanism, 60, 600]) } : {}), leader };
  }

  it("counts once its lag is stated", () => {
    const { asked, leader } = build();
    expect(asked.cell(leader, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60, assumed: true } });
  });

  it("is unknown until then: no resource shows the follow rules", () => {
    const { asked, leader } = build({ stated: false });
    expect(asked.link(leader, mechanism, "follow rules").state).toBe("unknown");
    expect(asked.cell(leader, FIRE).verdict).toBe("unknown");
  });

  it("needs somebody who accepts the connection", () => {
    const { asked, leader } = build({ accepted: false });
    expect(asked.link(leader, mechanism, "accepted")).toMatchObject({ state: "off", fix: expect.stringContaining("InboundConnectionAccepter") as string });
    expect(asked.cell(leader, FIRE).verdict).toBe("lost");
    const itself = build({ accepted: false, connection: { acceptConnection: true } });
    expect(itself.asked.cell(itself.leader, FIRE).verdict).toBe("survives");
  });
});

describe("EventBridge global endpoints", () => {
  const mechanism = "aws-eventbridge-global-endpoint";
  function build(changed: Inputs = {}, { name = "orders", far = FAR } = {}): { readonly asked: Asked; readonly bus: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const bus = stack.add("aws:cloudwatch/eventBus:EventBus", "near", { name: "orders" });
    const other = stack.add("aws:cloudwatch/eventBus:EventBus", "far", { name, region: far });
    stack.add("aws:cloudwatch/eventEndpoint:EventEndpoint", "endpoint", {
      roleArn: "arn:aws:iam::123456789012:role/replicate",
      eventBuses: [{ eventBusArn: from(bus) }, { eventBusArn: from(other) }],
      routingConfig: { failoverConfig: { primary: { healthCheck: "arn:aws:route53:::healthcheck/1" }, secondary: { route: far } } },
      ...changed,
    });
    return { asked: new Asked(stack.graph()), bus };
  }

  it("shows the other bus with the documented seven minutes", () => {
    const { asked, bus } = build();
    const copy = asked.copy(bus, mechanism);
    expect(copy).toMatchObject({ place: { region: FAR }, lag: { seconds: 420, assumed: false }, recovery: { seconds: 420, assumed: false } });
    expect(copy.links.map((link) => link.state)).toEqual(copy.links.map(() => "on"));
  });

  it.each<readonly [string, Inputs, string, "off" | "unknown"]>([
    ["replication off", { replicationConfig: { state: "DISABLED" } }, "replication", "off"],
    ["replication that is not known", { replicationConfig: { state: from() } }, "replication", "unknown"],
    ["no role", { roleArn: undefined }, "role", "off"],
    ["no health check", { routingConfig: { failoverConfig: { primary: {}, secondary: { route: FAR } } } }, "health check", "off"],
    ["a route to a third region", { routingConfig: { failoverConfig: { primary: { healthCheck: "x" }, secondary: { route: "us-east-1" } } } }, "secondary route", "off"],
  ])("with %s", (_, changed, link, state) => {
    expect(build(changed).asked.link(build(changed).bus, mechanism, link).state).toBe(state);
  });

  it("needs one name for both buses", () => {
    const { asked, bus } = build({}, { name: "other" });
    expect(asked.link(bus, mechanism, "same name").state).toBe("off");
  });
});
