import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { isUnknown } from "../../graph/value";
import { keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { RDS_CLUSTERS, RDS_INSTANCES } from "../types";
import { copyOf, DAY, originalsOf, urns } from "./support";

/** Automated backups of RDS keep seven days where nothing is said (aws.rds.InstanceAutomatedBackupsReplication). */
const REPLICATED_DAYS = 7;
const GLOBAL = types("aws:rds/globalCluster:GlobalCluster");

/** Days of a number input; `unknown` where only the cloud knows. */
function days(node: GraphNode, input: string): number | "unknown" | undefined {
  const value = node.inputs[input];
  return isUnknown(value) ? "unknown" : typeof value === "number" ? value : undefined;
}

function sourceBackups(node: GraphNode): Link {
  const name = "automated backups of the source";
  const kept = days(node, "backupRetentionPeriod");
  const fix = `set backupRetentionPeriod of "${node.name}" to at least 1`;
  if (kept === "unknown") return unsure(name, `backupRetentionPeriod of "${node.name}" is not known yet`, fix, node);
  return kept !== undefined && kept > 0 ? on(name, `kept for ${kept} days`, node) : off(name, `"${node.name}" keeps no automated backups`, fix, node);
}

/** True if a database has a key of its own, or asks for encryption: a copy in another region then needs a key there. */
function encrypted(context: Context, node: GraphNode): boolean {
  return context.encryption(node).set || node.inputs["storageEncrypted"] === true;
}

/** Read replicas, in the same region or in another. */
export const rdsReadReplica: Mechanism = (context) =>
  context.ofTypes(RDS_INSTANCES).flatMap((replica) => {
    if (replica.inputs["replicateSourceDb"] === undefined) return [];
    const place = context.place(replica);
    const mechanism = "aws-rds-cross-region-read-replica";
    return originalsOf(replica, context.links.resolve(replica, ["replicateSourceDb"], { types: RDS_INSTANCES, exclude: new Set([replica.urn]) })).map(({ node, link }) => {
      const away = context.place(node).region !== place.region;
      return copyOf({
        of: node.urn,
        at: replica.urn,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          link,
          on("replica", `"${replica.name}" in ${placeName(place)}`, replica),
          sourceBackups(node),
          keyLink(context, "key at the destination", context.encryption(replica), away && encrypted(context, node), place, replica, `set kmsKeyId of "${replica.name}" to a key in its own region`),
        ],
        keys: urns(context.encryption(replica).keys),
      });
    });
  });

/** Automated backups sent on to another region: recovery to any second there. */
export const rdsBackupReplication: Mechanism = (context) =>
  context.ofTypes(["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"]).flatMap((replication) => {
    const place = context.place(replication);
    const mechanism = "aws-rds-automated-backups-replication";
    const kept = days(replication, "retentionPeriod") ?? REPLICATED_DAYS;
    const key = context.keysAt(replication, ["kmsKeyId"]);
    return originalsOf(replication, context.links.resolve(replication, ["sourceDbInstanceArn"], { types: RDS_INSTANCES })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: replication.urn,
        mechanism,
        kind: "recovery-points",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        retention: kept === "unknown" ? undefined : kept * DAY,
        links: [
          link,
          on("destination", placeName(place), replication),
          sourceBackups(node),
          keyLink(context, "key at the destination", key, encrypted(context, node), place, replication, `set kmsKeyId of "${replication.name}" to a key in its own region`),
        ],
        keys: urns(key.keys),
      }),
    );
  });

/** Automated backups in the database's own region: they help against deletion and corruption only. */
export const rdsOwnBackups: Mechanism = (context) =>
  context.ofTypes([...RDS_INSTANCES, ...RDS_CLUSTERS]).flatMap((node): readonly Copy[] => {
    const kept = days(node, "backupRetentionPeriod") ?? (RDS_CLUSTERS.has(node.type) ? 1 : 0);
    if (kept === "unknown" || kept <= 0) return [];
    const mechanism = "aws-rds-automated-backup-in-region";
    return [
      copyOf({
        of: node.urn,
        at: undefined,
        mechanism,
        kind: "recovery-points",
        place: context.place(node),
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        retention: kept * DAY,
        endsWithOriginal: node.inputs["deleteAutomatedBackups"] !== false,
        links: [on("automated backups", `kept for ${kept} days beside "${node.name}"`, node)],
        keys: urns(context.encryption(node).keys),
      }),
    ];
  });

