import type { Rule } from "./model";
import { safeguardViolations } from "./support/safeguards";

const name = "encrypted-at-rest";

/** Disks, databases, caches and buckets whose encryption is a choice must choose it. What the cloud always encrypts is not asked. */
export const encryptedAtRest: Rule = {
  name,
  description: "Whatever can be encrypted at rest should be.",
  remediation: "Turn the storage encryption of the resource on; for most types this makes a new resource.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => safeguardViolations(name, context),
};
