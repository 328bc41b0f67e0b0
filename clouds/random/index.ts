import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { CloudSpec, Making, TypeSpec } from "../model";
import { condition, within } from "../rule";
import type { Properties, Value } from "../value";
import { isUnknown, text } from "../value";
import { NAMES, TRAITS } from "./words";

const SOURCE = "github.com/hashicorp/terraform-provider-random, internal/provider";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** Kinds of characters: the input that allows them, the one that demands some, the characters. */
const KINDS: readonly (readonly [allow: string, least: string, characters: string])[] = [
  ["lower", "minLower", LOWER],
  ["upper", "minUpper", LOWER.toUpperCase()],
  ["numeric", "minNumeric", DIGITS],
  ["special", "minSpecial", SPECIAL],
];

const number = (value: Value | undefined): number => (value === undefined || value === null || isUnknown(value) ? 0 : Number(value));

function characters(inputs: Properties): string {
  const from = (kind: (typeof KINDS)[number]): string => (kind[0] === "special" ? (text(inputs.overrideSpecial) ?? kind[2]) : kind[2]);
  const pick = (set: string): string => set[randomInt(set.length)] ?? "";
  const allowed = KINDS.filter(([allow]) => inputs[allow] !== false && !(allow === "numeric" && inputs.number === false));
  const demanded = allowed.flatMap((kind) => Array.from({ length: number(inputs[kind[1]]) }, () => pick(from(kind))));
  const all = allowed.map(from).join("");
  const rest = Array.from({ length: number(inputs.length) - demanded.length }, () => pick(all));
  return shuffled([...demanded, ...rest]).join("");
}

function shuffled(list: readonly string[]): readonly string[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
  }
  return result;
}

/** Values are made while the id is: the id of a random resource often is its value. */
function type(name: string, replaces: readonly string[], rules: TypeSpec["rules"], make: (inputs: Properties) => { readonly id: string; readonly outputs: Properties }): TypeSpec {
  const made = new WeakMap<Properties, ReturnType<typeof make>>();
  const once = ({ inputs }: Making): ReturnType<typeof make> => {
    const value = made.get(inputs) ?? make(inputs);
    made.set(inputs, value);
    return value;
  };
  return { type: `random:index/${name[0]?.toLowerCase() ?? ""}${name.slice(1)}:${name}`, service: "random", replaces: ["keepers", ...replaces], ...(rules === undefined ? {} : { rules }), id: (making) => once(making).id, outputs: (making) => ({ ...once(making).outputs }), ...(replaces === STRING_INPUTS ? { defaults: STRING_DEFAULTS } : {}), source: SOURCE };
}

const STRING_INPUTS = ["length", "lower", "minLower", "minNumeric", "minSpecial", "minUpper", "number", "numeric", "overrideSpecial", "special", "upper"];
const STRING_DEFAULTS: Properties = { lower: true, upper: true, number: true, numeric: true, special: true, minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 };
const stringRules = [
  within("length", 1, 100_000, `${SOURCE} (length at least 1)`),
  condition("length", `${SOURCE} (length covers the minimums)`, (inputs) => {
    const least = KINDS.reduce((sum, [, input]) => sum + number(inputs[input]), 0);
    return number(inputs.length) >= least ? undefined : `length ${String(number(inputs.length))} is less than the sum of minLower, minUpper, minNumeric and minSpecial, ${String(least)}`;
  }),
  condition("length", `${SOURCE} (at least one kind of characters)`, (inputs) => (KINDS.every(([allow]) => inputs[allow] === false) ? "at least one of lower, upper, numeric and special must be true" : undefined)),
];

/** `random` makes values once and keeps them in the engine's state; no cloud is called, so nothing of it burns. */
export const RANDOM: CloudSpec = {
  provider: "random",
  sdk: "@pulumi/random",
  stateless: true,
  types: [
    type("RandomBytes", ["length"], [within("length", 1, 100_000, `${SOURCE} (length at least 1)`)], ({ length }) => {
      const bytes = randomBytes(number(length));
      return { id: bytes.toString("base64"), outputs: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
    }),
    type("RandomId", ["byteLength", "prefix"], [within("byteLength", 1, 100_000, `${SOURCE} (byte_length at least 1)`)], ({ byteLength, prefix }) => {
      const bytes = randomBytes(number(byteLength));
      const start = text(prefix) ?? "";
      const id = bytes.toString("base64url");
      return { id, outputs: { b64Std: start + bytes.toString("base64"), b64Url: start + id, hex: start + bytes.toString("hex"), dec: start + BigInt(`0x${bytes.toString("hex")}`).toString() } };
    }),
    type("RandomPassword", STRING_INPUTS, stringRules, (inputs) => ({ id: "none", outputs: { result: characters(inputs), bcryptHash: `$2a$10$${randomBytes(40).toString("base64url").slice(0, 53)}` } })),
    type("RandomString", STRING_INPUTS, stringRules, (inputs) => {
      const result = characters(inputs);
      return { id: result, outputs: { result } };
    }),
    type("RandomPet", ["length", "prefix", "separator"], undefined, ({ length, prefix, separator }) => {
      const between = text(separator) ?? "-";
      const words = Array.from({ length: Math.max(1, number(length ?? 2)) }, () => TRAITS[randomInt(TRAITS.length)] ?? "");
      const last = NAMES[randomInt(NAMES.length)] ?? "";
      const id = [...(text(prefix) === undefined ? [] : [text(prefix)]), ...words.slice(0, -1), last].join(between);
      return { id, outputs: { length: number(length ?? 2), separator: between } };
    }),
    type("RandomUuid", [], undefined, () => {
      const result = randomUUID();
      return { id: result, outputs: { result } };
    }),
    type("RandomInteger", ["min", "max", "seed"], [condition("min", `${SOURCE} (min not above max)`, ({ min, max }) => (number(min) <= number(max) || isUnknown(max) ? undefined : `min ${String(min)} is greater than max ${String(max)}`))], ({ min, max }) => {
      const result = randomInt(number(min), number(max) + 1);
      return { id: String(result), outputs: { result } };
    }),
  ],
  checkSettings: () => [],
  settings: () => ({ provider: "random", region: undefined, account: "" }),
  host: () => "localhost",
};
