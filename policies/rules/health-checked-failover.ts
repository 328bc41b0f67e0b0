import type { Context } from "../analysis/context";
import { ENTRANCES } from "../analysis/types";
import { formatDuration } from "../facts/duration";
import { nodesOf, types } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { at, isUnknown, type Value } from "../graph/value";
import type { Settings } from "../settings/model";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "health-checked-failover";
const RECORDS = ["aws:route53/record:Record"];
const CHECKS = types("aws:route53/healthCheck:HealthCheck");
const ADDRESSES = ["aws:ec2/eip:Eip", "aws:ec2/instance:Instance", "ovh:index/cloudFloatingIp:CloudFloatingIp", "ovh:CloudProject/instance:Instance", "ovh:CloudProject/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"];
const SITE_ENTRANCES = new Set(ADDRESSES);
/** Answers that choose among several records by health. */
const CHOOSING = ["failoverRoutingPolicies", "weightedRoutingPolicies", "latencyRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy", "multivalueAnswerRoutingPolicy"];
/** Ends of a site after which the names have to move. */
const SITE_DISASTERS = ["zone", "campus", "region"];
/** What Route 53 takes where a check says nothing: every 30 s, three failures. Source: aws.route53.HealthCheck, and the limits of its guide. */
const INTERVAL = 30;
const FAILURES = 3;

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "?";
}

/** Records of one name, type and zone. */
function nameOf(record: GraphNode): string {
  const zone = record.propertyDependencies["zoneId"]?.join() ?? text(record.inputs["zoneId"]);
  return `${zone} ${text(record.inputs["name"])} ${text(record.inputs["type"])}`;
}

/** The entrances of this stack that a record answers with. */
function entrances(view: Context, record: GraphNode): readonly GraphNode[] {
  const flows = ["records", "aliases"].flatMap((input) => record.propertyDependencies[input] ?? []);
  const direct = nodesOf(view.links.resolve(record, ["aliases", 0, "name"], { types: ENTRANCES }));
  return [...new Set([...flows.flatMap((urn) => view.graph.byUrn.get(urn) ?? []), ...direct])].filter((node) => SITE_ENTRANCES.has(node.type));
}

function target(settings: Settings): number | undefined {
  const all = SITE_DISASTERS.flatMap((kind) => (settings.objectives[kind] ?? settings.objectives["default"])?.rto ?? []);
  return all.length === 0 ? undefined : Math.min(...all);
}

function number(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** What is wrong with how one record of a pair checks the health of what it answers with. */
function health(view: Context, record: GraphNode, settings: Settings): readonly Violation[] {
  const [check] = nodesOf(view.links.resolve(record, ["healthCheckId"], { types: CHECKS }));
  const stated = record.inputs["healthCheckId"];
  if (check === undefined) {
    if (at(record.inputs, ["aliases", 0, "evaluateTargetHealth"]) === true) return [];
    const unset = stated === undefined || stated === "";
    return [violation(name, record, unset ? "rejected" : "unknown", unset ? "healthCheckId is not set: Route 53 takes what it answers with for healthy, whatever happens" : "the health check that healthCheckId names is not part of this stack, so that what it checks cannot be seen", `Set healthCheckId of ${called(record)} to an aws.route53.HealthCheck of this stack.`)];
  }
  const found: Violation[] = [];
  if (check.inputs["disabled"] === true) found.push(violation(name, check, "rejected", "disabled is true: Route 53 then takes it for healthy, whatever happens", `Set disabled of ${called(check)} to false.`));
  if (check.inputs["invertHealthcheck"] === true) found.push(violation(name, check, "rejected", "invertHealthcheck is true: healthy counts as dead, and dead as healthy", `Set invertHealthcheck of ${called(check)} to false.`));
  if (["ipAddress", "fqdn", "childHealthchecks", "cloudwatchAlarmName", "routingControlArn"].every((input) => check.inputs[input] === undefined)) found.push(violation(name, check, "rejected", "it names neither ipAddress nor fqdn: it checks nothing", `Set fqdn or ipAddress of ${called(check)} to the entrance that ${called(record)} answers with.`));
  const objective = target(settings);
  const ttl = record.inputs["ttl"];
  const wait = number(check.inputs["requestInterval"], INTERVAL) * number(check.inputs["failureThreshold"], FAILURES) + number(ttl, 60);
  if (isUnknown(ttl)) found.push(violation(name, record, "unknown", "ttl is not known at preview", `Write ttl of ${called(record)} out.`));
  else if (objective !== undefined && wait > objective) found.push(violation(name, record, "rejected", `names move after ${formatDuration(wait)} (check, failures and ttl), and the service must be back after ${formatDuration(objective)}`, `Lower ttl of ${called(record)}, or the interval and failures of ${called(check)}.`));
  return found;
}

function pair(view: Context, records: readonly GraphNode[], settings: Settings): readonly Violation[] {
  const [first] = records;
  if (first === undefined) return [];
  const pointing = records.filter((record) => entrances(view, record).length > 0);
  const chosen = records.filter((record) => CHOOSING.some((input) => record.inputs[input] !== undefined));
  if (chosen.length === 0) {
    if (pointing.length === 0) return [];
    return [violation(name, first, "rejected", "it answers with one place, whether that lives or not: no routing policy is set", `Give ${called(first)} failoverRoutingPolicies and a health check, and declare a second record for the other site.`)];
  }
  if (chosen.length < 2) return [violation(name, chosen[0] ?? first, "rejected", "it is the only record of its name with a routing policy: there is nothing to move to", `Declare the record for the other site beside ${called(chosen[0] ?? first)}.`)];
  const kinds = chosen.flatMap((record) => at(record.inputs, ["failoverRoutingPolicies", 0, "type"]) ?? []).map(text);
  const found: Violation[] = [];
  if (kinds.length > 0 && !(kinds.includes("PRIMARY") && kinds.includes("SECONDARY"))) found.push(violation(name, first, "rejected", `its name has failover records of ${kinds.join(" and ")} only, wanted are PRIMARY and SECONDARY`, "Declare one PRIMARY and one SECONDARY record."));
  const places = new Set(pointing.flatMap((record) => entrances(view, record)).map((node) => `${view.place(node).provider} ${view.place(node).campus ?? view.place(node).region ?? "?"}`));
  if (pointing.length > 1 && places.size < 2) found.push(violation(name, first, "rejected", `all records of its name lead to ${[...places].join()}`, "Let the second record answer with the entrance of another site."));
  return [...found, ...chosen.flatMap((record) => health(view, record, settings))];
}

/** A name that nobody has to move is back before anybody is awake. */
export const healthCheckedFailover: Rule = {
  name,
  description: "Every name should move to another site by itself when a health check fails.",
  remediation: "Declare a PRIMARY and a SECONDARY record with health checks, at two sites, with a TTL within the recovery time.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const names = new Map<string, GraphNode[]>();
    for (const record of view.ofTypes(RECORDS).filter((one) => isManaged(one) && ["A", "AAAA", "CNAME"].includes(text(one.inputs["type"])))) names.set(nameOf(record), [...(names.get(nameOf(record)) ?? []), record]);
    return [...safeguardViolations(name, context), ...[...names.values()].flatMap((records) => pair(view, records, context.settings))];
  },
};
