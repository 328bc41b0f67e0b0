import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "./config";

/** One provider for each place, so that a place that burned can be left out by its provider. */
export interface Providers {
  /** Everything at the primary. */
  readonly primary: ovh.Provider;
  /** Everything at the secondary, and Route 53. */
  readonly secondary: aws.Provider;
  /** Everything in the third place. */
  readonly backup: aws.Provider;
}

/**
 * Providers with the credentials that the usual environment variables or the usual configuration keys (`ovh:applicationKey`,
 * `aws:profile`, ...) give. `allowedAccountIds` stops a wrong credential before it touches anything.
 */
export function createProviders(config: Config): Providers {
  const awsKeys = new pulumi.Config("aws");
  const credentials = {
    ...optional("profile", awsKeys.get("profile")),
    ...optional("accessKey", awsKeys.getSecret("accessKey")),
    ...optional("secretKey", awsKeys.getSecret("secretKey")),
    ...optional("token", awsKeys.getSecret("token")),
  };
  const ovhKeys = new pulumi.Config("ovh");
  return {
    primary: new ovh.Provider("primary-ovh", {
      endpoint: ovhKeys.get("endpoint") ?? "ovh-eu",
      ...optional("applicationKey", ovhKeys.getSecret("applicationKey")),
      ...optional("applicationSecret", ovhKeys.getSecret("applicationSecret")),
      ...optional("consumerKey", ovhKeys.getSecret("consumerKey")),
      ...optional("clientId", ovhKeys.getSecret("clientId")),
      ...optional("clientSecret", ovhKeys.getSecret("clientSecret")),
      ...optional("accessToken", ovhKeys.getSecret("accessToken")),
    }),
    secondary: new aws.Provider("secondary-aws", {
      region: config.secondary.region as aws.Region,
      allowedAccountIds: [config.awsAccountId],
      ...credentials,
    }),
    backup: new aws.Provider("backup-aws", {
      region: config.backup.region as aws.Region,
      allowedAccountIds: [config.awsAccountId],
      ...(config.backup.assumeRole === undefined ? {} : { assumeRoles: [{ roleArn: config.backup.assumeRole, sessionName: "firebreak" }] }),
      ...credentials,
    }),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
