import Ajv from "ajv";
import type { ErrorObject } from "ajv";
import { closest, distance } from "fastest-levenshtein";
import type { ConfigProblem } from "./model";
import type { ConfigKey } from "./keys";
import { KEYS, NAMESPACE } from "./keys";

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });

/** Values by key name, in the shape that the schemas ask for; missing keys are absent. */
export interface Shaped {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads text as the engine keeps it (objects as JSON) and checks each key against its schema. */
export function shape(raw: Readonly<Record<string, string>>): Shaped {
  const problems: ConfigProblem[] = [...unknownKeys(raw)];
  const values: Record<string, unknown> = {};
  for (const key of KEYS) {
    const text = raw[`${NAMESPACE}:${key.name}`];
    if (text === undefined) {
      if (key.required) problems.push(missing(key));
      else if (key.default !== undefined) values[key.name] = key.default;
      continue;
    }
    const read = readText(key, text);
    if ("problem" in read) {
      problems.push(read.problem);
      continue;
    }
    const found = check(key, read.value);
    problems.push(...found);
    if (found.length === 0) values[key.name] = read.value;
  }
  return { values, problems };
}

/** "Did you mean", if one of the names is near enough to be meant. */
export function meant(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const nearest = closest(name, names);
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : undefined;
}

function unknownKeys(raw: Readonly<Record<string, string>>): readonly ConfigProblem[] {
  const known = KEYS.map((key) => key.name);
  return Object.keys(raw)
    .filter((full) => full.startsWith(`${NAMESPACE}:`))
    .map((full) => full.slice(NAMESPACE.length + 1))
    .filter((name) => !known.includes(name))
    .map((name) => unknownKey(`${NAMESPACE}:${name}`, name, known, `pulumi config rm ${name}`));
}

function unknownKey(path: string, name: string, known: readonly string[], remove: string): ConfigProblem {
  const nearest = meant(name, known);
  return {
    key: path,
    problem: nearest === undefined ? "is not a known key" : `is not a known key; did you mean ${nearest}?`,
    allowed: known.join(", "),
    fix: nearest === undefined ? `remove it: ${remove}` : `rename it to ${nearest}`,
  };
}

function missing(key: ConfigKey): ConfigProblem {
  const path = key.type === "object" ? `${key.name}.NAME` : key.name;
  return {
    key: `${NAMESPACE}:${key.name}`,
    problem: "is required and not set",
    allowed: describe(key.schema),
    fix: `set it: pulumi config set ${key.type === "object" ? "--path " : ""}${path} VALUE`,
  };
}

function readText(key: ConfigKey, text: string): { readonly value: unknown } | { readonly problem: ConfigProblem } {
  if (key.type === "string") return { value: text };
  if (key.type === "boolean") return { value: text === "true" ? true : text === "false" ? false : text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return {
      problem: {
        key: `${NAMESPACE}:${key.name}`,
        value: text,
        problem: "is text, not an object",
        allowed: describe(key.schema),
        fix: `write it as a YAML mapping under ${NAMESPACE}:${key.name} in the stack's file`,
      },
    };
  }
}

function check(key: ConfigKey, value: unknown): readonly ConfigProblem[] {
  const validate = ajv.compile(key.schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => explain(key, error));
}

function explain(key: ConfigKey, error: ErrorObject): ConfigProblem {
  const path = [`${NAMESPACE}:${key.name}`, ...error.instancePath.split("/").filter((part) => part !== "")].join(".");
  const parent = error.parentSchema as { readonly properties?: Readonly<Record<string, unknown>> } | undefined;
  const names = Object.keys(parent?.properties ?? {});
  if (error.keyword === "required") {
    const name = String(error.params["missingProperty"]);
    return {
      key: `${path}.${name}`,
      problem: "is required and not set",
      allowed: describe(parent?.properties?.[name]),
      fix: `set ${name} under ${path}`,
    };
  }
  if (error.keyword === "additionalProperties") {
    const name = String(error.params["additionalProperty"]);
    return unknownKey(`${path}.${name}`, name, names, `delete the line under ${path}`);
  }
  const allowed = describe(error.parentSchema);
  return { key: path, value: show(error.data), problem: said(error), allowed, fix: `set ${path} to ${allowed}` };
}

function said(error: ErrorObject): string {
  switch (error.keyword) {
    case "type":
      return `is ${kind(error.data)}, not ${article(String(error.params["type"]))}`;
    case "minimum":
      return `is less than ${String(error.params["limit"])}`;
    case "maximum":
      return `is more than ${String(error.params["limit"])}`;
    default:
      return "is not allowed";
  }
}

function kind(value: unknown): string {
  if (value === null) return "empty";
  return article(Array.isArray(value) ? "array" : typeof value === "string" ? "text" : typeof value);
}

function article(noun: string): string {
  if (noun === "text") return "text";
  return /^[aeiou]/.test(noun) ? `an ${noun === "integer" ? "whole number" : noun}`.replace("an whole", "a whole") : `a ${noun}`;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function describe(schema: unknown): string {
  const description = (schema as { readonly description?: string } | undefined)?.description;
  return description ?? "see Pulumi.yaml";
}
