import { types } from "../../graph/links";
import type { GraphNode } from "../../graph/model";
import { at, isList, isRecord, isUnknown, type Value } from "../../graph/value";
import { formatDuration } from "../../facts/duration";
import { expects, keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import { computed, sum, unknown } from "../figures";
import type { Copy, Figure, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { longestGap } from "../schedule";
import { copyOf, DAY, originalsOf, urns, FOREVER } from "./support";

const TARGETS: Readonly<Record<string, string>> = { VOLUME: "aws:ebs/volume:Volume", INSTANCE: "aws:ec2/instance:Instance" };
const VOLUMES = types("aws:ebs/volume:Volume");
/** The first and every later run start within an hour of their time. Seconds. */
const LATE = 3600;
const SOURCE = "the schedule in the graph; docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html";
const UNITS: Readonly<Record<string, number>> = { HOURS: 3600, DAYS: DAY, WEEKS: 7 * DAY, MONTHS: 30 * DAY, YEARS: 365 * DAY };
type Path = readonly (string | number)[];

/**
 * Data Lifecycle Manager: snapshots of what bears the policy's tags, in the region, and copies of them elsewhere. What a
 * snapshot and its copy take is no documented figure: the assumption for the mechanism states it.
 */
export const lifecyclePolicies: Mechanism = (context) =>
  context.ofTypes(["aws:dlm/lifecyclePolicy:LifecyclePolicy"]).flatMap((policy) => {
    const schedules = at(policy.inputs, ["policyDetails", "schedules"]);
    const taken = context.ofTypes(resourceTypes(policy)).flatMap((node) => tagged(context, policy, node).map((link) => ({ node, link })));
    if (!isList(schedules)) return [];
    return taken.flatMap(({ node, link }) => schedules.flatMap((_, index) => scheduleCopies(context, policy, node, link, ["policyDetails", "schedules", index])));
  });

function resourceTypes(policy: GraphNode): readonly string[] {
  const kinds = at(policy.inputs, ["policyDetails", "resourceTypes"]);
  return (isList(kinds) ? kinds : []).flatMap((kind) => (typeof kind === "string" ? (TARGETS[kind] ?? []) : []));
}

/** The link by which a policy takes a resource of its own region: one of its tags is enough. */
function tagged(context: Context, policy: GraphNode, node: GraphNode): readonly Link[] {
  const [here, there] = [context.place(policy), context.place(node)];
  if (!here.known || !there.known || here.region !== there.region || here.account !== there.account) return [];
  const wanted = at(policy.inputs, ["policyDetails", "targetTags"]);
  const own = node.inputs["tags"];
  const doubtful = unsure("target tags", `whether "${policy.name}" takes "${node.name}" hangs on a tag that is not known yet`, "write the tags out", policy);
  if (isUnknown(wanted)) return [doubtful];
  if (!isRecord(wanted)) return [];
  if (isUnknown(own)) return [doubtful];
  if (!isRecord(own)) return [];
  for (const [tag, value] of Object.entries(wanted)) {
    const has = own[tag];
    if (has === undefined) continue;
    if (isUnknown(has) || isUnknown(value)) return [doubtful];
    if (has === value) return [on("target tags", `the tag ${tag} of "${node.name}", by "${policy.name}"`, policy)];
  }
  return [];
}

function scheduleCopies(context: Context, policy: GraphNode, node: GraphNode, taken: Link, path: Path): readonly Copy[] {
  const base = [taken, expects("state", policy, ["state"], ["ENABLED"], "on", `set state of "${policy.name}" to ENABLED`), role(policy), schedule(policy, [...path, "createRule"])];
  const here = context.place(policy);
  const home: Place = { ...here };
  const own = copy(context, policy, node, home, "aws-ebs-snapshots-in-region", [...base, on("stays in its region", `snapshots without a copy rule stay in ${placeName(home)}`, policy)], path, retained(policy, [...path, "retainRule"]), urns(context.encryption(node).keys));
  const rules = at(policy.inputs, [...path, "crossRegionCopyRules"]);
  const entries: readonly Value[] = isList(rules) ? rules : isUnknown(rules) ? [rules] : [];
  return [own, ...entries.map((rule, index) => away(context, policy, node, base, rule, [...path, "crossRegionCopyRules", index], path))];
}

function away(context: Context, policy: GraphNode, node: GraphNode, base: readonly Link[], rule: Value, path: Path, schedulePath: Path): Copy {
  const target = [at(rule, ["targetRegion"]), at(rule, ["target"])].find((one) => one !== undefined && one !== null && one !== "");
  const place = typeof target === "string" ? context.places.at("aws", target, context.places.accountOf(policy)) : unknownPlace("aws", `the target of a copy rule of "${policy.name}" is not known`);
  const key = context.keysAt(policy, [...path, "cmkArn"]);
  const links = [
    ...base,
    place.known ? on("destination", placeName(place), policy) : unsure("destination", place.why ?? "not known", `write the target of the copy rule of "${policy.name}" out`, policy),
    keyLink(context, "key at the destination", key, false, place, policy, `set cmkArn of the copy rule of "${policy.name}" to a key in ${place.region ?? "its region"}`),
  ];
  return copy(context, policy, node, place, "aws-dlm-cross-region-copy", links, schedulePath, retained(policy, [...path, "retainRule"]), urns(key.keys));
}

function copy(context: Context, policy: GraphNode, node: GraphNode, place: Place, mechanism: string, links: readonly Link[], path: Path, retention: number | undefined, keys: readonly string[]): Copy {
  return copyOf({ of: node.urn, at: undefined, mechanism, kind: "recovery-points", place, lag: lag(context, policy, [...path, "createRule"], mechanism), recovery: context.figures.rto(mechanism), retention, links, keys });
}

function role(policy: GraphNode): Link {
  const value = policy.inputs["executionRoleArn"];
  return value === undefined || value === "" ? off("role", `"${policy.name}" names no role that may take snapshots`, `set executionRoleArn of "${policy.name}"`, policy) : on("role", `"${policy.name}" names the role that takes snapshots`, policy);
}

function gapOf(policy: GraphNode, path: Path): number | undefined {
  const cron = at(policy.inputs, [...path, "cronExpression"]);
  if (typeof cron === "string" && cron !== "") return longestGap(cron);
  const interval = at(policy.inputs, [...path, "interval"]);
  const unit = at(policy.inputs, [...path, "intervalUnit"]);
  if (typeof interval !== "number" || isUnknown(unit)) return undefined;
  return interval * (UNITS[typeof unit === "string" ? unit : "HOURS"] ?? Number.NaN) || undefined;
}

function schedule(policy: GraphNode, path: Path): Link {
  const gap = gapOf(policy, path);
  if (gap !== undefined) return on("schedule", `every ${formatDuration(gap)} at most, by "${policy.name}"`, policy);
  return unsure("schedule", `how often "${policy.name}" runs cannot be told`, `set createRule.interval of "${policy.name}", or an ordinary cronExpression`, policy);
}

function lag(context: Context, policy: GraphNode, path: Path, mechanism: string): Figure {
  const gap = gapOf(policy, path);
  if (gap === undefined) return unknown(`how often "${policy.name}" runs is not known`);
  return sum([computed(gap, `every ${formatDuration(gap)} at most`, SOURCE), computed(LATE, "may start this late", SOURCE), context.figures.rpo(mechanism)]);
}

/** A number of snapshots says how long only together with the schedule: left unknown. */
function retained(policy: GraphNode, path: Path): number | undefined {
  const rule = at(policy.inputs, path);
  if (rule === undefined || rule === null) return path.includes("crossRegionCopyRules") ? FOREVER : undefined;
  const interval = at(rule, ["interval"]);
  const unit = at(rule, ["intervalUnit"]);
  const seconds = typeof interval === "number" && typeof unit === "string" ? interval * (UNITS[unit] ?? Number.NaN) : Number.NaN;
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** Snapshots that the program takes once, in the volume's region. */
export const ebsSnapshots: Mechanism = (context) =>
  context.ofTypes(["aws:ebs/snapshot:Snapshot"]).flatMap((snapshot) => {
    const place = context.place(snapshot);
    return originalsOf(snapshot, context.links.resolve(snapshot, ["volumeId"], { types: VOLUMES })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        // A snapshot is judged with its volume.
        at: undefined,
        mechanism: "aws-ebs-snapshots-in-region",
        kind: "recovery-points",
        place,
        lag: { known: false, why: `"${snapshot.name}" is taken once, when the program creates it: nothing renews it` },
        recovery: context.figures.rto("aws-ebs-snapshots-in-region"),
        retention: FOREVER,
        links: [link, on("snapshot", `"${snapshot.name}"`, snapshot), on("stays in its region", placeName(place), snapshot)],
        keys: urns(context.encryption(node).keys),
      }),
    );
  });
