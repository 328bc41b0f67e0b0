import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import type { OwnerKey } from "../keys/owner-key";
import type { AwsBucket } from "./buckets";
import { lockedBucket, ovhS3Host, primaryBucket, secondaryBucket } from "./buckets";
import { ObjectReplication } from "./object-replication";
import { ObjectSync, READ_WRITE, s3Policy } from "./object-sync";

/** How the application opens its bucket at the primary. */
export interface ObjectAccess {
  readonly endpoint: string;
  readonly bucket: pulumi.Output<string>;
  readonly accessKeyId: pulumi.Output<string>;
  readonly secretAccessKey: pulumi.Output<string>;
}

/** Objects: a versioned bucket at the primary, synced to the secondary, replicated from there into the locked third place. */
export class ObjectStore extends pulumi.ComponentResource {
  readonly primary: ovh.cloudproject.Storage;
  readonly secondary: AwsBucket;
  readonly backup: AwsBucket;
  readonly access: ObjectAccess;

  constructor(name: string, context: Context, key: OwnerKey, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:storage:ObjectStore", name, {}, opts);
    this.primary = primaryBucket(context, this);
    this.secondary = secondaryBucket(context, key, this);
    this.backup = lockedBucket(context, key, this);
    const replication = new ObjectReplication(`${name}-replication`, context, { from: this.secondary, to: this.backup, key }, { parent: this });
    new ObjectSync(`${name}-sync`, context, { from: this.primary, to: this.secondary, key, after: [replication.config] }, { parent: this });
    this.access = this.applicationAccess(name, context);
    this.registerOutputs({ primary: this.primary.name, secondary: this.secondary.bucket.bucket, backup: this.backup.bucket.bucket });
  }

  private applicationAccess(name: string, context: Context): ObjectAccess {
    const { config, names, providers } = context;
    const opts = { parent: this, provider: providers.primary };
    const user = new ovh.cloudproject.User(
      `${name}-application`,
      { serviceName: config.ovhProjectId, description: `${names.prefix} application`, roleNames: ["objectstore_operator"] },
      opts,
    );
    const credential = new ovh.cloudproject.S3Credential(`${name}-application-credential`, { serviceName: config.ovhProjectId, userId: user.id }, opts);
    new ovh.cloudproject.S3Policy(
      `${name}-application-policy`,
      { serviceName: config.ovhProjectId, userId: user.id, policy: this.primary.name.apply((bucket) => s3Policy(bucket, READ_WRITE)) },
      opts,
    );
    return {
      endpoint: `https://${ovhS3Host(config.primary.serviceRegion)}`,
      bucket: this.primary.name,
      accessKeyId: credential.accessKeyId,
      secretAccessKey: credential.secretAccessKey,
    };
  }
}
