import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Context } from "../context";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsNetwork } from "../sites/aws-network";
import { POSTGRES_PORT } from "../sites/aws-network";
import type { DatabaseEndpoint } from "../sites/site";

/** Owner of the database at the secondary. */
const USERNAME = "application";

/** The secondary's PostgreSQL: two zones, encrypted with the owner's key, and hard to delete. */
export class AwsPostgres extends pulumi.ComponentResource {
  readonly instance: aws.rds.Instance;
  /** Known at preview, and depends on the instance. */
  readonly arn: pulumi.Output<string>;
  readonly endpoint: DatabaseEndpoint;

  constructor(name: string, context: Context, network: AwsNetwork, key: OwnerKey, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:database:AwsPostgres", name, {}, opts);
    const { config, names, providers, held } = context;
    const children = { parent: this, provider: providers.secondary };
    const password = new random.RandomPassword(`${name}-password`, { length: 40, special: false }, { parent: this, ...held });
    const subnets = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      { name: names.prefix, description: names.prefix, subnetIds: network.zones.map((zone) => zone.privateSubnet.id) },
      children,
    );
    const parameters = new aws.rds.ParameterGroup(
      `${name}-parameters`,
      {
        family: `postgres${config.database.version}`,
        description: names.prefix,
        parameters: [
          { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
          // So that the way back can start without a restart after a failover.
          { name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" },
        ],
      },
      children,
    );
    this.instance = new aws.rds.Instance(
      name,
      {
        identifier: `${names.prefix}-secondary`,
        engine: "postgres",
        engineVersion: config.database.version,
        instanceClass: config.secondary.databaseSize,
        allocatedStorage: config.database.storageGb,
        storageType: "gp3",
        storageEncrypted: true,
        kmsKeyId: key.secondary.arn,
        multiAz: true,
        dbName: config.database.name,
        username: USERNAME,
        password: password.result,
        port: POSTGRES_PORT,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [network.databaseGroup.id],
        parameterGroupName: parameters.name,
        publiclyAccessible: false,
        backupRetentionPeriod: config.database.retentionDays,
        backupWindow: "02:00-03:00",
        maintenanceWindow: "sun:03:30-sun:04:30",
        copyTagsToSnapshot: true,
        deletionProtection: config.protect,
        deleteAutomatedBackups: false,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${names.prefix}-secondary-final`,
      },
      { ...children, ...held },
    );
    this.arn = pulumi.interpolate`arn:aws:rds:${config.secondary.region}:${config.awsAccountId}:db:${this.instance.identifier}`;
    this.endpoint = {
      host: this.instance.address,
      port: this.instance.port,
      database: config.database.name,
      username: this.instance.username,
      password: password.result,
    };
    this.registerOutputs({ arn: this.arn });
  }
}
