import type { Rule } from "./model";
import { safeguardViolations } from "./support/safeguards";

const name = "usable-keys";

/** A copy whose key is disabled cannot be read, and neither can the original. */
export const usableKeys: Rule = {
  name,
  description: "Every key must be enabled.",
  remediation: "Enable the key, or remove it once nothing is encrypted with it any more.",
  severity: "critical",
  enforcement: "mandatory",
  check: (context) => safeguardViolations(name, context),
};
