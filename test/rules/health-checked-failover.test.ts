import { UNKNOWN, type Value } from "../../policies/graph/value";
import { healthCheckedFailover } from "../../policies/rules/health-checked-failover";
import { findings, frankfurt, from, said } from "./stacks";

interface Shape {
  readonly second?: boolean;
  readonly near?: boolean;
  readonly check?: Readonly<Record<string, Value>> | null;
  readonly ttl?: Value;
  readonly policy?: boolean;
  readonly types?: readonly string[];
}

/** A name with a record for each of two sites. */
function name({ second = true, near = false, check = {}, ttl = 60, policy = true, types = ["PRIMARY", "SECONDARY"] }: Shape) {
  const stack = frankfurt();
  const far = stack.aws("eu-north-1");
  const zone = stack.add("aws:route53/zone:Zone", "zone", { name: "example.com", enableAcceleratedRecovery: true });
  (second ? ["first", "second"] : ["first"]).forEach((place, index) => {
    const address = stack.add("aws:ec2/eip:Eip", `address-${place}`, {}, index === 1 && !near ? { provider: far } : {});
    const health = check === null ? undefined : stack.add("aws:route53/healthCheck:HealthCheck", `check-${place}`, { type: "HTTPS", fqdn: "site.example.com", requestInterval: 10, failureThreshold: 3, ...check });
    stack.add("aws:route53/record:Record", place, {
      zoneId: from(zone), name: "www.example.com", type: "A", ttl, setIdentifier: place, records: [from(address)],
      ...(policy ? { failoverRoutingPolicies: [{ type: types[index] ?? "" }] } : {}), ...(health === undefined ? {} : { healthCheckId: from(health) }),
    });
  });
  return stack;
}

describe("health-checked-failover", () => {
  test("accepts two records at two sites with health checks", () => {
    expect(said(healthCheckedFailover, name({}), { objectives: { campus: { rto: 120 } } })).toEqual([]);
  });

  test.each<[string, Shape, string]>([
    ["one record only", { second: false }, 'Record "first": it is the only record of its name with a routing policy: there is nothing to move to'],
    ["no routing policy", { policy: false, second: false }, 'Record "first": it answers with one place, whether that lives or not: no routing policy is set'],
    ["two of one kind", { types: ["SECONDARY", "SECONDARY"] }, 'Record "first": its name has failover records of SECONDARY and SECONDARY only, wanted are PRIMARY and SECONDARY'],
    ["both at one site", { near: true }, 'Record "first": all records of its name lead to aws eu-central-1'],
    ["no health check", { check: null }, 'Record "first": healthCheckId is not set: Route 53 takes what it answers with for healthy, whatever happens'],
    ["a check that is off", { check: { disabled: true } }, 'HealthCheck "check-first": disabled is true: Route 53 then takes it for healthy, whatever happens'],
    ["a check turned round", { check: { invertHealthcheck: true } }, 'HealthCheck "check-first": invertHealthcheck is true: healthy counts as dead, and dead as healthy'],
    ["a TTL above the objective", { ttl: 3600 }, 'Record "first": names move after 1 h 1 min (check, failures and ttl), and the service must be back after 1 h'],
  ])("rejects %s", (_, shape, reason) => {
    const found = findings(healthCheckedFailover, name(shape), { objectives: { campus: { rto: 3600 } } });
    expect(found[0]).toMatchObject({ verdict: "rejected", reason });
    expect(found[0]?.fix).toMatch(/^[A-Z].*\.$/);
  });

  test("a check that checks nothing, and a zone that one region holds up, are rejected", () => {
    const stack = name({});
    stack.add("aws:route53/zone:Zone", "slow", { name: "example.org" });
    expect(said(healthCheckedFailover, stack)).toEqual(['rejected: Zone "slow": enableAcceleratedRecovery is not set; while us-east-1 is down the zone cannot be changed']);
  });

  test("a health check outside the stack, and a TTL that is not known, are unknown", () => {
    const stack = frankfurt();
    const address = stack.add("aws:ec2/eip:Eip", "address");
    for (const type of ["PRIMARY", "SECONDARY"]) stack.add("aws:route53/record:Record", type, { zoneId: "Z1", name: "www.example.com", type: "A", ttl: 60, failoverRoutingPolicies: [{ type }], records: [from(address)], healthCheckId: "abc-1" });
    expect(said(healthCheckedFailover, stack).filter((one) => one.startsWith("unknown: "))).toHaveLength(2);
    expect(said(healthCheckedFailover, name({ ttl: UNKNOWN }))[0]).toBe('unknown: Record "first": ttl is not known at preview');
  });

  test("does not apply to names of other things, nor to other kinds of records", () => {
    const stack = frankfurt();
    stack.add("aws:route53/record:Record", "mail", { zoneId: "Z1", name: "example.com", type: "MX", ttl: 3600, records: ["10 mail.example.net"] });
    stack.add("aws:route53/record:Record", "shop", { zoneId: "Z1", name: "shop.example.com", type: "CNAME", ttl: 3600, records: ["shops.example.net"] });
    expect(said(healthCheckedFailover, stack)).toEqual([]);
  });
});
