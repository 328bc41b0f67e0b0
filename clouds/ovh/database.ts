import type { TypeSpec } from "../model";
import { atMost, cidr, cloud, condition, matches, oneOf, within } from "../rule";
import type { Properties, Value } from "../value";
import { isKnown, isList, text, valuesAt } from "../value";
import { ovhPlace, PROJECT, TERRAFORM, uuid } from "./common";
import { OPENSTACK_NETWORK, SUBNET } from "./network";

export const CLUSTER = "ovh:CloudProject/database:Database";
const SOURCE = `${TERRAFORM}resource_cloud_project_database.go`;
const SDK = "@ovhcloud/pulumi-ovh cloudproject/database.d.ts";
const ENGINES = ["clickhouse", "grafana", "kafka", "kafkaConnect", "kafkaMirrorMaker", "mongodb", "mysql", "opensearch", "postgresql", "valkey"];

/** Plans by engine, and nodes by plan. */
const PLANS: Readonly<Record<string, readonly string[]>> = {
  mongodb: ["discovery", "production", "advanced"],
  mysql: ["essential", "business", "enterprise", "discovery", "production", "advanced"],
  postgresql: ["essential", "business", "enterprise", "discovery", "production", "advanced"],
  valkey: ["essential", "business", "discovery", "production", "advanced"],
};
const NODES: Readonly<Record<string, readonly [number, number]>> = { essential: [1, 1], business: [2, 2], enterprise: [3, 3], discovery: [1, 1], production: [2, 3], advanced: [3, 3] };
/** Versions on offer, by engine; others are not checked. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = { postgresql: ["13", "14", "15", "16", "17", "18"], mysql: ["8"] };
const HAS_NO_BACKUP_SETTING = ["grafana", "kafka", "kafkaConnect", "kafkaMirrorMaker"];
/** PostgreSQL's port at OVHcloud, the same for every cluster here. */
const PORT = 20184;

const CLUSTER_REFERENCE = { path: "clusterId", to: [CLUSTER], missing: (value: string) => `Service ${value} does not exist`, source: "OVHcloud API /cloud/project/{serviceName}/database/{engine}/{clusterId}" } as const;

