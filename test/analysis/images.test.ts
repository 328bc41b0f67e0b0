import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";
const FAR = "eu-north-1";
const DAY = 86_400;

describe("Data Lifecycle Manager", () => {
  const mechanism = "aws-dlm-cross-region-copy";
  const rule = (changed: Inputs = {}): Inputs => ({ target: FAR, encrypted: true, retainRule: { interval: 14, intervalUnit: "DAYS" }, ...changed });
  function build({ policy = {} as Inputs, schedule = {} as Inputs, rules = [rule()] as Input, tags = { backup: "yes" } as Input } = {}): { readonly asked: Asked; readonly disk: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const disk = stack.add("aws:ebs/volume:Volume", "disk", { availabilityZone: "eu-central-1a", tags });
    stack.add("aws:dlm/lifecyclePolicy:LifecyclePolicy", "policy", {
      executionRoleArn: "arn:aws:iam::123456789012:role/dlm",
      policyDetails: { resourceTypes: ["VOLUME"], targetTags: { backup: "yes" }, schedules: [{ createRule: { interval: 12, intervalUnit: "HOURS" }, retainRule: { count: 14 }, crossRegionCopyRules: rules, ...schedule }] },
      ...policy,
    });
    return { asked: new Asked(stack.graph(), { assumptions: assume([mechanism, 1800, 3600]) }), disk };
  }

  it("copies away: the interval, an hour's delay and what a run takes", () => {
    const { asked, disk } = build();
    // 12 h between snapshots + 1 h late + 30 min assumed for snapshot and copy = 13 h 30 min.
    expect(asked.cell(disk, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 12 * 3600 + 3600 + 1800, assumed: true }, rto: { seconds: 3600 } });
    expect(asked.copy(disk, mechanism).retention).toBe(14 * DAY);
    expect(asked.cell(disk, "operator-error").verdict).toBe("survives");
  });

  it.each<[string, Parameters<typeof build>[0], "lost" | "unknown"]>([
    ["no copy rule", { rules: undefined }, "lost"],
    ["a copy to its own region", { rules: [rule({ target: "eu-central-1" })] }, "lost"],
    ["a target that is not known", { rules: [rule({ target: from() })] }, "unknown"],
    ["the policy off", { policy: { state: "DISABLED" } }, "lost"],
    ["a state that is not known", { policy: { state: from() } }, "unknown"],
    ["no role", { policy: { executionRoleArn: "" } }, "lost"],
    ["another tag", { tags: { backup: "no" } }, "lost"],
    ["no tags", { tags: {} }, "lost"],
    ["tags that are not known", { tags: from() }, "unknown"],
    ["a schedule that is not known", { schedule: { createRule: { interval: from() } } }, "unknown"],
  ])("with %s: %s", (_, options, verdict) => {
    const { asked, disk } = build(options?.rules === undefined && options !== undefined && "rules" in options ? { ...options, rules: [] } : options);
    expect(asked.cell(disk, FIRE).verdict).toBe(verdict);
  });
});

describe("machine images", () => {
  const mechanism = "aws-ebs-snapshot-copy";
  function build(copy: Inputs | undefined): { readonly asked: Asked; readonly server: Handle; readonly image: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const server = stack.add("aws:ec2/instance:Instance", "server", { availabilityZone: "eu-central-1a" });
    const image = stack.add("aws:ec2/amiFromInstance:AmiFromInstance", "image", { sourceInstanceId: from(server) });
    if (copy !== undefined) stack.add("aws:ec2/amiCopy:AmiCopy", "copied", { sourceAmiId: from(image), sourceAmiRegion: "eu-central-1", region: FAR, ...copy });
    return { asked: new Asked(stack.graph()), server, image };
  }

  it("copied away keep the server, of unknown age: nothing takes them again", () => {
    const { asked, server, image } = build({});
    expect(asked.cell(server, FIRE)).toMatchObject({ verdict: "survives", rpo: { known: false, why: expect.stringContaining("taken once") as string } });
    expect(asked.copy(image, mechanism)).toMatchObject({ place: { region: FAR }, lag: { seconds: 0 } });
  });

  it.each<[string, Inputs | undefined, "lost" | "unknown"]>([
    ["not copied", undefined, "lost"],
    ["copied beside", { region: "eu-central-1" }, "lost"],
    ["looked for in another region", { sourceAmiRegion: "us-east-1" }, "lost"],
    ["looked for in a region that is not known", { sourceAmiRegion: from() }, "unknown"],
  ])("%s: %s", (_, copy, verdict) => {
    const { asked, server } = build(copy);
    expect(asked.cell(server, FIRE).verdict).toBe(verdict);
  });

  it.each<[string, Input, "survives" | "lost" | "unknown"]>([
    ["handed out to another region", [{ region: "eu-central-1", amiDistributionConfiguration: {} }, { region: FAR, amiDistributionConfiguration: {} }], "survives"],
    ["handed out at home only", [{ region: "eu-central-1", amiDistributionConfiguration: {} }], "lost"],
    ["handed out as nothing", [{ region: FAR }], "lost"],
    ["handed out to a region that is not known", [{ region: from(), amiDistributionConfiguration: {} }], "unknown"],
  ])("built by Image Builder and %s", (_, distributions, verdict) => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const config = stack.add("aws:imagebuilder/distributionConfiguration:DistributionConfiguration", "out", { distributions });
    const image = stack.add("aws:imagebuilder/image:Image", "base", { distributionConfigurationArn: from(config) });
    expect(new Asked(stack.graph()).cell(image, FIRE).verdict).toBe(verdict);
  });
});

