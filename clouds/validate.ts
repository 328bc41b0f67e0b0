import { closest } from "./closest";
import type { Failure, TypeSpec } from "./model";
import type { Shape, TypeShape } from "./shapes/shape";
import { isListShape, isObjectShape, keyOf, keysOf } from "./shapes/shape";
import type { Properties, Value } from "./value";
import { isList, isRecord, isUnknown, withoutNulls } from "./value";

/** What the real provider would refuse of these inputs before it calls anything: unknown names, missing inputs, wrong kinds, the type's rules. */
export function validate(spec: TypeSpec, shape: TypeShape, given: Properties): readonly Failure[] {
  const inputs = withoutNulls(given);
  const failures = [...shapeFailures(inputs, shape.inputs, "")];
  if (failures.length > 0) return failures;
  const none = { world: { all: () => [] }, self: undefined, region: undefined, account: "" };
  for (const rule of spec.rules ?? []) {
    if (rule.when !== "inputs" || isUnknown(inputs[rule.property])) continue;
    const reason = rule.test(inputs, none);
    if (reason !== undefined) failures.push({ property: rule.property, reason });
  }
  return failures;
}

/** Failures of a value against an object's shape; for a provider's configuration too. */
export function shapeFailures(value: { readonly [key: string]: Value }, shape: { readonly [key: string]: Shape }, path: string): readonly Failure[] {
  const failures: Failure[] = [];
  const known = keysOf(shape);
  for (const [key, item] of Object.entries(value)) {
    const at = path === "" ? key : `${path}.${key}`;
    const found = keyOf(shape, key);
    if (found === undefined) {
      const near = closest(key, known);
      failures.push({ property: at, reason: `unexpected input "${at}"; ${near === undefined ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?`}` });
    } else if (item !== null) failures.push(...valueFailures(item, found.shape, at));
  }
  for (const key of known) {
    if (keyOf(shape, key)?.required !== true || (value[key] !== undefined && value[key] !== null)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    failures.push({ property: at, reason: `missing required input "${at}"` });
  }
  return failures;
}

function valueFailures(value: Value, shape: Shape, at: string): readonly Failure[] {
  if (isUnknown(value) || shape === "any" || value === null) return [];
  const wrong = (kind: string): readonly Failure[] => [{ property: at, reason: `expected ${at} to be ${kind}, got ${isList(value) ? "a list" : isRecord(value) ? "an object" : `a ${typeof value}`}` }];
  if (isListShape(shape)) return isList(value) ? value.flatMap((item, index) => valueFailures(item, shape[0], `${at}[${String(index)}]`)) : wrong("a list");
  if (isObjectShape(shape)) return isRecord(value) ? shapeFailures(value, shape, at) : wrong("an object");
  if (typeof value === shape) return [];
  // The real providers convert between scalars where the text allows it.
  if (shape === "string" && (typeof value === "number" || typeof value === "boolean")) return [];
  if (shape === "number" && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return [];
  if (shape === "boolean" && (value === "true" || value === "false")) return [];
  return wrong(`a ${shape}`);
}
