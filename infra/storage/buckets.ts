import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import type { OwnerKey } from "../keys/owner-key";

/** Host of OVHcloud's S3 endpoint for a storage region. Source: OVHcloud's guide to object storage endpoints and locations. */
export function ovhS3Host(serviceRegion: string): string {
  return `s3.${serviceRegion.toLowerCase()}.io.cloud.ovh.net`;
}

/** The versioned bucket at the primary. OVHcloud encrypts it with keys of its own; the copies are encrypted with the owner's key. */
export function primaryBucket(context: Context, parent: pulumi.Resource): ovh.cloudproject.Storage {
  const { config, names, providers, held } = context;
  return new ovh.cloudproject.Storage(
    "objects-primary",
    {
      serviceName: config.ovhProjectId,
      regionName: config.primary.serviceRegion,
      name: names.bucket("primary"),
      versioning: { status: "enabled" },
      encryption: { sseAlgorithm: "AES256" },
      hideObjects: true,
    },
    { parent, provider: providers.primary, ...held },
  );
}

/** A versioned, encrypted bucket on AWS that nobody can make public. */
export interface AwsBucket {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;
  /** Known at preview, and depends on the bucket. */
  readonly arn: pulumi.Output<string>;
}

/** What differs between the buckets on AWS. */
export interface AwsBucketArgs {
  readonly name: string;
  readonly keyArn: pulumi.Input<string>;
  readonly provider: aws.Provider;
  /** Locked against deletion: can only be decided when the bucket is made. */
  readonly locked: boolean;
}

/** Makes a bucket on AWS with what every bucket here has. */
export function awsBucket(name: string, context: Context, args: AwsBucketArgs, parent: pulumi.Resource): AwsBucket {
  const opts = { parent, provider: args.provider };
  const bucket = new aws.s3.Bucket(
    name,
    { bucket: args.name, ...(args.locked ? { objectLockEnabled: true } : {}) },
    { ...opts, ...context.held },
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    { ...opts, ...context.held },
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn }, bucketKeyEnabled: true }],
    },
    { ...opts, ...context.held },
  );
  new aws.s3.BucketOwnershipControls(`${name}-ownership`, { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, opts);
  new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    { bucket: bucket.bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    opts,
  );
  return { bucket, versioning, arn: pulumi.interpolate`arn:aws:s3:::${bucket.bucket}` };
}

/** The bucket at the secondary, encrypted with the owner's key. */
export function secondaryBucket(context: Context, key: OwnerKey, parent: pulumi.Resource): AwsBucket {
  const { names, providers } = context;
  return awsBucket(
    "objects-secondary",
    context,
    { name: names.bucket("secondary"), keyArn: key.secondary.arn, provider: providers.secondary, locked: false },
    parent,
  );
}

/** The bucket in the third place: what lies in it cannot be deleted by anyone before its retention ends. */
export function lockedBucket(context: Context, key: OwnerKey, parent: pulumi.Resource): AwsBucket {
  const { config, names, providers, held } = context;
  const made = awsBucket(
    "objects-backup",
    context,
    { name: names.bucket("backup"), keyArn: key.backup.arn, provider: providers.backup, locked: true },
    parent,
  );
  new aws.s3.BucketObjectLockConfiguration(
    "objects-backup-lock",
    {
      bucket: made.bucket.bucket,
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: config.backup.retentionDays } },
    },
    { parent, provider: providers.backup, dependsOn: [made.versioning], ...held },
  );
  return made;
}
