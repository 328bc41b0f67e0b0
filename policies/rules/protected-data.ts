import type { AssessedResource } from "../analysis/model";
import type { GraphNode } from "../graph/model";
import { isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { called, held } from "./support/words";

const name = "protected-data";

/**
 * Inputs by which the clouds themselves refuse a deletion. AWS: RDS, DocumentDB, Neptune, EKS and others `deletionProtection`,
 * DynamoDB and QLDB `deletionProtectionEnabled`; OVHcloud managed databases: `deletionProtection`.
 */
const PROTECTING_INPUTS = ["deletionProtection", "deletionProtectionEnabled"] as const;

type Guard = "on" | "off" | "unknown";

function guardOf(node: GraphNode): { readonly state: Guard; readonly input: string | undefined } {
  if (node.options.protect || node.options.retainOnDelete === true) return { state: "on", input: undefined };
  for (const input of PROTECTING_INPUTS) {
    const value = node.inputs[input];
    if (value === true) return { state: "on", input };
    if (value !== undefined && isUnknown(value)) return { state: "unknown", input };
  }
  return { state: "off", input: undefined };
}

/** True for a server that the program launches again as it was: deleting it loses nothing. */
function isRebuilt(resource: AssessedResource): boolean {
  return resource.copies.some((copy) => copy.kind === "rebuilt-from-code" && copy.links.every((link) => link.state === "on"));
}

/** Data and keys should not go with one mistaken edit. What the stack only reads, parts of a whole, what is launched again from code, and secrets that the program makes anew, are not asked. */
export const protectedData: Rule = {
  name,
  description: "Resources that hold data or keys should be guarded against deletion.",
  remediation: "Add the resource option protect: true, or the deletion protection of the cloud.",
  severity: "medium",
  enforcement: "advisory",
  check: ({ assessment, graph }) =>
    assessment.resources.flatMap((resource): readonly Violation[] => {
      const node = graph.byUrn.get(resource.urn);
      if (node === undefined || node.external || resource.partOf !== undefined || (resource.holds !== "data" && resource.holds !== "key")) return [];
      if (isRebuilt(resource)) return [];
      const guard = guardOf(node);
      if (guard.state === "on") return [];
      const common = { rule: name, urn: resource.urn, name: resource.name, type: resource.type } as const;
      if (guard.state === "unknown") {
        return [{ ...common, verdict: "unknown", reason: `${called(resource)} holds ${held(resource.holds)}, and ${String(guard.input)} is not known at preview`, fix: `Set ${String(guard.input)} of ${called(resource)} to true as a literal, or add the resource option protect: true.` }];
      }
      return [{ ...common, verdict: "rejected", reason: `${called(resource)} holds ${held(resource.holds)}, and nothing stops an update or a destroy from deleting it`, fix: `Add the resource option protect: true to ${called(resource)}.` }];
    }),
};
