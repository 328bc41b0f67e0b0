import type { AssessedResource } from "../analysis/model";
import type { Rule, Violation } from "./model";
import { needsCopy, protectionOf } from "./support/standing";
import { called, held } from "./support/words";

const name = "known-protection";

/** The finding for one resource whose inputs do not show what it creates. */
export function opaque(resource: Pick<AssessedResource, "urn" | "name" | "type">): Violation {
  return {
    rule: name,
    urn: resource.urn,
    name: resource.name,
    type: resource.type,
    verdict: "unknown",
    reason: `${called(resource)} (${resource.type}) creates resources that its inputs do not show, so nothing can be said of what they hold`,
    fix: "Declare those resources one by one in the program, or except this resource with a reason that says how they survive.",
  };
}

/** What cannot be seen is not a pass: opaque resources, and protection that only the cloud will decide. */
export const knownProtection: Rule = {
  name,
  description: "What protects a stateful resource must be visible at preview.",
  remediation: "Write the named input as a literal value instead of one that only the cloud decides, or declare what an opaque resource creates one by one.",
  severity: "high",
  enforcement: "mandatory",
  check: ({ assessment, settings }) =>
    assessment.resources.flatMap((resource): readonly Violation[] => {
      if (resource.holds === "opaque") return [opaque(resource)];
      if (!needsCopy(resource)) return [];
      const protection = protectionOf(resource, assessment, settings);
      if (protection.state !== "unknown") return [];
      return [
        {
          rule: name,
          urn: resource.urn,
          name: resource.name,
          type: resource.type,
          verdict: "unknown",
          reason: `${called(resource)} holds ${held(resource.holds)} and cannot be shown to have a copy off-site: ${protection.reasons.join("; ")}`,
          fix: protection.fixes.join(" "),
        },
      ];
    }),
};
