import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { at, isList } from "../../graph/value";
import { expects, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { copyOf, urns } from "./support";

const DOMAINS = types("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain");
const OUTBOUND = "aws:opensearch/outboundConnection:OutboundConnection";
const ACCEPTERS = ["aws:opensearch/inboundConnectionAccepter:InboundConnectionAccepter"];
const BUSES = types("aws:cloudwatch/eventBus:EventBus");

/** OpenSearch cross-cluster replication: the local domain follows the remote one over a connection that the remote side accepted. */
export const openSearchReplication: Mechanism = (context) => {
  const accepted = context.companions(ACCEPTERS, "connectionId", types(OUTBOUND));
  return context.ofTypes([OUTBOUND]).flatMap((connection) => {
    const mechanism = "aws-opensearch-cross-cluster-replication";
    const leader = domainAt(context, connection, "remoteDomainInfo");
    const follower = domainAt(context, connection, "localDomainInfo");
    if (leader === undefined) return [];
    const place = follower === undefined ? unknownPlace("aws", `which domain follows over "${connection.name}" is not known`) : context.place(follower);
    const stated = context.figures.rpo(mechanism);
    return [
      copyOf({
        of: leader.urn,
        at: follower?.urn,
        mechanism,
        kind: "replica",
        place,
        lag: stated,
        recovery: context.figures.rto(mechanism),
        links: [
          on("leader", `"${leader.name}", by "${connection.name}"`, connection),
          follower === undefined ? unsure("follower", `localDomainInfo of "${connection.name}" names no domain of this stack`, "declare both domains in this stack", connection) : on("follower", `"${follower.name}" in ${placeName(place)}`, connection),
          acceptance(connection, accepted.get(connection.urn) ?? []),
          // The follow rules are set through OpenSearch's own API.
          stated.known
            ? on("follow rules", "stated under assumptions; no resource shows them", connection)
            : unsure("follow rules", "which indices are followed is set through OpenSearch and in no resource", `state the lag of ${mechanism} under assumptions once every index is followed`, connection),
        ],
        keys: follower === undefined ? [] : urns(context.encryption(follower).keys),
      }),
    ];
  });
};

/** The domain of a side: by its name in its region, or by the one domain that flows into that input. */
function domainAt(context: Context, connection: GraphNode, input: string): GraphNode | undefined {
  const found = nodesOf(context.links.resolve(connection, [input, "domainName"], { types: DOMAINS }));
  const region = at(connection.inputs, [input, "region"]);
  const there = typeof region === "string" ? found.filter((domain) => context.place(domain).region === region) : found;
  return there.length === 1 ? there[0] : undefined;
}

function acceptance(connection: GraphNode, accepters: readonly GraphNode[]): Link {
  const [accepter] = accepters;
  if (accepter !== undefined) return on("accepted", `by "${accepter.name}"`, accepter);
  return expects("accepted", connection, ["acceptConnection"], [true], "off", `add an aws.opensearch.InboundConnectionAccepter for "${connection.name}", or set its acceptConnection to true`);
}

/** EventBridge global endpoints: events go to a bus in each of two regions, and to the second alone when the first fails. */
export const eventBridgeEndpoint: Mechanism = (context) =>
  context.ofTypes(["aws:cloudwatch/eventEndpoint:EventEndpoint"]).flatMap((endpoint) => {
    const entries = endpoint.inputs["eventBuses"];
    const paths: readonly (readonly (string | number)[])[] = isList(entries) ? entries.map((_, index) => ["eventBuses", index, "eventBusArn"]) : [["eventBuses"]];
    const buses = [...new Set(paths.flatMap((path) => nodesOf(context.links.resolve(endpoint, path, { types: BUSES }))))];
    return buses.flatMap((bus) => buses.filter((other) => other !== bus).map((other) => busCopy(context, endpoint, bus, other, buses.length)));
  });

function busCopy(context: Context, endpoint: GraphNode, bus: GraphNode, other: GraphNode, count: number): Copy {
  const mechanism = "aws-eventbridge-global-endpoint";
  const place = context.place(other);
  const failover = ["routingConfig", "failoverConfig"];
  const check = at(endpoint.inputs, [...failover, "primary", "healthCheck"]);
  const role = endpoint.inputs["roleArn"];
  return copyOf({
    of: bus.urn,
    // Either bus may be the one that serves: neither is ahead of the other.
    at: undefined,
    mechanism,
    kind: "replica",
    place,
    lag: context.figures.rpo(mechanism),
    recovery: context.figures.rto(mechanism),
    links: [
      count === 2 ? on("buses", `"${bus.name}" and "${other.name}", by "${endpoint.name}"`, endpoint) : unsure("buses", `"${endpoint.name}" names one of several buses`, "write the ARNs of eventBuses out", endpoint),
      expects("replication", endpoint, ["replicationConfig", "state"], ["ENABLED"], "on", `set replicationConfig.state of "${endpoint.name}" to ENABLED`),
      role === undefined || role === "" ? off("role", `"${endpoint.name}" names no role that may replicate`, `set roleArn of "${endpoint.name}"`, endpoint) : on("role", `"${endpoint.name}" names the role that replicates`, endpoint),
      check === undefined || check === null || check === "" ? off("health check", `"${endpoint.name}" has no health check: nothing starts the failover`, `set routingConfig.failoverConfig.primary.healthCheck of "${endpoint.name}"`, endpoint) : on("health check", `of "${endpoint.name}"`, endpoint),
      route(context, endpoint, bus, other, [...failover, "secondary", "route"]),
      sameName(bus, other),
    ],
    keys: urns(context.keysAt(other, ["kmsKeyIdentifier"]).keys),
  });
}

function route(context: Context, endpoint: GraphNode, bus: GraphNode, other: GraphNode, path: readonly string[]): Link {
  const regions = [bus, other].flatMap((one) => context.place(one).region ?? []);
  const wanted = regions.find((region) => region !== context.place(endpoint).region) ?? "the region of the second bus";
  return expects("secondary route", endpoint, path, regions, "off", `set routingConfig.failoverConfig.secondary.route of "${endpoint.name}" to ${wanted}`);
}

/** Both buses of an endpoint must bear one name. */
function sameName(bus: GraphNode, other: GraphNode): Link {
  const [one, two] = [bus.inputs["name"], other.inputs["name"]];
  if (typeof one !== "string" || typeof two !== "string") return unsure("same name", `the names of "${bus.name}" and "${other.name}" are not known yet`, "write the buses' names out", other);
  return one === two ? on("same name", one, other) : off("same name", `the buses are called ${one} and ${two}: an endpoint needs one name in both regions`, "give both buses one name", other);
}
