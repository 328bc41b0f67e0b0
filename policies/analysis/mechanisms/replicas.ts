import { types } from "../../graph/links";
import { at, isList, isRecord, isUnknown } from "../../graph/value";
import { expects, keyLink, off, on, unsure, type Mechanism } from "../context";
import type { Copy, Link, Place } from "../model";
import { placeName } from "../offsite";
import { copyOf, originalsOf, urns } from "./support";

const TABLES = types("aws:dynamodb/table:Table");
const FILE_SYSTEMS = types("aws:efs/fileSystem:FileSystem");

/** DynamoDB global tables: replicas within the table, or as resources of their own. */
export const dynamoGlobal: Mechanism = (context) => [
  ...context.ofTypes(TABLES).flatMap((table) => {
    const replicas = table.inputs["replicas"];
    const entries = isList(replicas) ? replicas : replicas === undefined || replicas === null ? [] : [replicas];
    return entries.map((entry, index): Copy => {
      const region = at(entry, ["regionName"]);
      const place: Place = typeof region === "string" ? context.places.at("aws", region, context.places.accountOf(table)) : { known: false, why: `replicas of "${table.name}" are not known yet`, provider: "aws" };
      const mechanism = at(entry, ["consistencyMode"]) === "STRONG" ? "aws-dynamodb-global-table-mrsc" : "aws-dynamodb-global-table-mrec";
      const key = context.keysAt(table, ["replicas", index, "kmsKeyArn"]);
      return copyOf({
        of: table.urn,
        at: undefined,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          place.known ? on("replica", placeName(place), table) : unsure("replica", place.why ?? "not known", "write the replicas out", table),
          keyLink(context, "key at the destination", key, context.encryption(table).keys.length > 0, place, table, `set kmsKeyArn of the replica of "${table.name}" to a key in its region`),
        ],
        keys: urns(key.keys),
      });
    });
  }),
  ...context.ofTypes(["aws:dynamodb/tableReplica:TableReplica"]).flatMap((replica) => {
    const place = context.place(replica);
    const mechanism = "aws-dynamodb-global-table-mrec";
    const key = context.keysAt(replica, ["kmsKeyArn"]);
    return originalsOf(replica, context.links.resolve(replica, ["globalTableArn"], { types: TABLES })).map(({ node, link }) =>
      copyOf({
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
          keyLink(context, "key at the destination", key, context.encryption(node).keys.length > 0, place, replica, `set kmsKeyArn of "${replica.name}" to a key in its region`),
        ],
        keys: urns(key.keys),
      }),
    );
  }),
];

/** EFS replication. */
export const efsReplication: Mechanism = (context) =>
  context.ofTypes(["aws:efs/replicationConfiguration:ReplicationConfiguration"]).flatMap((config) => {
    const mechanism = "aws-efs-replication";
    const destination = config.inputs["destination"];
    const existing = context.links.resolve(config, ["destination", "fileSystemId"], { types: FILE_SYSTEMS, exclude: new Set((config.propertyDependencies["sourceFileSystemId"] ?? [])) });
    const zone = at(destination, ["availabilityZoneName"]);
    const region = at(destination, ["region"]);
    const node = existing.kind === "node" ? existing.node : undefined;
    const code = typeof zone === "string" ? zone : typeof region === "string" ? region : undefined;
    const place: Place =
      code !== undefined
        ? context.places.at("aws", code, context.places.accountOf(config))
        : node !== undefined
          ? context.place(node)
          : isUnknown(region) || isUnknown(destination)
            ? { known: false, why: `the destination of "${config.name}" is not known yet`, provider: "aws" }
            : context.place(config);
    const key = context.keysAt(config, ["destination", "kmsKeyId"]);
    const keys = key.set ? key.keys : node === undefined ? [] : context.encryption(node).keys;
    return originalsOf(config, context.links.resolve(config, ["sourceFileSystemId"], { types: FILE_SYSTEMS })).map(({ node: original, link }) =>
      copyOf({
        of: original.urn,
        at: node?.urn,
        mechanism,
        kind: "replica",
        place,
        lag: context.figures.rpo(mechanism),
        recovery: context.figures.rto(mechanism),
        links: [
          link,
          place.known ? on("destination", placeName(place), config) : unsure("destination", place.why ?? "not known", "write the destination's region out", config),
          keyLink(context, "key at the destination", key, false, place, config, `set destination.kmsKeyId of "${config.name}" to a key in the destination's region`),
          ...(node === undefined ? [] : [expects("replication protection", node, ["protection", "replicationOverwrite"], ["DISABLED", "REPLICATING"], "off", `set protection.replicationOverwrite of "${node.name}" to DISABLED, so that it may be overwritten`)]),
        ],
        keys: urns(keys),
      }),
    );
  });

/** ECR replication: one configuration for a whole registry. */
export const ecrReplication: Mechanism = (context) => {
  const mechanism = "aws-ecr-replication";
  const repositories = context.ofTypes(["aws:ecr/repository:Repository"]);
  return context.ofTypes(["aws:ecr/replicationConfiguration:ReplicationConfiguration"]).flatMap((config) => {
    const here = context.place(config);
    const rules = at(config.inputs, ["replicationConfiguration", "rules"]);
    if (!isList(rules)) return [];
    const within = repositories.filter((repository) => context.place(repository).region === here.region && context.place(repository).account === here.account);
    return rules.flatMap((rule) => {
      const destinations = at(rule, ["destinations"]);
      return (isList(destinations) ? destinations : []).flatMap((destination) => {
        const region = at(destination, ["region"]);
        const place: Place = typeof region === "string" ? context.places.at("aws", region, here.account) : { known: false, why: `a destination of "${config.name}" is not known yet`, provider: "aws" };
        return within.map((repository) =>
          copyOf({
            of: repository.urn,
            at: undefined,
            mechanism,
            kind: "replica",
            place,
            lag: context.figures.rpo(mechanism),
            recovery: context.figures.rto(mechanism),
            links: [
              place.known ? on("destination", `${placeName(place)}, by "${config.name}"`, config) : unsure("destination", place.why ?? "not known", "write the destination's region out", config),
              filtered(at(rule, ["repositoryFilters"]), repository.inputs["name"], repository.name, config.name),
            ],
            keys: [],
          }),
        );
      });
    });
  });
};

function filtered(filters: ReturnType<typeof at>, name: ReturnType<typeof at>, repository: string, config: string): Link {
  if (filters === undefined || filters === null || (isList(filters) && filters.length === 0)) return on("filter", "every repository of the registry");
  if (!isList(filters) || filters.some((filter) => !isRecord(filter)) || typeof name !== "string") return unsure("filter", `whether the filters of "${config}" take "${repository}" is not known yet`, "write the repository's name and the filters out");
  const taken = filters.some((filter) => {
    const prefix = at(filter, ["filter"]);
    return typeof prefix === "string" && name.startsWith(prefix);
  });
  return taken ? on("filter", `takes "${repository}"`) : off("filter", `no filter of "${config}" takes "${repository}"`, `add a filter for "${name}" to "${config}"`);
}