describe("exports", () => {
  function logs(filter: Inputs, bucketRegion = FAR, stream: Inputs = {}): { readonly asked: Asked; readonly group: Handle } {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const group = stack.add("aws:cloudwatch/logGroup:LogGroup", "log", { name: "log" });
    const bucket = stack.add("aws:s3/bucket:Bucket", "archive", { region: bucketRegion });
    const firehose = stack.add("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "delivery", { destination: "extended_s3", extendedS3Configuration: { bucketArn: from(bucket), bufferingInterval: 60, ...stream } });
    stack.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "all", { logGroup: from(group), destinationArn: from(firehose), filterPattern: "", roleArn: "arn:aws:iam::123456789012:role/log", ...filter });
    return { asked: new Asked(stack.graph(), { assumptions: assume(["aws-log-export", 30, 0]) }), group };
  }

  it("of logs: the buffering interval and what is assumed", () => {
    const { asked, group } = logs({});
    expect(asked.cell(group, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60 + 30, assumed: true } });
    expect(seconds(logs({}, FAR, { bufferingInterval: 900 }).asked.copy(group, "aws-log-export").lag)).toBe(930);
  });

  it.each<[string, Parameters<typeof logs>, "lost" | "unknown"]>([
    ["some events only", [{ filterPattern: "ERROR" }], "lost"],
    ["a pattern that is not known", [{ filterPattern: from() }], "unknown"],
    ["no role", [{ roleArn: "" }], "lost"],
    ["a bucket beside", [{}, "eu-central-1"], "lost"],
    ["records processed on the way", [{}, FAR, { processingConfiguration: { enabled: true } }], "unknown"],
  ])("of logs, with %s: %s", (_, args, verdict) => {
    const { asked, group } = logs(...args);
    expect(asked.cell(group, FIRE).verdict).toBe(verdict);
  });

  it.each<[string, Inputs, string, "survives" | "lost" | "unknown"]>([
    ["to another region", {}, FAR, "survives"],
    ["beside", {}, "eu-central-1", "lost"],
    ["without a role", { role: "" }, FAR, "lost"],
    ["to what is not known", { rule: from() }, FAR, "unknown"],
  ])("of table buckets %s: %s", (_, changed, region, verdict) => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const tables = stack.add("aws:s3tables/tableBucket:TableBucket", "tables");
    const far = stack.add("aws:s3tables/tableBucket:TableBucket", "far", { region });
    stack.add("aws:s3tables/tableBucketReplication:TableBucketReplication", "replicate", { tableBucketArn: from(tables), role: "arn:aws:iam::123456789012:role/r", rule: { destinations: [{ destinationTableBucketArn: from(far) }] }, ...changed });
    expect(new Asked(stack.graph()).cell(tables, FIRE).verdict).toBe(verdict);
  });

  it("of a table to a bucket need point-in-time recovery, and are of unknown age", () => {
    for (const [enabled, verdict] of [[true, "survives"], [false, "lost"]] as const) {
      const stack = new Stack();
      stack.aws("eu-central-1");
      const table = stack.add("aws:dynamodb/table:Table", "orders", { pointInTimeRecovery: { enabled } });
      const bucket = stack.add("aws:s3/bucket:Bucket", "archive", { region: FAR });
      stack.add("aws:dynamodb/tableExport:TableExport", "export", { tableArn: from(table), s3Bucket: from(bucket) });
      expect(new Asked(stack.graph()).cell(table, FIRE)).toMatchObject({ verdict, rpo: { known: false } });
    }
  });

  it("by centralization stay unknown: the scope is the organization's", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const group = stack.add("aws:cloudwatch/logGroup:LogGroup", "log");
    stack.add("aws:observabilityadmin/centralizationRuleForOrganization:CentralizationRuleForOrganization", "all", { rule: { source: { regions: ["eu-central-1"], scope: "OrganizationId = 'o-1'", sourceLogsConfiguration: { encryptedLogGroupStrategy: "ALLOW", logGroupSelectionCriteria: "*" } }, destination: { account: "210987654321", region: FAR } } });
    const asked = new Asked(stack.graph());
    expect(asked.link(group, "aws-log-centralization", "scope").state).toBe("unknown");
    expect(asked.cell(group, FIRE).verdict).toBe("unknown");
  });
});
