import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import { serviceRole } from "../iam/service-role";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsNetwork } from "../sites/aws-network";
import type { DatabaseEndpoint } from "../sites/site";

/** Memory optimised is not needed to follow the changes of one database; sizes: AWS DMS user guide, "Choosing replication instance". */
const INSTANCE_CLASS = "dms.t3.medium";
const STORAGE_GB = 100;

/** From the primary's database to the secondary's. */
export interface DatabaseReplicationArgs {
  readonly from: DatabaseEndpoint;
  readonly to: DatabaseEndpoint;
  readonly network: AwsNetwork;
  readonly key: OwnerKey;
}

/**
 * Keeps the secondary's database up to date with AWS DMS: a full load once, then every change as it is committed.
 *
 * It copies rows of tables that have a primary key. It does not copy sequences' positions, indexes beyond the primary key, or changes of
 * the schema: migrations run at both sites.
 */
export class DatabaseReplication extends pulumi.ComponentResource {
  readonly task: aws.dms.ReplicationTask;

  constructor(name: string, context: Context, args: DatabaseReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:database:Replication", name, {}, opts);
    const { config, names, providers } = context;
    const children = { parent: this, provider: providers.secondary };
    const id = `${names.prefix}-database`;

    const roles = config.createDmsRoles ? [...dmsRoles(name, config.awsAccountId, children)] : [];
    const subnets = new aws.dms.ReplicationSubnetGroup(
      `${name}-subnets`,
      { replicationSubnetGroupId: id, replicationSubnetGroupDescription: id, subnetIds: args.network.zones.map((zone) => zone.privateSubnet.id) },
      { ...children, dependsOn: roles },
    );
    const instance = new aws.dms.ReplicationInstance(
      `${name}-instance`,
      {
        replicationInstanceId: id,
        replicationInstanceClass: INSTANCE_CLASS,
        allocatedStorage: STORAGE_GB,
        multiAz: true,
        publiclyAccessible: false,
        kmsKeyArn: args.key.secondary.arn,
        replicationSubnetGroupId: subnets.replicationSubnetGroupId,
        vpcSecurityGroupIds: [args.network.replicationGroup.id],
      },
      { ...children, dependsOn: roles },
    );
    const source = endpoint(`${name}-source`, `${id}-source`, "source", args.from, args.key, children, {
      pluginName: "test-decoding",
      // Event triggers for schema changes need a superuser, which a managed database does not give.
      captureDdls: false,
      // An idle database must not hold back the write-ahead log.
      heartbeatEnable: true,
    });
    const target = endpoint(`${name}-target`, `${id}-target`, "target", args.to, args.key, children, {
      // Rows arrive table by table: foreign keys and triggers have already done their work at the primary.
      afterConnectScript: "SET session_replication_role='replica'",
    });
    this.task = new aws.dms.ReplicationTask(
      name,
      {
        replicationTaskId: id,
        replicationInstanceArn: instance.replicationInstanceArn,
        sourceEndpointArn: source.endpointArn,
        targetEndpointArn: target.endpointArn,
        migrationType: "full-load-and-cdc",
        startReplicationTask: true,
        tableMappings: JSON.stringify(TABLE_MAPPINGS),
        replicationTaskSettings: JSON.stringify(TASK_SETTINGS),
      },
      children,
    );
    this.registerOutputs({ taskArn: this.task.replicationTaskArn });
  }
}

const TABLE_MAPPINGS = {
  rules: [
    { "rule-type": "selection", "rule-id": "1", "rule-name": "every-table", "object-locator": { "schema-name": "public", "table-name": "%" }, "rule-action": "include" },
  ],
};

const TASK_SETTINGS = {
  // Never drop or empty the copy: a load that starts again after the primary is gone must not destroy what is left.
  FullLoadSettings: { TargetTablePrepMode: "DO_NOTHING" },
  TargetMetadata: { SupportLobs: true, FullLobMode: true, LobChunkSize: 64 },
  Logging: { EnableLogging: true },
  ValidationSettings: { EnableValidation: true },
};

function endpoint(
  name: string,
  endpointId: string,
  endpointType: "source" | "target",
  at: DatabaseEndpoint,
  key: OwnerKey,
  opts: pulumi.CustomResourceOptions,
  postgresSettings: aws.types.input.dms.EndpointPostgresSettings,
): aws.dms.Endpoint {
  return new aws.dms.Endpoint(
    name,
    {
      endpointId,
      endpointType,
      engineName: "postgres",
      serverName: at.host,
      port: at.port,
      databaseName: at.database,
      username: at.username,
      password: at.password,
      sslMode: "require",
      kmsKeyArn: key.secondary.arn,
      postgresSettings,
    },
    opts,
  );
}

/** DMS looks for these two roles by their names, once in an account. Source: AWS DMS user guide, "Creating the IAM roles to use with AWS DMS". */
function dmsRoles(name: string, account: string, opts: pulumi.CustomResourceOptions): readonly pulumi.Resource[] {
  const managed = "arn:aws:iam::aws:policy/service-role";
  return [
    ["vpc", "dms-vpc-role", `${managed}/AmazonDMSVPCManagementRole`],
    ["logs", "dms-cloudwatch-logs-role", `${managed}/AmazonDMSCloudWatchLogsRole`],
  ].flatMap(([part = "", roleName = "", policy = ""]) => {
    const made = serviceRole(`${name}-${part}-role`, { service: "dms.amazonaws.com", roleName, account, sourceAccount: false, managedPolicies: [policy] }, opts);
    return [made.role, ...made.permissions];
  });
}
