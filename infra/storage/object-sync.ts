import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import { serviceRole } from "../iam/service-role";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsBucket } from "./buckets";
import { ovhS3Host } from "./buckets";

/** From where, to where. */
export interface ObjectSyncArgs {
  readonly from: ovh.cloudproject.Storage;
  readonly to: AwsBucket;
  readonly key: OwnerKey;
  /** What must be in place before the first object arrives, so that nothing arrives unreplicated. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Copies the primary's objects to the secondary on a schedule with AWS DataSync, cloud to cloud without an agent.
 *
 * It copies current versions, never deletes at the secondary what was deleted at the primary, and is as old as its interval; there is
 * no continuous replication between the two clouds. DataSync works with storage that speaks the S3 API; the clouds that AWS documents by
 * name do not include OVHcloud.
 */
export class ObjectSync extends pulumi.ComponentResource {
  readonly task: aws.datasync.Task;

  constructor(name: string, context: Context, args: ObjectSyncArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:storage:ObjectSync", name, {}, opts);
    const { config, names, providers } = context;
    const atPrimary = { parent: this, provider: providers.primary };
    const atSecondary = { parent: this, provider: providers.secondary };

    const reader = new ovh.cloudproject.User(
      `${name}-reader`,
      { serviceName: config.ovhProjectId, description: `${names.prefix} object sync, reads only`, roleNames: ["objectstore_operator"] },
      atPrimary,
    );
    const credential = new ovh.cloudproject.S3Credential(`${name}-credential`, { serviceName: config.ovhProjectId, userId: reader.id }, atPrimary);
    const readOnly = new ovh.cloudproject.S3Policy(
      `${name}-read-only`,
      { serviceName: config.ovhProjectId, userId: reader.id, policy: args.from.name.apply((bucket) => s3Policy(bucket, READ)) },
      atPrimary,
    );
    const source = new aws.datasync.LocationObjectStorage(
      `${name}-source`,
      {
        serverHostname: ovhS3Host(config.primary.serviceRegion),
        serverProtocol: "HTTPS",
        serverPort: 443,
        bucketName: args.from.name,
        subdirectory: "/",
        accessKey: credential.accessKeyId,
        secretKey: credential.secretAccessKey,
      },
      { ...atSecondary, dependsOn: [readOnly] },
    );

    const role = serviceRole(
      `${name}-role`,
      {
        service: "datasync.amazonaws.com",
        roleName: `${names.prefix}-object-sync`,
        account: config.awsAccountId,
        statements: [
          { Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], Resource: args.to.arn },
          {
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Resource: pulumi.interpolate`${args.to.arn}/*`,
          },
          { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: args.key.secondary.arn },
        ],
      },
      atSecondary,
    );
    const destination = new aws.datasync.S3Location(
      `${name}-destination`,
      { s3BucketArn: args.to.arn, subdirectory: "/", s3StorageClass: "STANDARD", s3Config: { bucketAccessRoleArn: role.arn } },
      { ...atSecondary, dependsOn: [...role.permissions, args.to.versioning] },
    );

    this.task = new aws.datasync.Task(
      name,
      {
        name: `${names.prefix}-object-sync`,
        sourceLocationArn: source.arn,
        destinationLocationArn: destination.arn,
        taskMode: "ENHANCED",
        schedule: { scheduleExpression: `rate(${config.objectSyncHours} ${config.objectSyncHours === 1 ? "hour" : "hours"})`, status: "ENABLED" },
        options: {
          transferMode: "CHANGED",
          overwriteMode: "ALWAYS",
          // A deletion at the primary, wanted or not, must not reach the copy.
          preserveDeletedFiles: "PRESERVE",
          verifyMode: "ONLY_FILES_TRANSFERRED",
          objectTags: "NONE",
          posixPermissions: "NONE",
          uid: "NONE",
          gid: "NONE",
          taskQueueing: "ENABLED",
        },
      },
      { ...atSecondary, dependsOn: [...args.after] },
    );
    this.registerOutputs({ taskArn: this.task.arn });
  }
}

const READ = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];

/** What an application may do with its bucket: everything but removing versions for good. */
export const READ_WRITE = [...READ, "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/** A policy of an OVHcloud object storage user for one bucket. */
export function s3Policy(bucket: string, actions: readonly string[]): string {
  const resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return JSON.stringify({ Statement: [{ Sid: "bucket", Effect: "Allow", Action: actions, Resource: resource }] });
}
