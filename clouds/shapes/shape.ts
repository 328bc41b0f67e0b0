/**
 * The shape of a value, as short JSON: a scalar by name, a list as `[shape]`, a map as `{ "*": shape }`,
 * an object by its keys, where `key?` may be left out. `any` is what the SDK leaves open (JSON documents, assets).
 */
export type Shape = "string" | "number" | "boolean" | "any" | readonly [Shape] | { readonly [key: string]: Shape };

/** What the SDK says of one resource type: its arguments, and the outputs that are always present. */
export interface TypeShape {
  readonly inputs: { readonly [key: string]: Shape };
  readonly outputs: { readonly [key: string]: Shape };
}

/** Type token → shape, for one provider; written from the installed SDK, see `extract.ts`. */
export type ShapeTable = Readonly<Record<string, TypeShape>>;

/** The shape of a key of an object shape, whether it is required, or `undefined` if there is no such key. */
export function keyOf(shape: { readonly [key: string]: Shape }, key: string): { readonly shape: Shape; readonly required: boolean } | undefined {
  const required = shape[key];
  if (required !== undefined && key !== "*") return { shape: required, required: true };
  const optional = shape[`${key}?`];
  if (optional !== undefined) return { shape: optional, required: false };
  const any = shape["*"];
  return any === undefined ? undefined : { shape: any, required: false };
}

/** The keys of an object shape, without their marks; empty for a map. */
export function keysOf(shape: { readonly [key: string]: Shape }): readonly string[] {
  return Object.keys(shape).filter((key) => key !== "*").map((key) => key.replace(/\?$/, ""));
}

/** True for an object or map shape. */
export function isObjectShape(shape: Shape): shape is { readonly [key: string]: Shape } {
  return typeof shape === "object" && !Array.isArray(shape);
}

/** True for a list shape. */
export function isListShape(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
