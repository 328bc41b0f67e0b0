import type { Stored, TypeSpec, World } from "./model";
import type { Properties, Value } from "./value";
import { text, valuesAt } from "./value";

/** The resource that an input names, if it exists. */
export function target(world: World, types: readonly string[], by: string | readonly string[], value: string, region?: string): Stored | undefined {
  for (const type of types) {
    const found = world.all(type).find((stored) => identifies(stored, by, value) && (region === undefined || stored.region === undefined || stored.region === region));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Regions that calls about a resource go to: its own inputs, else those of the resource that it belongs to.
 * Empty for what the provider runs for all regions together.
 */
export function regionsOf(spec: TypeSpec, inputs: Properties, world: World): readonly string[] {
  if (spec.regions !== undefined) return spec.regions(inputs, world);
  if (spec.global === true) return [];
  const own = text(inputs.region) ?? text(inputs.regionName);
  if (own !== undefined) return [own];
  for (const reference of spec.references ?? []) {
    const value = text(valuesAt(inputs, reference.path)[0]);
    const parent = value === undefined ? undefined : target(world, reference.to, reference.by ?? "id", value);
    if (parent?.region !== undefined) return [parent.region];
  }
  return [];
}

/** True if the output at the path `by` (or the id) of a resource is the value. */
export function identifies(stored: Stored, by: string | readonly string[], value: Value): boolean {
  return [by].flat().some((path) => (path === "id" ? stored.id === value : valuesAt(stored.outputs, path).includes(value)));
}
