import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import { serviceRole } from "../iam/service-role";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsBucket } from "./buckets";

/** The time that S3 Replication Time Control promises; 15 is the only value it takes (s3.BucketReplicationConfig). */
const RTC_MINUTES = 15;

/** From the secondary's bucket to the locked one. */
export interface ObjectReplicationArgs {
  readonly from: AwsBucket;
  readonly to: AwsBucket;
  readonly key: OwnerKey;
}

/** S3 replication into the third place, whose bucket keeps what arrives until its retention ends. Deletions stay behind. */
export class ObjectReplication extends pulumi.ComponentResource {
  readonly config: aws.s3.BucketReplicationConfig;

  constructor(name: string, context: Context, args: ObjectReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:storage:ObjectReplication", name, {}, opts);
    const { config, names, providers, held } = context;
    const atSecondary = { parent: this, provider: providers.secondary };

    const role = serviceRole(
      `${name}-role`,
      {
        service: "s3.amazonaws.com",
        roleName: `${names.prefix}-object-replication`,
        account: config.awsAccountId,
        statements: [
          { Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: args.from.arn },
          {
            Effect: "Allow",
            Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            Resource: pulumi.interpolate`${args.from.arn}/*`,
          },
          { Effect: "Allow", Action: ["s3:ReplicateObject", "s3:ReplicateTags"], Resource: pulumi.interpolate`${args.to.arn}/*` },
          { Effect: "Allow", Action: ["kms:Decrypt"], Resource: args.key.secondary.arn },
          { Effect: "Allow", Action: ["kms:Encrypt"], Resource: args.key.backup.arn },
        ],
      },
      atSecondary,
    );

    this.config = new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: args.from.bucket.bucket,
        role: role.arn,
        rules: [
          {
            id: "everything-to-the-third-place",
            priority: 0,
            status: "Enabled",
            filter: { prefix: "" },
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: args.to.arn,
              storageClass: "STANDARD",
              encryptionConfiguration: { replicaKmsKeyId: args.key.backup.arn },
              replicationTime: { status: "Enabled", time: { minutes: RTC_MINUTES } },
              metrics: { status: "Enabled", eventThreshold: { minutes: RTC_MINUTES } },
            },
          },
        ],
      },
      { ...atSecondary, dependsOn: [args.from.versioning, args.to.versioning, ...role.permissions], ...held },
    );
    this.registerOutputs({ bucket: this.config.bucket });
  }
}
