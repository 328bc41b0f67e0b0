import type { AssessedResource } from "../analysis/model";
import type { Rule, Violation } from "./model";
import { called } from "./support/words";

const name = "classified-types";

/** The finding for one resource of a type without a row in the catalog. */
export function unclassified(resource: Pick<AssessedResource, "urn" | "name" | "type">): Violation {
  return {
    rule: name,
    urn: resource.urn,
    name: resource.name,
    type: resource.type,
    verdict: "unknown",
    reason: `${called(resource)} is of type ${resource.type}, which has no row in the catalog: it may hold data that nothing copies`,
    fix: `Add a row for ${resource.type} under policies/catalog/data/${resource.type.split(":")[0] ?? ""} that says what it holds and what copies it, or except this resource with a reason.`,
  };
}

/** A type that nobody has classified may hold anything: it is rejected until it has a row. */
export const classifiedTypes: Rule = {
  name,
  description: "Every resource type must have a row in the catalog that says what it holds.",
  remediation: "Add a row for the type to the catalog that says what it holds and what copies it, or except the resource with a reason.",
  severity: "high",
  enforcement: "mandatory",
  check: ({ assessment }) => assessment.resources.filter((resource) => resource.holds === "unclassified").map(unclassified),
};
