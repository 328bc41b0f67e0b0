import { Asked, assume, from, seconds, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:ovh/GRA";

interface Changes {
  readonly standby?: boolean;
  readonly check?: Inputs | "none";
  readonly ttl?: Input;
  readonly database?: boolean;
}

/** A service at Gravelines with a standby at Frankfurt, names at Route 53. */
function build(changes: Changes = {}, timeToDecide: number | undefined = 900, assumptions = assume(["aws-dms-cdc", 60, 1200], ["restore-from-code", undefined, 3600])): Asked {
  const stack = new Stack();
  stack.ovh();
  stack.aws("eu-central-1");
  stack.add("ovh:CloudProject/instance:Instance", "near-0", { region: "GRA11", userData: "#!/bin/sh" });
  stack.add("ovh:CloudProject/loadBalancer:LoadBalancer", "near-balancer", { regionName: "GRA11" });
  if (changes.standby !== false) stack.add("aws:ec2/instance:Instance", "far-0", { userData: "#!/bin/sh" });
  if (changes.database !== false) database(stack);
  const check = changes.check === "none" ? undefined : stack.add("aws:route53/healthCheck:HealthCheck", "check", { type: "HTTPS", requestInterval: 10, failureThreshold: 3, ...changes.check });
  const ttl = "ttl" in changes ? changes.ttl : 60;
  for (const [name, type] of [["first", "PRIMARY"], ["second", "SECONDARY"]] as const) {
    const failover = check === undefined ? {} : { failoverRoutingPolicies: [{ type }], ...(type === "PRIMARY" ? { healthCheckId: from(check) } : {}) };
    stack.add("aws:route53/record:Record", name, { type: "A", name: "www", zoneId: "Z1", ttl, records: ["192.0.2.1"], ...failover });
  }
  return new Asked(stack.graph(), { timeToDecide, assumptions, objectives: { campus: { rpo: 120, rto: 3600 } } });
}

function database(stack: Stack): Handle {
  const source = stack.add("ovh:CloudProject/database:Database", "orders", { engine: "postgresql", nodes: [{ region: "GRA" }] });
  const target = stack.add("aws:rds/instance:Instance", "orders-standby", { engine: "postgres" });
  const near = stack.add("aws:dms/endpoint:Endpoint", "near", { serverName: from(source) });
  const far = stack.add("aws:dms/endpoint:Endpoint", "far", { serverName: from(target) });
  const tableMappings = JSON.stringify({ rules: [{ "rule-type": "selection", "rule-action": "include", "object-locator": { "schema-name": "%", "table-name": "%" } }] });
  stack.add("aws:dms/replicationTask:ReplicationTask", "cdc", { sourceEndpointArn: from(near), targetEndpointArn: from(far), replicationInstanceArn: "arn:aws:dms:eu-central-1:123456789012:rep:x", migrationType: "full-load-and-cdc", startReplicationTask: true, tableMappings });
  return source;
}

function steps(asked: Asked, disaster = FIRE): readonly (readonly [string, number | undefined])[] {
  return asked.outcome(disaster).steps.map(({ name, figure }) => [name, seconds(figure)] as const);
}

describe("recovery of the service", () => {
  it("decides, promotes, finds the servers running, and switches by health check", () => {
    const asked = build();
    // 15 min + 20 min + 0 + 3 x 10 s + 60 s.
    expect(steps(asked)).toEqual([["notice and decide", 900], ["promote or restore data", 1200], ["servers", 0], ["detect", 30], ["switch names", 60]]);
    expect(asked.outcome(FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 60 }, rto: { seconds: 2190, assumed: true }, meets: true });
    expect(asked.outcome(FIRE).rto).toMatchObject({ basis: expect.stringContaining("= 36 min 30 s") as string });
  });

  it("moves by itself where there is no data to take over", () => {
    expect(steps(build({ database: false }))).toEqual([["servers", 0], ["detect", 30], ["switch names", 60]]);
  });

  it("takes Route 53's own values where none are set", () => {
    const asked = build({ database: false, check: { requestInterval: undefined, failureThreshold: undefined } });
    expect(steps(asked)).toContainEqual(["detect", 90]);
  });

  it("is not instant without servers elsewhere: unknown until stated", () => {
    const asked = build({ standby: false });
    expect(asked.outcome(FIRE)).toMatchObject({ verdict: "survives", rto: { known: false, why: expect.stringContaining("standby-capacity") as string }, meets: false });
    const stated = build({ standby: false }, 900, assume(["aws-dms-cdc", 60, 1200], ["restore-from-code", undefined, 3600], ["standby-capacity", undefined, 9 * 3600]));
    expect(steps(stated)).toContainEqual(["servers", 9 * 3600 + 3600]);
    expect(stated.assessment.assumptions.map((one) => one.mechanism)).toContain("standby-capacity");
  });

  it("waits for people, and does not know how long where nobody says", () => {
    const unknown = new Asked(graphWithoutDecision(), { timeToDecide: undefined, objectives: { campus: { rto: 3600 } }, assumptions: assume(["aws-dms-cdc", 60, 1200]) });
    expect(unknown.outcome(FIRE)).toMatchObject({ rto: { known: false, why: expect.stringContaining("timeToDecide") as string }, meets: false });
  });

  function graphWithoutDecision() {
    const stack = new Stack();
    stack.ovh();
    stack.aws("eu-central-1");
    database(stack);
    return stack.graph();
  }

  it("does not switch names by itself without a health check, or with one that is disabled", () => {
    for (const check of ["none", { disabled: true }] as const) {
      const asked = build({ check });
      expect(asked.outcome(FIRE).steps.map((step) => step.name)).not.toContain("detect");
      // 60 s for the change as documented + 60 s that resolvers keep the old answer.
      expect(steps(asked)).toContainEqual(["switch names", 120]);
    }
  });

  it("does not know the switch with an unknown TTL", () => {
    expect(build({ ttl: from() }).outcome(FIRE).rto).toMatchObject({ known: false, why: 'ttl of "first" is not known yet: write it out' });
  });

  it("does nothing while only the standby burns", () => {
    const asked = build();
    expect(asked.outcome("campus:aws/eu-central-1")).toMatchObject({ verdict: "survives", steps: [], rto: { seconds: 0, basis: "nothing that serves is hit" } });
  });

  it("has to answer names from elsewhere when the provider of the names is gone", () => {
    const asked = build();
    expect(asked.outcome("provider:aws")).toMatchObject({ verdict: "survives", steps: [{ name: "answer names from elsewhere", figure: { known: false } }] });
  });

  it("misses an objective by a second", () => {
    const asked = build({}, 900 + 3600 - 2190 + 1);
    expect(asked.outcome(FIRE)).toMatchObject({ verdict: "survives", rto: { seconds: 3601 }, meets: false });
    expect(build({}, 900 + 3600 - 2190).outcome(FIRE).meets).toBe(true);
  });

  it("survives a control plane that is down", () => {
    expect(build().outcome("control-plane:aws")).toMatchObject({ verdict: "survives", hit: 0, meets: true, reason: "nothing is hit" });
  });
});

