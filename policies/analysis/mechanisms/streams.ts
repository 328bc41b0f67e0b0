import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { at, isList, isUnknown } from "../../graph/value";
import { expects, keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { OVH_DATABASES } from "../types";
import { copyOf, originalsOf, urns } from "./support";

const KAFKA = types("aws:msk/cluster:Cluster", "aws:msk/serverlessCluster:ServerlessCluster");
const BROKERS = types("aws:mq/broker:Broker");

/** MSK Replicator: topics of one cluster into another. It runs, and must be declared, in the target's region. */
export const mskReplicator: Mechanism = (context) =>
  context.ofTypes(["aws:msk/replicator:Replicator"]).flatMap((replicator) => {
    const mechanism = "aws-msk-replicator";
    const info = ["replicationInfoList"];
    const here = context.place(replicator);
    const either = nodesOf(context.links.resolve(replicator, [...info, "sourceKafkaClusterArn"], { types: KAFKA }));
    const others = nodesOf(context.links.resolve(replicator, [...info, "targetKafkaClusterArn"], { types: KAFKA }));
    // Both ARNs flow into one input: where they are not known yet, the replicator's own region tells which is the target.
    const both = [...new Set([...either, ...others])];
    const targets = others.length === 1 ? others : both.filter((one) => here.known && context.place(one).region === here.region);
    const sources = either.length === 1 ? either : both.filter((one) => !targets.includes(one));
    const [target, ...moreTargets] = targets;
    const certain = moreTargets.length === 0 ? target : undefined;
    const place = certain === undefined ? unknownPlace("aws", `which cluster "${replicator.name}" writes to is not known`) : context.place(certain);
    return sources.map((source) =>
      copyOf({
        of: source.urn,
        at: certain?.urn,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          sources.length === 1 ? on("source", `"${source.name}", by "${replicator.name}"`, replicator) : unsure("source", `"${replicator.name}" reads one of several clusters`, "write out sourceKafkaClusterArn", replicator),
          targetLink(context, replicator, source, certain),
          roleLink(replicator, "serviceExecutionRoleArn", "may read and write the clusters"),
          topics(replicator, [...info, "topicReplications"]),
        ],
        keys: certain === undefined ? [] : urns(context.keysAt(certain, ["encryptionInfo", "encryptionAtRestKmsKeyArn"]).keys),
      }),
    );
  });

function targetLink(context: Context, replicator: GraphNode, source: GraphNode, target: GraphNode | undefined): Link {
  const name = "target";
  const here = context.place(replicator).region;
  if (target === undefined) return unsure(name, `which cluster "${replicator.name}" writes to cannot be told`, "write out targetKafkaClusterArn", replicator);
  if (target === source) return off(name, `"${replicator.name}" writes to the cluster that it reads`, "let targetKafkaClusterArn name the cluster at the other site", replicator);
  if (here !== undefined && here !== context.place(target).region) return off(name, `"${replicator.name}" is in ${here}: it can only be created in the region of its target`, `set region of "${replicator.name}" to ${context.place(target).region ?? "the target's"}`, replicator);
  return on(name, `"${target.name}" in ${placeName(context.place(target))}`, replicator);
}

function roleLink(node: GraphNode, input: string, what: string): Link {
  const value = node.inputs[input];
  return value === undefined || value === "" ? off("role", `"${node.name}" names no role that ${what}`, `set ${input} of "${node.name}"`, node) : on("role", `"${node.name}" names the role that ${what}`, node);
}

/** Whether every topic is taken: a pattern that matches all, and none left out, new ones included. */
function topics(replicator: GraphNode, path: readonly (string | number)[]): Link {
  const name = "topics";
  const rules = at(replicator.inputs, path);
  const fix = `let topicReplications of "${replicator.name}" take ".*", exclude nothing and detect new topics`;
  if (isUnknown(rules)) return unsure(name, `topicReplications of "${replicator.name}" is not known yet`, fix, replicator);
  const entries = isList(rules) ? rules : rules === undefined || rules === null ? [] : [rules];
  for (const rule of entries) {
    const taken = at(rule, ["topicsToReplicates"]);
    const left = at(rule, ["topicsToExcludes"]);
    if (isUnknown(taken) || isUnknown(left) || (isList(taken) && taken.some(isUnknown))) return unsure(name, `which topics "${replicator.name}" takes is not known yet`, fix, replicator);
    const all = isList(taken) && taken.includes(".*") && !(isList(left) && left.length > 0);
    if (all && at(rule, ["detectAndCopyNewTopics"]) !== false) return on(name, "every topic, new ones included", replicator);
  }
  return off(name, `"${replicator.name}" leaves topics out`, fix, replicator);
}

