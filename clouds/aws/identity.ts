import type { Reference, TypeSpec } from "../model";
import { condition, json, matches, notTogether, oneOf, within } from "../rule";
import type { Making } from "../model";
import { text } from "../value";
import { arn, globalArn, INSTANCE_PROFILE, KEYS, ALIAS, keyReference, ROLE, TERRAFORM } from "./common";

const IAM = `${TERRAFORM}iam/`;
const KMS = `${TERRAFORM}kms/`;
const POLICY = "aws:iam/policy:Policy";
const USER = "aws:iam/user:User";
const NAME = (max: number) => matches("name", new RegExp(`^[\\w+=,.@-]{1,${String(max)}}$`), `1 to ${String(max)} letters, digits and +=,.@-_`, `${IAM}validate.go`);

const role: Reference = {
  path: "role",
  to: [ROLE],
  by: ["id", "name"],
  missing: (value) => `NoSuchEntity: The role with name ${value} cannot be found.`,
  inUse: () => "DeleteConflict: Cannot delete entity, must delete policies first.",
  source: "IAM API: NoSuchEntity, DeleteConflict",
};
const user: Reference = { path: "user", to: [USER], by: ["id", "name"], missing: (value) => `NoSuchEntity: The user with name ${value} cannot be found.`, inUse: () => "DeleteConflict: Cannot delete entity, must delete access keys and policies first.", source: "IAM API: NoSuchEntity, DeleteConflict" };

/** A role's trust must say who may take it. */
const trust = condition("assumeRolePolicy", "IAM API: MalformedPolicyDocument", ({ assumeRolePolicy }) => {
  const document = text(assumeRolePolicy);
  return document === undefined || /"Principal"/.test(document) ? undefined : "MalformedPolicyDocument: AssumeRolePolicyDocument must contain a Principal";
});

const iamArn = (kind: string) => (making: Making) => globalArn(making, "iam", `${kind}${text(making.inputs.path) ?? "/"}${making.name}`);

const deletionWindow = within("deletionWindowInDays", 7, 30, `${KMS}key.go (7 to 30 days)`);
/** Imported key material is 256 bits; the material itself is never printed. */
const material = condition("keyMaterialBase64", `${KMS}external_key.go, KMS API ImportKeyMaterial: 256 bits for a symmetric key`, ({ keyMaterialBase64, keySpec }) => {
  const value = text(keyMaterialBase64);
  if (value === undefined || (keySpec !== undefined && keySpec !== "SYMMETRIC_DEFAULT")) return undefined;
  return Buffer.from(value, "base64").length === 32 ? undefined : "keyMaterialBase64 must be 32 bytes in base64";
});

/** The ids of multi-region keys begin with mrk- and are the same in every region. */
const primaryOf = (making: Making): string => (text(making.inputs.primaryKeyArn) ?? "").split("/").at(-1) ?? "";
const newKey = (making: Making): string => (making.inputs.multiRegion === true ? `mrk-${making.hex(32)}` : `${making.hex(8)}-${making.hex(4, "b")}-4${making.hex(3, "c")}-a${making.hex(3, "d")}-${making.hex(12, "e")}`);
const keyOutputs = (making: Making) => ({ arn: arn(making, "kms", `key/${making.id}`), keyId: making.id, keyState: making.inputs.enabled === false ? "Disabled" : "Enabled", keyUsage: making.inputs.keyUsage ?? "ENCRYPT_DECRYPT", keySpec: making.inputs.keySpec ?? "SYMMETRIC_DEFAULT" });
/** What the SDK does not declare as an output must not be one. */
const only = (making: Making, keys: readonly string[]) => Object.fromEntries(Object.entries(keyOutputs(making)).filter(([key]) => keys.includes(key)));

