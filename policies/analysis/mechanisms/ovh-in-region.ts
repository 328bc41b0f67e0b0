import type { GraphNode } from "../../graph/model";
import { types } from "../../graph/links";
import { at, isUnknown, type Value } from "../../graph/value";
import { formatDuration } from "../../facts/duration";
import { expects, on, unsure, type Context, type Mechanism } from "../context";
import { computed, sum, unknown } from "../figures";
import type { Copy, Figure, Link, Place } from "../model";
import { placeName } from "../offsite";
import { longestGap } from "../schedule";
import { copyOf, DAY, FOREVER, originalsOf } from "./support";

const INSTANCES = types("ovh:CloudProject/instance:Instance");
const SOURCE = "the schedule in the graph; ovh/terraform-provider-ovh docs/resources/cloud_project_workflow_backup.md";
const WORKFLOW = "ovh-workflow-backup-daily";

/** What is taken once, when the program creates it, and where it is kept. */
interface Once {
  readonly type: string;
  readonly input: string;
  readonly of: readonly string[];
  readonly mechanism: string;
  /** `region`: in the region's object storage; `beside`: on the storage of the original, in its zone. */
  readonly kept: "region" | "beside";
  /** A snapshot goes with what it was taken of; a backup stays. */
  readonly ends: boolean;
}

const ONCE: readonly Once[] = [
  { type: "ovh:CloudProject/volumeBackup:VolumeBackup", input: "volumeId", of: ["ovh:CloudProject/volume:Volume"], mechanism: "ovh-volume-backup", kept: "region", ends: false },
  { type: "ovh:index/cloudStorageBlockVolumeBackup:CloudStorageBlockVolumeBackup", input: "volumeId", of: ["ovh:index/cloudStorageBlockVolume:CloudStorageBlockVolume"], mechanism: "ovh-volume-backup", kept: "region", ends: false },
  { type: "ovh:index/cloudStorageBlockVolumeSnapshot:CloudStorageBlockVolumeSnapshot", input: "volumeId", of: ["ovh:index/cloudStorageBlockVolume:CloudStorageBlockVolume"], mechanism: "ovh-volume-snapshot", kept: "beside", ends: true },
  { type: "ovh:CloudProject/instanceSnapshot:InstanceSnapshot", input: "instanceId", of: ["ovh:CloudProject/instance:Instance"], mechanism: WORKFLOW, kept: "region", ends: false },
  { type: "ovh:index/cloudStorageFileShareSnapshot:CloudStorageFileShareSnapshot", input: "shareId", of: ["ovh:index/cloudStorageFileShare:CloudStorageFileShare"], mechanism: "ovh-share-snapshot", kept: "beside", ends: true },
  { type: "ovh:index/storageEfsShareSnapshot:StorageEfsShareSnapshot", input: "shareId", of: ["ovh:index/storageEfsShare:StorageEfsShare"], mechanism: "ovh-share-snapshot", kept: "beside", ends: true },
];

/** Backups and snapshots of OVHcloud that never leave the region: they help against deletion and corruption only. */
export const ovhInRegion: Mechanism = (context) => ONCE.flatMap((kind) => context.ofTypes([kind.type]).flatMap((node) => once(context, node, kind)));

function once(context: Context, taken: GraphNode, kind: Once): readonly Copy[] {
  return originalsOf(taken, context.links.resolve(taken, [kind.input], { types: types(...kind.of) })).map(({ node, link }) => {
    const place = kind.kept === "beside" ? context.place(node) : regionOf(context.place(node));
    return copyOf({
      of: node.urn,
      // What was taken is judged with what it was taken of.
      at: undefined,
      mechanism: kind.mechanism,
      kind: "recovery-points",
      place,
      lag: { known: false, why: `"${taken.name}" is taken once, when the program creates it: nothing renews it` },
      recovery: context.figures.rto(kind.mechanism),
      retention: FOREVER,
      endsWithOriginal: kind.ends,
      links: [link, stays(place, taken, kind.kept)],
      keys: [],
    });
  });
}

