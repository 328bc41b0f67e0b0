import type { Config } from "./config";
import type { Names } from "./names";
import type { Providers } from "./providers";

/** What every part of the program needs. */
export interface Context {
  readonly config: Config;
  readonly names: Names;
  readonly providers: Providers;
  /**
   * Options of what holds something, and of what copies it into the third place: the engine refuses to delete it, and dropping it
   * from the program leaves it in the cloud.
   * Off only where the configuration says `protect: false`, for a stack that is to be destroyed.
   */
  readonly held: { readonly protect: boolean; readonly retainOnDelete: boolean };
}
