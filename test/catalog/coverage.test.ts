import { installedSdk, sdkFile } from "../../operations/catalog/sdk";
import { coverage } from "../../operations/catalog/coverage";
import { catalogRows, classify, sdkPackages } from "../../policies/catalog/catalog";
import type { CatalogRow } from "../../policies/catalog/model";

const SDKS = sdkPackages().filter((entry) => entry.package !== "pulumi");

function installed(sdk: string) {
  const found = installedSdk(sdk);
  if (found === undefined) throw new Error(`${sdk} is not installed`);
  return found;
}

describe.each(SDKS)("the catalog of $sdk", ({ package: name, sdk, version }) => {
  it("was made for the version that is installed", () => {
    expect(installed(sdk).version).toBe(version);
  });

  it("classifies every type, and no type that is gone", () => {
    const { missing, gone, types, classified } = coverage(sdk, version, installed(sdk), catalogRows(name));
    expect({ missing, gone }).toEqual({ missing: [], gone: [] });
    expect(classified).toBe(types);
  });

  it("names a file of the SDK as each row's source", () => {
    const elsewhere = catalogRows(name).filter((row) => sdkFile(sdk, row.source) === undefined);
    expect(elsewhere.map((row) => `${row.type}: ${row.source}`)).toEqual([]);
  });
});

describe("coverage", () => {
  const row = (type: string, holds: CatalogRow["holds"], mechanisms: readonly string[]): CatalogRow => ({ type, holds, what: "a test", place: "state", mechanisms, source: "test" });

  it("names types that are new and types that are gone", () => {
    const result = coverage("sdk", "1.0.0", { version: "1.1.0", types: ["a:b:Kept", "a:b:New"] }, [row("a:b:Kept", "data", ["x"]), row("a:b:Old", "data", [])]);
    expect(result).toMatchObject({ version: "1.1.0", catalogVersion: "1.0.0", types: 2, classified: 1, stateful: 1, withMechanism: 1, withoutMechanism: 0, missing: ["a:b:New"], gone: ["a:b:Old"] });
  });

  it("counts only what must survive", () => {
    const rows = [row("a:b:C", "nothing", []), row("a:b:D", "secret", []), row("a:b:E", "cache", []), row("a:b:F", "opaque", []), row("a:b:G", "configuration", ["x"])];
    expect(coverage("sdk", "1.0.0", { version: "1.0.0", types: rows.map((one) => one.type) }, rows)).toMatchObject({ stateful: 2, withMechanism: 1, withoutMechanism: 1, holds: { cache: 1, configuration: 1, nothing: 1, opaque: 1, secret: 1 } });
  });

  it("covers the numbers of types that the SDKs are known to have", () => {
    const counts = Object.fromEntries(SDKS.map(({ package: name, sdk }) => [name, installed(sdk).types.length]));
    expect(counts).toEqual({ aws: 1738, ovh: 170, random: 10 });
    expect(classify("aws:s3/bucket:Bucket")?.holds).toBe("data");
  });
});
