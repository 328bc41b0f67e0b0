import * as pulumi from "@pulumi/pulumi";
import { formatProblems, parseConfig } from "./config";
import type { Config } from "./config";
import type { Context } from "./context";
import { AwsPostgres } from "./database/aws-postgres";
import { OvhPostgres } from "./database/ovh-postgres";
import { RecoveryPoints } from "./database/recovery-points";
import { DatabaseReplication } from "./database/replication";
import { ApplicationSecret } from "./keys/application-secret";
import { OwnerKey } from "./keys/owner-key";
import { namesOf } from "./names";
import { createProviders } from "./providers";
import { AwsSite } from "./sites/aws-site";
import { OvhSite } from "./sites/ovh-site";
import { ObjectStore } from "./storage/object-store";
import { Traffic } from "./traffic/traffic";

/** The program: two sites, a third place, and what copies between them. Returns the stack's outputs. */
async function program(): Promise<Record<string, unknown>> {
  const context = contextOf(readConfig());
  const { config, providers } = context;

  const key = new OwnerKey("owner-key", context);

  const primary = new OvhSite("primary", context, config.primary, providers.primary);
  const secondary = new AwsSite("secondary", context, config.secondary, providers.secondary, key);

  const objects = new ObjectStore("objects", context, key);

  const primaryDatabase = new OvhPostgres("database-primary", context, [
    ...primary.egress.map((address) => ({ description: "servers at the primary", address })),
    ...secondary.egress.map((address) => ({ description: "replication to the secondary", address })),
  ]);
  const secondaryDatabase = new AwsPostgres("database-secondary", context, secondary.network, key);
  new DatabaseReplication("database-replication", context, {
    from: primaryDatabase.endpoint,
    to: secondaryDatabase.endpoint,
    network: secondary.network,
    key,
  });
  new RecoveryPoints("database-recovery", context, secondaryDatabase, key);

  const secret = new ApplicationSecret("application-secret", context, {
    key,
    content: {
      databases: { primary: primaryDatabase.endpoint, secondary: secondaryDatabase.endpoint },
      objects: { primary: objects.access, secondary: { bucket: objects.secondary.bucket.bucket, region: config.secondary.region } },
    },
  });

  const grants = { secretArn: secret.secretArn, bucketArn: objects.secondary.arn };
  const traffic = new Traffic("traffic", context, {
    primary: primary.serve({ database: primaryDatabase.endpoint, grants }),
    secondary: secondary.serve({ database: secondaryDatabase.endpoint, grants }),
  });

  return {
    url: `https://${context.names.host}`,
    active: config.active,
    nameServers: traffic.nameServers,
    standbyNameServers: traffic.standbyNameServers,
    buckets: { primary: objects.primary.name, secondary: objects.secondary.bucket.bucket, backup: objects.backup.bucket.bucket },
    databases: { primary: primaryDatabase.endpoint.host, secondary: secondaryDatabase.endpoint.host },
  };
}

/** The stack's configuration; all its problems in one readable message, without a stack trace, before anything is registered. */
function readConfig(): Config {
  const parsed = parseConfig(pulumi.runtime.allConfig());
  if (!parsed.ok) throw new pulumi.RunError(formatProblems(pulumi.getStack(), parsed.problems));
  return parsed.config;
}

function contextOf(config: Config): Context {
  return {
    config,
    names: namesOf(pulumi.getProject(), pulumi.getStack(), config),
    providers: createProviders(config),
    held: { protect: config.protect, retainOnDelete: config.protect },
  };
}

export = program;
