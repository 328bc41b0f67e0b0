import { classifiedTypes } from "./classified-types";
import { copyOutlivesOriginal } from "./copy-outlives-original";
import { customerHeldKey } from "./customer-held-key";
import { deletionSafety } from "./deletion-safety";
import { dnsAtTwoProviders } from "./dns-at-two-providers";
import { encryptedAtRest } from "./encrypted-at-rest";
import { encryptedInTransit } from "./encrypted-in-transit";
import { guardedProtection } from "./guarded-protection";
import { healthCheckedFailover } from "./health-checked-failover";
import { immutableBackup } from "./immutable-backup";
import { knownProtection } from "./known-protection";
import type { Rule } from "./model";
import { multiZone } from "./multi-zone";
import { noPublicData } from "./no-public-data";
import { offSiteCopy } from "./off-site-copy";
import { permittedRoles } from "./permitted-roles";
import { pointInTimeRecovery } from "./point-in-time-recovery";
import { protectedData } from "./protected-data";
import { redundantServers } from "./redundant-servers";
import { replicaDistance } from "./replica-distance";
import { resolvedReferences } from "./resolved-references";
import { survivesEveryDisaster } from "./survives-every-disaster";
import { threeTwoOne } from "./three-two-one";
import { usableKeys } from "./usable-keys";
import { versionedBuckets } from "./versioned-buckets";

/** All rules, in the order in which their findings are read: what must be known first, then what must be there, then the whole. */
export const RULES: readonly Rule[] = [
  classifiedTypes, knownProtection, resolvedReferences,
  offSiteCopy, replicaDistance, threeTwoOne, pointInTimeRecovery, immutableBackup, versionedBuckets,
  copyOutlivesOriginal, permittedRoles, usableKeys, encryptedAtRest, customerHeldKey, encryptedInTransit, noPublicData,
  protectedData, deletionSafety, guardedProtection,
  multiZone, redundantServers, healthCheckedFailover, dnsAtTwoProviders, survivesEveryDisaster,
];
