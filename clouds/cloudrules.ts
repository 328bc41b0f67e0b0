import type { RuleContext, Stored, TypeSpec, World } from "./model";
import { identifies, target } from "./places";
import type { Properties } from "./value";
import { isUnknown, valuesAt } from "./value";

/** The API's words for the first reference to something that does not exist. */
export function checkReferences(spec: TypeSpec, inputs: Properties, context: RuleContext): string | undefined {
  for (const reference of spec.references ?? []) {
    for (const value of valuesAt(inputs, reference.path)) {
      if (isUnknown(value) || value === "" || typeof value === "object") continue;
      const name = String(value);
      if (reference.outside?.(name) === true) continue;
      const region = reference.anyRegion === true || spec.global === true ? undefined : context.region;
      if (target(context.world, reference.to, reference.by ?? "id", name, region) === undefined) return reference.missing(name);
    }
  }
  return undefined;
}

/** The API's words for the first rule that only the cloud can check. */
export function checkWithCloud(spec: TypeSpec, inputs: Properties, context: RuleContext): string | undefined {
  for (const rule of spec.rules ?? []) {
    const reason = rule.when === "cloud" ? rule.test(inputs, context) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Why a resource cannot be deleted now: it protects itself, or something that exists still names it. */
export function checkDeletion(spec: TypeSpec, stored: Stored, world: World, all: readonly TypeSpec[]): string | undefined {
  const own = spec.keeps?.(stored, world);
  if (own !== undefined) return own;
  for (const other of all) {
    for (const reference of other.references ?? []) {
      if (reference.inUse === undefined || !reference.to.includes(stored.type)) continue;
      const user = world.all(other.type).find((candidate) => candidate.id !== stored.id && regionsFit(candidate, stored, reference.anyRegion) && valuesAt(candidate.inputs, reference.path).some((value) => identifies(stored, reference.by ?? "id", value)));
      if (user !== undefined) return reference.inUse(stored);
    }
  }
  return undefined;
}

/** Names such as `main` occur once per region. */
function regionsFit(user: Stored, used: Stored, anyRegion: boolean | undefined): boolean {
  return anyRegion === true || user.region === undefined || used.region === undefined || user.region === used.region || user.provider !== used.provider;
}
