import type { GraphNode } from "../../graph/model";
import { at, isList, isUnknown, type Value } from "../../graph/value";
import { off, on, unsure, type Context, type Mechanism } from "../context";
import { zero } from "../figures";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { copyOf } from "./support";

const ROUTE53_ZONES = ["aws:route53/zone:Zone"];
const OVH_ZONES = ["ovh:Domain/zone:Zone"];
const ROUTE53_RECORDS = ["aws:route53/record:Record"];
const OVH_RECORDS = ["ovh:Domain/zoneRecord:ZoneRecord"];
/** More declarations of one name are compared with the first ones only. */
const MOST = 8;

/** DNS zones and records that the program declares at both providers: either answers when the other is gone. */
export const zonesDeclaredTwice: Mechanism = (context) => [
  ...pairs(context, [...context.ofTypes(ROUTE53_ZONES).filter((zone) => zone.inputs["vpcs"] === undefined), ...context.ofTypes(OVH_ZONES)], zoneName, (zone, other) => [on("same name", `"${zone.name}" and "${other.name}" are the zone ${zoneName(other) ?? ""}`, other)]),
  ...pairs(context, [...context.ofTypes(ROUTE53_RECORDS), ...context.ofTypes(OVH_RECORDS)], recordName, (record, other) => [on("same name", `"${record.name}" and "${other.name}" answer for ${(recordName(other) ?? "").replace(" ", ", type ")}`, other), sameAnswer(record, other)]),
];

/** Names are compared without case and final dot. */
function domain(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value.toLowerCase().replace(/\.$/, "") : undefined;
}

/** The domain of a zone: of OVHcloud's, its order names it under the label "zone". */
function zoneName(zone: GraphNode): string | undefined {
  if (zone.type.startsWith("aws:")) return domain(zone.inputs["name"]);
  const entries = at(zone.inputs, ["plan", "configurations"]);
  const ordered = isList(entries) ? entries.map((entry) => (at(entry, ["label"]) === "zone" ? at(entry, ["value"]) : undefined)).find((value) => value !== undefined) : undefined;
  return domain(ordered) ?? domain(zone.outputs["name"]);
}

/** Host and type of a record, for example `www.example.com A`. */
function recordName(record: GraphNode): string | undefined {
  const type = record.inputs[record.type.startsWith("aws:") ? "type" : "fieldtype"];
  if (typeof type !== "string") return undefined;
  if (record.type.startsWith("aws:")) {
    const name = domain(record.inputs["name"]);
    return name === undefined ? undefined : `${name} ${type}`;
  }
  const zone = domain(record.inputs["zone"]);
  const sub = record.inputs["subdomain"];
  if (zone === undefined || isUnknown(sub)) return undefined;
  return `${typeof sub === "string" && sub !== "" && sub !== "@" ? `${sub.toLowerCase()}.` : ""}${zone} ${type}`;
}

function pairs(context: Context, nodes: readonly GraphNode[], nameOf: (node: GraphNode) => string | undefined, links: (node: GraphNode, other: GraphNode) => readonly Link[]): readonly Copy[] {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const name = nameOf(node);
    if (name === undefined) continue;
    const there = groups.get(name);
    if (there === undefined) groups.set(name, [node]);
    else there.push(node);
  }
  return [...groups.values()].flatMap((group) => {
    const others = { aws: group.filter((node) => node.type.startsWith("ovh:")).slice(0, MOST), ovh: group.filter((node) => node.type.startsWith("aws:")).slice(0, MOST) };
    return group.flatMap((node) => (node.type.startsWith("aws:") ? others.aws : others.ovh).map((other) => twin(context, node, other, links(node, other))));
  });
}

function twin(context: Context, node: GraphNode, other: GraphNode, links: readonly Link[]): Copy {
  const place = context.place(other);
  return copyOf({
    of: node.urn,
    at: other.urn,
    mechanism: "declared-twice",
    kind: "export",
    place,
    lag: zero("the program writes both at once"),
    recovery: zero("in use there already"),
    links: [...links, on("destination", placeName(place), other)],
    keys: [],
  });
}

/** Whether both records give one answer. Different answers may be meant (each names its own provider's site), but then the one is no copy of the other. */
function sameAnswer(record: GraphNode, other: GraphNode): Link {
  const name = "same answer";
  const [one, two] = [answers(record), answers(other)];
  const fix = `give "${record.name}" and "${other.name}" one answer, if the one shall stand for the other`;
  if (one === undefined || two === undefined) return unsure(name, `whether "${record.name}" and "${other.name}" answer the same cannot be told`, fix, other);
  return one === two ? on(name, "both are given the same", other) : off(name, `"${record.name}" and "${other.name}" answer differently`, fix, other);
}

/** The answers as one text, or everything that flows into them; `undefined` for an alias, which only Route 53 knows. */
function answers(record: GraphNode): string | undefined {
  const input = record.type.startsWith("aws:") ? "records" : "target";
  const value = record.inputs[input];
  const entries = isList(value) ? value : value === undefined ? [] : [value];
  if (entries.length > 0 && entries.every((entry) => typeof entry === "string")) return `text ${entries.map((entry) => domain(entry)).sort().join(" ")}`;
  const sources = [...(record.propertyDependencies[input] ?? [])].sort();
  return entries.some(isUnknown) && sources.length > 0 ? `from ${sources.join(" ")}` : undefined;
}
