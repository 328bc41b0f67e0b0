import { UNKNOWN, type Value } from "../../policies/graph/value";
import { multiZone } from "../../policies/rules/multi-zone";
import { findings, frankfurt, said } from "./stacks";

const one = (type: string, inputs: Readonly<Record<string, Value>>) => {
  const stack = frankfurt();
  stack.ovh();
  stack.add(type, "it", inputs);
  return stack;
};
const RDS = "aws:rds/instance:Instance";
const OVH = "ovh:CloudProject/database:Database";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";

describe("multi-zone", () => {
  test("accepts a second zone, a second node, a second subnet", () => {
    expect(said(multiZone, one(RDS, { multiAz: true }))).toEqual([]);
    expect(said(multiZone, one(OVH, { nodes: [{ region: "GRA" }, { region: "GRA" }] }))).toEqual([]);
    expect(said(multiZone, one(BALANCER, { subnets: ["subnet-1", "subnet-2"] }))).toEqual([]);
  });

  test("rejects one zone, one node, one subnet", () => {
    expect(findings(multiZone, one(RDS, {}))[0]).toMatchObject({ verdict: "rejected", reason: 'Instance "it": multiAz is not set; the failure of one zone then stops it until it is restored', fix: 'Set multiAz of Instance "it" to true.' });
    expect(said(multiZone, one(OVH, { nodes: [{ region: "GRA" }] }))).toEqual(['rejected: Database "it": nodes has 1 entry, allowed is two or more; the failure of one machine then stops it']);
    expect(said(multiZone, one(BALANCER, { subnetMappings: [{ subnetId: "subnet-1" }] }))[0]).toContain("subnetMappings has 1 entry");
  });

  test("what is not known is unknown", () => {
    expect(said(multiZone, one(RDS, { multiAz: UNKNOWN }))[0]).toContain("unknown: ");
    expect(said(multiZone, one(OVH, { nodes: UNKNOWN }))[0]).toContain("unknown: ");
  });

  test("does not apply to a read replica, and not to what has one zone by nature", () => {
    expect(said(multiZone, one(RDS, { replicateSourceDb: "orders" }))).toEqual([]);
    expect(said(multiZone, one("aws:ebs/volume:Volume", { availabilityZone: "eu-central-1a" }))).toEqual([]);
  });
});
