import type { Rule } from "./model";
import { safeguardViolations } from "./support/safeguards";

const name = "deletion-safety";

/** The cloud's own guards: deletion protection, last snapshots, backups that outlive their database, waiting times that can be used. */
export const deletionSafety: Rule = {
  name,
  description: "A deletion should be refused by the cloud, or leave something to restore from.",
  remediation: "Turn on the deletion protection of the resource and keep its backups and its last snapshot.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => safeguardViolations(name, context),
};
