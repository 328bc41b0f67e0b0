import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { at, isUnknown } from "../../graph/value";
import { formatDuration } from "../../facts/duration";
import { expects, off, on, unsure, type Context, type Mechanism } from "../context";
import { computed, sum, unknown, zero } from "../figures";
import type { Copy, Figure, Link } from "../model";
import { longestGap } from "../schedule";
import { BUCKETS, OVH_BUCKETS, S3_BUCKETS } from "../types";
import { complianceLock } from "./buckets";
import { copyOf, destinationOf, urns } from "./support";

const S3_LOCATION = "aws:datasync/s3Location:S3Location";
const OBJECT_STORAGE = "aws:datasync/locationObjectStorage:LocationObjectStorage";
const EFS_LOCATION = "aws:datasync/efsLocation:EfsLocation";
const LOCATIONS = types(S3_LOCATION, OBJECT_STORAGE, EFS_LOCATION);
const FILE_SYSTEMS = types("aws:efs/fileSystem:FileSystem");
/** Facts name of what a run itself takes. */
const RUN = "cross-cloud-object-sync-job";
const SOURCE = "the schedule in the graph; docs.aws.amazon.com/datasync/latest/userguide/task-scheduling.html";

/** DataSync tasks between buckets, of one cloud or of two. */
export const dataSync: Mechanism = (context) => context.ofTypes(["aws:datasync/task:Task"]).flatMap((task) => taskCopies(context, task));

function taskCopies(context: Context, task: GraphNode): readonly Copy[] {
  const from = nodesOf(context.links.resolve(task, ["sourceLocationArn"], { types: LOCATIONS }));
  const originals = from.flatMap((location) => nodesOf(context.links.resolve(location, storePath(location), storeQuery(location))).map((node) => ({ node, location })));
  if (originals.length === 0) return [];
  const to = context.links.resolve(task, ["destinationLocationArn"], { types: LOCATIONS });
  const [location, ...others] = nodesOf(to);
  const destination =
    location === undefined || others.length > 0
      ? destinationOf(context, task, ["destinationLocationArn"], to, "a location at another site")
      : destinationOf(context, location, storePath(location), context.links.resolve(location, storePath(location), storeQuery(location)), "a bucket at another site");
  const lock = destination.node === undefined ? undefined : complianceLock(context, destination.node);
  const links = [schedule(task), state(task), wholeSource(task), ...from.map(wholeStore), ...nodesOf(to).map(accessRole), expects("overwriting", task, ["options", "overwriteMode"], ["ALWAYS"], "on", `set options.overwriteMode of "${task.name}" to ALWAYS: otherwise changed objects stay old`), destination.link, ...(lock === undefined ? [] : [lock.link])];
  return originals.map(({ node, location: source }) =>
    copyOf({
      of: node.urn,
      at: destination.node?.urn,
      mechanism: "aws-datasync",
      kind: lock === undefined ? "replica" : "recovery-points",
      place: destination.place,
      lag: lag(context, task),
      recovery: zero("the copy is an ordinary store, readable at once"),
      retention: lock?.retention,
      immutable: lock !== undefined,
      links: [originals.length === 1 ? on("source", `"${node.name}", by "${source.name}"`, source) : unsure("source", `"${task.name}" reads one of several locations`, "write out sourceLocationArn", task), ...links],
      keys: destination.node === undefined ? [] : urns(context.encryption(destination.node).keys),
    }),
  );
}

function storePath(location: GraphNode): readonly string[] {
  return location.type === S3_LOCATION ? ["s3BucketArn"] : location.type === EFS_LOCATION ? ["efsFileSystemArn"] : ["bucketName"];
}

function storeQuery(location: GraphNode) {
  if (location.type === S3_LOCATION) return { types: S3_BUCKETS };
  if (location.type === EFS_LOCATION) return { types: FILE_SYSTEMS };
  // The server's name tells whose bucket it is: a name may exist at both clouds.
  const host = location.inputs["serverHostname"];
  return { types: typeof host === "string" && /\.cloud\.ovh\.|\.ovh\.net$/.test(host) ? OVH_BUCKETS : BUCKETS };
}

function schedule(task: GraphNode): Link {
  const expression = at(task.inputs, ["schedule", "scheduleExpression"]);
  const fix = `set schedule.scheduleExpression of "${task.name}", for example rate(1 hour)`;
  if (isUnknown(expression)) return unsure("schedule", `the schedule of "${task.name}" is not known yet`, "write the schedule out", task);
  if (typeof expression !== "string" || expression === "") return off("schedule", `"${task.name}" has no schedule: nothing starts it`, fix, task);
  if (longestGap(expression) === undefined) return unsure("schedule", `how often ${expression} runs cannot be told`, fix, task);
  return on("schedule", `${expression}, by "${task.name}"`, task);
}

function state(task: GraphNode): Link {
  return expects("schedule status", task, ["schedule", "status"], ["ENABLED"], "on", `set schedule.status of "${task.name}" to ENABLED`);
}

function wholeSource(task: GraphNode): Link {
  for (const input of ["includes", "excludes"]) {
    const value = task.inputs[input];
    if (isUnknown(value)) return unsure("filter", `${input} of "${task.name}" is not known yet`, `write ${input} out`, task);
    if (value !== undefined && at(value, ["value"]) !== undefined) return off("filter", `${input} of "${task.name}" leaves objects out`, `remove ${input} of "${task.name}"`, task);
  }
  return on("filter", "everything in the location is copied", task);
}

function wholeStore(location: GraphNode): Link {
  const path = location.inputs["subdirectory"];
  if (isUnknown(path)) return unsure("subdirectory", `subdirectory of "${location.name}" is not known yet`, "write subdirectory out", location);
  return path === undefined || path === "" || path === "/" ? on("subdirectory", `all of "${location.name}"`, location) : off("subdirectory", `"${location.name}" is only ${String(path)}`, `remove subdirectory of "${location.name}"`, location);
}

function accessRole(location: GraphNode): Link {
  if (location.type !== S3_LOCATION) return on("role", `"${location.name}" needs none`, location);
  const value = at(location.inputs, ["s3Config", "bucketAccessRoleArn"]);
  return value === undefined || value === "" ? off("role", `"${location.name}" names no role that may write`, `set s3Config.bucketAccessRoleArn of "${location.name}"`, location) : on("role", `"${location.name}" names the role that writes`, location);
}

function lag(context: Context, task: GraphNode): Figure {
  const expression = at(task.inputs, ["schedule", "scheduleExpression"]);
  const gap = typeof expression === "string" ? longestGap(expression) : undefined;
  if (gap === undefined) return unknown(`how often "${task.name}" runs is not known`);
  return sum([computed(gap, `${String(expression)}: every ${formatDuration(gap)} at most`, SOURCE), context.figures.rpo(RUN)]);
}
