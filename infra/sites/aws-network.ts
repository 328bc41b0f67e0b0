import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Role } from "../config";
import { HTTPS_PORT } from "./cloud-init";

const NETWORK = "10.20";
const CIDR = `${NETWORK}.0.0/16`;
const ANYWHERE = "0.0.0.0/0";
export const POSTGRES_PORT = 5432;

/** A subnet that faces the world, one that does not, and the way out of it: one of each in every zone that is used. */
export interface Zone {
  readonly publicSubnet: aws.ec2.Subnet;
  readonly privateSubnet: aws.ec2.Subnet;
  readonly egress: aws.ec2.Eip;
}

/** The network of a site on AWS. */
export interface AwsNetwork {
  readonly vpc: aws.ec2.Vpc;
  readonly zones: readonly Zone[];
  readonly serversGroup: aws.ec2.SecurityGroup;
  readonly databaseGroup: aws.ec2.SecurityGroup;
  /** For what copies the other site's database into this one. */
  readonly replicationGroup: aws.ec2.SecurityGroup;
}

/** Two zones, each with its own way out, so that a zone that fails takes neither the service nor the replication. */
export function awsNetwork(role: Role, prefix: string, region: string, opts: pulumi.CustomResourceOptions): AwsNetwork {
  const tags = { Name: `${prefix}-${role}` };
  const vpc = new aws.ec2.Vpc(`${role}-network`, { cidrBlock: CIDR, enableDnsHostnames: true, enableDnsSupport: true, tags }, opts);
  const gateway = new aws.ec2.InternetGateway(`${role}-internet`, { vpcId: vpc.id, tags }, opts);
  const publicRoutes = new aws.ec2.RouteTable(`${role}-public`, { vpcId: vpc.id, tags }, opts);
  new aws.ec2.Route(`${role}-public-default`, { routeTableId: publicRoutes.id, destinationCidrBlock: ANYWHERE, gatewayId: gateway.id }, opts);

  // Zone names differ by account; those that every account has are asked for.
  const names = aws.getAvailabilityZonesOutput(
    { region, state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
    opts,
  ).names;
  const zones = [0, 1].map((index): Zone => {
    const availabilityZone = names.apply((all) => all[index] ?? "");
    const publicSubnet = new aws.ec2.Subnet(`${role}-public-${index}`, { vpcId: vpc.id, cidrBlock: `${NETWORK}.${index}.0/24`, availabilityZone, tags }, opts);
    const privateSubnet = new aws.ec2.Subnet(`${role}-private-${index}`, { vpcId: vpc.id, cidrBlock: `${NETWORK}.${10 + index}.0/24`, availabilityZone, tags }, opts);
    const egress = new aws.ec2.Eip(`${role}-egress-${index}`, { domain: "vpc", tags }, opts);
    const nat = new aws.ec2.NatGateway(`${role}-nat-${index}`, { subnetId: publicSubnet.id, allocationId: egress.id, tags }, { ...opts, dependsOn: [gateway] });
    const routes = new aws.ec2.RouteTable(`${role}-private-${index}`, { vpcId: vpc.id, tags }, opts);
    new aws.ec2.Route(`${role}-private-default-${index}`, { routeTableId: routes.id, destinationCidrBlock: ANYWHERE, natGatewayId: nat.id }, opts);
    new aws.ec2.RouteTableAssociation(`${role}-public-${index}`, { subnetId: publicSubnet.id, routeTableId: publicRoutes.id }, opts);
    new aws.ec2.RouteTableAssociation(`${role}-private-${index}`, { subnetId: privateSubnet.id, routeTableId: routes.id }, opts);
    return { publicSubnet, privateSubnet, egress };
  });
  return { vpc, zones, ...securityGroups(role, vpc, opts) };
}

type Groups = Pick<AwsNetwork, "serversGroup" | "databaseGroup" | "replicationGroup">;

function securityGroups(role: Role, vpc: aws.ec2.Vpc, opts: pulumi.CustomResourceOptions): Groups {
  const group = (name: string, description: string) => new aws.ec2.SecurityGroup(`${role}-${name}`, { vpcId: vpc.id, description }, opts);
  const serversGroup = group("servers", "Servers: HTTPS from anywhere, through the load balancer");
  const databaseGroup = group("database", "Database: servers and replication only");
  const replicationGroup = group("replication", "Replication from the other site: calls out, is not called");

  // A network load balancer hands on the client's own address.
  new aws.vpc.SecurityGroupIngressRule(
    `${role}-servers-https`,
    { securityGroupId: serversGroup.id, ipProtocol: "tcp", fromPort: HTTPS_PORT, toPort: HTTPS_PORT, cidrIpv4: ANYWHERE },
    opts,
  );
  for (const [name, from] of [["servers", serversGroup], ["replication", replicationGroup]] as const) {
    new aws.vpc.SecurityGroupIngressRule(
      `${role}-database-${name}`,
      { securityGroupId: databaseGroup.id, ipProtocol: "tcp", fromPort: POSTGRES_PORT, toPort: POSTGRES_PORT, referencedSecurityGroupId: from.id },
      opts,
    );
    new aws.vpc.SecurityGroupEgressRule(`${role}-${name}-out`, { securityGroupId: from.id, ipProtocol: "-1", cidrIpv4: ANYWHERE }, opts);
  }
  return { serversGroup, databaseGroup, replicationGroup };
}
