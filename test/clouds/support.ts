import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLOUDS, shapesOf } from "../../clouds/clouds";
import { Provider } from "../../clouds/provider";
import { logicalName } from "../../clouds/making";
import type { Properties } from "../../clouds/value";

/** A provider with a folder of its own, and short ways to call it. */
export interface Trial {
  readonly root: string;
  readonly provider: Provider;
  create(type: string, name: string, inputs: Properties): Promise<Properties & { readonly id: string }>;
  failures(type: string, inputs: Properties): Promise<readonly string[]>;
}

const roots: string[] = [];

/** A new, empty folder; removed by {@link cleanUp}. */
export function folder(): string {
  const root = mkdtempSync(join(tmpdir(), "clouds-"));
  roots.push(root);
  return root;
}

export function cleanUp(): void {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
}

export function urn(type: string, name: string): string {
  return `urn:pulumi:test::firebreak::${type}::${name}`;
}

/** Starts a provider without an engine. */
export async function trial(name: string, config: Properties = {}, root = folder(), latency = 0): Promise<Trial> {
  const spec = CLOUDS.find((cloud) => cloud.provider === name);
  if (spec === undefined) throw new Error(name);
  const provider = new Provider(spec, shapesOf(name), { root, latency });
  await provider.configure(config);
  return {
    root,
    provider,
    create: async (type, resource, inputs) => {
      const refused = await provider.check(urn(type, resource), type, inputs);
      if (refused.length > 0) throw new Error(refused.map((failure) => failure.reason).join("; "));
      const made = await provider.create(urn(type, resource), type, inputs, false);
      return { ...made.outputs, id: made.id };
    },
    failures: async (type, inputs) => (await provider.check(urn(type, logicalName("a::b::c::x")), type, inputs)).map((failure) => failure.reason),
  };
}
