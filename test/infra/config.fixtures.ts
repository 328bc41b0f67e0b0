import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ConfigProblem } from "../../infra/config";
import { parseConfig } from "../../infra/config";

export const ROOT = join(__dirname, "..", "..");

/** One key as `Pulumi.yaml` declares it. */
export interface Declared {
  readonly type: string;
  readonly default?: unknown;
  readonly description?: string;
}

/** The keys that the project declares. */
export function declared(): Readonly<Record<string, Declared>> {
  return (parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as { readonly config: Readonly<Record<string, Declared>> }).config;
}

/** A stack's configuration as the engine hands it to a program: text by full key, objects as JSON. */
export function stackConfig(stack: string): Record<string, string> {
  const file = parse(readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as { readonly config: Readonly<Record<string, unknown>> };
  return Object.fromEntries(Object.entries(file.config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
}

/** Production with some keys replaced; `undefined` removes one, an object is merged into the key's own. */
export function changed(changes: Readonly<Record<string, string | undefined | Readonly<Record<string, unknown>>>>): Record<string, string> {
  const raw = stackConfig("prod");
  for (const [name, value] of Object.entries(changes)) {
    const key = `firebreak:${name}`;
    if (value === undefined) delete raw[key];
    else if (typeof value === "string") raw[key] = value;
    else raw[key] = JSON.stringify({ ...(JSON.parse(raw[key] ?? "{}") as Record<string, unknown>), ...value });
  }
  return raw;
}

/** All problems of a configuration; fails if there are none. */
export function problemsOf(raw: Readonly<Record<string, string>>): readonly ConfigProblem[] {
  const parsed = parseConfig(raw);
  if (parsed.ok) throw new Error("expected problems, but the configuration was accepted");
  return parsed.problems;
}

/** The one problem of a configuration; fails if there are more. */
export function problemOf(raw: Readonly<Record<string, string>>): ConfigProblem {
  const problems = problemsOf(raw);
  expect(problems).toHaveLength(1);
  return problems[0] as ConfigProblem;
}
