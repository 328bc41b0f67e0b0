import type { GraphNode } from "../../graph/model";
import { at, isList, isRecord, isUnknown, type Value } from "../../graph/value";
import { on, unsure, type Context } from "../context";
import type { Link } from "../model";
import { S3_BUCKETS } from "../types";

/** What AWS Backup can back up: docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html. */
const SUPPORTED: readonly string[] = [
  ...S3_BUCKETS, "aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:dynamodb/table:Table", "aws:efs/fileSystem:FileSystem", "aws:ebs/volume:Volume",
  "aws:ec2/instance:Instance", "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster", "aws:redshift/cluster:Cluster", "aws:fsx/lustreFileSystem:LustreFileSystem",
  "aws:fsx/windowsFileSystem:WindowsFileSystem", "aws:fsx/ontapVolume:OntapVolume", "aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "aws:timestreamwrite/table:Table",
];

/** How an ARN of each service names one of its resources: the type part, and the inputs that may hold the rest. */
const ARNS: Readonly<Record<string, { readonly service: string; readonly prefix: string; readonly names: readonly string[] }>> = {
  "aws:s3/bucket:Bucket": { service: "s3", prefix: "", names: ["bucket"] },
  "aws:s3/bucketV2:BucketV2": { service: "s3", prefix: "", names: ["bucket"] },
  "aws:rds/instance:Instance": { service: "rds", prefix: "db:", names: ["identifier"] },
  "aws:rds/cluster:Cluster": { service: "rds", prefix: "cluster:", names: ["clusterIdentifier"] },
  "aws:docdb/cluster:Cluster": { service: "rds", prefix: "cluster:", names: ["clusterIdentifier"] },
  "aws:neptune/cluster:Cluster": { service: "rds", prefix: "cluster:", names: ["clusterIdentifier"] },
  "aws:dynamodb/table:Table": { service: "dynamodb", prefix: "table/", names: ["name"] },
  "aws:efs/fileSystem:FileSystem": { service: "elasticfilesystem", prefix: "file-system/", names: [] },
  "aws:ebs/volume:Volume": { service: "ec2", prefix: "volume/", names: [] },
  "aws:ec2/instance:Instance": { service: "ec2", prefix: "instance/", names: [] },
  "aws:redshift/cluster:Cluster": { service: "redshift", prefix: "cluster:", names: ["clusterIdentifier"] },
};

/** The resources of one region and account that could be backed up, and how to find those that a selection may mean. */
class Candidates {
  readonly all: GraphNode[] = [];
  private readonly byName = new Map<string, Set<GraphNode>>();
  private readonly byTag = new Map<string, Set<GraphNode>>();
  private readonly position = new Map<string, number>();

  add(node: GraphNode): void {
    this.all.push(node);
    const arn = node.outputs["arn"];
    const form = ARNS[node.type];
    const names = form === undefined ? [] : [...form.names.map((input) => node.inputs[input]), node.id].flatMap((name) => (typeof name === "string" ? [`${form.prefix}${name}`] : []));
    for (const name of typeof arn === "string" ? [arn, ...names] : names) note(this.byName, name, node);
    const tags = node.inputs["tags"];
    if (isRecord(tags)) for (const tag of Object.keys(tags)) note(this.byTag, tag, node);
  }

  /** All that a selection may take, and some that it does not; in the order of {@link all}. */
  of(selection: GraphNode): readonly GraphNode[] {
    const found = new Set<GraphNode>();
    const take = (nodes: Iterable<GraphNode> | undefined): void => {
      for (const node of nodes ?? []) found.add(node);
    };
    const { resources, selectionTags: tags } = selection.inputs;
    for (const entry of isList(resources) ? resources : [resources]) {
      if (typeof entry !== "string") continue;
      if (entry.includes("*")) return this.all;
      take(this.byName.get(entry));
      for (let colon = entry.indexOf(":"); colon >= 0; colon = entry.indexOf(":", colon + 1)) take(this.byName.get(entry.slice(colon + 1)));
    }
    for (const tag of isList(tags) ? tags : []) {
      const key = at(tag, ["key"]);
      if (typeof key === "string") take(this.byTag.get(key));
    }
    const flows = new Set(selection.propertyDependencies["resources"] ?? []);
    if (flows.size === 0 && found.size === 0) return [];
    return this.ordered(found, flows);
  }

  private ordered(found: ReadonlySet<GraphNode>, flows: ReadonlySet<string>): readonly GraphNode[] {
    if (this.position.size < this.all.length) this.all.forEach((node, index) => this.position.set(node.urn, index));
    const positions = new Set<number>();
    for (const urn of [...flows, ...[...found].map((node) => node.urn)]) {
      const position = this.position.get(urn);
      if (position !== undefined) positions.add(position);
    }
    return [...positions].sort((a, b) => a - b).flatMap((position) => this.all[position] ?? []);
  }
}

function note(index: Map<string, Set<GraphNode>>, key: string, node: GraphNode): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, new Set([node]));
  else there.add(node);
}

const found = new WeakMap<Context, ReadonlyMap<string, Candidates>>();