describe("disasters", () => {
  it("are enumerated from the graph", () => {
    expect(build().assessment.disasters.map((one) => one.id)).toEqual([
      "account:aws/123456789012", "account:ovh/ovh-eu", "campus:aws/eu-central-1", "campus:ovh/GRA", "control-plane:aws", "control-plane:ovh", "operator-error",
      "provider:aws", "provider:ovh", "region:aws/eu-central-1", "region:ovh/GRA", "region:ovh/GRA11",
    ]);
  });

  it("happen two at once on demand, and then both copies are gone", () => {
    const stack = new Stack();
    stack.ovh();
    stack.aws("eu-central-1");
    const orders = database(stack);
    const asked = new Asked(stack.graph(), {}, { twoAtOnce: true });
    expect(asked.cell(orders, "campus:aws/eu-central-1 + campus:ovh/GRA").verdict).toBe("lost");
    expect(asked.outcome("campus:aws/eu-central-1 + campus:ovh/GRA").disaster.title).toBe("the AWS campus eu-central-1 in Frankfurt burns, and the OVHcloud campus GRA in Gravelines burns");
  });

  it("never lose a cache or configuration, and never pass what nobody has classified", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const network = stack.add("aws:ec2/vpc:Vpc", "network");
    const cache = stack.add("aws:elasticache/cluster:Cluster", "cache", { engine: "memcached" });
    const odd = stack.add("aws:madeup/thing:Thing", "odd");
    const asked = new Asked(stack.graph());
    expect(asked.cell(network, "campus:aws/eu-central-1")).toMatchObject({ verdict: "survives", reason: '"network" is configuration: the program makes it again' });
    expect(asked.cell(odd, "campus:aws/eu-central-1")).toMatchObject({ verdict: "unknown", reason: 'nobody can say what "odd" holds', fix: "add aws:madeup/thing:Thing to the catalog" });
    expect(asked.assessment.resources.find((one) => one.urn === odd.urn)?.holds).toBe("unclassified");
    expect(asked.assessment.resources.find((one) => one.urn === cache.urn)).toBeDefined();
  });

  it("reject an empty stack's nothing: there is nothing to lose", () => {
    expect(new Asked(new Stack().graph()).assessment).toEqual({ resources: [], disasters: [], outcomes: [], cells: [], assumptions: [] });
  });
});
