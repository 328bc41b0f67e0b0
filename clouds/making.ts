import { createHash } from "node:crypto";
import type { Making, TypeSpec, World } from "./model";
import type { Properties, Value } from "./value";
import { text } from "./value";
import type { Shape, TypeShape } from "./shapes/shape";
import { isListShape, isObjectShape } from "./shapes/shape";

/** Everything that {@link makingOf} needs to know of a resource. */
export interface MakingFrom {
  readonly spec: TypeSpec;
  readonly urn: string;
  readonly inputs: Properties;
  readonly region: string | undefined;
  readonly account: string;
  readonly world: World;
  readonly createdAt: string;
  readonly id: string;
  /** 0 for the first of this URN, 1 for its replacement beside it, and so on. */
  readonly attempt: number;
}

/** Gives a specification its tools; the same resource always gets the same ids, addresses and names. */
export function makingOf(from: MakingFrom): Making {
  const hex = (length: number, salt = ""): string => {
    let digits = "";
    for (let block = 0; digits.length < length; block++) {
      digits += createHash("sha256").update(JSON.stringify([from.urn, from.attempt, salt, block])).digest("hex");
    }
    return digits.slice(0, length);
  };
  const byte = (salt: string): number => parseInt(hex(2, salt), 16);
  return {
    inputs: from.inputs,
    name: nameOf(from, hex),
    region: from.region ?? "",
    account: from.account,
    world: from.world,
    createdAt: from.createdAt,
    id: from.id,
    hex,
    // Public ones are from the ranges for documentation (RFC 5737): nobody is called by mistake.
    address: (kind, salt = "") => (kind === "private" ? `10.0.${String(byte(`a${salt}`))}.${String(byte(`b${salt}`))}` : `203.0.113.${String(byte(`c${salt}`))}`),
  };
}

/** Last part of a URN: the resource's logical name. */
export function logicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function nameOf(from: MakingFrom, hex: (length: number, salt?: string) => string): string {
  const named = from.spec.named;
  if (named === undefined) return logicalName(from.urn);
  const given = text(from.inputs[named.property]);
  if (given !== undefined) return given;
  const prefix = text(from.inputs[`${named.property}Prefix`]);
  if (prefix !== undefined) return `${prefix}${hex(26, "prefix")}`.slice(0, named.max);
  const name = `${logicalName(from.urn).slice(0, named.max - 8)}-${hex(7, "name")}`;
  return named.lower === true ? name.toLowerCase().replaceAll("_", "-") : name;
}

/**
 * All outputs of a resource: its inputs, what the specification makes, and an empty value for every output that the SDK
 * promises and nobody set.
 */
export function outputsOf(spec: TypeSpec, shape: TypeShape, making: Making): Record<string, Value> {
  const made: Record<string, Value> = {};
  for (const [key, kind] of Object.entries(shape.outputs)) made[key] = empty(kind);
  Object.assign(made, spec.defaults);
  if (spec.named !== undefined) made[spec.named.property] = making.name;
  if ("tagsAll" in shape.outputs) made.tagsAll = making.inputs.tags ?? {};
  if ("region" in shape.outputs) made.region = making.region;
  assign(made, making.inputs);
  assign(made, spec.outputs?.(making) ?? {});
  return made;
}

function assign(to: Record<string, Value>, from: Readonly<Record<string, Value | undefined>>): void {
  for (const [key, value] of Object.entries(from)) if (value !== undefined && value !== null) to[key] = value;
}

function empty(shape: Shape): Value {
  if (isListShape(shape)) return [];
  if (isObjectShape(shape)) return {};
  if (shape === "number") return 0;
  if (shape === "boolean") return false;
  return "";
}