/** Backups of instances on a schedule: workflows, and those that an instance asks for itself. */
export const ovhInstanceBackups: Mechanism = (context) => [
  ...context.ofTypes(["ovh:CloudProject/workflowBackup:WorkflowBackup"]).flatMap((workflow) =>
    originalsOf(workflow, context.links.resolve(workflow, ["instanceId"], { types: INSTANCES })).map(({ node, link }) =>
      scheduled(context, node, workflow, workflow.inputs["cron"], workflow.inputs["rotation"], [link, expects("runs without end", workflow, ["maxExecutionCount"], [0], "on", `remove maxExecutionCount of "${workflow.name}"`)]),
    ),
  ),
  ...context.ofTypes(INSTANCES).flatMap((instance) => {
    const backup = instance.inputs["autoBackup"];
    if (backup === undefined || backup === null) return [];
    return [scheduled(context, instance, instance, at(backup, ["cron"]), at(backup, ["rotation"]), [on("source", `autoBackup of "${instance.name}"`, instance)])];
  }),
];

function scheduled(context: Context, instance: GraphNode, by: GraphNode, cron: Value | undefined, rotation: Value | undefined, links: readonly Link[]): Copy {
  const place = regionOf(context.place(instance));
  const gap = typeof cron === "string" ? unixGap(cron) : undefined;
  const schedule =
    gap === undefined
      ? unsure("schedule", isUnknown(cron) ? `the cron of "${by.name}" is not known yet` : `how often "${by.name}" runs cannot be told`, `write the cron of "${by.name}" out, for example 0 3 * * *`, by)
      : on("schedule", `${String(cron)}: every ${formatDuration(gap)} at most`, by);
  const lag: Figure = gap === undefined ? unknown(`how often "${by.name}" runs is not known`) : sum([computed(gap, `${String(cron)}: every ${formatDuration(gap)} at most`, SOURCE), context.figures.rpo(WORKFLOW)]);
  return copyOf({
    of: instance.urn,
    at: undefined,
    mechanism: WORKFLOW,
    kind: "recovery-points",
    place,
    lag,
    recovery: context.figures.rto(WORKFLOW),
    // So many backups reach back as far only if they are evenly spread: by the day or by the week.
    retention: typeof rotation === "number" && (gap === DAY || gap === 7 * DAY) && typeof cron === "string" && even(cron) ? rotation * gap : undefined,
    links: [...links, schedule, stays(place, by, "region")],
    keys: [],
  });
}

/** The longest gap of a five-field cron, in which the week begins with Sunday = 0; `undefined` where day of month and of week are both set. */
function unixGap(cron: string): number | undefined {
  const fields = cron.trim().split(/\s+/);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length !== 5 || (day !== "*" && weekday !== "*")) return undefined;
  const week = weekday === "*" ? "?" : weekday.replace(/\d/g, (digit) => String((Number(digit) % 7) + 1));
  return longestGap(`cron(${minute} ${hour} ${weekday === "*" ? day : "?"} ${month} ${week} *)`);
}

/** One run a day, or one a week. */
function even(cron: string): boolean {
  return /^\d+ \d+ \* \* (\*|\d)$/.test(cron.trim());
}

/** NAS-HA snapshots, by their own rhythm, on the partition's own storage. */
export const ovhNasHaSnapshots: Mechanism = (context) =>
  context.ofTypes(["ovh:Dedicated/nasHAPartitionSnapshot:NasHAPartitionSnapshot"]).flatMap((snapshot) => {
    const mechanism = "ovh-nasha-snapshot";
    const every = /^(hour|day)-(\d+)$/.exec(String(snapshot.inputs["type"]));
    const gap = every === null ? undefined : Number(every[2]) * (every[1] === "hour" ? 3600 : DAY);
    return originalsOf(snapshot, context.links.resolve(snapshot, ["partitionName"], { types: types("ovh:Dedicated/nasHAPartition:NasHAPartition") })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: undefined,
        mechanism,
        kind: "recovery-points",
        place: context.place(node),
        lag: gap === undefined ? unknown(`how often "${snapshot.name}" runs is not known`) : computed(gap, `a snapshot every ${formatDuration(gap)}`, "type in the graph; ovh/terraform-provider-ovh docs/resources/dedicated_nasha_partition_snapshot.md"),
        recovery: context.figures.rto(mechanism),
        endsWithOriginal: true,
        links: [link, stays(context.place(node), snapshot, "beside")],
        keys: [],
      }),
    );
  });

function regionOf(place: Place): Place {
  const { zone, ...region } = place;
  return zone === undefined ? place : region;
}

function stays(place: Place, by: GraphNode, kept: "region" | "beside"): Link {
  return on("stays in its region", kept === "region" ? `in the storage of ${placeName(place)}` : `on the original's own storage in ${placeName(place)}`, by);
}