/** Managed databases with their users. */
export const DATABASE_TYPES: readonly TypeSpec[] = [
  {
    type: CLUSTER,
    service: "database",
    regions: (inputs) => [...new Set(valuesAt(inputs, "nodes[].region").flatMap((region) => text(region) ?? []))],
    replaces: ["engine", "serviceName"],
    rules: [
      PROJECT,
      oneOf("engine", ENGINES, `${SOURCE} (engine)`),
      ovhPlace("nodes[].region"),
      ovhPlace("backupRegions[]"),
      atMost("backupRegions", 2, `${SDK} (backupRegions)`),
      matches("flavor", /^(db1|db2|b3|c3|r3)-\d+$/, "a database flavour such as db1-7", "OVHcloud guide: Public Cloud Databases, capabilities"),
      matches("backupTime", /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, "a time of day such as 02:00:00", `${SDK} (backupTime)`),
      matches("maintenanceTime", /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, "a time of day such as 02:00:00", `${SDK} (maintenanceTime)`),
      within("diskSize", 0, 30_000, `${SOURCE} (validateCloudProjectDatabaseDiskSize)`),
      condition("plan", `${SDK} (plan)`, planProblem),
      condition("nodes", "OVHcloud guide: Public Cloud Databases, plans: number of nodes", nodesProblem),
      condition("nodes", `${SDK} (nodes): no multi-region cluster, all nodes identical`, (inputs) => (new Set(valuesAt(inputs, "nodes[]").map((node) => JSON.stringify(node))).size > 1 && isKnown(inputs.nodes) ? "multi region clusters are not available: all nodes must be identical" : undefined)),
      condition("backupRegions", `${SDK} (backupRegions)`, backupProblem),
      condition("version", "OVHcloud guide: Public Cloud Databases, capabilities: versions", (inputs) => {
        const known = VERSIONS[text(inputs.engine) ?? ""];
        const version = text(inputs.version);
        return known === undefined || version === undefined || known.includes(version) ? undefined : `version ${version} of ${String(inputs.engine)} is not available: expected one of ${known.join(", ")}`;
      }),
      cidr("ipRestrictions[].ip", 0, 32, "OVHcloud API cloud.project.database.IpRestriction"),
    ],
    references: [
      { path: "nodes[].networkId", ...OPENSTACK_NETWORK, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.` },
      { path: "nodes[].subnetId", to: [SUBNET], anyRegion: true, missing: (value) => `subnet ${value} could not be found`, inUse: (target) => `Unable to complete operation on subnet ${target.id}: One or more ports have an IP allocation from this subnet.`, source: "OpenStack Neutron: SubnetInUse" },
    ],
    keeps: (stored) => (stored.inputs.deletionProtection === true ? `Deletion protection is enabled on service ${stored.id}` : undefined),
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, hex, createdAt }) => {
      const engine = text(inputs.engine) ?? "";
      const domain = `${engine}-${hex(8, "endpoint")}-o${hex(8, "project")}.database.cloud.ovh.net`;
      const isPrivate = valuesAt(inputs, "nodes[].networkId").length > 0;
      return {
        createdAt,
        diskType: "high-speed",
        endpoints: [{ component: engine, domain, path: "/defaultdb", port: PORT, scheme: engine, ssl: true, sslMode: "require", uri: `${engine}://<username>:<password>@${domain}:${String(PORT)}/defaultdb?sslmode=require` }],
        networkType: isPrivate ? "private" : "public",
        status: "READY",
        backupRegions: inputs.backupRegions ?? valuesAt(inputs, "nodes[].region").slice(0, 1),
      };
    },
    defaults: { backupTime: "02:00:00", maintenanceTime: "03:00:00", diskSize: 80 },
    source: SOURCE,
  },
  ...["postgresSqlUser:PostgresSqlUser", "user:User"].map(
    (token): TypeSpec => ({
      type: `ovh:CloudProjectDatabase/${token}`,
      service: "database",
      named: { property: "name", max: 63 },
      replaces: ["clusterId", "engine", "name", "serviceName"],
      rules: [PROJECT, oneOf("engine", ENGINES, `${TERRAFORM}resource_cloud_project_database_user.go (engine)`)],
      references: [CLUSTER_REFERENCE],
      id: ({ hex }) => uuid(hex),
      outputs: ({ hex, createdAt }) => ({ createdAt, password: hex(32, "password"), status: "READY" }),
      source: `${TERRAFORM}resource_cloud_project_database_postgresql_user.go, resource_cloud_project_database_user.go`,
    }),
  ),
  {
    type: "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance",
    service: "database",
    named: { property: "name", max: 63 },
    replaces: ["clusterId", "engine", "name", "serviceName"],
    rules: [
      PROJECT,
      oneOf("engine", ["clickhouse", "mysql", "postgresql"], `${TERRAFORM}resource_cloud_project_database_database.go (engine)`),
      cloud("name", "PostgreSQL: a database of this name exists", (inputs) => (inputs.name === "defaultdb" ? "Database defaultdb already exists" : undefined)),
    ],
    references: [CLUSTER_REFERENCE],
    id: ({ hex }) => uuid(hex),
    source: `${TERRAFORM}resource_cloud_project_database_database.go`,
  },
  {
    type: "ovh:CloudProjectDatabase/postgresSqlConnectionPool:PostgresSqlConnectionPool",
    service: "database",
    named: { property: "name", max: 63 },
    replaces: ["clusterId", "name", "serviceName"],
    rules: [PROJECT, oneOf("mode", ["session", "statement", "transaction"], `${TERRAFORM}resource_cloud_project_database_postgresql_connection_pool.go (mode)`), within("size", 1, 10_000, `${TERRAFORM}resource_cloud_project_database_postgresql_connection_pool.go (size)`)],
    references: [CLUSTER_REFERENCE],
    id: ({ hex }) => uuid(hex),
    outputs: ({ name }) => ({ port: PORT + 1, sslMode: "require", uri: `postgres://<username>:<password>@pool.database.cloud.ovh.net:${String(PORT + 1)}/${name}?sslmode=require` }),
    source: `${TERRAFORM}resource_cloud_project_database_postgresql_connection_pool.go`,
  },
];

function planProblem(inputs: Properties): string | undefined {
  const plans = PLANS[text(inputs.engine) ?? ""];
  const plan = text(inputs.plan);
  return plans === undefined || plan === undefined || plans.includes(plan) ? undefined : `plan "${plan}" does not exist for ${String(inputs.engine)}: expected one of ${plans.join(", ")}`;
}

function nodesProblem(inputs: Properties): string | undefined {
  const range = NODES[text(inputs.plan) ?? ""];
  const engine = text(inputs.engine) ?? "";
  if (range === undefined || !isList(inputs.nodes) || !["mysql", "postgresql"].includes(engine)) return undefined;
  const [least, most] = range;
  const count = inputs.nodes.length;
  return count >= least && count <= most ? undefined : `plan "${String(inputs.plan)}" of ${engine} has ${least === most ? String(least) : `${String(least)} to ${String(most)}`} nodes, got ${String(count)}`;
}

function backupProblem(inputs: Properties): string | undefined {
  const regions: Value | undefined = inputs.backupRegions;
  const engine = text(inputs.engine);
  if (!isList(regions) || regions.length === 0 || engine === undefined || !isKnown(regions)) return undefined;
  if (HAS_NO_BACKUP_SETTING.includes(engine)) return `backupRegions cannot be set for ${engine}: it has no backups`;
  if (engine === "mongodb" && regions.length > 1) return "not more than 1 backup region for mongodb";
  const own = text(valuesAt(inputs, "nodes[].region")[0]);
  return regions.length > 1 && own !== undefined && !regions.includes(own) ? `one of the backup regions ${regions.join(", ")} must be the region of the nodes, ${own}` : undefined;
}
