import { UNKNOWN, type Value } from "../../policies/graph/value";
import { redundantServers } from "../../policies/rules/redundant-servers";
import { findings, frankfurt, from, said } from "./stacks";

interface Shape {
  readonly servers?: number;
  readonly attached?: number;
  readonly listener?: boolean;
  readonly health?: Readonly<Record<string, Value>>;
  readonly zones?: readonly string[];
}

function aws({ servers = 2, attached = servers, listener = true, health = { enabled: true }, zones = ["eu-central-1a", "eu-central-1b"] }: Shape) {
  const stack = frankfurt();
  const balancer = stack.add("aws:lb/loadBalancer:LoadBalancer", "balancer");
  const group = stack.add("aws:lb/targetGroup:TargetGroup", "group", { healthCheck: health });
  if (listener) stack.add("aws:lb/listener:Listener", "https", { loadBalancerArn: from(balancer), defaultActions: [{ type: "forward", targetGroupArn: from(group) }] });
  for (let index = 0; index < servers; index++) {
    const server = stack.add("aws:ec2/instance:Instance", `web-${index}`, { userData: "#!/bin/sh", availabilityZone: zones[index] ?? "" });
    if (index < attached) stack.add("aws:lb/targetGroupAttachment:TargetGroupAttachment", `target-${index}`, { targetGroupArn: from(group), targetId: from(server) });
  }
  return stack;
}

function ovh(addresses: readonly Value[], pool: Readonly<Record<string, Value>>) {
  const stack = frankfurt();
  stack.ovh();
  addresses.forEach((ip, index) => stack.add("ovh:CloudProject/instance:Instance", `web-${index}`, { region: "GRA11", network: { private: { ip } } }));
  stack.add("ovh:CloudProject/loadBalancer:LoadBalancer", "balancer", { regionName: "GRA11", listeners: [{ pool }] });
  return stack;
}
const members = [{ address: "10.0.0.1" }, { address: "10.0.0.2" }];

describe("redundant-servers", () => {
  test("accepts two servers behind a load balancer that checks their health", () => {
    expect(said(redundantServers, aws({}))).toEqual([]);
    expect(said(redundantServers, ovh(["10.0.0.1", "10.0.0.2"], { members, healthMonitor: { monitorType: "https" } }))).toEqual([]);
  });

  test.each<[string, Shape, string]>([
    ["a single server", { servers: 1 }, 'Instance "web-0": it is the only server in Frankfurt (aws eu-central-1), wanted are 2'],
    ["two in one zone", { zones: ["eu-central-1a", "eu-central-1a"] }, 'Instance "web-0": all 2 servers in Frankfurt (aws eu-central-1) are in the zone eu-central-1a'],
    ["one that no target group names", { attached: 1 }, 'Instance "web-1": no load balancer\'s target group names it'],
    ["no listener", { listener: false }, 'Instance "web-0": no listener of a load balancer of this stack forwards to its target group'],
    ["no health check", { health: { enabled: false } }, 'Instance "web-0": the health check of its target group is off'],
  ])("rejects %s", (_, shape, reason) => {
    expect(findings(redundantServers, aws(shape))[0]).toMatchObject({ rule: "redundant-servers", verdict: "rejected", reason });
  });

  test("rejects a pool that lacks a server or a health monitor", () => {
    expect(said(redundantServers, ovh(["10.0.0.1", "10.0.0.3"], { members, healthMonitor: {} }))).toEqual(['rejected: Instance "web-1": no load balancer\'s pool names its address']);
    expect(said(redundantServers, ovh(["10.0.0.1", "10.0.0.2"], { members }))[0]).toContain("its pool has no healthMonitor");
  });

  test("what is not known is unknown", () => {
    expect(said(redundantServers, ovh([UNKNOWN, "10.0.0.2"], { members, healthMonitor: {} }))).toEqual(['unknown: Instance "web-0": whether a load balancer names its address cannot be told: write network.private.ip out']);
    expect(said(redundantServers, aws({ health: { enabled: UNKNOWN } }))[0]).toContain("unknown: ");
  });

  test("does not apply to groups and functions, which replace a failed member themselves", () => {
    const stack = frankfurt();
    stack.add("aws:autoscaling/group:Group", "group");
    stack.add("aws:lambda/function:Function", "api");
    expect(said(redundantServers, stack)).toEqual([]);
  });
});