function candidatesOf(context: Context): ReadonlyMap<string, Candidates> {
  const known = found.get(context);
  if (known !== undefined) return known;
  const groups = new Map<string, Candidates>();
  for (const node of context.ofTypes(SUPPORTED)) {
    const place = context.place(node);
    if (!place.known) continue;
    const key = `${place.region ?? ""} ${place.account ?? ""}`;
    const there = groups.get(key) ?? new Candidates();
    groups.set(key, there);
    there.add(node);
  }
  found.set(context, groups);
  return groups;
}

/** The resources that a selection may take: supported, in the plan's region and account, and named by it in some way. */
export function selectable(context: Context, plan: GraphNode, selection: GraphNode): readonly GraphNode[] {
  const here = context.place(plan);
  if (!here.known) return [];
  return candidatesOf(context).get(`${here.region ?? ""} ${here.account ?? ""}`)?.of(selection) ?? [];
}

/** The link by which a selection takes a resource; nothing where it does not. */
export function selects(context: Context, selection: GraphNode, node: GraphNode): readonly Link[] {
  if (excluded(context, selection, node)) return [];
  const listed = byList(context, selection, node);
  const tagged = byTags(selection, node);
  if (selection.inputs["conditions"] !== undefined && (listed ?? tagged) !== undefined) {
    return [unsure("selection", `"${selection.name}" also has conditions, which depend on tags at the time`, "select by resources alone", selection)];
  }
  const link = listed ?? tagged;
  return link === undefined ? [] : [link];
}

function byList(context: Context, selection: GraphNode, node: GraphNode): Link | undefined {
  const resources = selection.inputs["resources"];
  const name = "selection";
  if (resources === undefined) return undefined;
  const entries: readonly (Value | undefined)[] = isList(resources) ? resources : [resources];
  let open = false;
  for (const entry of entries) {
    if (typeof entry === "string") {
      if (matches(context, entry, node)) return on(name, `${entry.includes("*") ? entry : `"${node.name}"`}, by "${selection.name}"`, selection);
    } else if (isUnknown(entry)) open = true;
  }
  const flows = (selection.propertyDependencies["resources"] ?? []).includes(node.urn);
  if (!flows) return undefined;
  // The ARN flows in from this resource, whether its text is known yet or not.
  return open || entries.length > 0 ? on(name, `"${node.name}", by "${selection.name}"`, selection) : undefined;
}

function byTags(selection: GraphNode, node: GraphNode): Link | undefined {
  const tags = selection.inputs["selectionTags"];
  if (!isList(tags)) return undefined;
  const own = node.inputs["tags"];
  for (const tag of tags) {
    const key = at(tag, ["key"]);
    const value = at(tag, ["value"]);
    if (typeof key !== "string" || !isRecord(own)) continue;
    const has = own[key];
    if (isUnknown(has) || isUnknown(value)) {
      if (has !== undefined) return unsure("selection", `the tag ${key} of "${node.name}" is not known yet`, "write the tag out", selection);
    } else if (has !== undefined && has === value) return on("selection", `the tag ${key}, by "${selection.name}"`, selection);
  }
  return undefined;
}

function excluded(context: Context, selection: GraphNode, node: GraphNode): boolean {
  const not = selection.inputs["notResources"];
  if (not === undefined) return false;
  if ((selection.propertyDependencies["notResources"] ?? []).includes(node.urn)) return true;
  return (isList(not) ? not : [not]).some((entry) => isUnknown(entry) || (typeof entry === "string" && matches(context, entry, node)));
}

/** Whether an ARN or a pattern with `*` means the resource. */
function matches(context: Context, pattern: string, node: GraphNode): boolean {
  if (pattern === "*") return true;
  const arn = node.outputs["arn"];
  const texts: string[] = typeof arn === "string" ? [arn] : [];
  const form = ARNS[node.type];
  const place = context.place(node);
  if (form !== undefined) {
    const names = form.names.flatMap((input) => (typeof node.inputs[input] === "string" ? [String(node.inputs[input])] : []));
    // Where the name is not known, only a pattern that takes any name can be shown to match.
    const account = place.account !== undefined && /^\d{12}$/.test(place.account) ? place.account : "\u0000";
    const region = form.service === "s3" ? "" : (place.region ?? "\u0000");
    for (const name of names.length > 0 ? names : [node.id ?? "\u0000"]) texts.push(`arn:aws:${form.service}:${region}:${form.service === "s3" ? "" : account}:${form.prefix}${name}`);
  }
  const [head, ...parts] = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${[head, ...parts].join(".*")}$`, "s");
  if (texts.some((text) => expression.test(text))) return true;
  // Names and accounts that are not known yet: an exact ARN still tells by its last part.
  return !pattern.includes("*") && form !== undefined && form.names.some((input) => typeof node.inputs[input] === "string" && pattern.endsWith(`:${form.prefix}${String(node.inputs[input])}`) && pattern.includes(`:${form.service}:`) && (form.service === "s3" || pattern.includes(`:${place.region ?? ""}:`)));
}
