import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLOUDS, shapesOf } from "./clouds";
import { Provider } from "./provider";
import { serve } from "./server";
import { FOLDER_VARIABLE } from "./store";

/** Name of the environment variable with the time that each call to a simulated cloud takes, in milliseconds; 0 if unset. */
const LATENCY_VARIABLE = "FIREBREAK_CLOUDS_LATENCY";

/** Starts one provider as a plugin of the engine and tells it the port; runs until the engine ends the process. */
export async function main(name: string): Promise<void> {
  const spec = CLOUDS.find((cloud) => cloud.provider === name);
  if (spec === undefined) throw new Error(`no simulated provider "${name}": there are ${CLOUDS.map((cloud) => cloud.provider).join(", ")}`);
  const root = process.env[FOLDER_VARIABLE];
  if (root === undefined || root === "") throw new Error(`${FOLDER_VARIABLE} is not set: it names the folder in which the simulated clouds keep their state`);
  const provider = new Provider(spec, shapesOf(name), { root, latency: latency() });
  process.stdout.write(`${String(await serve(provider, pinned(spec.sdk)))}\n`);
}

function latency(): number {
  const value = process.env[LATENCY_VARIABLE] ?? "0";
  const milliseconds = Number(value);
  if (!(milliseconds >= 0 && milliseconds <= 600_000)) throw new Error(`${LATENCY_VARIABLE} is "${value}": expected milliseconds between 0 and 600000`);
  return milliseconds;
}

/** The version of the SDK that is pinned in package.json: the engine then takes the plugin for the one that it looks for. */
function pinned(sdk: string): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { readonly dependencies: Readonly<Record<string, string>> };
  const version = manifest.dependencies[sdk];
  if (version === undefined) throw new Error(`package.json pins no version of ${sdk}`);
  return version;
}
