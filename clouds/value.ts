/** A property value as a provider sees it: JSON. What is not known at preview is the string {@link UNKNOWN}, at any depth. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** Properties of a resource, a provider's configuration, or a function's arguments. */
export type Properties = Readonly<Record<string, Value>>;

/** What the engine sends for a value that is not known yet; the same as in the SDK's `runtime/rpc`. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine tells unknown booleans, numbers, lists and so on apart; here all are just unknown (sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** True for a value that the engine does not know yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWNS.has(value);
}

/** True for an object value: not a list, not null. */
export function isRecord(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a list value. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** True if nothing in the value is unknown. */
export function isKnown(value: Value | undefined): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isKnown);
  if (isRecord(value)) return Object.values(value).every(isKnown);
  return true;
}

/** A known string, or `undefined`. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/**
 * All values at a path such as `rules[].destination.bucket`; `[]` walks a list. Steps through what is unset or unknown yield
 * nothing, except that an unknown value at the end of the path is yielded as such.
 */
export function valuesAt(value: Value | undefined, path: string): readonly Value[] {
  const steps = path.replaceAll("[]", ".[]").split(".").filter((step) => step !== "");
  let current: readonly Value[] = value === undefined ? [] : [value];
  for (const step of steps) {
    current = current.flatMap((item) => {
      if (step === "[]") return isList(item) ? [...item] : [];
      const next = isRecord(item) ? item[step] : undefined;
      return next === undefined || next === null ? [] : [next];
    });
  }
  return current;
}

/** The same without what is set to null, at any depth: unset, as the real providers take it. */
export function withoutNulls(properties: Properties): Properties {
  const clean = (value: Value): Value => {
    if (isList(value)) return value.map(clean);
    return isRecord(value) ? withoutNulls(value) : value;
  };
  return Object.fromEntries(Object.entries(properties).flatMap(([key, value]) => (value === null ? [] : [[key, clean(value)]])));
}

/** Deep equality, blind to the order of keys and to keys set to null. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  const left = a ?? null;
  const right = b ?? null;
  if (isList(left) && isList(right)) return left.length === right.length && left.every((item, index) => same(item, right[index]));
  if (isRecord(left) && isRecord(right)) return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
  return left === right;
}
