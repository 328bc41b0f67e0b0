import { classifiedTypes } from "./classified-types";
import { knownProtection } from "./known-protection";
import type { Rule } from "./model";
import { offSiteCopy } from "./off-site-copy";
import { protectedData } from "./protected-data";
import { replicaDistance } from "./replica-distance";
import { survivesEveryDisaster } from "./survives-every-disaster";

/** All rules, in the order in which their findings are read: what must be known first, then what must be there, then the whole. */
export const RULES: readonly Rule[] = [classifiedTypes, knownProtection, offSiteCopy, replicaDistance, protectedData, survivesEveryDisaster];
