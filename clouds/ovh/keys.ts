import type { TypeSpec } from "../model";
import { atMost, condition, json, matches, oneOf, within } from "../rule";
import { isRecord, text, valuesAt } from "../value";
import { ovhPlace, TERRAFORM, uuid } from "./common";

const OKMS = "ovh:Okms/okms:Okms";
const JWK = `${TERRAFORM}resource_okms_service_key_jwk_gen.go, resource_okms_jwk_type.go`;
const DOMAIN = { path: "okmsId", to: [OKMS], missing: (value: string) => `Resource okms ${value} does not exist`, source: "OVHcloud API /okms/resource/{okmsId}" } as const;
const OPERATIONS = ["decrypt", "encrypt", "sign", "unwrapKey", "verify", "wrapKey"];
const SUBSIDIARIES = ["ASIA", "AU", "CA", "CZ", "DE", "ES", "EU", "FI", "FR", "GB", "IE", "IN", "IT", "LT", "MA", "NL", "PL", "PT", "QC", "SG", "SN", "TN", "US", "WE", "WS"];

/** Bits of a symmetric key by the length of its base64url text without padding. */
const BITS: Readonly<Record<number, number>> = { 22: 128, 32: 192, 43: 256 };

/** Key management and its secrets. */
export const KEY_TYPES: readonly TypeSpec[] = [
  {
    type: OKMS,
    service: "okms",
    replaces: ["region"],
    rules: [
      ovhPlace("region", ["location", "region"], "OVHcloud API /okms/reference/regions"),
      oneOf("ovhSubsidiary", SUBSIDIARIES, "OVHcloud API nichandle.OvhSubsidiaryEnum"),
    ],
    id: ({ hex }) => uuid(hex),
    outputs: ({ id, region, inputs }) => ({
      displayName: inputs.displayName ?? id,
      iam: { displayName: inputs.displayName ?? id, id, urn: `urn:v1:eu:resource:okms:${id}`, tags: {} },
      kmipEndpoint: `${region.toLowerCase()}.okms.ovh.net:5696`,
      restEndpoint: `https://${region.toLowerCase()}.okms.ovh.net`,
      swaggerEndpoint: `/swagger`,
    }),
    source: `${TERRAFORM}resource_okms_gen.go`,
  },
  {
    type: "ovh:Okms/credential:Credential",
    service: "okms",
    replaces: ["okmsId", "identityUrns", "csr", "certificateType", "validity", "name", "description"],
    rules: [within("validity", 1, 365, `${TERRAFORM}resource_okms_credential_gen.go (validity in days, 365 at most)`), oneOf("certificateType", ["ECDSA", "RSA"], `${TERRAFORM}resource_okms_credential_gen.go (certificate_type)`)],
    references: [DOMAIN],
    id: ({ hex }) => uuid(hex),
    outputs: ({ createdAt, inputs }) => ({ createdAt, expiredAt: createdAt, fromCsr: inputs.csr !== undefined, status: "READY" }),
    defaults: { validity: 365, certificateType: "ECDSA" },
    source: `${TERRAFORM}resource_okms_credential_gen.go`,
  },
  {
    type: "ovh:Okms/serviceKey:ServiceKey",
    service: "okms",
    replaces: ["okmsId", "type", "size", "curve", "operations", "context"],
    rules: [
      oneOf("type", ["EC", "RSA", "oct"], `${TERRAFORM}resource_okms_service_key_gen.go`),
      oneOf("size", [128, 192, 256, 2048, 3072, 4096], `${TERRAFORM}resource_okms_service_key_gen.go`),
      oneOf("curve", ["P-256", "P-384", "P-521"], `${TERRAFORM}resource_okms_service_key_gen.go`),
      oneOf("operations[]", OPERATIONS, "OVHcloud API okms.CryptographicUsagesEnum"),
    ],
    references: [DOMAIN],
    id: ({ hex }) => uuid(hex),
    outputs: ({ createdAt }) => ({ createdAt, state: "ACTIVE" }),
    source: `${TERRAFORM}resource_okms_service_key_gen.go`,
  },
  {
    type: "ovh:Okms/serviceKeyJWK:ServiceKeyJWK",
    service: "okms",
    replaces: ["okmsId", "keys", "context"],
    rules: [
      condition("keys", JWK, (inputs) => (valuesAt(inputs, "keys[]").length === 1 || !Array.isArray(inputs.keys) ? undefined : "keys must contain exactly 1 key")),
      atMost("keys", 1, JWK),
      oneOf("keys[].kty", ["EC", "RSA", "oct"], JWK),
      oneOf("keys[].keyOps[]", OPERATIONS, "OVHcloud API okms.CryptographicUsagesEnum"),
      condition("keys", "RFC 7518, 6.4.1: k is base64url without padding", (inputs) => {
        const key = valuesAt(inputs, "keys[].k").find((found) => text(found) !== undefined && !/^[A-Za-z0-9_-]+$/.test(text(found) ?? ""));
        return key === undefined ? undefined : "keys[].k is not base64url without padding";
      }),
      condition("keys", "OVHcloud guide: using OKMS keys: AES keys of 128, 192 or 256 bits", (inputs) => {
        const wrong = valuesAt(inputs, "keys[]").find((key) => isRecord(key) && key.kty === "oct" && text(key.k) !== undefined && BITS[text(key.k)?.length ?? 0] === undefined);
        return wrong === undefined ? undefined : "a symmetric key must be 128, 192 or 256 bits long";
      }),
    ],
    references: [DOMAIN],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, createdAt }) => ({ createdAt, state: "ACTIVE", type: text(valuesAt(inputs, "keys[].kty")[0]) ?? "", size: BITS[text(valuesAt(inputs, "keys[].k")[0])?.length ?? 0] ?? 0 }),
    source: JWK,
  },
  {
    type: "ovh:Okms/secret:Secret",
    service: "okms",
    replaces: ["okmsId", "path"],
    rules: [
      matches("path", /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, "letters, digits, dots, hyphens and slashes", "OVHcloud guide: Secret Manager, path of a secret"),
      json("version.data", 65536, `${TERRAFORM}resource_okms_secret_gen.go (version.data is JSON)`),
      within("metadata.maxVersions", 1, 24000, "OVHcloud API okms secret configuration: maxVersions"),
    ],
    references: [DOMAIN],
    id: ({ inputs }) => `${String(inputs.okmsId)}/${String(inputs.path)}`,
    outputs: ({ inputs, id }) => ({ iam: { id, displayName: inputs.path ?? "", urn: `urn:v1:eu:resource:okms:${String(inputs.okmsId)}/secret/${String(inputs.path)}`, tags: {} } }),
    defaults: { includeData: false, metadata: {} },
    exists: (id) => `secret ${id} already exists: use cas to write a version`,
    source: `${TERRAFORM}resource_okms_secret_gen.go`,
  },
  {
    type: "ovh:CloudProject/containerRegistry:ContainerRegistry",
    service: "cloud",
    named: { property: "name", max: 255 },
    replaces: ["serviceName", "region"],
    rules: [ovhPlace("region")],
    id: ({ hex }) => uuid(hex),
    outputs: ({ id, region, createdAt, inputs }) => ({ createdAt, updatedAt: createdAt, projectId: inputs.serviceName, status: "READY", url: `https://${id.slice(0, 8)}.c1.${region.toLowerCase()}.container-registry.ovh.net`, version: "2.12.2" }),
    source: `${TERRAFORM}resource_cloud_project_containerregistry.go`,
  },
];
