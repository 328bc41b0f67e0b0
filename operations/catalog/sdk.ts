import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An installed SDK: its version and every resource type that it can register, in order. */
export interface InstalledSdk {
  readonly version: string;
  readonly types: readonly string[];
}

/** Generated SDKs state each class's token like this. */
const TOKEN = /__pulumiType = '([^']+)'/g;
/** Package, module and name; the provider's own class has one part only. */
const RESOURCE = /^[^:]+:[^:]+:[^:]+$/;

/**
 * Reads an installed SDK's types from its files, without loading it: that would take seconds and a provider.
 *
 * @returns `undefined` if the SDK is not installed beside this project.
 */
export function installedSdk(name: string): InstalledSdk | undefined {
  const manifest = manifestOf(name);
  if (manifest === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  const types = new Set<string>();
  for (const file of sources(dirname(manifest))) {
    for (const match of readFileSync(file, "utf8").matchAll(TOKEN)) {
      if (match[1] !== undefined && RESOURCE.test(match[1])) types.add(match[1]);
    }
  }
  return { version, types: [...types].sort() };
}

function manifestOf(name: string): string | undefined {
  try {
    return require.resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}

/** Path of a file of an installed SDK, or `undefined` if it has none of that name. */
export function sdkFile(name: string, file: string): string | undefined {
  const manifest = manifestOf(name);
  const path = manifest === undefined ? undefined : join(dirname(manifest), file);
  return path !== undefined && existsSync(path) ? path : undefined;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(join(folder, entry.name));
    return entry.name.endsWith(".js") ? [join(folder, entry.name)] : [];
  });
}
