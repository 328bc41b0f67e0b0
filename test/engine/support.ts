import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withEngine, type Engine, type EngineOptions } from "../../operations/engine/workspace";

/** The repository's folder. */
export const ROOT = resolve(__dirname, "../..");

/** A preview of the whole stack takes 6 to 8 s on two free cores, an update 10 s; a busy machine takes several times as long. */
export const TIMEOUT = 300_000;

/** Opens a stack on the engine and fails the test if it cannot be opened. */
export async function onEngine<T>(options: Omit<EngineOptions, "root">, use: (engine: Engine) => Promise<T>): Promise<T> {
  const result = await withEngine({ root: ROOT, ...options }, use);
  if (!result.ok) throw new Error(result.problems.map(({ where, problem, value, fix }) => `${where}: ${problem} (${value ?? ""}); ${fix}`).join("\n"));
  return result.value;
}

/** Folders for a stack that several tests come back to. */
export class Estate {
  readonly #folder = mkdtempSync(join(tmpdir(), "firebreak-estate-"));
  readonly state = join(this.#folder, "state");
  readonly clouds = join(this.#folder, "clouds");

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
