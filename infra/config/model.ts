import type { Location } from "../../policies/facts/geography";

/** A cloud that can carry a site. */
export type Cloud = "ovh" | "aws";

/** A site's declared role; who serves now is {@link Config.active}. */
export type Role = "primary" | "secondary";

/** One of the two sites. */
export interface SiteConfig {
  readonly provider: Cloud;
  /** The provider's compute region, for example `GRA11` or `eu-central-1`. */
  readonly region: string;
  readonly location: Location;
  /** Servers behind the load balancer, spread over the zones where there are any. */
  readonly servers: number;
  /** The provider's flavour or instance type. */
  readonly serverSize: string;
  /** The provider's database flavour or instance class. */
  readonly databaseSize: string;
}

/** An OVHcloud site with the names that its other services have for the same campus. */
export interface OvhSiteConfig extends SiteConfig {
  readonly provider: "ovh";
  /** Object storage and databases: `GRA` where servers say `GRA11`. */
  readonly serviceRegion: string;
  /** Keys and secrets (OKMS): `eu-west-gra`. */
  readonly keyRegion: string;
}

/** A site on AWS. */
export interface AwsSiteConfig extends SiteConfig {
  readonly provider: "aws";
}

/** The third place: on neither campus, holds what nobody can delete. */
export interface BackupConfig {
  readonly provider: "aws";
  readonly region: string;
  readonly location: Location;
  /** How long nobody, not even an administrator, can delete a copy. Days. */
  readonly retentionDays: number;
  /** Between two recovery points. Hours, a divisor of 24. */
  readonly intervalHours: number;
  /** Role in the same account for everything in the third place. */
  readonly assumeRole: string | undefined;
}

/** The PostgreSQL database at both sites. */
export interface DatabaseConfig {
  /** Major version, the same at both sites. */
  readonly version: string;
  readonly name: string;
  /** At the secondary; the primary's comes with its flavour. */
  readonly storageGb: number;
  /** Automated backups at the secondary. Days. */
  readonly retentionDays: number;
  /** Where OVHcloud keeps its second set of backups. */
  readonly backupRegion: string;
}

/** A stack's configuration: parsed, checked, with its places resolved. */
export interface Config {
  readonly primary: OvhSiteConfig;
  readonly secondary: AwsSiteConfig;
  readonly backup: BackupConfig;
  readonly database: DatabaseConfig;
  /** The site that names point to. */
  readonly active: Role;
  readonly domain: string;
  readonly hostname: string;
  readonly ovhProjectId: string;
  readonly ovhSubsidiary: string;
  readonly awsAccountId: string;
  /** Public key of the people who may log in to the servers. */
  readonly sshPublicKey: string;
  /** Beginning of every bucket's name; empty means project and stack. */
  readonly bucketPrefix: string;
  /** Between two runs of the object sync. Hours. */
  readonly objectSyncHours: number;
  /** Whether what holds data is protected from deletion. */
  readonly protect: boolean;
  /** Whether this stack creates the two roles with fixed names that AWS DMS expects in an account. */
  readonly createDmsRoles: boolean;
  /** Least distance for "off-site", from the policy pack's settings. Kilometres. */
  readonly minDistanceKm: number;
}

/** What is wrong with one configuration value, in words for the person who set it. */
export interface ConfigProblem {
  /** For example `firebreak:primary.region`. */
  readonly key: string;
  /** As given; absent where nothing was given or where it must not be shown. */
  readonly value?: string;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Either the configuration, or everything that is wrong with it. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };
