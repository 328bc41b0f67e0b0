import type { GraphNode } from "../graph/model";
import { at, isList, isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "encrypted-in-transit";

const PARAMETERS = ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"];
const FORCE = "rds.force_ssl";
/** The first version of PostgreSQL for which RDS forces TLS where nothing is said. Source: Amazon RDS user guide, "Using SSL with a PostgreSQL DB instance". */
const FORCED_FROM = 15;

/** A PostgreSQL on RDS that takes connections in clear, whatever its clients ask for. */
function forcesTls(group: GraphNode): readonly Violation[] {
  const version = /^(?:aurora-)?postgres(?:ql)?(\d+)/.exec(String(group.inputs["family"]))?.[1];
  const parameters = group.inputs["parameters"];
  if (version === undefined) return [];
  const fix = `Add the parameter ${FORCE} with value "1" to ${called(group)}.`;
  if (isUnknown(parameters)) return [violation(name, group, "unknown", `parameters is not known at preview, so whether ${FORCE} is on cannot be seen`, fix)];
  const value = isList(parameters) ? parameters.map((one) => (at(one, ["name"]) === FORCE ? at(one, ["value"]) : undefined)).find((one) => one !== undefined) : undefined;
  if (isUnknown(value)) return [violation(name, group, "unknown", `${FORCE} is not known at preview; allowed: 1`, fix)];
  if (value === undefined ? Number(version) >= FORCED_FROM : String(value) === "1") return [];
  return [violation(name, group, "rejected", `${FORCE} is ${value === undefined ? `not set, which means off before PostgreSQL ${FORCED_FROM}` : String(value as string)}, allowed is 1; clients may connect in clear`, fix)];
}

/** What travels between sites travels over networks of others. Services that always encrypt between their regions are not asked. */
export const encryptedInTransit: Rule = {
  name,
  description: "What is copied between two sites should travel encrypted.",
  remediation: "Turn TLS on at the named endpoint.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => [...safeguardViolations(name, context), ...viewOf(context).ofTypes(PARAMETERS).filter(isManaged).flatMap(forcesTls)],
};
