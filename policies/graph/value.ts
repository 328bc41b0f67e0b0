/**
 * A property value as the engine knows it at preview: JSON, plus {@link UNKNOWN}
 * for what only the cloud will decide. Unknown is a value of its own so that no
 * code can mistake it for "unset".
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The type of {@link UNKNOWN}. */
export interface Unknown {
  readonly "firebreak:unknown": true;
}

/** The one unknown value; compare with {@link isUnknown}. */
export const UNKNOWN: Unknown = Object.freeze({ "firebreak:unknown": true as const });

/** True for {@link UNKNOWN}, also after a round trip through JSON. */
export function isUnknown(value: unknown): value is Unknown {
  return (
    value === UNKNOWN ||
    (typeof value === "object" && value !== null && (value as Record<string, unknown>)["firebreak:unknown"] === true)
  );
}

/** True for a plain object value (not an array, not null, not unknown). */
export function isRecord(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** True for an array value. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * The value at a path such as `["rules", 0, "destination"]`; `undefined` where
 * nothing is set, {@link UNKNOWN} as soon as a step on the way is unknown.
 */
export function at(value: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (isUnknown(current)) return UNKNOWN;
    if (isList(current) && typeof step === "number") current = current[step];
    else if (isRecord(current)) current = current[String(step)];
    else return undefined;
  }
  return current;
}
