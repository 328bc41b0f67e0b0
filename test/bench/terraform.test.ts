import { generateGraph } from "../../operations/bench/graphs";
import { terraformPlan, terraformType } from "../../operations/bench/terraform";

interface Planned {
  readonly planned_values: { readonly root_module: { readonly resources: readonly { readonly address: string; readonly type: string; readonly values: Readonly<Record<string, unknown>> }[] } };
  readonly configuration: { readonly root_module: { readonly resources: readonly { readonly address: string; readonly expressions: Readonly<Record<string, { readonly references: readonly string[] }>> }[] } };
}

const graph = generateGraph(1000);
const plan = JSON.parse(terraformPlan(graph)) as Planned;

it("names types as Terraform does", () => {
  const names = ["aws:s3/bucketVersioning:BucketVersioning", "aws:ec2/vpc:Vpc", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "random:index/randomPassword:RandomPassword", "ovh:CloudProject/storage:Storage"].map(terraformType);
  expect(names).toEqual(["aws_s3_bucket_versioning", "aws_vpc", "aws_vpc_security_group_ingress_rule", "random_password", "ovh_cloud_project_storage"]);
});

it("holds every resource of the graph, each with an address of its own, and none of the components and providers", () => {
  const resources = plan.planned_values.root_module.resources;
  const real = graph.nodes.filter((node) => node.custom && !node.type.startsWith("pulumi:"));
  expect(resources).toHaveLength(real.length);
  expect(new Set(resources.map((resource) => resource.address)).size).toBe(real.length);
});

it("writes inputs with underscores, leaves out what is not known, and keeps what refers to what", () => {
  const address = "aws_s3_bucket_versioning.t0_s0_objects_versioning";
  expect(plan.planned_values.root_module.resources.find((one) => one.address === address)?.values).toEqual({ region: "eu-central-1", versioning_configuration: [{ status: "Enabled" }] });
  expect(plan.configuration.root_module.resources.find((one) => one.address === address)?.expressions).toEqual({ bucket: { references: ["aws_s3_bucket.t0_s0_objects.id", "aws_s3_bucket.t0_s0_objects"] } });
});
