import { buildReport } from "../../operations/report/build";
import { JUDGEMENT, judged, ORDERS, OUTCOMES, sample, SETTINGS, UPLOADS, urn } from "./sample";

const report = buildReport(sample());

describe("verdict", () => {
  it.each([
    ["survives", "every disaster is survived as it must be", judged([OUTCOMES.survived, OUTCOMES.missed]), {}],
    ["survives", "one is not, but nobody asks it", judged([OUTCOMES.survived, OUTCOMES.unasked]), {}],
    ["accepted", "one is not, and nothing mandatory is broken", judged([OUTCOMES.survived, OUTCOMES.slow]), {}],
    ["accepted", "the rule that is broken is advisory", judged([OUTCOMES.lost], { violations: JUDGEMENT.violations }), { "off-site-copy": "advisory" as const }],
    ["rejected", "a mandatory rule is broken", judged([OUTCOMES.survived], { violations: JUDGEMENT.violations }), {}],
    ["accepted", "no disaster was found: nothing is shown to survive", judged([]), {}],
  ] as const)("%s: %s", (verdict, _why, judgement, enforcement) => {
    expect(buildReport(sample({ judgement, settings: { ...SETTINGS, enforcement } })).verdict).toBe(verdict);
  });
});

describe("sites", () => {
  it("tells how far each place is from the others, by great circle", () => {
    const [primary, secondary, backup] = report.sites;
    expect(primary).toMatchObject({ role: "primary", city: "Gravelines", active: true, servers: 2 });
    // Gravelines, Frankfurt, Stockholm: within the towns' extent of what any map says.
    expect(primary?.distancesKm["secondary"]).toBeGreaterThan(450);
    expect(primary?.distancesKm["secondary"]).toBeLessThan(490);
    expect(secondary?.distancesKm["primary"]).toBe(primary?.distancesKm["secondary"]);
    expect(Object.keys(backup?.distancesKm ?? {})).toEqual(["primary", "secondary"]);
  });

  it("tells no distance to a place without coordinates", () => {
    const [one, two] = sample().sites;
    if (one === undefined || two === undefined) throw new Error("the sample has no sites");
    const nowhere = { role: two.role, provider: two.provider, region: two.region, city: two.city, active: false, servers: 2 };
    const [primary, secondary] = buildReport(sample({ sites: [one, nowhere] })).sites;
    expect(primary?.distancesKm).toEqual({});
    expect(secondary?.distancesKm).toEqual({});
  });
});

describe("resources", () => {
  const siteOf = (name: string) => report.resources.find((resource) => resource.name === name)?.site;

  it("lists what the cloud has, not components and providers", () => {
    expect(report.resources.map((resource) => resource.name).sort()).toEqual(["a", "b", "c", "orders", "uploads", "www"]);
  });

  it("puts each at its declared place by campus or region, else says where it is", () => {
    expect(siteOf("uploads")).toBe("primary"); // GRA, the campus of the declared GRA11
    expect(siteOf("orders")).toBe("secondary");
    expect(siteOf("www")).toBe("aws, no region");
    expect(siteOf("a")).toBe("aws us-east-1");
    expect(siteOf("b")).toBe("not known");
  });

  it("counts what the analysis does not list as unclassified, in a place that is not known", () => {
    expect(report.resources.find((resource) => resource.name === "c")).toMatchObject({ holds: "unclassified", site: "not known", place: { known: false } });
    const { violations, excepted } = JUDGEMENT;
    const failed = buildReport(sample({ judgement: { violations, excepted, assessment: { resources: [], disasters: [], outcomes: [], cells: [], assumptions: [] } } }));
    expect(failed.resources).toHaveLength(6);
    expect(new Set(failed.resources.map((resource) => resource.holds))).toEqual(new Set(["unclassified"]));
  });

  it("says of a copy whether it counts: a link that is not known is not on", () => {
    expect(report.resources.find((resource) => resource.urn === UPLOADS)?.copies).toEqual([{ mechanism: "aws-datasync", kind: "replica", site: "secondary", immutable: false, counts: false }]);
  });
});

it("gives each violation its severity, enforcement and page", () => {
  expect(report.violations).toEqual([{ ...JUDGEMENT.violations[0], severity: "critical", enforcement: "mandatory", docs: "docs/rules/off-site-copy.md" }]);
});

it("tells who waives what, why and until when, and which figures were assumed", () => {
  expect(report.exceptions).toEqual([{ rule: "replica-distance", urn: ORDERS, name: "orders", waives: "the replica is 82 km away", reason: "the third place is further", owner: "platform", expires: "2027-03-31" }]);
  expect(report.assumptions).toEqual([{ mechanism: "aws-datasync", reason: "measured by us in May", rpo: 7200, usedFor: [UPLOADS] }]);
});

it("holds no property of any resource", () => {
  expect(JSON.stringify(report)).not.toContain("hunter2");
  expect(sample().graph.byUrn.get(urn("aws:ec2/subnet:Subnet", "a"))?.inputs).toEqual({ password: "hunter2" });
});
