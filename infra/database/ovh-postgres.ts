import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import type { DatabaseEndpoint } from "../sites/site";

const ENGINE = "postgresql";
/** Two nodes with automatic failover, and backups that can leave the region. */
const PLAN = "business";
const NODES = 2;

/** Who may connect: addresses, with the reason. */
export interface Caller {
  readonly description: string;
  readonly address: pulumi.Output<string>;
}

/** The primary's PostgreSQL: two nodes on one campus, backups also in a far region. */
export class OvhPostgres extends pulumi.ComponentResource {
  readonly cluster: ovh.cloudproject.Database;
  readonly endpoint: DatabaseEndpoint;

  constructor(name: string, context: Context, callers: readonly Caller[], opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:database:OvhPostgres", name, {}, opts);
    const { config, names, providers, held } = context;
    const children = { parent: this, provider: providers.primary };
    const region = config.primary.serviceRegion;
    this.cluster = new ovh.cloudproject.Database(
      name,
      {
        serviceName: config.ovhProjectId,
        description: names.prefix,
        engine: ENGINE,
        version: config.database.version,
        plan: PLAN,
        flavor: config.primary.databaseSize,
        nodes: Array.from({ length: NODES }, () => ({ region })),
        // At most two, one of them the cluster's own: the other is the one that a fire leaves.
        backupRegions: [region, config.database.backupRegion],
        backupTime: "02:00:00",
        deletionProtection: config.protect,
        ipRestrictions: callers.map(({ description, address }) => ({ description, ip: pulumi.interpolate`${address}/32` })),
      },
      { ...children, ...held },
    );
    const database = new ovh.cloudprojectdatabase.DatabaseInstance(
      `${name}-application`,
      { serviceName: config.ovhProjectId, clusterId: this.cluster.id, engine: ENGINE, name: config.database.name },
      { ...children, ...held },
    );
    // The application's own user also replicates: it owns its tables, and grants inside the database are not the SDK's to give.
    const user = new ovh.cloudprojectdatabase.PostgresSqlUser(
      `${name}-user`,
      { serviceName: config.ovhProjectId, clusterId: this.cluster.id, name: "application", roles: ["replication"] },
      { ...children, ...held },
    );
    const reached = this.cluster.endpoints.apply((endpoints) => {
      const found = endpoints.find((candidate) => candidate.component === ENGINE);
      return { host: found?.domain ?? "", port: found?.port ?? 0 };
    });
    this.endpoint = { host: reached.host, port: reached.port, database: database.name, username: user.name, password: user.password };
    this.registerOutputs({ clusterId: this.cluster.id });
  }
}
