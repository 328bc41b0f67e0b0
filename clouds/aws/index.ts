import { findLocation, locations } from "../../policies/facts/geography";
import { closest } from "../closest";
import { DEFAULT_ACCOUNT } from "../functions";
import type { CloudSpec, Failure } from "../model";
import type { Properties, Value } from "../value";
import { isRecord, isUnknown, text } from "../value";
import { DATABASE_TYPES } from "./database";
import { IDENTITY_TYPES } from "./identity";
import { NETWORK_TYPES } from "./network";
import { OTHER_TYPES } from "./other";
import { REPLICATION_TYPES } from "./replication";
import { STORAGE_TYPES } from "./storage";
import { TRAFFIC_TYPES } from "./traffic";

const isRegion = (code: string): boolean => findLocation("aws", code)?.code === code && findLocation("aws", code)?.kind === "region";

/** Nested settings of a provider reach it as JSON texts. */
function setting(config: Properties, name: string): Value | undefined {
  const value = config[name];
  const json = text(value);
  if (json === undefined) return isUnknown(value) ? undefined : value;
  try {
    return JSON.parse(json) as Value;
  } catch {
    return json;
  }
}

/** The account that the configured role is in, else the only one that is allowed. */
function accountOf(config: Properties): string {
  const roles = setting(config, "assumeRoles");
  const role = Array.isArray(roles) ? (roles as readonly Value[]).at(-1) : undefined;
  const taken = /^arn:aws[a-z-]*:iam::(\d{12}):role\//.exec(isRecord(role) ? (text(role.roleArn) ?? "") : "")?.[1];
  return taken ?? allowed(config)[0] ?? DEFAULT_ACCOUNT;
}

function allowed(config: Properties): readonly string[] {
  const ids = setting(config, "allowedAccountIds");
  return Array.isArray(ids) ? (ids as readonly Value[]).map(String) : [];
}

function checkSettings(config: Properties): readonly Failure[] {
  const region = text(config.region);
  if (region !== undefined && !isRegion(region)) {
    const codes = locations("aws").filter((location) => location.kind === "region").map((location) => location.code);
    const near = closest(region, codes);
    return [{ property: "region", reason: `Invalid AWS Region: ${region}; ${near === undefined ? `expected one of ${codes.join(", ")}` : `did you mean "${near}"?`}` }];
  }
  const ids = allowed(config);
  const account = accountOf(config);
  return ids.length > 0 && !ids.includes(account) ? [{ property: "allowedAccountIds", reason: `AWS account ID not allowed: ${account}; allowedAccountIds has ${ids.join(", ")}` }] : [];
}

/** AWS: each region has its endpoints; IAM and Route 53 are changed through one region for all. */
export const AWS: CloudSpec = {
  provider: "aws",
  sdk: "@pulumi/aws",
  types: [...NETWORK_TYPES, ...IDENTITY_TYPES, ...STORAGE_TYPES, ...DATABASE_TYPES, ...REPLICATION_TYPES, ...TRAFFIC_TYPES, ...OTHER_TYPES],
  checkSettings,
  settings: (config) => ({ provider: "aws", region: text(config.region), account: accountOf(config) }),
  host: (service, region) => (region === undefined ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`),
  // AWS Fault Isolation Boundaries (whitepaper), global services: the control planes of IAM and Route 53 are in us-east-1.
  globalRegion: "us-east-1",
};
