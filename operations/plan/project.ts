import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { failed, type Problem, type Result } from "../errors";
import { UNKNOWN_MARK } from "./wire";
import { readYamlMap } from "./yaml";

/** A configuration value as Pulumi hands it to a program: text; objects and lists as JSON. */
export interface ConfigValue {
  readonly text: string;
  readonly secret: boolean;
  /** False for an encrypted value: it is not decrypted, and what is made of it is unknown. */
  readonly known: boolean;
}

/** A Pulumi project and one of its stacks. */
export interface Project {
  readonly name: string;
  readonly stack: string;
  /** Path of the program, relative to the project's folder. */
  readonly main: string;
  /** By full key, for example `firebreak:active` or `aws:region`. */
  readonly config: ReadonlyMap<string, ConfigValue>;
  /** What a reader must know about how the configuration was read. */
  readonly notes: readonly string[];
}

const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** Stacks that have a `Pulumi.<stack>.yaml` in the folder, in order of name. */
export function stacksIn(root: string): readonly string[] {
  return readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
}

/** Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` the way the Pulumi CLI does, without decrypting anything. */
export function readProject(root: string, stack: string): Result<{ readonly project: Project }> {
  if (!existsSync(join(root, "Pulumi.yaml"))) {
    return failed({ where: "Pulumi.yaml", problem: "the project file is missing", fix: "run this in the folder of the project, where Pulumi.yaml is" });
  }
  const file = stackFile(root, stack);
  if (!file.ok) return file;
  const ofProject = readYamlMap(join(root, "Pulumi.yaml"), "Pulumi.yaml");
  const ofStack = readYamlMap(join(root, file.name), file.name);
  if (!ofProject.ok || !ofStack.ok) return failed(...[ofProject, ofStack].flatMap((one) => (one.ok ? [] : one.problems)));
  const name = ofProject.map["name"];
  if (typeof name !== "string" || name === "") {
    return failed({ where: "Pulumi.yaml, name", problem: "the project has no name", fix: 'add a line such as "name: firebreak"' });
  }
  const declared = entries(ofProject.map["config"], "Pulumi.yaml, config");
  const given = entries(ofStack.map["config"], `${file.name}, config`);
  if (!declared.ok || !given.ok) return failed(...[declared, given].flatMap((one) => (one.ok ? [] : one.problems)));
  const config = new Map(given.entries.map(([key, value]) => [fullKey(name, key), configValue(value)]));
  for (const [key, declaration] of declared.entries) {
    const value = defaultOf(declaration);
    if (value !== undefined && !config.has(fullKey(name, key))) config.set(fullKey(name, key), configValue(value));
  }
  const main = ofProject.map["main"];
  return { ok: true, project: { name, stack, main: typeof main === "string" ? main : ".", config, notes: notesOf(config, ofStack.map, file.name) } };
}

function stackFile(root: string, stack: string): Result<{ readonly name: string }> {
  const where = "--stack";
  if (!STACK_NAME.test(stack)) {
    return failed({ where, problem: "this is not a stack's name", value: JSON.stringify(stack).slice(0, 60), allowed: "letters, digits, hyphens, underscores and full stops, at most 100", fix: "give the name of a stack, for example --stack prod" });
  }
  const found = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`].find((name) => existsSync(join(root, name)));
  if (found !== undefined) return { ok: true, name: found };
  const stacks = stacksIn(root);
  const nearest = stacks.length === 0 ? undefined : closest(stack, stacks);
  const meant = nearest !== undefined && distance(stack, nearest) <= Math.max(2, stack.length / 3) ? `did you mean --stack ${nearest}?` : undefined;
  const problem: Problem = {
    where,
    problem: `there is no stack "${stack}": the file Pulumi.${stack}.yaml is missing`,
    value: stack,
    allowed: stacks.length === 0 ? "no stack file exists here" : stacks.join(", "),
    fix: meant ?? `use one of these stacks, or create Pulumi.${stack}.yaml`,
  };
  return failed(problem);
}

function entries(value: unknown, where: string): Result<{ readonly entries: readonly (readonly [string, unknown])[] }> {
  if (value === undefined || value === null) return { ok: true, entries: [] };
  if (typeof value !== "object" || Array.isArray(value)) {
    return failed({ where, problem: "it is not a map of keys to values", allowed: "key: value lines", fix: `correct ${where}` });
  }
  return { ok: true, entries: Object.entries(value) };
}

function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** Value of a key that the stack does not set: a plain value in short form, or `value`, or `default`. */
function defaultOf(declaration: unknown): unknown {
  if (typeof declaration !== "object" || declaration === null || Array.isArray(declaration)) return declaration ?? undefined;
  const { default: byDefault, value } = declaration as { readonly default?: unknown; readonly value?: unknown };
  return byDefault ?? value ?? undefined;
}

function configValue(value: unknown): ConfigValue {
  if (isSecure(value)) return { text: UNKNOWN_MARK, secret: true, known: false };
  if (typeof value === "object" && value !== null) {
    const secret = containsSecure(value);
    return { text: JSON.stringify(plain(value)), secret, known: !secret };
  }
  return { text: value === null || value === undefined ? "" : String(value), secret: false, known: true };
}

function isSecure(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 1 && typeof (value as { secure?: unknown }).secure === "string";
}

function containsSecure(value: unknown): boolean {
  return isSecure(value) || (typeof value === "object" && value !== null && Object.values(value).some(containsSecure));
}

/** JSON with keys in order, as the CLI writes it; encrypted parts as unknown. */
function plain(value: unknown): unknown {
  if (isSecure(value)) return UNKNOWN_MARK;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]));
}

function notesOf(config: ReadonlyMap<string, ConfigValue>, stack: Readonly<Record<string, unknown>>, file: string): readonly string[] {
  const encrypted = [...config].filter(([, value]) => !value.known).map(([key]) => key);
  return [
    ...(encrypted.length === 0 ? [] : [`encrypted configuration is not decrypted here and counts as unknown: ${encrypted.join(", ")}`]),
    ...(stack["environment"] === undefined ? [] : [`${file} takes configuration from Pulumi ESC, which is not read here; the engine reads it`]),
  ];
}
