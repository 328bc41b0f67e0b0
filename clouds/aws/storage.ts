import type { Making, RuleContext, TypeSpec } from "../model";
import { cloud, condition, is, json, matches, notTogether, oneOf, within } from "../rule";
import type { Properties } from "../value";
import { isRecord, text, valuesAt } from "../value";
import { arn, BUCKET, BUCKET_REFERENCE, keyReference, roleReference, TERRAFORM, VERSIONING } from "./common";

const S3 = `${TERRAFORM}s3/`;
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const STORAGE_CLASSES = ["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "REDUCED_REDUNDANCY", "STANDARD", "STANDARD_IA"];

const bucketName = (destination: string): string => destination.replace(/^arn:aws[a-z-]*:s3:::/, "");

function versioned(bucket: string, { world }: RuleContext): boolean {
  const own = world.all(BUCKET).find((stored) => stored.id === bucket);
  return own?.inputs.objectLockEnabled === true || is(own?.inputs ?? {}, "versioning.enabled", true) || world.all(VERSIONING).some((stored) => stored.id === bucket && is(stored.inputs, "versioningConfiguration.status", "Enabled"));
}

function replicationProblem(inputs: Properties, context: RuleContext): string | undefined {
  const source = text(inputs.bucket) ?? "";
  if (!versioned(source, context)) return `InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration (${source})`;
  for (const value of valuesAt(inputs, "rules[].destination.bucket")) {
    const target = bucketName(String(value));
    if (target === source) return "InvalidRequest: Destination bucket must not be the same as the source bucket";
    if (context.world.all(BUCKET).every((stored) => stored.id !== target)) return `InvalidRequest: Destination bucket must exist. (${target})`;
    if (!versioned(target, context)) return `InvalidRequest: Destination bucket must have versioning enabled. (${target})`;
  }
  return undefined;
}

function replicationRuleProblem(inputs: Properties): string | undefined {
  const priorities = new Set<string>();
  for (const rule of valuesAt(inputs, "rules[]")) {
    if (!isRecord(rule)) continue;
    const destination = isRecord(rule.destination) ? rule.destination : {};
    const name = text(rule.id) ?? "";
    if (rule.filter !== undefined && rule.deleteMarkerReplication === undefined) return `InvalidRequest: rule "${name}" has a filter, so deleteMarkerReplication must be specified`;
    if (is(destination, "replicationTime.status", "Enabled") && !is(destination, "metrics.status", "Enabled")) return `InvalidRequest: rule "${name}" has replicationTime, so metrics must be enabled`;
    if (is(rule, "sourceSelectionCriteria.sseKmsEncryptedObjects.status", "Enabled") && destination.encryptionConfiguration === undefined) return `InvalidRequest: rule "${name}" selects KMS-encrypted objects, so destination.encryptionConfiguration.replicaKmsKeyId must be specified`;
    const priority = String(rule.priority ?? "");
    if (rule.filter !== undefined && priorities.has(priority)) return `InvalidRequest: Found overlapping priorities (${priority})`;
    priorities.add(priority);
  }
  return undefined;
}

const ofBucket = (making: Making): string => text(making.inputs.bucket) ?? "";

/** A setting of a bucket, which lives under the bucket's name. */
function setting(name: string, file: string, more: Pick<TypeSpec, "rules" | "references" | "defaults"> & { readonly replaces?: readonly string[] }): TypeSpec {
  return {
    type: `aws:s3/${name[0]?.toLowerCase() ?? ""}${name.slice(1)}:${name}`,
    service: "s3",
    id: ofBucket,
    exists: (id) => `${name} of bucket "${id}" already exists`,
    source: `${S3}${file}`,
    ...more,
    replaces: ["bucket", "expectedBucketOwner", "region", ...(more.replaces ?? [])],
    references: [BUCKET_REFERENCE, ...(more.references ?? [])],
  };
}

/** Object storage. */
export const STORAGE_TYPES: readonly TypeSpec[] = [
  {
    type: BUCKET,
    service: "s3",
    named: { property: "bucket", max: 63, lower: true },
    replaces: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"],
    rules: [
      matches("bucket", /^(?!.*\.\.)(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)$/, "3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit, not an IP address", `${S3}bucket.go, S3 user guide: bucket naming rules`),
      notTogether(["bucket", "bucketPrefix"], `${S3}bucket.go`),
      cloud("bucket", "S3 API: BucketAlreadyExists: names are unique in the partition", (inputs, { world, region }) => {
        const other = world.all(BUCKET).find((stored) => stored.id === inputs.bucket && stored.region !== region);
        return other === undefined ? undefined : `BucketAlreadyExists: The requested bucket name is not available (${other.id}). The bucket namespace is shared by all users of the system.`;
      }),
    ],
    keeps: (stored, world) => (stored.inputs.forceDestroy !== true && world.all(OBJECT).some((object) => object.inputs.bucket === stored.id) ? `BucketNotEmpty: The bucket you tried to delete is not empty (${stored.id})` : undefined),
    id: ({ name }) => name,
    outputs: ({ name, region }) => ({ arn: `arn:aws:s3:::${name}`, bucketDomainName: `${name}.s3.amazonaws.com`, bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`, bucketRegion: region }),
    defaults: { requestPayer: "BucketOwner" },
    exists: (id) => `BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it (${id})`,
    source: `${S3}bucket.go`,
  },
  setting("BucketVersioning", "bucket_versioning.go", {
    rules: [
      oneOf("versioningConfiguration.status", ["Disabled", "Enabled", "Suspended"], `${S3}bucket_versioning.go`),
      cloud("versioningConfiguration", "S3 API: InvalidBucketState: versioning of a locked or replicated bucket stays on", (inputs, { world }) => {
        if (is(inputs, "versioningConfiguration.status", "Enabled")) return undefined;
        const bucket = text(inputs.bucket) ?? "";
        if (world.all(BUCKET).some((stored) => stored.id === bucket && stored.inputs.objectLockEnabled === true)) return `InvalidBucketState: An Object Lock configuration is present on this bucket, so the versioning state cannot be changed. (${bucket})`;
        return world.all(REPLICATION).some((stored) => stored.id === bucket) ? `InvalidBucketState: A replication configuration is present on this bucket, so you cannot change the versioning state. (${bucket})` : undefined;
      }),
    ],
  }),
  setting("BucketReplicationConfig", "bucket_replication_configuration.go", {
    rules: [
      oneOf("rules[].status", ["Disabled", "Enabled"], `${S3}bucket_replication_configuration.go`),
      oneOf("rules[].deleteMarkerReplication.status", ["Disabled", "Enabled"], `${S3}bucket_replication_configuration.go`),
      oneOf("rules[].destination.storageClass", STORAGE_CLASSES, `${S3}bucket_replication_configuration.go`),
      within("rules[].destination.replicationTime.time.minutes", 15, 15, `${S3}bucket_replication_configuration.go (15 is the only value)`),
      within("rules[].destination.metrics.eventThreshold.minutes", 15, 15, `${S3}bucket_replication_configuration.go (15 is the only value)`),
      within("rules[].priority", 0, 2147483647, "S3 API: ReplicationRule.Priority"),
      matches("rules[].destination.bucket", /^arn:aws[a-z-]*:s3:::.+/, "an ARN of a bucket", `${S3}bucket_replication_configuration.go (verify.ValidARN)`),
      condition("rules", "S3 API: PutBucketReplication", replicationRuleProblem),
      cloud("rules", "S3 API: PutBucketReplication", replicationProblem),
    ],
    references: [
      roleReference("role", (value) => `InvalidRequest: The role ${value} does not exist or S3 cannot take it`, "S3 API: PutBucketReplication"),
      { ...keyReference("rules[].destination.encryptionConfiguration.replicaKmsKeyId"), anyRegion: true },
    ],
  }),
  setting("BucketServerSideEncryptionConfiguration", "bucket_server_side_encryption_configuration.go", {
    rules: [oneOf("rules[].applyServerSideEncryptionByDefault.sseAlgorithm", ["AES256", "aws:kms", "aws:kms:dsse"], `${S3}bucket_server_side_encryption_configuration.go`)],
    references: [keyReference("rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId")],
  }),
  setting("BucketPublicAccessBlock", "bucket_public_access_block.go", {}),
  setting("BucketOwnershipControls", "bucket_ownership_controls.go", {
    rules: [oneOf("rule.objectOwnership", ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"], `${S3}bucket_ownership_controls.go`)],
  }),
  setting("BucketObjectLockConfiguration", "bucket_object_lock_configuration.go", {
    replaces: ["objectLockEnabled"],
    rules: [
      oneOf("objectLockEnabled", ["Enabled"], `${S3}bucket_object_lock_configuration.go`),
      oneOf("rule.defaultRetention.mode", ["COMPLIANCE", "GOVERNANCE"], `${S3}bucket_object_lock_configuration.go`),
      within("rule.defaultRetention.days", 1, 36500, "S3 API: DefaultRetention, at most 100 years"),
      within("rule.defaultRetention.years", 1, 100, "S3 API: DefaultRetention, at most 100 years"),
      condition("rule", `${S3}bucket_object_lock_configuration.go (days or years)`, ({ rule }) => {
        const retention = valuesAt(rule, "defaultRetention")[0];
        return isRecord(retention) && (retention.days === undefined) === (retention.years === undefined) ? "rule.defaultRetention needs either days or years" : undefined;
      }),
      cloud("bucket", "S3 API: PutObjectLockConfiguration needs versioning", (inputs, context) => {
        const bucket = text(inputs.bucket) ?? "";
        return versioned(bucket, context) ? undefined : `InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply an Object Lock configuration (${bucket})`;
      }),
    ],
    defaults: { objectLockEnabled: "Enabled" },
  }),
  setting("BucketLifecycleConfiguration", "bucket_lifecycle_configuration.go", {
    rules: [
      oneOf("rules[].status", ["Disabled", "Enabled"], `${S3}bucket_lifecycle_configuration.go`),
      oneOf("rules[].transitions[].storageClass", STORAGE_CLASSES.filter((name) => name !== "STANDARD" && name !== "REDUCED_REDUNDANCY"), "S3 API: TransitionStorageClass"),
      within("rules[].noncurrentVersionExpiration.noncurrentDays", 1, 2147483647, `${S3}bucket_lifecycle_configuration.go`),
      within("rules[].abortIncompleteMultipartUpload.daysAfterInitiation", 1, 2147483647, "S3 API: AbortIncompleteMultipartUpload"),
    ],
  }),
  setting("BucketPolicy", "bucket_policy.go", { rules: [json("policy", 20480, `${S3}bucket_policy.go, S3 quotas: 20 KB`)] }),
  {
    type: OBJECT,
    service: "s3",
    replaces: ["bucket", "key", "region"],
    rules: [notTogether(["content", "contentBase64", "source"], `${S3}object.go`), oneOf("storageClass", STORAGE_CLASSES, `${S3}object.go`)],
    references: [BUCKET_REFERENCE, keyReference("kmsKeyId")],
    id: ({ inputs, name }) => `${String(inputs.bucket)}/${text(inputs.key) ?? name}`,
    outputs: (making) => ({ arn: `arn:aws:s3:::${making.id}`, key: making.inputs.key ?? making.name, etag: making.hex(32, "etag"), versionId: making.hex(32, "version") }),
    source: `${S3}object.go`,
  },
  {
    type: "aws:datasync/s3Location:S3Location",
    service: "datasync",
    replaces: ["agentArns", "region", "s3BucketArn", "s3Config", "s3StorageClass", "subdirectory"],
    rules: [oneOf("s3StorageClass", ["DEEP_ARCHIVE", "GLACIER", "GLACIER_INSTANT_RETRIEVAL", "INTELLIGENT_TIERING", "ONEZONE_IA", "OUTPOSTS", "STANDARD", "STANDARD_IA"], `${TERRAFORM}datasync/location_s3.go`)],
    references: [
      { path: "s3BucketArn", to: [BUCKET], by: "arn", anyRegion: true, missing: (value) => `InvalidRequestException: DataSync location access test failed: could not perform s3:HeadBucket on bucket ${value}`, source: "DataSync API: CreateLocationS3" },
      roleReference("s3Config.bucketAccessRoleArn", (value) => `InvalidRequestException: DataSync location access test failed: could not assume role ${value}`, "DataSync API: CreateLocationS3"),
    ],
    id: (making) => arn(making, "datasync", `location/loc-${making.hex(17)}`),
    outputs: (making) => ({ arn: making.id, uri: `s3://${bucketName(text(making.inputs.s3BucketArn) ?? "")}${text(making.inputs.subdirectory) ?? "/"}` }),
    defaults: { s3StorageClass: "STANDARD" },
    source: `${TERRAFORM}datasync/location_s3.go`,
  },
  {
    type: "aws:datasync/locationObjectStorage:LocationObjectStorage",
    service: "datasync",
    replaces: ["bucketName", "region", "serverHostname"],
    rules: [
      oneOf("serverProtocol", ["HTTP", "HTTPS"], `${TERRAFORM}datasync/location_object_storage.go`),
      within("serverPort", 1, 65536, `${TERRAFORM}datasync/location_object_storage.go (IsPortNumber)`),
      matches("serverHostname", /^(([a-zA-Z0-9-]*[a-zA-Z0-9])\.)+[A-Za-z0-9-]*[A-Za-z0-9]$/, "a host name without protocol", "DataSync API: CreateLocationObjectStorage"),
    ],
    id: (making) => arn(making, "datasync", `location/loc-${making.hex(17)}`),
    outputs: (making) => ({ arn: making.id, uri: `object-storage://${String(making.inputs.serverHostname)}/${String(making.inputs.bucketName)}${text(making.inputs.subdirectory) ?? "/"}` }),
    source: `${TERRAFORM}datasync/location_object_storage.go`,
  },
  {
    type: "aws:datasync/task:Task",
    service: "datasync",
    replaces: ["destinationLocationArn", "region", "sourceLocationArn", "taskMode"],
    rules: [
      oneOf("taskMode", ["BASIC", "ENHANCED"], `${TERRAFORM}datasync/task.go`),
      oneOf("options.preserveDeletedFiles", ["PRESERVE", "REMOVE"], `${TERRAFORM}datasync/task.go`),
      oneOf("options.overwriteMode", ["ALWAYS", "NEVER"], `${TERRAFORM}datasync/task.go`),
      oneOf("options.transferMode", ["ALL", "CHANGED"], `${TERRAFORM}datasync/task.go`),
      oneOf("options.verifyMode", ["NONE", "ONLY_FILES_TRANSFERRED", "POINT_IN_TIME_CONSISTENT"], `${TERRAFORM}datasync/task.go`),
      oneOf("schedule.status", ["DISABLED", "ENABLED"], "DataSync API: ScheduleStatus"),
      matches("schedule.scheduleExpression", /^(rate|cron)\(.+\)$/, "rate(...) or cron(...)", `${TERRAFORM}datasync/task.go`),
      condition("schedule", "DataSync guide: scheduling a task: not more often than every hour", ({ schedule }) => {
        const expression = text(valuesAt(schedule, "scheduleExpression")[0]) ?? "";
        const often = /^rate\((\d+)\s+minutes?\)$/.exec(expression);
        return often !== null && Number(often[1]) < 60 ? `InvalidRequestException: the schedule ${expression} is more often than once an hour` : undefined;
      }),
      condition("options", "DataSync API: Enhanced mode verifies transferred files only", ({ taskMode, options }) => (taskMode === "ENHANCED" && is(isRecord(options) ? options : {}, "verifyMode", "POINT_IN_TIME_CONSISTENT") ? "InvalidRequestException: verifyMode POINT_IN_TIME_CONSISTENT is not supported in ENHANCED mode" : undefined)),
    ],
    references: ["sourceLocationArn", "destinationLocationArn"].map((path) => ({
      path,
      to: ["aws:datasync/s3Location:S3Location", "aws:datasync/locationObjectStorage:LocationObjectStorage"],
      by: "arn",
      missing: (value: string) => `InvalidRequestException: Location ${value} is not found.`,
      inUse: (target: { readonly id: string }) => `InvalidRequestException: Location ${target.id} is in use by a task.`,
      source: "DataSync API: CreateTask, DeleteLocation",
    })),
    id: (making) => arn(making, "datasync", `task/task-${making.hex(17)}`),
    outputs: (making) => ({ arn: making.id }),
    defaults: { taskMode: "BASIC", name: "" },
    source: `${TERRAFORM}datasync/task.go`,
  },
];
