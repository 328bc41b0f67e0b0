import { KMS_PRIMARY_KEYS, KMS_REPLICA_KEYS } from "../analysis/types";
import { nodesOf } from "../graph/links";
import { isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "usable-keys";

/** A copy whose key is disabled cannot be read, and neither can the original. A key that is not multi-region has no replica. */
export const usableKeys: Rule = {
  name,
  description: "Every key should be enabled, and multi-region where it has a replica.",
  remediation: "Enable the key, or remove it once nothing is encrypted with it any more; make a key with replicas a multi-region one.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const primaries = new Set(view.ofTypes(KMS_REPLICA_KEYS).flatMap((replica) => nodesOf(view.links.resolve(replica, ["primaryKeyArn"], { types: KMS_PRIMARY_KEYS }))));
    const single = [...primaries].filter(isManaged).flatMap((key): readonly Violation[] => {
      const value = key.inputs["multiRegion"];
      const fix = `Set multiRegion of ${called(key)} to true; this makes a new key.`;
      if (value === true) return [];
      if (isUnknown(value)) return [violation(name, key, "unknown", "multiRegion is not known at preview, and the key has a replica; allowed: true", fix)];
      return [violation(name, key, "rejected", `multiRegion is ${value === false ? "false" : "not set"}, and only a multi-region key can have the replica that this stack declares`, fix)];
    });
    return [...safeguardViolations(name, context), ...single];
  },
};
