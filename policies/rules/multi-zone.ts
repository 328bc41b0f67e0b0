import { OVH_DATABASES } from "../analysis/types";
import type { GraphNode } from "../graph/model";
import { isList, isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "multi-zone";

const BALANCERS = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

/** A load balancer stands in the zones of its subnets. */
function oneSubnet(balancer: GraphNode): readonly Violation[] {
  const input = balancer.inputs["subnetMappings"] === undefined ? "subnets" : "subnetMappings";
  const subnets = balancer.inputs[input];
  if (!isList(subnets) || subnets.length >= 2) return [];
  return [violation(name, balancer, "rejected", `${input} has ${subnets.length} ${subnets.length === 1 ? "entry" : "entries"}, allowed are two or more; the failure of that zone then closes the site's entrance`, `Add a subnet in another zone to ${input} of ${called(balancer)}.`)];
}

/** Services that offer a second node or zone should use it: most failures are small, and need no failover to another site. */
export const multiZone: Rule = {
  name,
  description: "A service that can run in two zones, or on two nodes, should.",
  remediation: "Turn on the service's own redundancy.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => [
    ...safeguardViolations(name, context),
    ...viewOf(context).ofTypes(BALANCERS).filter(isManaged).flatMap(oneSubnet),
    ...viewOf(context)
      .ofTypes(OVH_DATABASES)
      .filter(isManaged)
      .flatMap((database): readonly Violation[] => {
        const nodes = database.inputs["nodes"];
        if (isUnknown(nodes)) return [violation(name, database, "unknown", "nodes is not known at preview; allowed: two or more", `Write nodes of ${called(database)} out.`)];
        const count = isList(nodes) ? nodes.length : 0;
        if (count >= 2) return [];
        return [violation(name, database, "rejected", `nodes has ${count} ${count === 1 ? "entry" : "entries"}, allowed is two or more; the failure of one machine then stops it`, `Give nodes of ${called(database)} a second entry; the plan must allow two nodes.`)];
      }),
  ],
};