/** Aurora global databases: the clusters that name the same global cluster. */
export const auroraGlobal: Mechanism = (context) => {
  const mechanism = "aws-aurora-global-database-unplanned";
  const instances = context.companions(["aws:rds/clusterInstance:ClusterInstance"], "clusterIdentifier", RDS_CLUSTERS);
  const members = context.companions([...RDS_CLUSTERS], "globalClusterIdentifier", GLOBAL);
  return context.ofTypes(GLOBAL).flatMap((global) => {
    const named = nodesOf(context.links.resolve(global, ["sourceDbClusterIdentifier"], { types: RDS_CLUSTERS }));
    const all = [...new Set([...named, ...(members.get(global.urn) ?? [])])];
    const writers = all.filter((cluster) => named.includes(cluster) || cluster.inputs["masterUsername"] !== undefined || cluster.inputs["snapshotIdentifier"] !== undefined);
    const [primary, ...more] = writers;
    if (primary === undefined || more.length > 0) return [];
    return all
      .filter((cluster) => cluster !== primary)
      .map((cluster) => {
        const place = context.place(cluster);
        const running = instances.get(cluster.urn) ?? [];
        return copyOf({
          of: primary.urn,
          at: cluster.urn,
          mechanism,
          kind: "replica",
          place,
          lag: context.figures.rpo(mechanism),
          recovery: context.figures.rto(mechanism),
          links: [
            on("global cluster", `"${global.name}"`, global),
            on("member", `"${cluster.name}" in ${placeName(place)}`, cluster),
            running.length > 0
              ? on("instances at the member", `${running.length} of "${cluster.name}"`, running[0])
              : off("instances at the member", `"${cluster.name}" has no instance that could take over`, `add an aws.rds.ClusterInstance to "${cluster.name}"`, cluster),
            keyLink(context, "key at the destination", context.encryption(cluster), encrypted(context, primary), place, cluster, `set kmsKeyId of "${cluster.name}" to a key in its own region`),
          ],
          keys: urns(context.encryption(cluster).keys),
        });
      });
  });
};

/** Snapshots that the program copies elsewhere: taken once, so how old they are on the day nobody knows. */
export const snapshotCopies: Mechanism = (context) =>
  SNAPSHOTS.flatMap(({ copy, input, snapshot, originalInput, original, mechanism }) =>
    context.ofTypes([copy]).flatMap((node) => {
      const destination = node.inputs["destinationRegion"];
      const place = typeof destination === "string" ? context.places.at("aws", destination, context.places.accountOf(node)) : context.place(node);
      const taken = nodesOf(context.links.resolve(node, [input], { types: types(snapshot) }));
      return taken.flatMap((one) =>
        originalsOf(one, context.links.resolve(one, [originalInput], { types: types(...original) })).map(({ node: source, link }) =>
          copyOf({
            of: source.urn,
            at: node.urn,
            mechanism,
            kind: "recovery-points",
            place,
            lag: { known: false, why: `"${one.name}" is taken once, when the program creates it: nothing renews it` },
            recovery: context.figures.rto(mechanism),
            links: [
              link,
              on("snapshot", `"${one.name}"`, one),
              keyLink(context, "key at the destination", context.keysAt(node, ["kmsKeyId"]), context.encryption(source).set, place, node, `set kmsKeyId of "${node.name}" to a key in ${place.region ?? "its region"}`),
            ],
            keys: urns(context.keysAt(node, ["kmsKeyId"]).keys),
          }),
        ),
      );
    }),
  );

const SNAPSHOTS = [
  { copy: "aws:rds/snapshotCopy:SnapshotCopy", input: "sourceDbSnapshotIdentifier", snapshot: "aws:rds/snapshot:Snapshot", originalInput: "dbInstanceIdentifier", original: [...RDS_INSTANCES], mechanism: "aws-rds-snapshot-copy" },
  { copy: "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", input: "sourceDbClusterSnapshotIdentifier", snapshot: "aws:rds/clusterSnapshot:ClusterSnapshot", originalInput: "dbClusterIdentifier", original: [...RDS_CLUSTERS], mechanism: "aws-rds-snapshot-copy" },
  { copy: "aws:ebs/snapshotCopy:SnapshotCopy", input: "sourceSnapshotId", snapshot: "aws:ebs/snapshot:Snapshot", originalInput: "volumeId", original: ["aws:ebs/volume:Volume"], mechanism: "aws-ebs-snapshot-copy" },
] as const;
