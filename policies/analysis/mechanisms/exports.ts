import type { GraphNode } from "../../graph/model";
import { types } from "../../graph/links";
import { at, isList, isUnknown, type Value } from "../../graph/value";
import { formatDuration } from "../../facts/duration";
import { off, on, unsure, type Context, type Mechanism } from "../context";
import { computed, sum } from "../figures";
import type { Copy, Figure, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { S3_BUCKETS } from "../types";
import { copyOf, destinationOf, FOREVER, originalsOf, urns } from "./support";

const TABLE_BUCKETS = types("aws:s3tables/tableBucket:TableBucket");
const TABLES = types("aws:s3tables/table:Table");
const LOG_GROUPS = types("aws:cloudwatch/logGroup:LogGroup");
const FIREHOSES = types("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream");
const STREAMS = types("aws:kinesis/stream:Stream");
/** A delivery stream waits this long where nothing is said (aws.kinesis.FirehoseDeliveryStream bufferingInterval). Seconds. */
const BUFFERING = 300;

/** S3 Tables replication, of a table bucket or of one table, to table buckets elsewhere. */
export const s3TablesReplication: Mechanism = (context) => [
  ...context.ofTypes(["aws:s3tables/tableBucketReplication:TableBucketReplication"]).flatMap((config) => tableCopies(context, config, "tableBucketArn", TABLE_BUCKETS)),
  ...context.ofTypes(["aws:s3tables/tableReplication:TableReplication"]).flatMap((config) => tableCopies(context, config, "tableArn", TABLES)),
];

function tableCopies(context: Context, config: GraphNode, input: string, of: ReadonlySet<string>): readonly Copy[] {
  const mechanism = "aws-s3-tables-replication";
  const path = ["rule", "destinations"];
  const destinations = at(config.inputs, path);
  const source = context.links.resolve(config, [input], { types: of });
  const entries: readonly (readonly (string | number)[])[] = isList(destinations) ? destinations.map((_, index) => [...path, index, "destinationTableBucketArn"]) : [path];
  return originalsOf(config, source).flatMap(({ node, link }) =>
    entries.map((entry) => {
      const target = destinationOf(context, config, entry, context.links.resolve(config, entry, { types: TABLE_BUCKETS, exclude: new Set([node.urn]) }), "a table bucket at another site");
      return copyOf({
        of: node.urn,
        at: of === TABLE_BUCKETS ? target.node?.urn : undefined,
        mechanism,
        kind: "replica",
        place: target.place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [link, roleLink(config, "role"), target.link],
        keys: target.node === undefined ? [] : urns(context.keysAt(target.node, ["encryptionConfiguration", "kmsKeyArn"]).keys),
      });
    }),
  );
}

/** Log groups that a subscription hands to a delivery stream, and that to a bucket. */
export const logExport: Mechanism = (context) =>
  context.ofTypes(["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"]).flatMap((filter) => {
    const target = context.links.resolve(filter, ["destinationArn"], { types: FIREHOSES });
    const stream = target.kind === "node" ? target.node : undefined;
    if (stream === undefined) return [];
    return originalsOf(filter, context.links.resolve(filter, ["logGroup"], { types: LOG_GROUPS })).map(({ node, link }) => delivered(context, node, stream, "aws-log-export", [link, pattern(filter), roleLink(filter, "roleArn")]));
  });

/** Kinesis streams that a delivery stream reads into a bucket. */
export const streamExport: Mechanism = (context) =>
  context.ofTypes(FIREHOSES).flatMap((stream) =>
    originalsOf(stream, context.links.resolve(stream, ["kinesisSourceConfiguration", "kinesisStreamArn"], { types: STREAMS })).map(({ node, link }) =>
      delivered(context, node, stream, "aws-export-to-bucket", [link]),
    ),
  );

function delivered(context: Context, of: GraphNode, stream: GraphNode, mechanism: string, links: readonly Link[]): Copy {
  const path = ["extendedS3Configuration", "bucketArn"];
  const destination = destinationOf(context, stream, path, context.links.resolve(stream, path, { types: S3_BUCKETS }), "a bucket at another site");
  const wait = at(stream.inputs, ["extendedS3Configuration", "bufferingInterval"]);
  const seconds = typeof wait === "number" ? wait : BUFFERING;
  const buffered: Figure = isUnknown(wait) ? { known: false, why: `bufferingInterval of "${stream.name}" is not known yet` } : computed(seconds, `the delivery stream waits for up to ${formatDuration(seconds)}`, "bufferingInterval in the graph; docs.aws.amazon.com/firehose/latest/dev/create-configure.html");
  return copyOf({
    of: of.urn,
    at: destination.node?.urn,
    mechanism,
    // What was delivered stays when the source is deleted: an export, not a mirror.
    kind: "export",
    place: destination.place,
    lag: sum([buffered, context.figures.rpo(mechanism)]),
    recovery: context.figures.rto(mechanism),
    links: [...links, on("delivery stream", `"${stream.name}"`, stream), whole(stream), destination.link],
    keys: destination.node === undefined ? [] : urns(context.encryption(destination.node).keys),
  });
}

/** A delivery stream that transforms records may drop some. */
function whole(stream: GraphNode): Link {
  const processing = at(stream.inputs, ["extendedS3Configuration", "processingConfiguration", "enabled"]);
  if (isUnknown(processing)) return unsure("whole records", `processingConfiguration of "${stream.name}" is not known yet`, "write it out", stream);
  return processing === true ? unsure("whole records", `"${stream.name}" processes records on the way: whether it keeps them whole cannot be told`, `remove processingConfiguration of "${stream.name}"`, stream) : on("whole records", `"${stream.name}" delivers them as they are`, stream);
}

function pattern(filter: GraphNode): Link {
  const value = filter.inputs["filterPattern"];
  if (isUnknown(value)) return unsure("filter", `filterPattern of "${filter.name}" is not known yet`, "write filterPattern out", filter);
  return value === undefined || value === "" || value === " " ? on("filter", "every log event", filter) : off("filter", `"${filter.name}" takes only what its pattern matches`, `set filterPattern of "${filter.name}" to ""`, filter);
}

function roleLink(node: GraphNode, input: string): Link {
  const value = node.inputs[input];
  return value === undefined || value === "" ? off("role", `"${node.name}" names no role that may write`, `set ${input} of "${node.name}"`, node) : on("role", `"${node.name}" names the role that writes`, node);
}

/** Log centralization of an organization: log groups of some regions and accounts, copied into one region of one account. */
export const logCentralization: Mechanism = (context) =>
  context.ofTypes(["aws:observabilityadmin/centralizationRuleForOrganization:CentralizationRuleForOrganization"]).flatMap((rule) => {
    const mechanism = "aws-log-centralization";
    const region = at(rule.inputs, ["rule", "destination", "region"]);
    const account = at(rule.inputs, ["rule", "destination", "account"]);
    const place: Place = typeof region === "string" ? context.places.at("aws", region, typeof account === "string" ? account : undefined) : unknownPlace("aws", `rule.destination.region of "${rule.name}" is not known yet`);
    const from = at(rule.inputs, ["rule", "source", "regions"]);
    return context.ofTypes(LOG_GROUPS).flatMap((group) => {
      const source = inRegions(context, rule, group, from);
      if (source === undefined) return [];
      return [
        copyOf({
          of: group.urn,
          at: undefined,
          mechanism,
          kind: "export",
          place,
          lag: context.figures.rpo(mechanism),
          recovery: context.figures.rto(mechanism),
          links: [source, scope(rule), everyGroup(rule), encryptedToo(context, rule, group), place.known ? on("destination", placeName(place), rule) : unsure("destination", place.why ?? "not known", "write rule.destination.region out", rule)],
          keys: [],
        }),
      ];
    });
  });

function inRegions(context: Context, rule: GraphNode, group: GraphNode, regions: Value | undefined): Link | undefined {
  const here = context.place(group).region;
  if (isUnknown(regions) || (isList(regions) && regions.some(isUnknown))) return unsure("source regions", `rule.source.regions of "${rule.name}" is not known yet`, "write rule.source.regions out", rule);
  return isList(regions) && here !== undefined && regions.includes(here) ? on("source regions", `${here}, by "${rule.name}"`, rule) : undefined;
}

/** Which accounts a rule reads is an expression over the organization, which this graph does not hold. */
function scope(rule: GraphNode): Link {
  const value = at(rule.inputs, ["rule", "source", "scope"]);
  return unsure("scope", `${typeof value === "string" && value !== "" ? value : "the scope"} of "${rule.name}" takes accounts of the organization; whether this one is among them cannot be told`, "export the log group through a subscription filter as well", rule);
}

function everyGroup(rule: GraphNode): Link {
  const value = at(rule.inputs, ["rule", "source", "sourceLogsConfiguration", "logGroupSelectionCriteria"]);
  if (value === "*") return on("log groups", "all of them", rule);
  return unsure("log groups", `which log groups "${rule.name}" selects cannot be told`, `set logGroupSelectionCriteria of "${rule.name}" to "*"`, rule);
}

function encryptedToo(context: Context, rule: GraphNode, group: GraphNode): Link {
  if (!context.encryption(group).set) return on("encrypted log groups", `"${group.name}" has no key of its own`, group);
  const strategy = at(rule.inputs, ["rule", "source", "sourceLogsConfiguration", "encryptedLogGroupStrategy"]);
  return strategy === "ALLOW" ? on("encrypted log groups", "taken too", rule) : off("encrypted log groups", `"${group.name}" is encrypted with a key of its own, which "${rule.name}" leaves out`, `set encryptedLogGroupStrategy of "${rule.name}" to ALLOW`, rule);
}

/** DynamoDB exports to a bucket: each is made once, and needs point-in-time recovery. */
export const tableExport: Mechanism = (context) =>
  context.ofTypes(["aws:dynamodb/tableExport:TableExport"]).flatMap((exported) => {
    const mechanism = "aws-export-to-bucket";
    const destination = destinationOf(context, exported, ["s3Bucket"], context.links.resolve(exported, ["s3Bucket"], { types: S3_BUCKETS }), "a bucket at another site");
    return originalsOf(exported, context.links.resolve(exported, ["tableArn"], { types: types("aws:dynamodb/table:Table") })).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: destination.node?.urn,
        mechanism,
        kind: "recovery-points",
        place: destination.place,
        lag: { known: false, why: `"${exported.name}" is made once, when the program creates it: nothing renews it` },
        recovery: context.figures.rto(mechanism),
        retention: FOREVER,
        links: [link, at(node.inputs, ["pointInTimeRecovery", "enabled"]) === true ? on("point-in-time recovery", `of "${node.name}"`, node) : off("point-in-time recovery", `"${node.name}" has none, and an export reads from it`, `set pointInTimeRecovery.enabled of "${node.name}" to true`, node), wholeTable(exported), destination.link],
        keys: [...new Set([...urns(context.keysAt(exported, ["s3SseKmsKeyId"]).keys), ...(destination.node === undefined ? [] : urns(context.encryption(destination.node).keys))])],
      }),
    );
  });

function wholeTable(exported: GraphNode): Link {
  const kind = exported.inputs["exportType"];
  if (isUnknown(kind)) return unsure("whole table", `exportType of "${exported.name}" is not known yet`, "write exportType out", exported);
  return kind === "INCREMENTAL_EXPORT" ? off("whole table", `"${exported.name}" exports only what changed`, `set exportType of "${exported.name}" to FULL_EXPORT`, exported) : on("whole table", "a full export", exported);
}
