import { findLocation } from "../../policies/facts/geography";
import type { TypeSpec } from "../model";
import { cloud, condition, is, json, matches, oneOf, within } from "../rule";
import { isRecord, text, valuesAt } from "../value";
import { ovhPlace, PROJECT, TERRAFORM } from "./common";

export const STORAGE = "ovh:CloudProject/storage:Storage";
export const USER = "ovh:CloudProject/user:User";
const BUCKET = `${TERRAFORM}resource_cloud_project_storage_gen.go`;

/** Object storage, its users and their rights. */
export const STORAGE_TYPES: readonly TypeSpec[] = [
  {
    type: STORAGE,
    service: "storage",
    named: { property: "name", max: 63, lower: true },
    replaces: ["name", "regionName", "serviceName", "objectLock"],
    rules: [
      PROJECT,
      ovhPlace("regionName"),
      matches("name", /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit", "OVHcloud guide: Object Storage, technical limitations"),
      oneOf("encryption.sseAlgorithm", ["AES256", "plaintext"], BUCKET),
      oneOf("versioning.status", ["disabled", "enabled", "suspended"], BUCKET),
      oneOf("objectLock.status", ["disabled", "enabled"], BUCKET),
      oneOf("objectLock.rule.mode", ["compliance", "governance"], BUCKET),
      matches("objectLock.rule.period", /^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, "an ISO 8601 period such as P30D", BUCKET),
      within("limit", 1, 1000, `${BUCKET} (1000 maximum)`),
      oneOf("replication.rules[].status", ["disabled", "enabled"], BUCKET),
      oneOf("replication.rules[].deleteMarkerReplication", ["disabled", "enabled"], BUCKET),
      oneOf("replication.rules[].destination.storageClass", ["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "HIGH_PERF", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD", "STANDARD_IA"], BUCKET),
      condition("objectLock", "OVHcloud guide: object lock needs versioning", (inputs) => (is(inputs, "objectLock.status", "enabled") && !is(inputs, "versioning.status", "enabled") ? "object lock needs versioning.status enabled" : undefined)),
      condition("replication", "OVHcloud guide: Object Storage, asynchronous replication across buckets: versioning at both ends", (inputs) =>
        valuesAt(inputs, "replication.rules[]").length > 0 && isRecord(inputs.versioning) && !is(inputs, "versioning.status", "enabled") ? "replication needs versioning.status enabled on the source" : undefined,
      ),
      cloud("replication", "OVHcloud guide: Object Storage, asynchronous replication across buckets: versioning at both ends, one project", (inputs, { world }) => {
        if (valuesAt(inputs, "replication.rules[]").length > 0 && !is(inputs, "versioning.status", "enabled")) return "replication needs versioning.status enabled on the source";
        for (const destination of valuesAt(inputs, "replication.rules[].destination")) {
          if (!isRecord(destination)) continue;
          const name = text(destination.name) ?? "";
          const found = world.all(STORAGE).find((stored) => stored.id === name && stored.region === text(destination.region));
          if (found === undefined) return `replication destination "${name}" does not exist in region ${String(destination.region)}`;
          if (text(found.inputs.serviceName) !== text(inputs.serviceName)) return `replication destination "${name}" belongs to another project: replication stays within one project`;
          if (!is(found.inputs, "versioning.status", "enabled")) return `replication destination "${name}" has no versioning: versioning must be enabled at both ends`;
        }
        return undefined;
      }),
      cloud("name", "S3 API: bucket names are unique within the service", (inputs, { world, region }) => {
        const name = text(inputs.name);
        const other = name === undefined ? undefined : world.all(STORAGE).find((stored) => stored.id === name && stored.region !== region);
        return other === undefined ? undefined : `BucketAlreadyExists: the container "${name ?? ""}" already exists in ${other.region ?? "another region"}`;
      }),
    ],
    keeps: (stored, world) => {
      const source = world.all(STORAGE).find((other) => other.id !== stored.id && valuesAt(other.inputs, "replication.rules[].destination.name").includes(stored.id));
      return source === undefined ? undefined : `InvalidRequest: container "${stored.id}" is the destination of the replication of "${source.id}"`;
    },
    id: ({ name }) => name,
    outputs: ({ inputs, name, region, createdAt, hex }) => ({
      createdAt,
      region,
      ownerId: inputs.ownerId ?? (parseInt(hex(6, "owner"), 16) % 900_000) + 100_000,
      virtualHost: `https://${name}.s3.${(findLocation("ovh", region)?.code ?? region).toLowerCase()}.io.cloud.ovh.net/`,
    }),
    defaults: { encryption: { sseAlgorithm: "plaintext" }, limit: 1000, versioning: { status: "disabled" }, objectLock: { status: "disabled" }, replication: { rules: [] } },
    exists: (id) => `BucketAlreadyExists: the container "${id}" already exists`,
    source: BUCKET,
  },
  {
    type: "ovh:index/cloudProjectStorageReplicationJob:CloudProjectStorageReplicationJob",
    service: "storage",
    replaces: ["serviceName", "regionName", "containerName"],
    rules: [PROJECT, ovhPlace("regionName")],
    references: [{ path: "containerName", to: [STORAGE], missing: (value) => `NoSuchBucket: container "${value}" does not exist`, source: "S3 API: NoSuchBucket" }],
    id: ({ hex }) => hex(32, "job"),
    source: `${TERRAFORM}resource_cloud_project_storage_replication_job.go`,
  },
  {
    type: USER,
    service: "cloud",
    global: true,
    replaces: ["description", "serviceName"],
    rules: [
      PROJECT,
      ...["roleName", "roleNames[]"].map((path) =>
        oneOf(path, ["administrator", "ai_training_operator", "ai_training_read", "authentication", "backup_operator", "compute_operator", "image_operator", "infrastructure_supervisor", "key-manager_operator", "key-manager_read", "load-balancer_operator", "network_operator", "network_security_operator", "objectstore_operator", "share_operator", "volume_operator"], "OVHcloud API /cloud/project/{serviceName}/role"),
      ),
    ],
    id: ({ hex }) => String((parseInt(hex(6, "user"), 16) % 900_000) + 100_000),
    outputs: ({ hex, createdAt, inputs }) => ({
      creationDate: createdAt,
      username: `user-${hex(12, "username")}`,
      password: hex(32, "password"),
      status: "ok",
      roles: [...valuesAt(inputs, "roleName"), ...valuesAt(inputs, "roleNames[]")].map((role) => ({ id: hex(32, String(role)), name: role, description: "", permissions: [] })),
      openstackRc: inputs.openstackRc ?? {},
    }),
    source: `${TERRAFORM}resource_cloud_project_user.go`,
  },
  {
    type: "ovh:CloudProject/s3Credential:S3Credential",
    service: "cloud",
    global: true,
    replaces: ["serviceName", "userId"],
    rules: [PROJECT],
    references: [{ path: "userId", to: [USER], missing: (value) => `user ${value} not found`, source: "OVHcloud API /cloud/project/{serviceName}/user/{userId}/s3Credentials" }],
    id: ({ hex }) => hex(32, "access"),
    outputs: ({ id, hex }) => ({ accessKeyId: id, secretAccessKey: hex(32, "secret"), internalUserId: hex(32, "internal") }),
    source: `${TERRAFORM}resource_cloud_project_user_s3_credential.go`,
  },
  {
    type: "ovh:CloudProject/s3Policy:S3Policy",
    service: "cloud",
    global: true,
    replaces: ["serviceName", "userId"],
    rules: [PROJECT, json("policy", 20480, "OVHcloud guide: Object Storage, identity and access management: policy as JSON, 20 KB as with S3")],
    references: [{ path: "userId", to: [USER], missing: (value) => `user ${value} not found`, source: "OVHcloud API /cloud/project/{serviceName}/user/{userId}/policy" }],
    id: ({ inputs }) => `${String(inputs.serviceName)}/${String(inputs.userId)}`,
    source: `${TERRAFORM}resource_cloud_project_user_s3_policy.go`,
  },
];
