import type { SchemaObject } from "ajv";

/** Namespace of every key, and the project's name. */
export const NAMESPACE = "firebreak";

/** One key of the stack configuration. `Pulumi.yaml` declares the same keys, types, defaults and descriptions; a test compares them. */
export interface ConfigKey {
  readonly name: string;
  readonly type: "string" | "boolean" | "object";
  readonly required: boolean;
  /** Used where the stack sets nothing. */
  readonly default?: unknown;
  /** JSON schema of the value; each `description` says what is allowed. */
  readonly schema: SchemaObject;
}

const provider = { type: "string", enum: ["ovh", "aws"], description: '"ovh" or "aws"' };
const region = { type: "string", minLength: 1, description: "a region code of the provider, such as GRA11 or eu-central-1" };
/** Stated as text with units; what the text says is checked after the shape. */
const duration = { type: "string", minLength: 1, description: 'a duration with its unit, such as "1h" or "35d"' };
const size = { type: "string", minLength: 1, description: "a size of the provider, such as b3-8 or m6i.large" };

const site: SchemaObject = {
  type: "object",
  required: ["provider", "region", "serverSize", "databaseSize"],
  additionalProperties: false,
  description: "an object with provider, region, serverSize, databaseSize and, if you like, servers",
  properties: {
    provider,
    region,
    servers: { type: "integer", minimum: 1, maximum: 20, description: "a whole number from 1 to 20" },
    serverSize: size,
    databaseSize: size,
  },
};

const backup: SchemaObject = {
  type: "object",
  required: ["provider", "region"],
  additionalProperties: false,
  description: "an object with provider, region and, if you like, retention, interval, assumeRole",
  properties: {
    provider: { type: "string", enum: ["aws"], description: '"aws", the one provider here whose vaults and buckets lock against their own administrator' },
    region,
    retention: duration,
    interval: duration,
    assumeRole: {
      type: "string",
      pattern: "^arn:aws[a-z-]*:iam::\\d{12}:role/.+$",
      description: "the ARN of an IAM role, such as arn:aws:iam::123456789012:role/backup",
    },
  },
};

const database: SchemaObject = {
  type: "object",
  additionalProperties: false,
  description: "an object with any of version, name, storageGb, retention, backupRegion",
  properties: {
    version: { type: "string", enum: ["14", "15", "16", "17"], description: 'a PostgreSQL version that both clouds offer, as text: "14", "15", "16" or "17"' },
    name: { type: "string", pattern: "^[a-z][a-z0-9_]{0,62}$", description: "a lower-case letter, then up to 62 lower-case letters, digits or underscores" },
    storageGb: { type: "integer", minimum: 20, maximum: 65536, description: "a whole number of GiB from 20 to 65536" },
    retention: duration,
    backupRegion: { type: "string", minLength: 1, description: "an OVHcloud database region, such as WAW" },
  },
};

/** Every key, in the order in which `Pulumi.yaml` declares them. */
export const KEYS: readonly ConfigKey[] = [
  { name: "primary", type: "object", required: true, schema: site },
  { name: "secondary", type: "object", required: true, schema: site },
  { name: "backup", type: "object", required: true, schema: backup },
  {
    name: "active",
    type: "string",
    required: false,
    default: "primary",
    schema: { type: "string", enum: ["primary", "secondary"], description: '"primary" or "secondary"' },
  },
  {
    name: "domain",
    type: "string",
    required: true,
    schema: {
      type: "string",
      pattern: "^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$",
      description: "a domain name in lower case, such as example.com",
    },
  },
  {
    name: "hostname",
    type: "string",
    required: false,
    default: "www",
    schema: { type: "string", pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", description: "one label in lower case, such as www" },
  },
  {
    name: "ovhProjectId",
    type: "string",
    required: true,
    schema: { type: "string", pattern: "^[0-9a-f]{32}$", description: "the 32 hexadecimal digits of a Public Cloud project" },
  },
  {
    name: "ovhSubsidiary",
    type: "string",
    required: false,
    default: "FR",
    schema: {
      type: "string",
      enum: ["CZ", "DE", "ES", "EU", "FI", "FR", "GB", "IE", "IT", "LT", "MA", "NL", "PL", "PT", "SN", "TN"],
      description: "an OVHcloud subsidiary of the European API: CZ, DE, ES, EU, FI, FR, GB, IE, IT, LT, MA, NL, PL, PT, SN or TN",
    },
  },
  {
    name: "awsAccountId",
    type: "string",
    required: true,
    schema: { type: "string", pattern: "^\\d{12}$", description: "the 12 digits of an AWS account, in quotes" },
  },
  {
    name: "sshPublicKey",
    type: "string",
    required: true,
    schema: {
      type: "string",
      pattern: "^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,3}( .*)?$",
      description: "an OpenSSH public key on one line, such as the content of ~/.ssh/id_ed25519.pub",
    },
  },
  {
    name: "bucketPrefix",
    type: "string",
    required: false,
    default: "",
    schema: { type: "string", pattern: "^$|^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$", description: "3 to 42 lower-case letters, digits or hyphens, or nothing" },
  },
  { name: "database", type: "object", required: false, default: {}, schema: database },
  { name: "objectSyncInterval", type: "string", required: false, default: "1h", schema: duration },
  { name: "protect", type: "boolean", required: false, default: true, schema: { type: "boolean", description: "true or false" } },
  { name: "createDmsRoles", type: "boolean", required: false, default: true, schema: { type: "boolean", description: "true or false" } },
  {
    name: "policy",
    type: "object",
    required: false,
    default: {},
    // The policy pack checks its own settings; the program reads one number of them.
    schema: {
      type: "object",
      description: "an object with the settings of the policy pack",
      properties: { minDistanceKm: { type: "number", minimum: 0, maximum: 20000, description: "a number of kilometres from 0 to 20000" } },
    },
  },
];

/** Values inside the object keys where the stack sets nothing. */
export const OBJECT_DEFAULTS = {
  site: { servers: 2 },
  backup: { retention: "35d", interval: "1h" },
  database: { version: "16", name: "app", storageGb: 100, retention: "14d", backupRegion: "WAW" },
  policy: { minDistanceKm: 300 },
} as const;
