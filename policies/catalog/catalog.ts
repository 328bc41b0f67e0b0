import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogRow, Mechanism, SdkPackage } from "./model";

export type { CatalogRow, Mechanism, SdkPackage } from "./model";

const DATA = join(__dirname, "data");
/** Other providers than the listed ones configure something of their own, and hold nothing either. */
const ANY_PROVIDER = "pulumi:providers:*";
/** Built-in types have package names of their own: `pulumi`, `pulumi-nodejs`, `pulumi-python`. */
const BUILT_IN = /^pulumi(-|$)/;

const byPackage = new Map<string, ReadonlyMap<string, CatalogRow>>();
let packages: readonly SdkPackage[] | undefined;
let mechanismsByName: ReadonlyMap<string, Mechanism> | undefined;

/**
 * What a resource type holds, where it lives and what copies it.
 *
 * @returns `undefined` for a type that the catalog does not list: unclassified, and so rejected.
 */
export function classify(type: string): CatalogRow | undefined {
  const rows = load(packageOf(type));
  return rows.get(type) ?? (type.startsWith("pulumi:providers:") ? rows.get(ANY_PROVIDER) : undefined);
}

/** All rows, by package and type; of one package (`aws`, `ovh`, `random`, `pulumi`) if given. */
export function catalogRows(only?: string): readonly CatalogRow[] {
  const names = only === undefined ? sdkPackages().map((entry) => entry.package) : [only];
  return names.flatMap((name) => [...load(name).values()]);
}

/** The packages that the catalog covers, each with the SDK version that its rows were made for. */
export function sdkPackages(): readonly SdkPackage[] {
  packages ??= read<readonly SdkPackage[]>("packages.json");
  return packages;
}

/** How a mechanism makes something survive; `undefined` for a name outside the closed list. */
export function mechanism(name: string): Mechanism | undefined {
  return table().get(name);
}

/** The closed list of mechanisms, in the table's order. */
export function mechanisms(): readonly Mechanism[] {
  return [...table().values()];
}

function packageOf(type: string): string {
  const name = type.slice(0, Math.max(0, type.indexOf(":")));
  return BUILT_IN.test(name) ? "pulumi" : name;
}

/** The rows of a package; read when first asked for, since most programs use one or two packages. */
function load(name: string): ReadonlyMap<string, CatalogRow> {
  const loaded = byPackage.get(name);
  if (loaded !== undefined) return loaded;
  const rows = new Map<string, CatalogRow>();
  const sdk = sdkPackages().find((entry) => entry.package === name);
  if (sdk !== undefined && existsSync(join(DATA, name))) {
    for (const file of readdirSync(join(DATA, name)).filter((entry) => entry.endsWith(".json")).sort()) {
      for (const row of read<readonly CatalogRow[]>(join(name, file))) rows.set(row.type, row);
    }
  }
  byPackage.set(name, rows);
  return rows;
}

function table(): ReadonlyMap<string, Mechanism> {
  mechanismsByName ??= new Map(read<readonly Mechanism[]>("mechanisms.json").map((row) => [row.name, row]));
  return mechanismsByName;
}

/** The tests hold every file against its schema, so that reading one does not have to. */
function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(DATA, file), "utf8")) as T;
}
