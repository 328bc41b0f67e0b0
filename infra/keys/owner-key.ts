import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Context } from "../context";

/** Waiting time before AWS deletes a key; 30 days is its maximum (kms.ExternalKey.deletionWindowInDays). */
const DELETION_WINDOW_DAYS = 30;

/**
 * One 256-bit key that its owner holds, imported wherever data is encrypted with it: as a multi-region key at the secondary and in
 * the third place, and into a key domain at the primary. The material itself lives, encrypted, in the Pulumi state, so no cloud and
 * no campus takes the only copy with it: keep the state at neither site.
 */
export class OwnerKey extends pulumi.ComponentResource {
  /** The key at the secondary. */
  readonly secondary: aws.kms.ExternalKey;
  /** The same key in the third place. */
  readonly backup: aws.kms.ReplicaExternalKey;
  /** The key domain at the primary, which also keeps the primary's secrets. */
  readonly domain: ovh.okms.Okms;

  constructor(name: string, context: Context, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:keys:OwnerKey", name, {}, opts);
    const { config, names, providers, held } = context;
    const description = `${names.prefix}: owner-held key`;
    const alias = `alias/${names.prefix}-owner`;

    const material = new random.RandomBytes(`${name}-material`, { length: 32 }, { parent: this, ...held });

    this.secondary = new aws.kms.ExternalKey(
      `${name}-secondary`,
      { description, keyMaterialBase64: material.base64, multiRegion: true, enabled: true, deletionWindowInDays: DELETION_WINDOW_DAYS },
      { parent: this, provider: providers.secondary, ...held },
    );
    new aws.kms.Alias(`${name}-secondary-alias`, { name: alias, targetKeyId: this.secondary.arn }, { parent: this, provider: providers.secondary });

    this.backup = new aws.kms.ReplicaExternalKey(
      `${name}-backup`,
      {
        description,
        primaryKeyArn: this.secondary.arn,
        keyMaterialBase64: material.base64,
        enabled: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
      },
      { parent: this, provider: providers.backup, ...held },
    );
    new aws.kms.Alias(`${name}-backup-alias`, { name: alias, targetKeyId: this.backup.arn }, { parent: this, provider: providers.backup });

    this.domain = new ovh.okms.Okms(
      `${name}-domain`,
      { displayName: names.prefix, region: config.primary.keyRegion, ovhSubsidiary: config.ovhSubsidiary },
      { parent: this, provider: providers.primary, ...held },
    );
    new ovh.okms.ServiceKeyJWK(
      `${name}-primary`,
      {
        okmsId: this.domain.id,
        name: `${names.prefix}-owner`,
        context: `${names.prefix}-owner`,
        keys: [{ kty: "oct", keyOps: ["encrypt", "decrypt"], k: material.base64.apply(base64Url) }],
      },
      { parent: this, provider: providers.primary, ...held },
    );
    this.registerOutputs({ secondaryKeyArn: this.secondary.arn, backupKeyArn: this.backup.arn, domainId: this.domain.id });
  }
}

/** JSON Web Keys write bytes in base64url without padding (RFC 7518, 6.4.1). */
export function base64Url(base64: string): string {
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
