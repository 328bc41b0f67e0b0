import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { HIDDEN } from "../plan/wire";

/** A configuration value as in a stack file: text, number, boolean, list or map. `undefined` takes the key out. */
export type ConfigValues = Readonly<Record<string, unknown>>;

type Yaml = Record<string, unknown>;

const readYaml = (path: string): Yaml => (parse(readFileSync(path, "utf8")) as Yaml | null) ?? {};

/**
 * Writes the workspace's `Pulumi.yaml` and `Pulumi.<stack>.yaml` from the project's: the same declarations and values,
 * but the program is given in process and the state is the workspace's. Encrypted values can only be read with the
 * passphrase they were encrypted with; without it a placeholder stands for each. Returns the keys that have one.
 */
export function writeWorkspace(root: string, folder: string, stack: string, backend: string, keepEncrypted: boolean): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const project = Object.entries(readYaml(join(root, "Pulumi.yaml"))).filter(([key]) => key !== "main");
  writeFileSync(join(folder, "Pulumi.yaml"), stringify({ ...Object.fromEntries(project), runtime: "nodejs", backend: { url: backend } }));
  const { config, ...settings } = readYaml(join(root, `Pulumi.${stack}.yaml`));
  const values = (config ?? {}) as Yaml;
  const hidden = keepEncrypted ? [] : Object.keys(values).filter((key) => isEncrypted(values[key]));
  const shown = keepEncrypted ? { ...settings, config: values } : { config: withPlaceholders(values) };
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stringify(shown));
  return hidden;
}

/** Changes values of the workspace's stack file; keys without a namespace are the project's. */
export function changeConfig(folder: string, stack: string, project: string, changes: ConfigValues): void {
  const path = join(folder, `Pulumi.${stack}.yaml`);
  const file = readYaml(path);
  const config = { ...((file["config"] ?? {}) as Yaml) };
  for (const [key, value] of Object.entries(changes)) {
    const full = key.includes(":") ? key : `${project}:${key}`;
    if (value === undefined) delete config[full];
    else config[full] = value;
  }
  writeFileSync(path, stringify({ ...file, config }));
}

function isSecure(value: unknown): boolean {
  return typeof value === "object" && value !== null && typeof (value as { secure?: unknown }).secure === "string" && Object.keys(value).length === 1;
}

function isEncrypted(value: unknown): boolean {
  return isSecure(value) || (typeof value === "object" && value !== null && Object.values(value).some(isEncrypted));
}

function withPlaceholders(value: unknown): unknown {
  if (isSecure(value)) return HIDDEN;
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlaceholders(inner)]));
}
