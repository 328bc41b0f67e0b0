import type { Rule } from "./model";
import { safeguardViolations } from "./support/safeguards";

const name = "encrypted-in-transit";

/** What travels between sites travels over networks of others. Services that always encrypt between their regions are not asked. */
export const encryptedInTransit: Rule = {
  name,
  description: "What is copied between two sites should travel encrypted.",
  remediation: "Turn TLS on at the named endpoint.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => safeguardViolations(name, context),
};
