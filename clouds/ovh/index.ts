import type { CloudSpec, Failure } from "../model";
import { text } from "../value";
import { COMPUTE_TYPES } from "./compute";
import { DATABASE_TYPES } from "./database";
import { DOMAIN_TYPES } from "./domain";
import { KEY_TYPES } from "./keys";
import { NETWORK_TYPES } from "./network";
import { STORAGE_TYPES } from "./storage";

/** Endpoints of the OVHcloud API (github.com/ovh/go-ovh, ovh/ovh.go) with their hosts. */
const HOSTS: Readonly<Record<string, string>> = {
  "ovh-eu": "eu.api.ovh.com",
  "ovh-ca": "ca.api.ovh.com",
  "ovh-us": "api.us.ovhcloud.com",
};

/** OVHcloud: one API for all regions, so only the loss of the provider itself makes its configuration fail. */
export const OVH: CloudSpec = {
  provider: "ovh",
  sdk: "@ovhcloud/pulumi-ovh",
  types: [...NETWORK_TYPES, ...COMPUTE_TYPES, ...STORAGE_TYPES, ...DATABASE_TYPES, ...KEY_TYPES, ...DOMAIN_TYPES],
  checkSettings: (config): readonly Failure[] => {
    const endpoint = text(config.endpoint);
    return endpoint === undefined || endpoint in HOSTS ? [] : [{ property: "endpoint", reason: `unknown OVHcloud endpoint "${endpoint}": expected one of ${Object.keys(HOSTS).join(", ")}` }];
  },
  settings: () => ({ provider: "ovh", region: undefined, account: "ovh" }),
  host: (service, region) => (region === undefined ? (HOSTS["ovh-eu"] ?? "") : `${service}.${region.toLowerCase()}.ovh.net`),
};
