/** The engine that is downloaded or built where there is none; `module/go.mod` names the same version (a test compares them). */
export const ENGINE_VERSION = "3.256.0";

/** The oldest CLI that is used: from 3.206.0 on the Automation API gets the engine's events over a connection, not from a file that it polls. */
export const OLDEST_ENGINE = "3.206.0";

/** The oldest Go that builds {@link ENGINE_VERSION}: what its own go.mod says. An older one from 1.21 on may fetch a newer toolchain itself. */
export const OLDEST_GO = "1.25.11";

/** Compares versions such as `3.256.0`, `v3.256.0` or `3.257.0-alpha.1`; negative if `a` is older. Pre-releases count as their release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
