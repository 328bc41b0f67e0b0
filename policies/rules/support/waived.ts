import type { Settings } from "../../settings/model";

/** Rules whose exception accepts that a resource may be lost. */
const LOSS_RULES: ReadonlySet<string> = new Set(["classified-types", "known-protection", "off-site-copy", "replica-distance"]);

/** True if an exception in force accepts the loss of this resource. */
export function lossAccepted(resource: { readonly urn: string; readonly name: string }, settings: Settings): boolean {
  return settings.exceptions.some((exception) => LOSS_RULES.has(exception.rule) && (exception.resource === resource.urn || exception.resource === resource.name));
}
