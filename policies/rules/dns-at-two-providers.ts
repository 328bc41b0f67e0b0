import { formatDuration } from "../facts/duration";
import type { Context } from "../analysis/context";
import { textsIn } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { at, isList, isUnknown, type Value } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "dns-at-two-providers";
const ROUTE53_ZONE = "aws:route53/zone:Zone";
const ROUTE53_RECORD = "aws:route53/record:Record";
const OVH_ZONE = "ovh:Domain/zone:Zone";
const OVH_RECORD = "ovh:Domain/zoneRecord:ZoneRecord";
const KINDS = ["A", "AAAA", "CNAME"];

/** Names are compared without case and final dot. */
function domain(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value.toLowerCase().replace(/\.$/, "") : undefined;
}

/** The domain of an OVHcloud zone, which its order names under the label "zone". */
function ovhDomain(zone: GraphNode): string | undefined {
  const entries = at(zone.inputs, ["plan", "configurations"]);
  return isList(entries) ? domain(entries.map((entry) => (at(entry, ["label"]) === "zone" ? at(entry, ["value"]) : undefined)).find((value) => value !== undefined)) : domain(zone.outputs["name"]);
}

/** Host names that a stack answers for, at each provider. */
function hosts(view: Context): { readonly aws: ReadonlyMap<string, GraphNode>; readonly ovh: ReadonlyMap<string, GraphNode> } {
  const aws = new Map<string, GraphNode>();
  for (const record of view.ofTypes([ROUTE53_RECORD]).filter((one) => KINDS.includes(String(one.inputs["type"])))) {
    const host = domain(record.inputs["name"]);
    if (host !== undefined) aws.set(host, record);
  }
  const ovh = new Map<string, GraphNode>();
  for (const record of view.ofTypes([OVH_RECORD]).filter((one) => KINDS.includes(String(one.inputs["fieldtype"])))) {
    const zone = domain(record.inputs["zone"]);
    const sub = domain(record.inputs["subdomain"]);
    const answers = isUnknown(record.inputs["target"]) || textsIn(record.inputs["target"]).some((text) => text !== "");
    if (zone !== undefined && answers) ovh.set(sub === undefined || sub === "@" ? zone : `${sub}.${zone}`, record);
  }
  return { aws, ovh };
}

/** Asked where the end of a provider, or of an account at it, must be survived: an objective says so. */
export const dnsAtTwoProviders: Rule = {
  name,
  description: "A zone should be served by two providers where the end of one must be survived.",
  remediation: "Declare the zone and its addresses at a second provider.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => {
    const { objectives } = context.settings;
    if ([objectives["provider"], objectives["account"], objectives["default"]].every((one) => one === undefined)) return [];
    const view = viewOf(context);
    const names = hosts(view);
    const zones = [
      ...view.ofTypes([ROUTE53_ZONE]).filter((zone) => zone.inputs["vpcs"] === undefined).map((zone) => ({ zone, of: domain(zone.inputs["name"]), elsewhere: OVH_ZONE, mine: names.aws, others: names.ovh })),
      ...view.ofTypes([OVH_ZONE]).map((zone) => ({ zone, of: ovhDomain(zone), elsewhere: ROUTE53_ZONE, mine: names.ovh, others: names.aws })),
    ];
    const found = zones.filter(({ zone }) => isManaged(zone)).flatMap(({ zone, of, elsewhere, mine, others }): readonly Violation[] => {
      if (of === undefined) return [violation(name, zone, "unknown", "which domain it serves is not known at preview", `Write the domain of ${called(zone)} out.`)];
      const twin = zones.find((other) => other.zone.type === elsewhere && other.of === of);
      const wait = `losing the provider takes the name ${of} away, until the domain is delegated to other name servers`;
      if (twin === undefined) return [violation(name, zone, "rejected", `no other provider serves it: ${wait}`, `Declare a zone for ${of} at a second provider (${elsewhere}).`)];
      return [...mine]
        .filter(([host]) => (host === of || host.endsWith(`.${of}`)) && !others.has(host))
        .map(([host, record]) => violation(name, record, "rejected", `${host} has no record in ${called(twin.zone)}, which answers for ${of} when this provider is gone`, `Declare a record for ${host} in ${called(twin.zone)}.`));
    });
    const orphans = [...names.ovh].filter(([host]) => !zones.some(({ zone, of }) => zone.type === OVH_ZONE && of !== undefined && (host === of || host.endsWith(`.${of}`))));
    return [...found, ...orphans.map(([host, record]) => violation(name, record, "unknown", `the zone that answers for ${host} is not part of this stack, so that what else it serves cannot be seen`, `Declare the zone of ${called(record)} here.`)), ...slow(view, objectives)];
  },
};

/** The standing copy has no health check: its TTL alone decides how soon a change is seen. */
function slow(view: Context, objectives: Readonly<Record<string, { readonly rto?: number }>>): readonly Violation[] {
  const all = ["provider", "account", "default"].flatMap((kind) => objectives[kind]?.rto ?? []);
  if (all.length === 0) return [];
  const most = Math.min(...all);
  return view.ofTypes([OVH_RECORD]).filter(isManaged).flatMap((record): readonly Violation[] => {
    const ttl = record.inputs["ttl"];
    if (typeof ttl !== "number" || ttl <= most) return [];
    return [violation(name, record, "rejected", `ttl is ${formatDuration(ttl)}, and the service must be back after ${formatDuration(most)}`, `Lower ttl of ${called(record)}.`)];
  });
}
