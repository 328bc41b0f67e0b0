import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { isList, isUnknown } from "../../graph/value";
import { formatDuration } from "../../facts/duration";
import { off, on, unsure, type Context, type Mechanism } from "../context";
import { computed, unknown, worst } from "../figures";
import type { Figure, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { longestGap } from "../schedule";
import { copyOf, DAY, originalsOf, urns } from "./support";

const CLUSTERS = types("aws:redshift/cluster:Cluster");
const GRANTS = types("aws:redshift/snapshotCopyGrant:SnapshotCopyGrant");
const SCHEDULES = types("aws:redshift/snapshotSchedule:SnapshotSchedule");
const MECHANISM = "aws-redshift-snapshot-copy";
/** Copied automated snapshots are kept this long where nothing is said (aws.redshift.SnapshotCopy retentionPeriod). Days. */
const KEPT = 7;
const SCHEDULE_SOURCE = "the schedule in the graph; docs.aws.amazon.com/redshift/latest/mgmt/automated-snapshot-schedules.html";

/** Redshift snapshots copied to another region, as they are taken. */
export const redshiftSnapshotCopy: Mechanism = (context) =>
  context.ofTypes(["aws:redshift/snapshotCopy:SnapshotCopy"]).flatMap((copy) => {
    const region = copy.inputs["destinationRegion"];
    const place = typeof region === "string" ? context.places.at("aws", region, context.places.accountOf(copy)) : unknownPlace("aws", `destinationRegion of "${copy.name}" is not known yet`);
    const kept = copy.inputs["retentionPeriod"];
    const grant = grantOf(context, copy);
    return originalsOf(copy, context.links.resolve(copy, ["clusterIdentifier"], { types: CLUSTERS })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: undefined,
        mechanism: MECHANISM,
        kind: "recovery-points",
        place,
        lag: lag(context, node),
        recovery: context.figures.rto(MECHANISM),
        retention: isUnknown(kept) ? undefined : (typeof kept === "number" ? kept : KEPT) * DAY,
        // Automated snapshots go with the cluster; nothing documents that their copies stay.
        endsWithOriginal: true,
        links: [
          link,
          place.known ? on("destination", placeName(place), copy) : unsure("destination", place.why ?? "not known", `write destinationRegion of "${copy.name}" out`, copy),
          snapshots(node),
          grantLink(context, copy, node, grant, place),
        ],
        keys: grant === undefined ? [] : urns(context.keysAt(grant, ["kmsKeyId"]).keys),
      }),
    );
  });

function snapshots(cluster: GraphNode): Link {
  const name = "automated snapshots";
  const days = cluster.inputs["automatedSnapshotRetentionPeriod"];
  const fix = `set automatedSnapshotRetentionPeriod of "${cluster.name}" to at least 1`;
  if (isUnknown(days)) return unsure(name, `automatedSnapshotRetentionPeriod of "${cluster.name}" is not known yet`, fix, cluster);
  return days === 0 ? off(name, `"${cluster.name}" takes no automated snapshots`, fix, cluster) : on(name, `of "${cluster.name}"`, cluster);
}

function grantOf(context: Context, copy: GraphNode): GraphNode | undefined {
  const [grant, ...more] = nodesOf(context.links.resolve(copy, ["snapshotCopyGrantName"], { types: GRANTS }));
  return more.length === 0 ? grant : undefined;
}

/** An encrypted cluster's snapshots need a grant, of the destination region, to use a key there. */
function grantLink(context: Context, copy: GraphNode, cluster: GraphNode, grant: GraphNode | undefined, place: Place): Link {
  const name = "key at the destination";
  const fix = `set snapshotCopyGrantName of "${copy.name}" to an aws.redshift.SnapshotCopyGrant in ${place.region ?? "the destination's region"}`;
  const encrypted = context.encryption(cluster).set || String(cluster.inputs["encrypted"]) === "true";
  if (copy.inputs["snapshotCopyGrantName"] === undefined) return encrypted ? off(name, `"${cluster.name}" is encrypted and "${copy.name}" names no grant`, fix, copy) : on(name, "the provider's own key at the destination", copy);
  if (grant === undefined) return unsure(name, `which grant "${copy.name}" names cannot be told`, fix, copy);
  const there = context.place(grant);
  if (!there.known) return unsure(name, there.why ?? "where the grant is, is not known", fix, grant);
  return there.region === place.region ? on(name, `the grant "${grant.name}" in ${placeName(there)}`, grant) : off(name, `the grant "${grant.name}" is in ${there.region ?? "another region"}, the copy in ${place.region ?? "another"}`, fix, grant);
}

/** Eight hours by the service's own rhythm, or the longest gap of the schedule in its place. */
function lag(context: Context, cluster: GraphNode): Figure {
  const associations = context.companions(["aws:redshift/snapshotScheduleAssociation:SnapshotScheduleAssociation"], "clusterIdentifier", CLUSTERS).get(cluster.urn) ?? [];
  if (associations.length === 0) return context.figures.rpo(MECHANISM);
  const gaps = associations.map((association): Figure => {
    const [schedule, ...more] = nodesOf(context.links.resolve(association, ["scheduleIdentifier"], { types: SCHEDULES }));
    const definitions = schedule === undefined || more.length > 0 ? undefined : schedule.inputs["definitions"];
    const [definition, ...others] = isList(definitions) ? definitions : [];
    const gap = typeof definition === "string" && others.length === 0 ? longestGap(definition) : undefined;
    return gap === undefined ? unknown(`how often the schedule of "${cluster.name}" runs cannot be told`) : computed(gap, `${String(definition)}: every ${formatDuration(gap)} at most`, SCHEDULE_SOURCE);
  });
  return worst(gaps, unknown(`"${cluster.name}" has no schedule`));
}
