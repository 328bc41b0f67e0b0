import { placeName } from "../analysis/offsite";
import type { Rule, Violation } from "./model";
import { needsCopy, protectionOf } from "./support/standing";
import { called, held } from "./support/words";

const name = "replica-distance";

/** A copy that burns with its original is none. Near copies beside one that counts are welcome: they serve availability. */
export const replicaDistance: Rule = {
  name,
  description: "At least one copy of a stateful resource must be on another campus and far enough away.",
  remediation: "Move the copy, or add one, to another campus at least the configured distance away.",
  severity: "critical",
  enforcement: "mandatory",
  check: ({ assessment, settings }) =>
    assessment.resources.filter(needsCopy).flatMap((resource): readonly Violation[] => {
      const protection = protectionOf(resource, assessment, settings);
      if (protection.state !== "near") return [];
      return [
        {
          rule: name,
          urn: resource.urn,
          name: resource.name,
          type: resource.type,
          verdict: "rejected",
          reason: `${called(resource)} holds ${held(resource.holds)} in ${placeName(resource.place)} and no copy of it is far enough away: ${protection.reasons.join("; ")}`,
          fix: protection.fixes.join(" "),
        },
      ];
    }),
};