/** Amazon MQ for ActiveMQ, cross-region data replication: a standby broker that a person promotes. */
export const mqReplication: Mechanism = (context) =>
  context.ofTypes(BROKERS).flatMap((broker) => {
    const primary = broker.inputs["dataReplicationPrimaryBrokerArn"];
    if (primary === undefined || primary === null) return [];
    const mechanism = "aws-mq-activemq-crdr";
    const place = context.place(broker);
    const key = context.keysAt(broker, ["encryptionOptions", "kmsKeyId"]);
    const target = context.links.resolve(broker, ["dataReplicationPrimaryBrokerArn"], { types: BROKERS, exclude: new Set([broker.urn]) });
    return originalsOf(broker, target).map(({ node, link }) =>
      copyOf({
        of: node.urn,
        at: broker.urn,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          link,
          on("replica", `"${broker.name}" in ${placeName(place)}`, broker),
          expects("replication mode", broker, ["dataReplicationMode"], ["CRDR"], "off", `set dataReplicationMode of "${broker.name}" to CRDR`),
          expects("engine", node, ["engineType"], ["ActiveMQ"], "off", "use ActiveMQ: RabbitMQ has no replication to another region"),
          expects("engine of the replica", broker, ["engineType"], ["ActiveMQ"], "off", "use ActiveMQ: RabbitMQ has no replication to another region"),
          keyLink(context, "key at the destination", key, false, place, broker, `set encryptionOptions.kmsKeyId of "${broker.name}" to a key in its own region`),
        ],
        keys: urns(key.keys),
      }),
    );
  });

/** Kafka MirrorMaker of OVHcloud: integrations that join two Kafka clusters, directly or through a MirrorMaker service. */
export const ovhMirrorMaker: Mechanism = (context) => {
  const joins = context.ofTypes(["ovh:CloudProjectDatabase/integration:Integration"]).flatMap((node): readonly Join[] => {
    const type = node.inputs["type"];
    if (type !== "kafkaMirrorMaker" && !isUnknown(type)) return [];
    const [source, ...others] = nodesOf(context.links.resolve(node, ["sourceServiceId"], { types: OVH_DATABASES }));
    const [target, ...more] = nodesOf(context.links.resolve(node, ["destinationServiceId"], { types: OVH_DATABASES }));
    return source === undefined || target === undefined || others.length > 0 || more.length > 0 || source === target ? [] : [{ node, source, target }];
  });
  const direct = joins.filter(({ target }) => !isMirrorMaker(target)).map(({ node, source, target }) => mirror(context, node, source, target, true));
  const through = joins.filter(({ target }) => isMirrorMaker(target)).flatMap((one) => joins.filter((other) => other !== one && other.target === one.target && other.source !== one.source).map((other) => mirror(context, one.node, one.source, other.source, false)));
  return [...direct, ...through];
};

interface Join {
  readonly node: GraphNode;
  readonly source: GraphNode;
  readonly target: GraphNode;
}

function isMirrorMaker(database: GraphNode): boolean {
  return String(database.inputs["engine"]).toLowerCase() === "kafkamirrormaker";
}

function mirror(context: Context, by: GraphNode, source: GraphNode, target: GraphNode, directed: boolean): Copy {
  const mechanism = "ovh-kafka-mirrormaker";
  const place = context.place(target);
  const stated = context.figures.rpo(mechanism);
  const engine = (name: string, node: GraphNode): Link => expects(name, node, ["engine"], ["kafka"], "off", "MirrorMaker joins Kafka clusters only");
  return copyOf({
    of: source.urn,
    // Through a service the direction is not shown: neither is known to be ahead of the other.
    at: directed ? target.urn : undefined,
    mechanism,
    kind: "replica",
    place,
    lag: stated,
    recovery: context.figures.rto(mechanism),
    links: [
      expects("integration", by, ["type"], ["kafkaMirrorMaker"], "off", `set type of "${by.name}" to kafkaMirrorMaker`),
      directed ? on("source", `"${source.name}", by "${by.name}"`, by) : on("source", `"${source.name}", by a MirrorMaker service that also joins "${target.name}"`, by),
      engine("engine of the source", source),
      engine("engine of the target", target),
      on("target", `"${target.name}" in ${placeName(place)}`, by),
      // Which topics flow, and whether they flow at all, is set on the service: no resource of the provider shows it.
      stated.known
        ? on("replication flow", "stated under assumptions; no resource shows it", by)
        : unsure("replication flow", `which topics flow from "${source.name}" to "${target.name}" is set at OVHcloud and in no resource`, `state the lag of ${mechanism} under assumptions once the flow runs`, by),
    ],
    keys: [],
  });
}
