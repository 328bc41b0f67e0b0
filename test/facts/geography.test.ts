import Ajv from "ajv";
import fc from "fast-check";
import { Region } from "@pulumi/aws/types/enums";
import { closestCodes, distanceKm, findLocation, locations, type Location } from "../../policies/facts/geography";
import regions from "../../policies/facts/data/regions.json";
import schema from "../../policies/facts/data/schema.json";

const AWS_REGIONS: readonly string[] = Object.values(Region);

function found(provider: string, code: string): Location {
  const location = findLocation(provider, code);
  if (location === undefined) throw new Error(`${provider} ${code} is not in the table`);
  return location;
}
const km = (a: Location, b: Location) => distanceKm(a, b);

describe("the table of regions", () => {
  it("has the form of its schema", () => {
    const validate = new Ajv({ allErrors: true }).addSchema(schema, "facts").compile({ $ref: "facts#/definitions/regions" });
    expect(validate(regions) || validate.errors).toBe(true);
  });

  it("names each code once, and only campuses that it has", () => {
    const codes = regions.codes.map((row) => `${row.provider}/${row.code}`);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    const campuses = new Set(regions.campuses.map((row) => `${row.provider}/${row.campus}`));
    const dangling = regions.codes.filter((row) => "campus" in row && row.partition === undefined && !campuses.has(`${row.provider}/${row.campus}`));
    expect(dangling).toEqual([]);
  });

  it("gives every zone a region that it has", () => {
    for (const provider of ["aws", "ovh"]) {
      for (const zone of locations(provider).flatMap((location) => location.zones ?? [])) {
        expect(findLocation(provider, zone)).toMatchObject({ kind: "zone", zone });
        expect(findLocation(provider, found(provider, zone).region)?.kind).toBe("region");
      }
    }
  });

  it("has every region that the AWS SDK names", () => {
    expect(AWS_REGIONS.length).toBeGreaterThan(40);
    expect(AWS_REGIONS.filter((code) => findLocation("aws", code)?.kind !== "region")).toEqual([]);
  });
});

describe("findLocation", () => {
  it("puts compute, storage and location codes of one site on one campus", () => {
    for (const code of ["GRA7", "GRA11", "GRA", "eu-west-gra", "gra2"]) expect(found("ovh", code).campus).toBe("GRA");
    expect(km(found("ovh", "GRA7"), found("ovh", "GRA11"))).toBe(0);
  });

  it("resolves zones to their region's place", () => {
    expect(found("ovh", "eu-west-par-a")).toMatchObject({ region: "EU-WEST-PAR", zone: "eu-west-par-a", campus: "PAR", city: "Paris" });
    expect(found("aws", "eu-central-1a")).toMatchObject({ region: "eu-central-1", zone: "eu-central-1a", city: "Frankfurt", kind: "zone" });
    expect(found("ovh", "EU-SOUTH-LZ-MAD-A")).toMatchObject({ zone: "EU-SOUTH-LZ-MAD-A", campus: "LZ-MAD", city: "Madrid" });
  });

  it("knows that an AWS local zone is not where its region is", () => {
    const zone = found("aws", "us-west-2-lax-1a");
    expect(zone).toMatchObject({ kind: "local-zone", region: "us-west-2", zone: "us-west-2-lax-1a", documented: false });
    expect(km(zone, found("aws", "us-east-1"))).toBeUndefined();
    expect(found("aws", "us-east-1-wl1-bos-wlz-1").campus).toBeUndefined();
  });

  it("prefers the exact spelling, and tells the provider's own otherwise", () => {
    expect(found("ovh", "rbx").kind).toBe("datacentre");
    expect(found("ovh", "RBX").kind).toBe("region");
    expect(found("ovh", "gra11").code).toBe("GRA11");
  });

  it("gives no coordinates where no document says where it is", () => {
    const vague = locations("ovh").filter((location) => !location.documented);
    expect(vague.map((location) => location.code)).toContain("cch01");
    expect(vague.filter((location) => location.lat !== undefined || location.lon !== undefined)).toEqual([]);
    expect(km(found("ovh", "sgp02"), found("ovh", "GRA"))).toBeUndefined();
  });

  it.each([["ovh", "GRA99"], ["aws", "eu-central-9"], ["aws", "eu-central-1z"], ["aws", "GRA11"], ["gcp", "europe-west1"], ["ovh", ""], ["aws", "constructor"]])("finds nothing for %s %s", (provider, code) => {
    expect(findLocation(provider, code)).toBeUndefined();
  });
});

describe("distanceKm", () => {
  it("says that Gravelines and Roubaix are near", () => {
    expect(km(found("ovh", "GRA"), found("ovh", "RBX"))).toBeCloseTo(82, 0);
  });

  it("says that OVHcloud's Paris and AWS's Paris are one city, though two campuses", () => {
    const ours = found("ovh", "EU-WEST-PAR");
    const theirs = found("aws", "eu-west-3");
    expect(ours.campus).not.toBe(theirs.campus);
    expect(km(ours, theirs)).toBeLessThan(2);
  });

  it("says that Gravelines and Frankfurt are far", () => {
    expect(km(found("ovh", "GRA11"), found("aws", "eu-central-1"))).toBeCloseTo(472, 0);
  });

  it("is a distance: symmetric, nothing to itself, never more than half the Earth, and a detour is no shorter", () => {
    const point = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) });
    const far = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) => distanceKm(a, b) ?? Number.NaN;
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(far(a, a)).toBeLessThan(1e-6);
        expect(far(a, b)).toBeCloseTo(far(b, a), 6);
        expect(far(a, b)).toBeLessThanOrEqual(20016);
        expect(far(a, c)).toBeLessThanOrEqual(far(a, b) + far(b, c) + 1e-3);
      }),
    );
  });
});

describe("closestCodes", () => {
  it("suggests what was meant", () => {
    expect(closestCodes("ovh", "GRA12")[0]).toBe("GRA11");
    expect(closestCodes("aws", "eu-centrl-1")[0]).toBe("eu-central-1");
    expect(closestCodes("aws", "zzzzzzzzzzzz")).toEqual([]);
    expect(closestCodes("gcp", "europe")).toEqual([]);
  });
});
