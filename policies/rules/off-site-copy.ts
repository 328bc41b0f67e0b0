import { placeName } from "../analysis/offsite";
import type { Rule, Violation } from "./model";
import { needsCopy, protectionOf } from "./support/standing";
import { called, held } from "./support/words";

const name = "off-site-copy";

/** Data, secrets and keys must exist in a second place. Caches, configuration and what holds nothing are not asked. */
export const offSiteCopy: Rule = {
  name,
  description: "Every resource that holds data, a secret or a key must have a copy off-site.",
  remediation: "Add replication or backups to another campus at least the configured distance away, and turn on every link that makes the copy real.",
  severity: "critical",
  enforcement: "mandatory",
  check: ({ assessment, settings }) =>
    assessment.resources.filter(needsCopy).flatMap((resource): readonly Violation[] => {
      const protection = protectionOf(resource, assessment, settings);
      if (protection.state !== "none") return [];
      const where = resource.place.known ? placeName(resource.place) : `a place that is not known (${resource.place.why ?? "nothing tells it"})`;
      const why = protection.reasons.length === 0 ? "nothing in this stack copies it elsewhere" : `no copy of it counts: ${protection.reasons.join("; ")}`;
      return [
        {
          rule: name,
          urn: resource.urn,
          name: resource.name,
          type: resource.type,
          verdict: "rejected",
          reason: `${called(resource)} holds ${held(resource.holds)} in ${where}, and ${why}`,
          fix:
            protection.fixes.length === 0
              ? `Add replication or backups of ${called(resource)} to a place at least ${settings.minDistanceKm} km away, on another campus.`
              : protection.fixes.join(" "),
        },
      ];
    }),
};
