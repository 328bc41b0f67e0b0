import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSiteConfig, Role } from "../config";
import type { Context } from "../context";
import { serviceRole } from "../iam/service-role";
import type { OwnerKey } from "../keys/owner-key";
import { awsNetwork } from "./aws-network";
import type { AwsNetwork } from "./aws-network";
import { cloudInit, HEALTH_PATH, HTTPS_PORT } from "./cloud-init";
import type { Frontend, ServersArgs, Site } from "./site";

/** Where Canonical publishes the id of its current image, the same system as at OVHcloud. Source: Ubuntu on AWS, "Find Ubuntu images". */
const IMAGE_PARAMETER = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id";

/** A site on AWS: two zones, servers without public addresses, a network load balancer with fixed addresses in front. */
export class AwsSite extends pulumi.ComponentResource implements Site {
  readonly egress: readonly pulumi.Output<string>[];
  readonly network: AwsNetwork;

  constructor(
    readonly role: Role,
    private readonly context: Context,
    private readonly site: AwsSiteConfig,
    private readonly provider: aws.Provider,
    private readonly key: OwnerKey,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("firebreak:sites:AwsSite", role, {}, opts);
    this.network = awsNetwork(role, context.names.prefix, site.region, { parent: this, provider });
    this.egress = this.network.zones.map((zone) => zone.egress.publicIp);
    this.registerOutputs({ region: site.region, egress: this.egress });
  }

  serve(args: ServersArgs): Frontend {
    const { role, site, network, context } = this;
    const children = { parent: this, provider: this.provider };
    const { sshPublicKey } = context.config;
    const userData = pulumi
      .all([args.database.host, args.database.port])
      .apply(([databaseHost, databasePort]) => cloudInit({ role, databaseHost, databasePort, sshPublicKey }));
    const ami = aws.ssm.getParameterOutput({ name: IMAGE_PARAMETER, region: site.region }, children).value;
    const iamInstanceProfile = this.profile(args).name;
    const servers = Array.from({ length: site.servers }, (_, index) => {
      const zone = network.zones[index % network.zones.length];
      return new aws.ec2.Instance(
        `${role}-server-${index}`,
        {
          ami,
          instanceType: site.serverSize,
          ...(zone === undefined ? {} : { subnetId: zone.privateSubnet.id }),
          vpcSecurityGroupIds: [network.serversGroup.id],
          iamInstanceProfile,
          userData,
          userDataReplaceOnChange: true,
          metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
          rootBlockDevice: { volumeType: "gp3", encrypted: true, kmsKeyId: this.key.secondary.arn },
          tags: { Name: `${context.names.prefix}-${role}-${index}` },
        },
        // A newer image must not replace servers at a time that nobody chose.
        { ...children, ignoreChanges: ["ami"] },
      );
    });
    return this.loadBalancer(servers);
  }

  /** What a server may do: read the application's secret, work with the site's bucket. */
  private profile(args: ServersArgs): aws.iam.InstanceProfile {
    const { role, context } = this;
    const children = { parent: this, provider: this.provider };
    const taken = serviceRole(
      `${role}-servers`,
      {
        service: "ec2.amazonaws.com",
        roleName: `${context.names.prefix}-${role}-servers`,
        account: context.config.awsAccountId,
        sourceAccount: false,
        statements: [
          { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: args.grants.secretArn },
          { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: args.grants.bucketArn },
          { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: pulumi.interpolate`${args.grants.bucketArn}/*` },
          { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: this.key.secondary.arn },
        ],
      },
      children,
    );
    return new aws.iam.InstanceProfile(`${role}-servers`, { name: `${context.names.prefix}-${role}-servers`, role: taken.role.name }, children);
  }

  private loadBalancer(servers: readonly aws.ec2.Instance[]): Frontend {
    const { role, network, context } = this;
    const children = { parent: this, provider: this.provider };
    const addresses = network.zones.map(
      (_, index) => new aws.ec2.Eip(`${role}-address-${index}`, { domain: "vpc", tags: { Name: `${context.names.prefix}-${role}` } }, { ...children, protect: context.held.protect }),
    );
    const balancer = new aws.lb.LoadBalancer(
      `${role}-balancer`,
      {
        loadBalancerType: "network",
        internal: false,
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: context.held.protect,
        subnetMappings: network.zones.flatMap((zone, index) => {
          const address = addresses[index];
          return address === undefined ? [] : [{ subnetId: zone.publicSubnet.id, allocationId: address.id }];
        }),
      },
      children,
    );
    const group = new aws.lb.TargetGroup(
      `${role}-targets`,
      {
        port: HTTPS_PORT,
        protocol: "TCP",
        targetType: "instance",
        vpcId: network.vpc.id,
        healthCheck: { enabled: true, protocol: "HTTPS", path: HEALTH_PATH, port: "traffic-port", matcher: "200", interval: 10, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 2 },
      },
      children,
    );
    new aws.lb.Listener(
      `${role}-https`,
      { loadBalancerArn: balancer.arn, port: HTTPS_PORT, protocol: "TCP", defaultActions: [{ type: "forward", targetGroupArn: group.arn }] },
      children,
    );
    for (const [index, server] of servers.entries()) {
      new aws.lb.TargetGroupAttachment(`${role}-target-${index}`, { targetGroupArn: group.arn, targetId: server.id, port: HTTPS_PORT }, children);
    }
    return { addresses: addresses.map((address) => address.publicIp), health: { fqdn: balancer.dnsName } };
  }
}
