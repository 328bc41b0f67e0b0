import type { GraphNode } from "../../graph/model";
import { types } from "../../graph/links";
import { at, isUnknown, type Value } from "../../graph/value";
import { on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { copyOf, DAY, FOREVER, originalsOf, urns } from "./support";

/** Point-in-time recovery of DynamoDB and Keyspaces reaches back 35 days where nothing is said; Keyspaces knows nothing else. Days. */
const RECOVERY_DAYS = 35;
const SERVICE = "aws-service-backups-in-region";

/** DynamoDB point-in-time recovery. A deleted table leaves a backup of its last moment for 35 days: docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html. */
export const dynamoPointInTime: Mechanism = (context) =>
  context.ofTypes(["aws:dynamodb/table:Table"]).flatMap((table) => {
    const enabled = at(table.inputs, ["pointInTimeRecovery", "enabled"]);
    if (enabled === undefined || enabled === null || enabled === false) return [];
    const days = at(table.inputs, ["pointInTimeRecovery", "recoveryPeriodInDays"]);
    const retention = isUnknown(days) ? undefined : (typeof days === "number" ? days : RECOVERY_DAYS) * DAY;
    return [inRegion(context, table, "aws-dynamodb-pitr-in-region", switched(table, "point-in-time recovery", "pointInTimeRecovery.enabled", enabled, [true]), retention, false, urns(context.encryption(table).keys))];
  });

/** Keyspaces point-in-time recovery; the table can be restored after its deletion too. */
export const keyspacesPointInTime: Mechanism = (context) =>
  context.ofTypes(["aws:keyspaces/table:Table"]).flatMap((table) => {
    const status = at(table.inputs, ["pointInTimeRecovery", "status"]);
    if (status !== "ENABLED" && !isUnknown(status)) return [];
    return [inRegion(context, table, SERVICE, switched(table, "point-in-time recovery", "pointInTimeRecovery.status", status, ["ENABLED"]), RECOVERY_DAYS * DAY, false, urns(context.keysAt(table, ["encryptionSpecification", "kmsKeyIdentifier"]).keys))];
  });

function switched(node: GraphNode, name: string, input: string, value: Value | undefined, wanted: readonly Value[]): Link {
  return wanted.includes(value ?? null) ? on(name, `${input} of "${node.name}" is ${String(value)}`, node) : unsure(name, `${input} of "${node.name}" is not known yet`, `write ${input} out`, node);
}

/** Services that back themselves up: the input that says for how many days, and what holds where it is not set. */
const SERVICES: readonly { readonly type: string; readonly input: string; readonly unset: number; readonly ends: boolean }[] = [
  { type: "aws:docdb/cluster:Cluster", input: "backupRetentionPeriod", unset: 1, ends: true },
  { type: "aws:docdb/elasticCluster:ElasticCluster", input: "backupRetentionPeriod", unset: 1, ends: true },
  { type: "aws:neptune/cluster:Cluster", input: "backupRetentionPeriod", unset: 1, ends: true },
  { type: "aws:redshift/cluster:Cluster", input: "automatedSnapshotRetentionPeriod", unset: 1, ends: true },
  { type: "aws:memorydb/cluster:Cluster", input: "snapshotRetentionLimit", unset: 0, ends: true },
  { type: "aws:elasticache/replicationGroup:ReplicationGroup", input: "snapshotRetentionLimit", unset: 0, ends: true },
  { type: "aws:fsx/lustreFileSystem:LustreFileSystem", input: "automaticBackupRetentionDays", unset: 0, ends: true },
  { type: "aws:fsx/ontapFileSystem:OntapFileSystem", input: "automaticBackupRetentionDays", unset: 0, ends: true },
  { type: "aws:fsx/openZfsFileSystem:OpenZfsFileSystem", input: "automaticBackupRetentionDays", unset: 0, ends: true },
  { type: "aws:fsx/windowsFileSystem:WindowsFileSystem", input: "automaticBackupRetentionDays", unset: 7, ends: true },
];

/** Automated backups of databases and file systems, in their own region; they end with what they back up. */
export const serviceBackups: Mechanism = (context) =>
  SERVICES.flatMap(({ type, input, unset, ends }) =>
    context.ofTypes([type]).flatMap((node) => {
      const value = node.inputs[input];
      const days = typeof value === "number" ? value : unset;
      if (!isUnknown(value) && days <= 0) return [];
      const link = isUnknown(value) ? unsure("automated backups", `${input} of "${node.name}" is not known yet`, `write ${input} out`, node) : on("automated backups", `kept for ${days} days beside "${node.name}"`, node);
      return [inRegion(context, node, SERVICE, link, isUnknown(value) ? undefined : days * DAY, ends, urns(context.encryption(node).keys))];
    }),
  );

/** FSx backups that the program makes once. */
export const fsxBackups: Mechanism = (context) =>
  context.ofTypes(["aws:fsx/backup:Backup"]).flatMap((backup) => {
    const input = backup.inputs["volumeId"] === undefined ? "fileSystemId" : "volumeId";
    const originals = types("aws:fsx/lustreFileSystem:LustreFileSystem", "aws:fsx/ontapFileSystem:OntapFileSystem", "aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "aws:fsx/windowsFileSystem:WindowsFileSystem", "aws:fsx/ontapVolume:OntapVolume");
    return originalsOf(backup, context.links.resolve(backup, [input], { types: originals })).map(({ node, link }) => ({
      ...inRegion(context, node, SERVICE, link, FOREVER, false, urns(context.encryption(node).keys)),
      lag: { known: false, why: `"${backup.name}" is made once, when the program creates it: nothing renews it` } as const,
    }));
  });

function inRegion(context: Context, node: GraphNode, mechanism: string, link: Link, retention: number | undefined, ends: boolean, keys: readonly string[]): Copy {
  const { zone, ...place } = context.place(node);
  return copyOf({
    of: node.urn,
    at: undefined,
    mechanism,
    kind: "recovery-points",
    // Backups are kept by the region, whatever zone the original is in.
    place,
    lag: context.figures.rpo(mechanism),
    recovery: context.figures.rto(mechanism),
    retention,
    endsWithOriginal: ends,
    links: [link, on("stays in its region", zone === undefined ? placeName(place) : `${placeName(place)}, outside the zone ${zone}`, node)],
    keys,
  });
}
