import type { AssessedResource } from "../analysis/model";
import { placeName } from "../analysis/offsite";
import type { Rule, Violation } from "./model";
import { waysToCopy, whyNothingCopies } from "./support/advice";
import { needsCopy, protectionOf, type Protection } from "./support/standing";
import { called, held } from "./support/words";

const name = "off-site-copy";

function reasonOf(resource: AssessedResource, protection: Protection): string {
  const where = resource.place.known ? placeName(resource.place) : `a place that is not known (${resource.place.why ?? "nothing tells it"})`;
  const subject = `${called(resource)} holds ${held(resource.holds)} in ${where}, and`;
  if (protection.reasons.length > 0) return `${subject} no copy of it counts: ${protection.reasons.join("; ")}`;
  const none = whyNothingCopies(resource.type);
  return `${subject} nothing in this stack copies it elsewhere${none === undefined ? "" : `: ${none}`}`;
}

function fixOf(resource: AssessedResource, protection: Protection, km: number): string {
  if (protection.fixes.length > 0) return protection.fixes.join(" ");
  const ways = waysToCopy(resource.type);
  if (ways === "") return `Keep what it holds on another campus at least ${km} km away as well, or except ${called(resource)} with the reason why it may be lost.`;
  return `Copy it to another campus at least ${km} km away, by one of these: ${ways}.`;
}

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
      return [
        {
          rule: name,
          urn: resource.urn,
          name: resource.name,
          type: resource.type,
          verdict: "rejected",
          reason: reasonOf(resource, protection),
          fix: fixOf(resource, protection, settings.minDistanceKm),
        },
      ];
    }),
};
