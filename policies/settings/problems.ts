import type { ErrorObject } from "ajv";
import { closest, distance } from "fastest-levenshtein";
import { THROUGHPUT_FORM, VOLUME_FORM } from "../facts/volume";

/** One thing wrong in the settings, in words that a person can act on. */
export interface SettingsProblem {
  /** Where, for example `objectives.campus.rpo`; `firebreak:policy` for the whole. */
  readonly key: string;
  /** What was found there, shortened. */
  readonly value: string;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
}

/** What durations look like, said the same way everywhere. */
export const DURATION_FORM = 'a whole number with its unit s, m, h or d, such as "90s", "15m", "4h" or "7d"';

/** Texts with a unit, by their format in the schema: what one is called and what it looks like. */
const WITH_UNIT: Readonly<Record<string, { readonly name: string; readonly form: string }>> = {
  "duration-with-unit": { name: "duration", form: DURATION_FORM },
  "volume-with-unit": { name: "volume", form: VOLUME_FORM },
  "throughput-with-unit": { name: "throughput", form: THROUGHPUT_FORM },
};

/** The name of the whole, where there is no key to name. */
export const ROOT_KEY = "firebreak:policy";

/** A value as a short piece of text for a message. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The nearest of `known` to `word` when it is near enough to be a typing error, otherwise `undefined`. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word, known);
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}

function keyOf(instancePath: string, last?: string): string {
  const steps = instancePath.split("/").slice(1).map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"));
  if (last !== undefined) steps.push(last);
  const key = steps.reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`), "");
  return key === "" ? ROOT_KEY : key;
}

function list(words: readonly unknown[]): string {
  return words.map((word) => String(word)).join(", ");
}

/** Turns one finding of the schema validator into a problem; `undefined` for the ones that only repeat others. */
export function problemOf(error: ErrorObject): SettingsProblem | undefined {
  const params = error.params as Readonly<Record<string, unknown>>;
  const key = keyOf(error.instancePath);
  const value = shown(error.data);
  switch (error.keyword) {
    case "additionalProperties": {
      const name = String(params["additionalProperty"]);
      const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as Readonly<Record<string, unknown>>);
      const meant = didYouMean(name, known);
      return {
        key: keyOf(error.instancePath, name),
        value: shown((error.data as Readonly<Record<string, unknown>>)[name]),
        problem: `"${name}" is not a key here`,
        allowed: list(known),
        fix: meant === undefined ? `remove "${name}"` : `did you mean "${meant}"?`,
      };
    }
    case "required": {
      const name = String(params["missingProperty"]);
      return { key: keyOf(error.instancePath, name), value: "nothing", problem: `"${name}" is missing`, allowed: "it must be set", fix: `add ${keyOf(error.instancePath, name)}` };
    }
    case "anyOf":
      return { key, value, problem: "it states no figure", allowed: "rpo, rto, or both", fix: `add rpo or rto, each ${DURATION_FORM}` };
    case "format": {
      const unit = WITH_UNIT[String(params["format"])];
      return unit === undefined
        ? { key, value, problem: "it is not a day of the calendar", allowed: 'a day as "2027-01-31"', fix: `write ${key} as year, month and day` }
        : { key, value, problem: `it is not a ${unit.name}`, allowed: unit.form, fix: `write ${key} with its unit` };
    }
    case "enum": {
      const allowed = (params["allowedValues"] ?? []) as readonly unknown[];
      const meant = typeof error.data === "string" ? didYouMean(error.data, allowed.map(String)) : undefined;
      return { key, value, problem: "it is not one of the allowed values", allowed: list(allowed), fix: meant === undefined ? `set ${key} to one of them` : `did you mean "${meant}"?` };
    }
    case "type": {
      const unit = WITH_UNIT[String(error.parentSchema?.["format"])];
      if (unit !== undefined) return { key, value, problem: `a ${unit.name} without a unit could mean anything`, allowed: `${unit.form}, in quotes`, fix: `write ${key} with its unit` };
      const wanted = String(params["type"]);
      return { key, value, problem: "it is of the wrong type", allowed: wanted, fix: `set ${key} to ${wanted === "object" || wanted === "array" ? "an" : "a"} ${wanted}` };
    }
    case "minimum":
      return { key, value, problem: "it is too small", allowed: `at least ${String(params["limit"])}`, fix: `raise ${key}` };
    case "maximum":
      return { key, value, problem: "it is too large", allowed: `at most ${String(params["limit"])}`, fix: `lower ${key}` };
    case "minLength":
      return { key, value, problem: "it is too short to say anything", allowed: `at least ${String(params["limit"])} characters`, fix: `write ${key} out` };
    case "minProperties":
      return { key, value, problem: "it is empty", allowed: "rpo, rto, or both", fix: `add rpo or rto to ${key}, or remove it` };
    default:
      return { key, value, problem: error.message ?? "it is not valid", allowed: "see the schema", fix: `correct ${key}` };
  }
}
