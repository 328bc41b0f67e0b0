import type { Making, Reference, Rule } from "../model";
import { matches } from "../rule";

/** Where the facts about the AWS provider come from. */
export const TERRAFORM = "github.com/hashicorp/terraform-provider-aws, internal/service/";

/** An ARN in the resource's own region and account. */
export function arn(making: Making, service: string, resource: string): string {
  return `arn:aws:${service}:${making.region}:${making.account}:${resource}`;
}

/** An ARN of a service without regions. */
export function globalArn(making: Making, service: string, resource: string): string {
  return `arn:aws:${service}::${making.account}:${resource}`;
}

/** An ARN as an input. */
export function arnInput(path: string, service: string): Rule {
  return matches(path, new RegExp(`^arn:aws[a-z-]*:${service}:`), `an ARN of ${service}`, `${TERRAFORM}*: verify.ValidARN`);
}

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const EIP = "aws:ec2/eip:Eip";
export const INSTANCE = "aws:ec2/instance:Instance";
export const BUCKET = "aws:s3/bucket:Bucket";
export const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
export const ROLE = "aws:iam/role:Role";
export const INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile";
export const DB_INSTANCE = "aws:rds/instance:Instance";
export const VAULT = "aws:backup/vault:Vault";
export const KEYS = ["aws:kms/externalKey:ExternalKey", "aws:kms/replicaExternalKey:ReplicaExternalKey", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"] as const;
export const ALIAS = "aws:kms/alias:Alias";

/** A KMS key by id, ARN or alias. Keys that AWS manages exist everywhere. */
export function keyReference(path: string, missing = (value: string): string => `NotFoundException: Key '${value}' does not exist`): Reference {
  return { path, to: [...KEYS, ALIAS], by: ["id", "arn", "name"], anyRegion: true, outside: (value) => value.includes("alias/aws/"), missing, source: "KMS API: NotFoundException" };
}

/** A role by ARN. */
export function roleReference(path: string, missing: (value: string) => string, source: string): Reference {
  return { path, to: [ROLE], by: "arn", outside: (value) => value.includes(":role/aws-service-role/"), missing, source };
}

/** A VPC by id; deleting one that is in use is a dependency violation. */
export const VPC_REFERENCE: Reference = {
  path: "vpcId",
  to: [VPC],
  missing: (value) => `InvalidVpcID.NotFound: The vpc ID '${value}' does not exist`,
  inUse: (target) => `DependencyViolation: The vpc '${target.id}' has dependencies and cannot be deleted.`,
  source: "EC2 API error codes",
};

/** Subnets by id. */
export function subnetReference(path: string): Reference {
  return {
    path,
    to: [SUBNET],
    missing: (value) => `InvalidSubnetID.NotFound: The subnet ID '${value}' does not exist`,
    inUse: (target) => `DependencyViolation: The subnet '${target.id}' has dependencies and cannot be deleted.`,
    source: "EC2 API error codes",
  };
}

/** Security groups by id. */
export function securityGroupReference(path: string, inUse = true): Reference {
  return {
    path,
    to: [SECURITY_GROUP],
    missing: (value) => `InvalidGroup.NotFound: The security group '${value}' does not exist`,
    ...(inUse ? { inUse: (target: { readonly id: string }) => `DependencyViolation: resource ${target.id} has a dependent object` } : {}),
    source: "EC2 API error codes",
  };
}

/** Buckets by name. */
export const BUCKET_REFERENCE: Reference = { path: "bucket", to: [BUCKET], missing: (value) => `NoSuchBucket: The specified bucket does not exist (${value})`, source: "S3 API error codes" };
