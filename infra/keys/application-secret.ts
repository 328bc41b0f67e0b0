import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../context";
import type { OwnerKey } from "./owner-key";

/** Before AWS forgets a deleted secret; 30 days is its maximum (secretsmanager.Secret.recoveryWindowInDays). */
const RECOVERY_WINDOW_DAYS = 30;

/** What the application needs to open either site's database and objects. */
export interface ApplicationSecretArgs {
  readonly key: OwnerKey;
  readonly content: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** The application's secret, complete in each of the three places: whichever survives is enough to start again. */
export class ApplicationSecret extends pulumi.ComponentResource {
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, context: Context, args: ApplicationSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:keys:ApplicationSecret", name, {}, opts);
    const { config, names, providers, held } = context;
    const content = pulumi.secret(pulumi.jsonStringify(args.content));

    const secret = new aws.secretsmanager.Secret(
      `${name}-secondary`,
      {
        name: `${names.prefix}/application`,
        description: "What the application needs to open the databases and buckets of both sites",
        kmsKeyId: args.key.secondary.arn,
        replicas: [{ region: config.backup.region, kmsKeyId: args.key.backup.arn }],
        recoveryWindowInDays: RECOVERY_WINDOW_DAYS,
      },
      { parent: this, provider: providers.secondary, ...held },
    );
    new aws.secretsmanager.SecretVersion(
      `${name}-secondary-version`,
      { secretId: secret.id, secretString: content },
      { parent: this, provider: providers.secondary, retainOnDelete: held.retainOnDelete },
    );
    new ovh.okms.Secret(
      `${name}-primary`,
      { okmsId: args.key.domain.id, path: `${names.prefix}/application`, metadata: { maxVersions: 10 }, version: { data: content } },
      { parent: this, provider: providers.primary, ...held },
    );
    this.secretArn = secret.arn;
    this.registerOutputs({ secretArn: this.secretArn });
  }
}
