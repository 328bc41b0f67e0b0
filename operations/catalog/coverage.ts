import type { CatalogRow } from "../../policies/catalog/model";
import type { InstalledSdk } from "./sdk";

/** How far the catalog covers one SDK. Counts are of types. */
export interface Coverage {
  readonly sdk: string;
  /** Installed version; the rows were made for `catalogVersion`. */
  readonly version: string;
  readonly catalogVersion: string;
  readonly types: number;
  readonly classified: number;
  /** Holds data, a secret, a key or configuration. */
  readonly stateful: number;
  readonly withMechanism: number;
  /** Stateful, and nothing copies it: each says why. */
  readonly withoutMechanism: number;
  readonly holds: Readonly<Record<string, number>>;
  /** Types of the SDK that the catalog does not list: rejected wherever they are used. */
  readonly missing: readonly string[];
  /** Types of the catalog that the SDK does not have. */
  readonly gone: readonly string[];
}

const STATEFUL = new Set(["data", "secret", "key", "configuration"]);

/** True for what must survive a disaster or be built again. */
export function isStateful(row: CatalogRow): boolean {
  return STATEFUL.has(row.holds);
}

/** Compares the rows of a package with an installed SDK. */
export function coverage(sdk: string, catalogVersion: string, installed: InstalledSdk, rows: readonly CatalogRow[]): Coverage {
  const listed = new Map(rows.map((row) => [row.type, row]));
  const present = new Set(installed.types);
  const classified = installed.types.flatMap((type) => listed.get(type) ?? []);
  const stateful = classified.filter(isStateful);
  const holds: Record<string, number> = {};
  for (const row of classified) holds[row.holds] = (holds[row.holds] ?? 0) + 1;
  return {
    sdk,
    version: installed.version,
    catalogVersion,
    types: installed.types.length,
    classified: classified.length,
    stateful: stateful.length,
    withMechanism: stateful.filter((row) => row.mechanisms.length > 0).length,
    withoutMechanism: stateful.filter((row) => row.mechanisms.length === 0).length,
    holds: Object.fromEntries(Object.entries(holds).sort(([a], [b]) => (a < b ? -1 : 1))),
    missing: installed.types.filter((type) => !listed.has(type)),
    gone: rows.map((row) => row.type).filter((type) => !present.has(type)),
  };
}
