import type { Graph, GraphNode } from "../../policies/graph/model";
import { isList, isRecord, isUnknown, type Value } from "../../policies/graph/value";

/** Terraform's names for types where they do not follow from Pulumi's. */
const NAMES: Readonly<Record<string, string>> = {
  "aws:ec2/vpc:Vpc": "aws_vpc",
  "aws:ec2/subnet:Subnet": "aws_subnet",
  "aws:ec2/internetGateway:InternetGateway": "aws_internet_gateway",
  "aws:ec2/routeTable:RouteTable": "aws_route_table",
  "aws:ec2/route:Route": "aws_route",
  "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
  "aws:ec2/launchTemplate:LaunchTemplate": "aws_launch_template",
  "aws:rds/instance:Instance": "aws_db_instance",
  "aws:rds/subnetGroup:SubnetGroup": "aws_db_subnet_group",
  "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "aws_s3_bucket_replication_configuration",
  "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
  "random:index/randomPassword:RandomPassword": "random_password",
  "ovh:CloudProject/loadBalancer:LoadBalancer": "ovh_cloud_project_loadbalancer",
  "ovh:CloudProjectDatabase/postgresSqlUser:PostgresSqlUser": "ovh_cloud_project_database_postgresql_user",
};
/** Inputs that are blocks in Terraform and carry the singular there. */
const BLOCKS: Readonly<Record<string, string>> = { rules: "rule", replicas: "replica", copyActions: "copy_action" };

function snake(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** `aws:s3/bucket:Bucket` as `aws_s3_bucket`. */
export function terraformType(type: string): string {
  const known = NAMES[type];
  if (known !== undefined) return known;
  const [provider = "", module = ""] = type.split(":");
  const [folder = "", name = ""] = module.split("/");
  return [provider, snake(folder), snake(name)].join("_");
}

/** What is known of a value, as a plan writes it: names with underscores, a single block as a list of one. */
function known(value: Value): unknown {
  if (isUnknown(value)) return undefined;
  if (isList(value)) return value.map(known).filter((one) => one !== undefined);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const inner = known(one);
      return inner === undefined ? [] : [[BLOCKS[key] ?? snake(key), isRecord(one) && key !== "tags" ? [inner] : inner]];
    }),
  );
}

/** The same resources as Terraform's plan in JSON (`terraform show -json`), with the references between them; components and providers have no place there. */
export function terraformPlan(graph: Graph): string {
  const nodes = graph.nodes.filter((node) => node.custom && !node.type.startsWith("pulumi:"));
  const name = (node: GraphNode) => node.name.replaceAll("-", "_");
  const address = (node: GraphNode) => `${terraformType(node.type)}.${name(node)}`;
  const base = (node: GraphNode) => ({ address: address(node), mode: "managed", type: terraformType(node.type), name: name(node) });
  const provider = (node: GraphNode) => `registry.terraform.io/${node.type.startsWith("ovh:") ? "ovh" : "hashicorp"}/${node.type.slice(0, node.type.indexOf(":"))}`;
  const values = (node: GraphNode) => known(node.inputs);
  const expressions = (node: GraphNode) =>
    Object.fromEntries(
      Object.entries(node.propertyDependencies).map(([key, urns]) => [
        BLOCKS[key] ?? snake(key),
        { references: urns.flatMap((urn) => graph.byUrn.get(urn) ?? []).flatMap((target) => [`${address(target)}.id`, address(target)]) },
      ]),
    );
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: nodes.map((node) => ({ ...base(node), provider_name: provider(node), schema_version: 0, values: values(node) })) } },
    resource_changes: nodes.map((node) => ({ ...base(node), provider_name: provider(node), change: { actions: ["create"], before: null, after: values(node), after_unknown: {} } })),
    configuration: { root_module: { resources: nodes.map((node) => ({ ...base(node), provider_config_key: node.type.slice(0, node.type.indexOf(":")), expressions: expressions(node), schema_version: 0 })) } },
  });
}
