import type { Context } from "../analysis/context";
import { ENTRANCES } from "../analysis/types";
import { nodesOf, textsIn, types } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { at, isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { pathsOf, viewOf } from "./support/view";
import { called } from "./support/words";

const name = "redundant-servers";
/** Single machines; groups, functions and container services replace a failed member themselves. */
const AWS_SERVERS = types("aws:ec2/instance:Instance");
const OVH_SERVERS = types("ovh:CloudProject/instance:Instance");
const ATTACHMENTS = ["aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:alb/targetGroupAttachment:TargetGroupAttachment"];
const GROUPS = types("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup");
const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener", "aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"];
const TOP_LISTENERS = types("aws:lb/listener:Listener", "aws:alb/listener:Listener");
const OVH_BALANCERS = ["ovh:CloudProject/loadBalancer:LoadBalancer"];
const WANTED = 2;

/** How a server is reached: `yes`, or what is missing. */
interface Reach {
  readonly state: "yes" | "no" | "unknown";
  readonly missing?: string;
}

/** Target groups that a listener with a load balancer of this stack forwards to. */
function served(view: Context): ReadonlySet<string> {
  const found = new Set<string>();
  for (const listener of view.ofTypes(LISTENERS)) {
    const input = listener.type.includes("ListenerRule") ? "actions" : "defaultActions";
    const top = listener.type.includes("ListenerRule") ? nodesOf(view.links.resolve(listener, ["listenerArn"], { types: TOP_LISTENERS }))[0] : listener;
    if (top === undefined || nodesOf(view.links.resolve(top, ["loadBalancerArn"], { types: ENTRANCES })).length === 0) continue;
    for (const path of [`${input}[*].targetGroupArn`, `${input}[*].forward.targetGroups[*].arn`].flatMap((pattern) => pathsOf(listener.inputs, pattern))) {
      for (const group of nodesOf(view.links.resolve(listener, path, { types: GROUPS }))) found.add(group.urn);
    }
  }
  return found;
}

function awsReach(view: Context, server: GraphNode, listened: ReadonlySet<string>): Reach {
  const attachments = view.companions(ATTACHMENTS, "targetId", AWS_SERVERS).get(server.urn) ?? [];
  if (attachments.length === 0) return { state: "no", missing: "no load balancer's target group names it" };
  const groups = attachments.flatMap((one) => nodesOf(view.links.resolve(one, ["targetGroupArn"], { types: GROUPS })));
  const inUse = groups.filter((group) => listened.has(group.urn));
  if (groups.length === 0) return { state: "unknown", missing: "which target group it belongs to is not known" };
  if (inUse.length === 0) return { state: "no", missing: "no listener of a load balancer of this stack forwards to its target group" };
  const checked = inUse.map((group) => at(group.inputs, ["healthCheck", "enabled"]));
  if (checked.every((enabled) => enabled === false)) return { state: "no", missing: "the health check of its target group is off" };
  return checked.every(isUnknown) ? { state: "unknown", missing: "whether its target group checks its health is not known" } : { state: "yes" };
}

function ovhReach(view: Context, server: GraphNode): Reach {
  const address = at(server.inputs, ["network", "private", "ip"]);
  const pools = view.ofTypes(OVH_BALANCERS).filter((one) => view.place(one).region === view.place(server).region).flatMap((balancer) => pathsOf(balancer.inputs, "listeners[*].pool").map((path) => at(balancer.inputs, path)));
  if (pools.length === 0) return { state: "no", missing: "no load balancer with a listener stands in front of it" };
  if (typeof address !== "string" || pools.some(isUnknown)) return { state: "unknown", missing: "whether a load balancer names its address cannot be told: write network.private.ip out" };
  const own = pools.filter((pool) => textsIn(at(pool, ["members"])).includes(address));
  if (own.length === 0) return { state: "no", missing: "no load balancer's pool names its address" };
  return own.some((pool) => at(pool, ["healthMonitor"]) !== undefined) ? { state: "yes" } : { state: "no", missing: "its pool has no healthMonitor, so that a dead server keeps its share" };
}

/** One machine is a failure that needs no fire. */
export const redundantServers: Rule = {
  name,
  description: "Every site should have at least two servers behind a load balancer that checks their health.",
  remediation: "Add a server in another zone, and put both behind a load balancer with a health check.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const sites = new Map<string, GraphNode[]>();
    for (const server of view.ofTypes([...AWS_SERVERS, ...OVH_SERVERS]).filter(isManaged)) {
      const place = view.place(server);
      const key = `${place.provider} ${place.account ?? ""} ${place.region ?? ""}`;
      sites.set(key, [...(sites.get(key) ?? []), server]);
    }
    const listened = served(view);
    return [...sites.values()].flatMap((servers): readonly Violation[] => {
      const [first] = servers;
      if (first === undefined) return [];
      const { city, region, provider } = view.place(first);
      const where = `${city ?? "a place that is not known"} (${provider} ${region ?? "?"})`;
      const found: Violation[] = [];
      if (servers.length < WANTED) found.push(violation(name, first, "rejected", `it is the only server in ${where}, wanted are ${WANTED}`, `Add a second server beside ${called(first)}, in another zone where there is one.`));
      const zones = new Set(servers.map((server) => view.place(server).zone));
      if (servers.length >= WANTED && zones.size === 1 && !zones.has(undefined)) found.push(violation(name, first, "rejected", `all ${servers.length} servers in ${where} are in the zone ${[...zones].join()}`, "Spread the servers over two zones, by their subnets."));
      for (const server of servers) {
        const reach = AWS_SERVERS.has(server.type) ? awsReach(view, server, listened) : ovhReach(view, server);
        if (reach.state === "yes") continue;
        found.push(violation(name, server, reach.state === "no" ? "rejected" : "unknown", reach.missing ?? "", `Put ${called(server)} behind a load balancer of its site that checks its health.`));
      }
      return found;
    });
  },
};