const primaryKey: Reference = {
  path: "primaryKeyArn",
  to: KEYS,
  by: "arn",
  anyRegion: true,
  missing: (value) => `NotFoundException: Key '${value}' does not exist`,
  inUse: (target) => `KMSInvalidStateException: ${target.id} has replica keys: delete them first`,
  source: "KMS API: ReplicateKey, ScheduleKeyDeletion of a primary waits for its replicas",
};
const isPrimary = condition("primaryKeyArn", `${KMS}replica_key.go: the primary is a multi-region key`, ({ primaryKeyArn }) => {
  const value = text(primaryKeyArn);
  return value === undefined || /key\/mrk-/.test(value) ? undefined : `UnsupportedOperationException: ${value} is not a multi-Region primary key`;
});

/** Identities and keys. */
export const IDENTITY_TYPES: readonly TypeSpec[] = [
  {
    type: ROLE,
    service: "iam",
    global: true,
    named: { property: "name", max: 64 },
    replaces: ["name", "namePrefix", "path"],
    rules: [NAME(64), notTogether(["name", "namePrefix"], `${IAM}role.go`), json("assumeRolePolicy", 4096, `${IAM}role.go, IAM quotas`), trust, within("maxSessionDuration", 3600, 43200, `${IAM}role.go`)],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: iamArn("role")(making), createDate: making.createdAt, uniqueId: `AROA${making.hex(17).toUpperCase()}` }),
    exists: (id) => `EntityAlreadyExists: Role with name ${id} already exists.`,
    source: `${IAM}role.go`,
  },
  {
    type: POLICY,
    service: "iam",
    global: true,
    named: { property: "name", max: 128 },
    replaces: ["description", "name", "namePrefix", "path"],
    rules: [NAME(128), json("policy", 6144, `${IAM}policy.go, IAM quotas`)],
    id: (making) => iamArn("policy")(making),
    outputs: (making) => ({ arn: making.id, policyId: `ANPA${making.hex(17).toUpperCase()}` }),
    exists: (id) => `EntityAlreadyExists: A policy called ${id} already exists.`,
    source: `${IAM}policy.go`,
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    service: "iam",
    global: true,
    named: { property: "name", max: 128 },
    replaces: ["name", "namePrefix", "role"],
    rules: [NAME(128), json("policy", 10240, `${IAM}role_policy.go, IAM quotas`)],
    references: [role],
    id: ({ inputs, name }) => `${String(inputs.role)}:${name}`,
    source: `${IAM}role_policy.go`,
  },
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    service: "iam",
    global: true,
    replaces: ["policyArn", "role"],
    rules: [matches("policyArn", /^arn:aws[a-z-]*:iam::/, "an ARN of a policy", `${IAM}role_policy_attachment.go`)],
    references: [
      role,
      { path: "policyArn", to: [POLICY], by: "arn", outside: (value) => /^arn:aws[a-z-]*:iam::aws:policy\/.+/.test(value), missing: (value) => `NoSuchEntity: Policy ${value} does not exist or is not attachable.`, inUse: () => "DeleteConflict: Cannot delete a policy attached to entities.", source: "IAM API: NoSuchEntity, DeleteConflict" },
    ],
    id: ({ inputs }) => `${String(inputs.role)}/${String(inputs.policyArn)}`,
    source: `${IAM}role_policy_attachment.go`,
  },
  {
    type: INSTANCE_PROFILE,
    service: "iam",
    global: true,
    named: { property: "name", max: 128 },
    replaces: ["name", "namePrefix", "path"],
    rules: [NAME(128)],
    references: [role],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: iamArn("instance-profile")(making), createDate: making.createdAt, uniqueId: `AIPA${making.hex(17).toUpperCase()}` }),
    exists: (id) => `EntityAlreadyExists: Instance Profile ${id} already exists.`,
    source: `${IAM}instance_profile.go`,
  },
  {
    type: USER,
    service: "iam",
    global: true,
    named: { property: "name", max: 64 },
    replaces: [],
    rules: [NAME(64)],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: iamArn("user")(making), uniqueId: `AIDA${making.hex(17).toUpperCase()}` }),
    defaults: { path: "/" },
    exists: (id) => `EntityAlreadyExists: User with name ${id} already exists.`,
    source: `${IAM}user.go`,
  },
  {
    type: "aws:iam/userPolicy:UserPolicy",
    service: "iam",
    global: true,
    named: { property: "name", max: 128 },
    replaces: ["name", "namePrefix", "user"],
    rules: [json("policy", 2048, `${IAM}user_policy.go, IAM quotas`)],
    references: [user],
    id: ({ inputs, name }) => `${String(inputs.user)}:${name}`,
    source: `${IAM}user_policy.go`,
  },
  {
    type: "aws:iam/accessKey:AccessKey",
    service: "iam",
    global: true,
    replaces: ["pgpKey", "user"],
    rules: [oneOf("status", ["Active", "Inactive"], `${IAM}access_key.go`)],
    references: [user],
    id: ({ hex }) => `AKIA${hex(16).toUpperCase()}`,
    outputs: ({ hex, createdAt }) => ({ createDate: createdAt, secret: hex(40, "secret") }),
    source: `${IAM}access_key.go`,
  },
  {
    type: KEYS[0],
    service: "kms",
    replaces: ["keyMaterialBase64", "keySpec", "keyUsage", "multiRegion", "region"],
    rules: [deletionWindow, material, oneOf("keyUsage", ["ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "SIGN_VERIFY"], `${KMS}external_key.go`), json("policy", 32768, `${KMS}key.go, KMS quotas`)],
    id: newKey,
    outputs: (making) => ({ ...only(making, ["arn", "keyState", "keyUsage", "keySpec"]), expirationModel: making.inputs.validTo === undefined ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES" }),
    defaults: { enabled: true, multiRegion: false },
    source: `${KMS}external_key.go`,
  },
  {
    type: KEYS[1],
    service: "kms",
    replaces: ["keyMaterialBase64", "primaryKeyArn", "region"],
    rules: [deletionWindow, material, isPrimary],
    references: [primaryKey],
    id: primaryOf,
    outputs: (making) => ({ ...only(making, ["arn", "keyId", "keyState", "keyUsage"]), expirationModel: making.inputs.validTo === undefined ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES" }),
    defaults: { enabled: true },
    exists: (id) => `AlreadyExistsException: a replica of ${id} exists in this region`,
    source: `${KMS}replica_external_key.go`,
  },
  {
    type: KEYS[2],
    service: "kms",
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"],
    rules: [deletionWindow, within("rotationPeriodInDays", 90, 2560, `${KMS}key.go`), oneOf("keyUsage", ["ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "SIGN_VERIFY"], `${KMS}key.go`)],
    id: newKey,
    outputs: (making) => only(making, ["arn", "keyId"]),
    defaults: { multiRegion: false, description: "" },
    source: `${KMS}key.go`,
  },
  {
    type: KEYS[3],
    service: "kms",
    replaces: ["primaryKeyArn", "region"],
    rules: [deletionWindow, isPrimary],
    references: [primaryKey],
    id: primaryOf,
    outputs: (making) => only(making, ["arn", "keyId", "keyUsage", "keySpec"]),
    exists: (id) => `AlreadyExistsException: a replica of ${id} exists in this region`,
    source: `${KMS}replica_key.go`,
  },
  {
    type: ALIAS,
    service: "kms",
    named: { property: "name", max: 256 },
    replaces: ["name", "namePrefix", "region"],
    rules: [matches("name", /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/, "alias/ and letters, digits, /_-, not beginning with alias/aws/", `${KMS}alias.go, validate.go`)],
    references: [{ ...keyReference("targetKeyId"), to: KEYS, by: ["id", "arn"] }],
    id: ({ name }) => (name.startsWith("alias/") ? name : `alias/${name}`),
    outputs: (making) => {
      const target = text(making.inputs.targetKeyId) ?? "";
      return { name: making.id, arn: arn(making, "kms", making.id), targetKeyArn: target.startsWith("arn:") ? target : arn(making, "kms", `key/${target}`) };
    },
    exists: (id) => `AlreadyExistsException: An alias with the name ${id} already exists`,
    source: `${KMS}alias.go`,
  },
];
